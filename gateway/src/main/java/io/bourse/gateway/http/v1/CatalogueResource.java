package io.bourse.gateway.http.v1;

import io.bourse.client.Asset;
import io.bourse.client.Instrument;
import io.bourse.gateway.http.HttpAnswer;
import io.bourse.gateway.http.HttpCall;
import io.bourse.gateway.http.Json;
import io.bourse.gateway.http.Route;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static io.bourse.gateway.http.Route.Access.PUBLIC;

/** What can be traded. */
final class CatalogueResource {
    private final Services services;

    CatalogueResource(final Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
            Route.get("/api/v1/markets", PUBLIC, this::markets),
            Route.get("/api/v1/assets", PUBLIC, this::assets));
    }

    private CompletableFuture<HttpAnswer> markets(final HttpCall call) {
        return refreshedIfEmpty().thenApply(ignored -> HttpAnswer.ok(
            services.catalogue().instruments().stream().map(CatalogueResource::market).toList()));
    }

    private CompletableFuture<HttpAnswer> assets(final HttpCall call) {
        return refreshedIfEmpty().thenApply(ignored -> HttpAnswer.ok(
            services.catalogue().assets().stream().map(CatalogueResource::asset).toList()));
    }

    private CompletableFuture<Void> refreshedIfEmpty() {
        return services.catalogue().instruments().isEmpty() ? services.catalogue().refreshSoon() :
            CompletableFuture.completedFuture(null);
    }

    static Map<String, Object> market(final Instrument instrument) {
        return Json.object(
            "symbol", instrument.symbol(),
            "base", instrument.base().symbol(),
            "quote", instrument.quote().symbol(),
            "state", instrument.state().name(),
            "tick_size", instrument.tickSizeText(),
            "step_size", instrument.stepSizeText(),
            "min_quantity", instrument.quantityText(instrument.minQuantityLots()),
            "max_quantity", instrument.quantityText(instrument.maxQuantityLots()),
            "max_price", instrument.priceText(instrument.maxPriceTicks()),
            "min_notional", instrument.quoteText(instrument.minNotional()),
            "max_notional", instrument.quoteText(instrument.maxNotional()),
            "maker_fee_ppm", instrument.makerFeePpm(),
            "taker_fee_ppm", instrument.takerFeePpm(),
            "price_range_bps", instrument.priceRangeBasisPoints(),
            "order_types", List.of("LIMIT", "MARKET", "LIMIT_MAKER", "STOP_LOSS", "STOP_LOSS_LIMIT", "TAKE_PROFIT",
                "TAKE_PROFIT_LIMIT"),
            "time_in_force", List.of("GTC", "IOC", "FOK", "GTD", "DAY"));
    }

    private static Map<String, Object> asset(final Asset asset) {
        return Json.object("symbol", asset.symbol(), "decimals", asset.decimals());
    }
}
