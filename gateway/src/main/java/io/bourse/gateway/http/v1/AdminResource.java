package io.bourse.gateway.http.v1;

import io.bourse.client.Asset;
import io.bourse.gateway.cluster.OperatorRequests;
import io.bourse.gateway.cluster.Outcome;
import io.bourse.gateway.http.Field;
import io.bourse.gateway.http.HttpAnswer;
import io.bourse.gateway.http.HttpCall;
import io.bourse.gateway.http.HttpError;
import io.bourse.gateway.http.HttpErrors;
import io.bourse.gateway.http.Json;
import io.bourse.gateway.http.Parameters;
import io.bourse.gateway.http.Route;
import io.bourse.schema.InstrumentState;
import io.bourse.schema.ResultCode;
import io.bourse.schema.WithdrawalOutcome;
import io.bourse.wire.PackedAscii;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import static io.bourse.gateway.http.Route.Access.OPERATOR;

/** What an operator does and asks. */
final class AdminResource {
    private static final int DECIMALS_MAX = 18;
    private static final int PPM_MAX = 1_000_000;
    private static final int REBATE_PPM_MAX = 100_000;
    private static final int FEE_TIER_MAX = 7;
    private static final int BASIS_POINTS_MAX = 1_000_000;
    private static final long NO_LIMIT_LOTS = 1_000_000_000_000L;

    private final Services services;

