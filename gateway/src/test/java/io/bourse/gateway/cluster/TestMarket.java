package io.bourse.gateway.cluster;

import io.bourse.gateway.cluster.OperatorRequests.InstrumentDefinition;
import io.bourse.schema.InstrumentState;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A market with two accounts that have enough of everything. */
final class TestMarket {
    static final long AMOUNT = 1_000_000_000_000_000L;
    private static final long TIMEOUT_SECONDS = 30;

    private final ClusterRequests requests;
    final int baseAssetId;
    final int quoteAssetId;
    final int instrumentId;
    final long buyer;
    final long seller;

    TestMarket(final ClusterRequests requests) {
        this.requests = requests;
        baseAssetId = (int) ok(requests.operator().defineAsset("SOL", 9)).subjectId();
        quoteAssetId = (int) ok(requests.operator().defineAsset("USDC", 6)).subjectId();
        instrumentId = (int) ok(requests.operator().defineInstrument(new InstrumentDefinition("SOL_USDC", baseAssetId,
            quoteAssetId, 10_000, 1_000_000, 1, 1_000_000, 1_000_000, 1, AMOUNT, 200, 500, 0, InstrumentState.TRADING,
            OperatorRequests.PriceBand.NONE))).subjectId();
        buyer = ok(requests.createAccount(UUID.randomUUID())).subjectId();
        seller = ok(requests.createAccount(UUID.randomUUID())).subjectId();
        ok(requests.deposit(buyer, quoteAssetId, AMOUNT, UUID.randomUUID()));
        ok(requests.deposit(seller, baseAssetId, AMOUNT, UUID.randomUUID()));
    }

    static <T> T get(final CompletableFuture<T> future) {
        return future.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    static Outcome ok(final CompletableFuture<Outcome> future) {
        final Outcome outcome = get(future);
        assertEquals(io.bourse.schema.ResultCode.OK, outcome.code());
        return outcome;
    }

    CompletableFuture<Outcome> buy(final long priceTicks, final long quantityLots, final String clientOrderId) {
        return requests.newOrder(
            buyer, instrumentId, Side.BUY, NewOrder.limit(TimeInForce.GTC, priceTicks, quantityLots, clientOrderId));
    }

    CompletableFuture<Outcome> sell(final long priceTicks, final long quantityLots, final String clientOrderId) {
        return requests.newOrder(
            seller, instrumentId, Side.SELL, NewOrder.limit(TimeInForce.GTC, priceTicks, quantityLots, clientOrderId));
    }

    /** Client order ids of the open orders of an account, page by page; fails if any comes twice. */
    List<String> openOrders(final long accountId) {
        final List<String> ids = new ArrayList<>();
        final Set<Long> orderIds = new HashSet<>();
        long after = 0;
        ClusterRequests.OrderPage page;
        do {
            page = get(requests.openOrders(accountId, instrumentId, after));
            for (final ClusterRequests.OpenOrder order : page.orders()) {
                assertEquals(true, orderIds.add(order.orderId()));
                ids.add(order.terms().clientOrderId());
                after = order.orderId();
            }
        } while (page.more());
        return ids;
    }
}
