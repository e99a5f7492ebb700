package io.bourse.gateway.cluster;

import io.bourse.schema.AmendOrderEncoder;
import io.bourse.schema.CancelAllEncoder;
import io.bourse.schema.CancelOrderEncoder;
import io.bourse.schema.CommandHeaderEncoder;
import io.bourse.schema.CreateAccountEncoder;
import io.bourse.schema.DepositEncoder;
import io.bourse.schema.EndSessionEncoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.NewOrderEncoder;
import io.bourse.schema.QueryAssetTotalsEncoder;
import io.bourse.schema.QueryBalancesEncoder;
import io.bourse.schema.QueryOpenOrdersEncoder;
import io.bourse.schema.QueryOrderEncoder;
import io.bourse.schema.QueryStateHashEncoder;
import io.bourse.schema.ReplaceOrderEncoder;
import io.bourse.schema.RequestWithdrawalEncoder;
import io.bourse.schema.ResultCode;
import io.bourse.schema.SetDeadManTimerEncoder;
import io.bourse.schema.Side;
import io.bourse.schema.TransferEncoder;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Requests to the cluster from any thread. Each future completes once with the true outcome, or exceptionally
 * with a {@link ClusterUnavailableException} within the deadline; on the cluster agent's thread, so that what follows
 * must neither block nor take long. Texts that do not fit their field are an {@link IllegalArgumentException} at once.
 */
public final class ClusterRequests {
    /** Said as the account of commands and queries of the operator. */
    static final long OPERATOR = 0;

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final OperatorRequests operator = new OperatorRequests(this);
    private final RequestQueue queue;
    private final int gatewayId;
    private final BooleanSupplier connected;

    ClusterRequests(final RequestQueue queue, final int gatewayId, final BooleanSupplier connected) {
        this.queue = queue;
        this.gatewayId = gatewayId;
        this.connected = connected;
    }

    /** What only an operator may ask for. */
    public OperatorRequests operator() {
        return operator;
    }

