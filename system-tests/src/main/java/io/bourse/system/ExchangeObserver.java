package io.bourse.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.system.Observed.Balance;
import io.bourse.system.Observed.OpenOrder;
import io.bourse.system.Observed.Totals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at an exchange at rest through REST and SQL and writes down what it sees. */
final class ExchangeObserver {
    private static final int PAGE = 500;
    private static final int LOT_DECIMALS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RestClient operator;
    private final Database database;

    ExchangeObserver(final RestClient operator, final Database database) {
        this.operator = operator;
        this.database = database;
    }

    /** The engine's own summary: state hash, event sequence, open orders. */
    JsonNode state() {
        return operator.get("/api/v1/admin/state").ok().body();
    }

    /**
     * Fails unless an exchange that was stopped has come back with what it had. Its hash differs all the same: the new
     * gateway process has logged on, which is an event of its own and part of the state.
     */
    static void assertNothingWasLost(final JsonNode before, final JsonNode after) {
        if (!before.path("open_order_count").equals(after.path("open_order_count")) ||
            !before.path("account_count").equals(after.path("account_count")) ||
            after.path("event_sequence").asLong() < before.path("event_sequence").asLong()) {
            throw new AssertionError("the state was " + before + ", then " + after);
        }
    }

    /** Waits until PostgreSQL holds everything that the engine has put out, then reads everything of these users. */
    Observed observe(final List<RestClient> users) {
        final long newest = state().path("event_sequence").asLong();
        Await.until("PostgreSQL to hold event " + newest, PATIENCE, () -> database.appliedEventSequence() >= newest);
        final Map<String, Long> accounts = database.accountsByUser();
        final Map<String, Integer> assets = database.assetsBySymbol();
        final Map<Integer, Integer> decimals = database.decimalsByAsset();
        final Map<Long, OpenOrder> openOrders = new HashMap<>();
        final List<Balance> engineBalances = new ArrayList<>();
        for (final RestClient user : users) {
            readOpenOrders(user, openOrders);
            readBalances(user, accounts.get(user.userId()), assets, decimals, engineBalances);
        }
        return new Observed(database.orders(), database.trades(), database.balances(), database.ledgerSums(),
            totals(assets, decimals), openOrders, engineBalances, database.markets());
    }

    private Map<Integer, Totals> totals(final Map<String, Integer> assets, final Map<Integer, Integer> decimals) {
        final Map<Integer, Totals> totals = new HashMap<>();
        assets.forEach((symbol, assetId) -> {
            final JsonNode row = operator.get("/api/v1/admin/totals?asset=" + symbol).ok().body();
            final int places = decimals.get(assetId);
            totals.put(assetId, new Totals(units(row, "accounts_total", places), units(row, "fees_collected", places),
                units(row, "deposits_total", places), units(row, "withdrawals_total", places)));
        });
        return totals;
    }

    private static long units(final JsonNode row, final String field, final int decimals) {
        return Scaled.units(row.path(field).asText(), decimals);
    }

    private static void readOpenOrders(final RestClient user, final Map<Long, OpenOrder> openOrders) {
        long after = 0;
        while (true) {
            final JsonNode page =
                user.get("/api/v1/orders?market=SOL_USDC&limit=" + PAGE + "&after=" + after).ok().body();
            for (final JsonNode order : page) {
                after = Math.max(after, order.path("order_id").asLong());
                openOrders.put(order.path("order_id").asLong(), new OpenOrder(order.path("order_id").asLong(),
                    order.path("client_order_id").asText(), Scaled.units(order.path("quantity").asText(), LOT_DECIMALS),
                    Scaled.units(order.path("filled_quantity").asText(), LOT_DECIMALS)));
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }

    private static void readBalances(
        final RestClient user, final long accountId, final Map<String, Integer> assets,
        final Map<Integer, Integer> decimals, final List<Balance> balances) {
        for (final JsonNode balance : user.get("/api/v1/user/balances").ok().body()) {
            final int assetId = assets.get(balance.path("asset").asText());
            balances.add(new Balance(accountId, assetId, units(balance, "available", decimals.get(assetId)),
                units(balance, "locked", decimals.get(assetId))));
        }
    }
}
