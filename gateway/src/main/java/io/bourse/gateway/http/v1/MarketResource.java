package io.bourse.gateway.http.v1;

import io.bourse.client.Instrument;
import io.bourse.gateway.http.Field;
import io.bourse.gateway.http.HttpAnswer;
import io.bourse.gateway.http.HttpCall;
import io.bourse.gateway.http.HttpError;
import io.bourse.gateway.http.Json;
import io.bourse.gateway.http.Parameters;
import io.bourse.gateway.http.Route;
import io.bourse.persistence.History;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static io.bourse.gateway.http.Route.Access.PUBLIC;

/** Public data of markets: from Redis, and what is older from PostgreSQL. */
final class MarketResource {
    private static final int DEPTH_LEVELS = 100;
    private static final int DEPTH_LEVELS_MAX = 1_000;
    private static final int TRADES = 100;
    private static final int TRADES_MAX = 1_000;
    private static final int KLINES = 1_000;
    private static final int KLINES_MAX = 1_500;
    /** Times below are seconds: in ms they would be 1970. */
    private static final long SECONDS_BELOW = 100_000_000_000L;

    private final Services services;

    MarketResource(final Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
            Route.get("/api/v1/depth", PUBLIC, this::depth, Field.text("symbol"), Field.integer("limit")),
            Route.get("/api/v1/trades", PUBLIC, this::trades, Field.text("symbol"), Field.integer("limit"),
                Field.integer("before")),
            Route.get("/api/v1/klines", PUBLIC, this::klines, Field.text("symbol"), Field.text("interval"),
                Field.integer("startTime"), Field.integer("endTime"), Field.integer("limit")),
            Route.get("/api/v1/tickers", PUBLIC, this::tickers, Field.text("symbol")));
    }

    private CompletableFuture<HttpAnswer> depth(final HttpCall call) {
        final int limit = call.parameters().count("limit", DEPTH_LEVELS, DEPTH_LEVELS_MAX);
        return instrument(call).thenCompose(instrument -> services.workers().submit(() ->
            HttpAnswer.jsonText(services.reader().depth(instrument.symbol(), limit))));
    }

    private CompletableFuture<HttpAnswer> trades(final HttpCall call) {
        final int limit = call.parameters().count("limit", TRADES, TRADES_MAX);
        final long before = call.parameters().number("before", Long.MAX_VALUE);
        final boolean isNewest = call.parameters().text("before") == null;
        return instrument(call).thenCompose(instrument -> services.workers().submit(() -> {
            if (isNewest) {
                return HttpAnswer.jsonText(services.reader().trades(instrument.symbol(), limit, before));
            }
            return HttpAnswer.ok(services.history().trades(instrument.instrumentId(), before, limit).stream()
                .map(trade -> trade(instrument, trade)).toList());
        }));
    }

    private CompletableFuture<HttpAnswer> klines(final HttpCall call) {
        final Parameters parameters = call.parameters();
        final KlineInterval interval = KlineInterval.parse(parameters.text("interval", "1min"));
        final int limit = parameters.count("limit", KLINES, KLINES_MAX);
        final long nowMs = System.currentTimeMillis();
        final long endMs = Math.min(timeMs(parameters.number("endTime", nowMs)), nowMs);
        final long startMs = timeMs(parameters.number("startTime", 0));
        // Without a limit the newest ones of the time asked for, which is what a chart needs. 0: the newest of all.
        final boolean isFromStart = startMs == 0 || parameters.text("limit") != null;
        final long fromMs = isFromStart ? startMs : Math.max(startMs, endMs - limit * interval.ms());
        return instrument(call).thenCompose(instrument -> services.workers().submit(() ->
            HttpAnswer.ok(services.history().klines(instrument.instrumentId(), interval.name(), fromMs, endMs, limit)
                .stream().map(bar -> kline(instrument, bar)).toList())));
    }

    private CompletableFuture<HttpAnswer> tickers(final HttpCall call) {
        if (call.parameters().text("symbol") != null) {
            return instrument(call).thenCompose(instrument -> services.workers().submit(() ->
                HttpAnswer.jsonText(services.reader().ticker(instrument.symbol()))));
        }
        return services.workers().submit(() -> HttpAnswer.jsonText(services.reader().tickers()));
    }

    private CompletableFuture<Instrument> instrument(final HttpCall call) {
        return services.catalogue().instrument(call.parameters().required("symbol"));
    }

    private static long timeMs(final long time) {
        if (time < 0) {
            throw HttpError.badRequest("OUT_OF_RANGE", "Times must not be negative.");
        }
        return time < SECONDS_BELOW ? TimeUnit.SECONDS.toMillis(time) : time;
    }

    private static Map<String, Object> trade(final Instrument instrument, final History.TradeRow trade) {
        final String quote = instrument.quoteText(trade.quoteAmount());
        return Json.object(
            "trade_id", trade.tradeId(), "id", trade.tradeId(),
            "price", instrument.priceText(trade.priceTicks()),
            "quantity", instrument.quantityText(trade.quantityLots()),
            "quote_quantity", quote, "quoteQuantity", quote,
            "is_buyer_maker", trade.buyerIsMaker(), "isBuyerMaker", trade.buyerIsMaker(),
            "timestamp", TimeUnit.NANOSECONDS.toMillis(trade.timestampNs()));
    }

    private static Map<String, Object> kline(final Instrument instrument, final History.KlineRow bar) {
        final String quoteVolume = instrument.quoteText(bar.quoteVolume());
        return Json.object(
            "open", instrument.priceText(bar.openTicks()),
            "high", instrument.priceText(bar.highTicks()),
            "low", instrument.priceText(bar.lowTicks()),
            "close", instrument.priceText(bar.closeTicks()),
            "volume", instrument.quantityText(bar.volumeLots()),
            "quote_volume", quoteVolume, "quoteVolume", quoteVolume,
            "trades", bar.tradeCount(), "trade_count", bar.tradeCount(),
            "start", bar.startMs(), "start_time", bar.startMs(),
            "end", bar.endMs(), "end_time", bar.endMs());
    }
}