    /** Enters an order; the outcome has what was traded at once. */
    public CompletableFuture<Outcome> newOrder(
        final long accountId, final int instrumentId, final Side side, final NewOrder order) {
        final Text id = Text.clientOrderId(order.clientOrderId());
        return command(NewOrderEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final NewOrderEncoder message = new NewOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, accountId);
            id.encode(message.clientOrderId());
            message.priceTicks(order.priceTicks()).quantityLots(order.quantityLots()).quoteAmount(order.quoteAmount())
                .instrumentId(instrumentId).side(side).orderType(order.type()).timeInForce(order.timeInForce())
                .stopPriceTicks(order.stopPriceTicks()).displayLots(order.displayLots()).expireTimeNs(order.expireTimeNs())
                .sessionId(order.sessionId()).trailingDeltaBasisPoints(order.trailingDeltaBasisPoints())
                .selfTradePrevention(order.selfTradePrevention())
                .cancelOnDisconnect((short) (order.cancelOnDisconnect() ? 1 : 0));
        });
    }

    /** Cancels by order id, or by client order id when {@code orderId} is 0. */
    public CompletableFuture<Outcome> cancelOrder(final long accountId, final long orderId, final String clientOrderId) {
        final Text id = Text.clientOrderId(clientOrderId);
        return command(CancelOrderEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final CancelOrderEncoder message =
                new CancelOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, accountId);
            id.encode(message.clientOrderId());
            message.orderId(orderId);
        });
    }

    /**
     * Cancels one order (by order id, or by client order id when {@code originalOrderId} is 0) and enters another on its
     * instrument and side: both or neither, unless the original is to go {@code regardless}.
     */
    public CompletableFuture<Outcome> replaceOrder(
        final long accountId, final long originalOrderId, final String originalClientOrderId, final boolean regardless,
        final NewOrder order) {
        final Text originalId = Text.clientOrderId(originalClientOrderId);
        final Text id = Text.clientOrderId(order.clientOrderId());
        return command(ReplaceOrderEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final ReplaceOrderEncoder message =
                new ReplaceOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, accountId);
            originalId.encode(message.originalClientOrderId());
            id.encode(message.clientOrderId());
            message.originalOrderId(originalOrderId).priceTicks(order.priceTicks()).quantityLots(order.quantityLots())
                .orderType(order.type()).timeInForce(order.timeInForce()).quoteAmount(order.quoteAmount())
                .stopPriceTicks(order.stopPriceTicks()).displayLots(order.displayLots()).expireTimeNs(order.expireTimeNs())
                .sessionId(order.sessionId()).trailingDeltaBasisPoints(order.trailingDeltaBasisPoints())
                .selfTradePrevention(order.selfTradePrevention())
                .cancelOnDisconnect((short) (order.cancelOnDisconnect() ? 1 : 0)).mode((short) (regardless ? 1 : 0));
        });
    }

    /** New limit and new total quantity of a resting order, named as in {@link #cancelOrder}. */
    public CompletableFuture<Outcome> amendOrder(
        final long accountId, final long orderId, final String clientOrderId, final long priceTicks, final long quantityLots) {
        final Text id = Text.clientOrderId(clientOrderId);
        return command(AmendOrderEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final AmendOrderEncoder message =
                new AmendOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, accountId);
            id.encode(message.clientOrderId());
            message.orderId(orderId).priceTicks(priceTicks).quantityLots(quantityLots);
        });
    }

    /**
     * Cancels open orders of an account.
     *
     * @param accountId    of the owner
     * @param instrumentId 0 for every one
     * @param side         null for both
     * @param sessionId    that entered them; 0 for every one
     */
    public CompletableFuture<Outcome> cancelAll(
        final long accountId, final int instrumentId, final Side side, final long sessionId) {
        return command(CancelAllEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final CancelAllEncoder message =
                new CancelAllEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, accountId);
            message.instrumentId(instrumentId).sessionId(sessionId).side(side == null ? Side.NULL_VAL : side);
        });
    }

    /** Cancels the orders of a session that asked for it. */
    public CompletableFuture<Outcome> endSession(final long accountId, final long sessionId) {
        return command(EndSessionEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final EndSessionEncoder message =
                new EndSessionEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, accountId);
            message.sessionId(sessionId);
        });
    }

    /** Lets all orders of the account be cancelled unless this is asked again in time; 0 stops it. */
    public CompletableFuture<Outcome> setDeadManTimer(final long accountId, final long timeoutNs) {
        return command(SetDeadManTimerEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final SetDeadManTimerEncoder message =
                new SetDeadManTimerEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, accountId);
            message.timeoutNs(timeoutNs);
        });
    }

    /** Moves money to another account. Idempotent as a deposit is. */
    public CompletableFuture<Outcome> transfer(
        final long accountId, final long toAccountId, final int assetId, final long amount, final UUID idempotencyId) {
        return command(TransferEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final TransferEncoder message = new TransferEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, accountId);
            message.idempotencyId().high(idempotencyId.getMostSignificantBits())
                .low(idempotencyId.getLeastSignificantBits());
            message.toAccountId(toAccountId).amount(amount).assetId(assetId);
        });
    }

    /** Puts money, in minor units, into an account. The same id again has no further effect and the same answer. */
    public CompletableFuture<Outcome> deposit(
        final long accountId, final int assetId, final long amount, final UUID idempotencyId) {
        return command(DepositEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final DepositEncoder message = new DepositEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, accountId);
            message.idempotencyId().high(idempotencyId.getMostSignificantBits())
                .low(idempotencyId.getLeastSignificantBits());
            message.amount(amount).assetId(assetId);
        });
    }

    /** Locks money to be taken out; with {@code settleAtOnce} also takes it out. */
    public CompletableFuture<Outcome> requestWithdrawal(
        final long accountId, final int assetId, final long amount, final UUID idempotencyId, final boolean settleAtOnce) {
        return command(RequestWithdrawalEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final RequestWithdrawalEncoder message =
                new RequestWithdrawalEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, accountId);
            message.idempotencyId().high(idempotencyId.getMostSignificantBits())
                .low(idempotencyId.getLeastSignificantBits());
            message.amount(amount).assetId(assetId).settleAtOnce((short) (settleAtOnce ? 1 : 0));
        });
    }

    /** Opens an account, or finds the one opened earlier with this id. */
    public CompletableFuture<Outcome> createAccount(final UUID externalId) {
        return command(CreateAccountEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final CreateAccountEncoder message =
                new CreateAccountEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, OPERATOR);
            message.externalId().high(externalId.getMostSignificantBits()).low(externalId.getLeastSignificantBits());
        });
    }

    /** Balances of an account. */
    public CompletableFuture<Balances> balances(final long accountId) {
        return query(Balances.class, QueryBalancesEncoder.BLOCK_LENGTH, (buffer, correlationId) ->
            header(new QueryBalancesEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).header(),
                correlationId, accountId));
    }

    /** One open order, by id or, when that is 0, client order id; an empty page when it is not open. */
    public CompletableFuture<OrderPage> openOrder(final long accountId, final long orderId, final String clientOrderId) {
        final Text id = Text.clientOrderId(clientOrderId);
        return query(OrderPage.class, QueryOrderEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final QueryOrderEncoder message =
                new QueryOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, accountId);
            id.encode(message.clientOrderId());
            message.orderId(orderId);
        });
    }

    /** A page of an account's open orders with ids above {@code afterOrderId}; {@code instrumentId} 0 for all. */
    public CompletableFuture<OrderPage> openOrders(final long accountId, final int instrumentId, final long afterOrderId) {
        return query(OrderPage.class, QueryOpenOrdersEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final QueryOpenOrdersEncoder message =
                new QueryOpenOrdersEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, accountId);
            message.afterOrderId(afterOrderId).instrumentId(instrumentId);
        });
    }

    /** Operator: does the money add up? */
    public CompletableFuture<AssetTotals> assetTotals(final int assetId) {
        return query(AssetTotals.class, QueryAssetTotalsEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final QueryAssetTotalsEncoder message =
                new QueryAssetTotalsEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, OPERATOR);
            message.assetId(assetId);
        });
    }

    /** Operator: hash of the engine's state. */
    public CompletableFuture<StateHash> stateHash() {
        return query(StateHash.class, QueryStateHashEncoder.BLOCK_LENGTH, (buffer, correlationId) ->
            header(new QueryStateHashEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).header(),
                correlationId, OPERATOR));
    }

    /** Whether a leader answers now. */
    public boolean isConnected() {
        return connected.getAsBoolean();
    }

    CompletableFuture<Outcome> command(final int blockLength, final RequestQueue.Encoder encoder) {
        return queue.submit(Outcome.class, false, HEADER + blockLength, encoder);
    }

    private <T> CompletableFuture<T> query(
        final Class<T> answerType, final int blockLength, final RequestQueue.Encoder encoder) {
        return queue.submit(answerType, true, HEADER + blockLength, encoder);
    }

    /** The number in the sequence is the agent's to give. */
    void header(final CommandHeaderEncoder header, final long correlationId, final long accountId) {
        header.inSequence(0).correlationId(correlationId).accountId(accountId).gatewayId(gatewayId).connectionId(0);
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

    /** One open order; {@code stopPriceTicks} of a trailing stop is the present one. */
    public record OpenOrder(
        long orderId, int instrumentId, Side side, NewOrder terms, long executedLots, long executedQuote,
        long preventedLots, long remainingLots, long timestampNs) {
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
