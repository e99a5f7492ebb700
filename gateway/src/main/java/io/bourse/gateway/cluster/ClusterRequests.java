package io.bourse.gateway.cluster;

import io.bourse.schema.InstrumentState;
import io.bourse.schema.OrderType;
import io.bourse.schema.ResultCode;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;
import io.bourse.schema.WithdrawalOutcome;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Skeleton. Requests to the cluster from any thread. Each future completes once with the true outcome, or exceptionally
 * with a {@link ClusterUnavailableException} within the deadline; on the cluster agent's thread, so that what follows
 * must neither block nor take long.
 */
public final class ClusterRequests {
    /** Enters an order. */
    public CompletableFuture<Outcome> newOrder(
        final long accountId, final int instrumentId, final Side side, final OrderType type, final TimeInForce timeInForce,
        final long priceTicks, final long quantityLots, final long quoteAmount, final String clientOrderId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Cancels by order id, or by client order id when {@code orderId} is 0. */
    public CompletableFuture<Outcome> cancelOrder(final long accountId, final long orderId, final String clientOrderId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /**
     * Cancels one order (by order id, or by client order id when {@code originalOrderId} is 0) and enters a new limit
     * order on its instrument and side, in one step: UNKNOWN_ORDER and nothing entered when there is none to cancel.
     */
    public CompletableFuture<Outcome> replaceOrder(
        final long accountId, final long originalOrderId, final String originalClientOrderId,
        final OrderType type, final TimeInForce timeInForce, final long priceTicks, final long quantityLots,
        final String clientOrderId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Cancels all of an account's orders on an instrument, or on every one when it is 0. */
    public CompletableFuture<Outcome> cancelAll(final long accountId, final int instrumentId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Puts money into an account. */
    public CompletableFuture<Outcome> deposit(
        final long accountId, final int assetId, final long amount, final UUID idempotencyId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Locks money to be taken out; with {@code settleAtOnce} also takes it out. */
    public CompletableFuture<Outcome> requestWithdrawal(
        final long accountId, final int assetId, final long amount, final UUID idempotencyId, final boolean settleAtOnce) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Operator: settles or rejects a requested withdrawal. */
    public CompletableFuture<Outcome> finishWithdrawal(final long withdrawalId, final WithdrawalOutcome outcome) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Opens an account, or finds the one opened earlier with this id. */
    public CompletableFuture<Outcome> createAccount(final UUID externalId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Operator: defines an asset. */
    public CompletableFuture<Outcome> defineAsset(final String symbol, final int decimals) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Operator: defines an instrument. */
    public CompletableFuture<Outcome> defineInstrument(final InstrumentDefinition definition) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Operator: changes the state of an instrument. */
    public CompletableFuture<Outcome> setInstrumentState(final int instrumentId, final InstrumentState state) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Balances of an account. */
    public CompletableFuture<Balances> balances(final long accountId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** One open order, by id or, when that is 0, client order id; an empty page when it is not open. */
    public CompletableFuture<OrderPage> openOrder(final long accountId, final long orderId, final String clientOrderId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** A page of an account's open orders with ids above {@code afterOrderId}; {@code instrumentId} 0 for all. */
    public CompletableFuture<OrderPage> openOrders(final long accountId, final int instrumentId, final long afterOrderId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Operator: does the money add up? */
    public CompletableFuture<AssetTotals> assetTotals(final int assetId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Operator: hash of the engine's state. */
    public CompletableFuture<StateHash> stateHash() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Whether a leader answers now. */
    public boolean isConnected() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** What defines an instrument; units as in the schema. */
    public record InstrumentDefinition(
        String symbol, int baseAssetId, int quoteAssetId, long tickQuoteUnits, long lotBaseUnits,
        long minQuantityLots, long maxQuantityLots, long maxPriceTicks, long minNotional, long maxNotional,
        int makerFeePpm, int takerFeePpm, int priceRangeBasisPoints, InstrumentState initialState) {
    }

    /** Balances of one account, current to an event. */
    public record Balances(ResultCode code, long eventSequence, List<Balance> balances) {
    }

    /** One asset of an account, in minor units. */
    public record Balance(int assetId, long available, long locked) {
    }

    /** Open orders of one account, current to an event; another page follows when {@code more}. */
    public record OrderPage(ResultCode code, long eventSequence, boolean more, List<OpenOrder> orders) {
    }

    /** One open order. */
    public record OpenOrder(
        long orderId, String clientOrderId, int instrumentId, Side side, OrderType type, TimeInForce timeInForce,
        long priceTicks, long quantityLots, long executedLots, long executedQuote, long timestampNs) {
    }

    /** Sums over all accounts, in minor units. */
    public record AssetTotals(
        ResultCode code, long accountsTotal, long feesCollected, long depositsTotal, long withdrawalsTotal,
        long eventSequence) {
    }

    /** What the state hashes to, and where. */
    public record StateHash(long stateHash, long eventSequence, long logPosition, long openOrderCount, long accountCount) {
    }
}