    AdminResource(final Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
            Route.post("/api/v1/admin/assets", OPERATOR, this::defineAsset, Field.text("symbol"), Field.integer("decimals")),
            Route.post("/api/v1/admin/markets", OPERATOR, this::defineMarket, Field.text("symbol"),
                Field.text("base"), Field.text("quote"), Field.decimal("tick_size"), Field.decimal("step_size"),
                Field.decimal("min_quantity"), Field.decimal("max_quantity"), Field.decimal("max_price"),
                Field.decimal("min_notional"), Field.decimal("max_notional"), Field.decimal("maker_fee_ppm"),
                Field.integer("taker_fee_ppm"), Field.integer("price_range_bps"), Field.integer("price_band_bps"),
                Field.text("price_band_mode"), Field.decimal("reference_price"), Field.text("state")),
            Route.post("/api/v1/admin/markets/{symbol}/state", OPERATOR, this::changeState, Field.text("state")),
            Route.post("/api/v1/admin/markets/{symbol}/fees", OPERATOR, this::setFees, Field.integer("fee_tier"),
                Field.decimal("maker_fee_ppm"), Field.integer("taker_fee_ppm")),
            Route.post("/api/v1/admin/withdrawals/{id}", OPERATOR, this::finishWithdrawal, Field.text("outcome")),
            Route.get("/api/v1/admin/totals", OPERATOR, this::totals, Field.text("asset")),
            Route.get("/api/v1/admin/state", OPERATOR, this::state));
    }

    private CompletableFuture<HttpAnswer> defineAsset(final HttpCall call) {
        final String symbol = symbol(call.parameters(), "[A-Z0-9]{1,12}");
        call.parameters().required("decimals");
        final long decimals = call.parameters().number("decimals", 0);
        if (decimals > DECIMALS_MAX) {
            throw HttpError.badRequest("OUT_OF_RANGE", "The field decimals must be 0 to " + DECIMALS_MAX + ".");
        }
        return services.cluster().operator().defineAsset(symbol, (int)decimals)
            .thenApplyAsync(outcome -> {
                final HttpAnswer answer = done(outcome, "Defined Asset", "asset_id", symbol);
                services.catalogue().add(new Asset((int)outcome.subjectId(), symbol, (int)decimals));
                return answer;
            }, call.executor());
    }

    private CompletableFuture<HttpAnswer> defineMarket(final HttpCall call) {
        final Parameters parameters = call.parameters();
        final String symbol = symbol(parameters, "[A-Z0-9_]{1," + PackedAscii.SYMBOL_MAX_LENGTH + "}");
        return services.catalogue().asset(parameters.required("base")).thenCompose(base ->
            services.catalogue().asset(parameters.required("quote")).thenCompose(quote ->
                services.cluster().operator().defineInstrument(definition(parameters, symbol, base, quote))
                    .thenApplyAsync(outcome -> done(outcome, "Defined Market", "market_id", symbol), call.executor())));
    }

    private static OperatorRequests.InstrumentDefinition definition(
        final Parameters parameters, final String symbol, final Asset base, final Asset quote) {
        final long tick = amount(parameters, "tick_size", null, quote);
        final long lot = amount(parameters, "step_size", null, base);
        if (tick <= 0 || lot <= 0) {
            throw HttpError.badRequest("INVALID_DEFINITION", "The fields tick_size and step_size must be above zero.");
        }
        final String maxNotional = quote.amountText(Long.MAX_VALUE / 4);
        return new OperatorRequests.InstrumentDefinition(symbol, base.assetId(), quote.assetId(), tick, lot,
            steps(parameters, "min_quantity", base, lot, 1),
            steps(parameters, "max_quantity", base, lot, NO_LIMIT_LOTS),
            steps(parameters, "max_price", quote, tick, NO_LIMIT_LOTS),
            amount(parameters, "min_notional", "0", quote),
            amount(parameters, "max_notional", maxNotional, quote),
            makerFeePpm(parameters),
            bounded(parameters, "taker_fee_ppm", PPM_MAX),
            bounded(parameters, "price_range_bps", BASIS_POINTS_MAX),
            instrumentState(parameters.text("state", "TRADING")),
            new OperatorRequests.PriceBand(bounded(parameters, "price_band_bps", BASIS_POINTS_MAX), isBandExpiring(parameters),
                steps(parameters, "reference_price", quote, tick, 0)));
    }

    private static boolean isBandExpiring(final Parameters parameters) {
        return switch (parameters.text("price_band_mode", "REJECT")) {
            case "REJECT" -> false;
            case "EXPIRE" -> true;
            default -> throw HttpError.badRequest("INVALID_DEFINITION", "The price_band_mode must be REJECT or EXPIRE.");
        };
    }

    private CompletableFuture<HttpAnswer> changeState(final HttpCall call) {
        final InstrumentState state = instrumentState(call.parameters().required("state"));
        return services.catalogue().instrument(call.parameters().required("symbol")).thenCompose(instrument ->
            services.cluster().operator().setInstrumentState(instrument.instrumentId(), state).thenApplyAsync(outcome ->
                done(outcome, "Changed State", "market_id", instrument.symbol()), call.executor()));
    }

    private CompletableFuture<HttpAnswer> setFees(final HttpCall call) {
        final Parameters parameters = call.parameters();
        for (final String name : List.of("fee_tier", "maker_fee_ppm", "taker_fee_ppm")) {
            parameters.required(name);
        }
        final int feeTier = bounded(parameters, "fee_tier", FEE_TIER_MAX);
        final int makerFeePpm = makerFeePpm(parameters);
        final int takerFeePpm = bounded(parameters, "taker_fee_ppm", PPM_MAX);
        return services.catalogue().instrument(parameters.required("symbol")).thenCompose(instrument -> services.cluster()
            .operator().setFeeRates(instrument.instrumentId(), feeTier, makerFeePpm, takerFeePpm).thenApplyAsync(outcome -> {
                UserResource.checkOk(outcome);
                return HttpAnswer.ok(Json.object("status", "Set Fees", "symbol", instrument.symbol(), "fee_tier", feeTier,
                    "maker_fee_ppm", makerFeePpm, "taker_fee_ppm", takerFeePpm));
            }, call.executor()));
    }

    private CompletableFuture<HttpAnswer> finishWithdrawal(final HttpCall call) {
        final String id = call.parameters().required("id");
        if (!id.matches("[1-9][0-9]{0,17}")) {
            throw HttpErrors.of(ResultCode.UNKNOWN_WITHDRAWAL);
        }
        final WithdrawalOutcome outcome = switch (call.parameters().required("outcome").toLowerCase(Locale.ROOT)) {
            case "settle" -> WithdrawalOutcome.SETTLED;
            case "reject" -> WithdrawalOutcome.REJECTED;
            default -> throw HttpError.badRequest("INVALID_OUTCOME", "The outcome must be settle or reject.");
        };
        return services.cluster().operator().finishWithdrawal(Long.parseLong(id), outcome).thenApplyAsync(result -> {
            UserResource.checkOk(result);
            return HttpAnswer.ok(Json.object("status", outcome == WithdrawalOutcome.SETTLED ? "Settled Withdrawal" :
                "Rejected Withdrawal", "withdrawal_id", id));
        }, call.executor());
    }

    private CompletableFuture<HttpAnswer> totals(final HttpCall call) {
        return services.catalogue().asset(call.parameters().required("asset")).thenCompose(asset ->
            services.cluster().assetTotals(asset.assetId()).thenApplyAsync(totals -> {
                if (totals.code() != ResultCode.OK) {
                    throw HttpErrors.of(totals.code());
                }
                return HttpAnswer.ok(Json.object(
                    "asset", asset.symbol(),
                    "accounts_total", asset.amountText(totals.accountsTotal()),
                    "fees_collected", asset.amountText(totals.feesCollected()),
                    "deposits_total", asset.amountText(totals.depositsTotal()),
                    "withdrawals_total", asset.amountText(totals.withdrawalsTotal()),
                    "is_balanced", totals.accountsTotal() + totals.feesCollected() ==
                        totals.depositsTotal() - totals.withdrawalsTotal(),
                    "event_sequence", totals.eventSequence()));
            }, call.executor()));
    }

    private CompletableFuture<HttpAnswer> state(final HttpCall call) {
        return services.cluster().stateHash().thenApplyAsync(state -> HttpAnswer.ok(Json.object(
            "state_hash", String.format("%016x", state.stateHash()),
            "event_sequence", state.eventSequence(),
            "log_position", state.logPosition(),
            "open_order_count", state.openOrderCount(),
            "account_count", state.accountCount())), call.executor());
    }

    private static HttpAnswer done(
        final Outcome outcome, final String status, final String idName, final String symbol) {
        UserResource.checkOk(outcome);
        return HttpAnswer.ok(Json.object("status", status, "symbol", symbol, idName, outcome.subjectId()));
    }

    private static String symbol(final Parameters parameters, final String pattern) {
        final String symbol = parameters.required("symbol");
        if (!symbol.matches(pattern)) {
            throw HttpError.badRequest("INVALID_DEFINITION", "The symbol must match " + pattern + ".");
        }
        return symbol;
    }

    private static InstrumentState instrumentState(final String text) {
        for (final InstrumentState state : InstrumentState.values()) {
            if (state != InstrumentState.NULL_VAL && state != InstrumentState.SBE_UNKNOWN && state.name().equals(text)) {
                return state;
            }
        }
        throw HttpError.badRequest("INVALID_STATE", "The state must be PRE_OPEN, TRADING, HALT, CANCEL_ONLY, CLOSED or AUCTION.");
    }

    private static long steps(
        final Parameters parameters, final String name, final Asset asset, final long step, final long otherwise) {
        if (parameters.text(name) == null) {
            return otherwise;
        }
        final long units = amount(parameters, name, null, asset);
        if (units % step != 0) {
            throw HttpError.badRequest("INVALID_DEFINITION", "The field " + name + " must be a multiple of its step.");
        }
        return units / step;
    }

    private static long amount(final Parameters parameters, final String name, final String otherwise, final Asset asset) {
        try {
            return asset.parseAmount(otherwise == null ? parameters.required(name) : parameters.text(name, otherwise));
        } catch (final NumberFormatException ex) {
            throw HttpError.badRequest("INVALID_DEFINITION", "The field " + name + " is not possible: " + ex.getMessage() + ".");
        }
    }

    /** Parts per million; negative for a rebate. */
    private static int makerFeePpm(final Parameters parameters) {
        final String text = parameters.text("maker_fee_ppm", "0");
        if (!text.matches("-?[0-9]{1,7}") || Integer.parseInt(text) < -REBATE_PPM_MAX || Integer.parseInt(text) > PPM_MAX) {
            throw HttpError.badRequest("OUT_OF_RANGE",
                "The field maker_fee_ppm must be a whole number, -" + REBATE_PPM_MAX + " to " + PPM_MAX + ".");
        }
        return Integer.parseInt(text);
    }

    private static int bounded(final Parameters parameters, final String name, final int max) {
        final long number = parameters.number(name, 0);
        if (number > max) {
            throw HttpError.badRequest("OUT_OF_RANGE", "The field " + name + " must be 0 to " + max + ".");
        }
        return (int)number;
    }
}
