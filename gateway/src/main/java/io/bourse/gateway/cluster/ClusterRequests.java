package io.bourse.gateway.cluster;

import io.bourse.schema.CancelAllEncoder;
import io.bourse.schema.CancelOrderEncoder;
import io.bourse.schema.CommandHeaderEncoder;
import io.bourse.schema.CreateAccountEncoder;
import io.bourse.schema.DefineAssetEncoder;
import io.bourse.schema.DefineInstrumentEncoder;
import io.bourse.schema.DepositEncoder;
import io.bourse.schema.FinishWithdrawalEncoder;
import io.bourse.schema.InstrumentState;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.NewOrderEncoder;
import io.bourse.schema.OrderType;
import io.bourse.schema.QueryAssetTotalsEncoder;
import io.bourse.schema.QueryBalancesEncoder;
import io.bourse.schema.QueryOpenOrdersEncoder;
import io.bourse.schema.QueryOrderEncoder;
import io.bourse.schema.QueryStateHashEncoder;
import io.bourse.schema.ReplaceOrderEncoder;
import io.bourse.schema.RequestWithdrawalEncoder;
import io.bourse.schema.ResultCode;
import io.bourse.schema.SetInstrumentStateEncoder;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;
import io.bourse.schema.WithdrawalOutcome;

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

    private final RequestQueue queue;
    private final int gatewayId;
    private final BooleanSupplier connected;

    ClusterRequests(final RequestQueue queue, final int gatewayId, final BooleanSupplier connected) {
        this.queue = queue;
        this.gatewayId = gatewayId;
        this.connected = connected;
    }

    /**
     * Enters an order.
     *
     * @param accountId     of the owner
     * @param instrumentId  to trade
     * @param side          to buy or to sell
     * @param type          limit or market
     * @param timeInForce   whether a remainder rests
     * @param priceTicks    limit; 0 for a market order
     * @param quantityLots  to trade; 0 when {@code quoteAmount} says how much
     * @param quoteAmount   market buys: quote minor units to spend; else 0
     * @param clientOrderId up to 36 characters of ASCII; null or empty for none
     * @return the outcome, with what was traded at once
     */
    public CompletableFuture<Outcome> newOrder(
        final long accountId, final int instrumentId, final Side side, final OrderType type, final TimeInForce timeInForce,
        final long priceTicks, final long quantityLots, final long quoteAmount, final String clientOrderId) {
        final Text id = Text.clientOrderId(clientOrderId);
        return command(NewOrderEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final NewOrderEncoder message = new NewOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, accountId);
            id.encode(message.clientOrderId());
            message.priceTicks(priceTicks).quantityLots(quantityLots).quoteAmount(quoteAmount)
                .instrumentId(instrumentId).side(side).orderType(type).timeInForce(timeInForce);
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
     * Cancels one order (by order id, or by client order id when {@code originalOrderId} is 0) and enters a new limit
     * order on its instrument and side, in one step: UNKNOWN_ORDER and nothing entered when there is none to cancel.
     */
    public CompletableFuture<Outcome> replaceOrder(
        final long accountId, final long originalOrderId, final String originalClientOrderId,
        final OrderType type, final TimeInForce timeInForce, final long priceTicks, final long quantityLots,
        final String clientOrderId) {
        final Text originalId = Text.clientOrderId(originalClientOrderId);
        final Text id = Text.clientOrderId(clientOrderId);
        return command(ReplaceOrderEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final ReplaceOrderEncoder message =
                new ReplaceOrderEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, accountId);
            originalId.encode(message.originalClientOrderId());
            id.encode(message.clientOrderId());
            message.originalOrderId(originalOrderId).priceTicks(priceTicks).quantityLots(quantityLots)
                .orderType(type).timeInForce(timeInForce);
        });
    }

    /** Cancels all of an account's orders on an instrument, or on every one when it is 0. */
    public CompletableFuture<Outcome> cancelAll(final long accountId, final int instrumentId) {
        return command(CancelAllEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final CancelAllEncoder message =
                new CancelAllEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, accountId);
            message.instrumentId(instrumentId);
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

    /** Operator: settles or rejects a requested withdrawal. */
    public CompletableFuture<Outcome> finishWithdrawal(final long withdrawalId, final WithdrawalOutcome outcome) {
        return command(FinishWithdrawalEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final FinishWithdrawalEncoder message =
                new FinishWithdrawalEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, OPERATOR);
            message.withdrawalId(withdrawalId).outcome(outcome);
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

    /** Operator: defines an asset of up to 18 characters. */
    public CompletableFuture<Outcome> defineAsset(final String symbol, final int decimals) {
        final Text text = Text.symbol(symbol);
        return command(DefineAssetEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final DefineAssetEncoder message =
                new DefineAssetEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, OPERATOR);
            text.encode(message.symbol());
            message.decimals(decimals);
        });
    }

    /** Operator: defines an instrument. */
    public CompletableFuture<Outcome> defineInstrument(final InstrumentDefinition definition) {
        final Text text = Text.symbol(definition.symbol());
        return command(DefineInstrumentEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final DefineInstrumentEncoder message =
                new DefineInstrumentEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, OPERATOR);
            text.encode(message.symbol());
            message
                .tickQuoteUnits(definition.tickQuoteUnits()).lotBaseUnits(definition.lotBaseUnits())
                .minQuantityLots(definition.minQuantityLots()).maxQuantityLots(definition.maxQuantityLots())
                .maxPriceTicks(definition.maxPriceTicks())
                .minNotional(definition.minNotional()).maxNotional(definition.maxNotional())
                .baseAssetId(definition.baseAssetId()).quoteAssetId(definition.quoteAssetId())
                .makerFeePpm(definition.makerFeePpm()).takerFeePpm(definition.takerFeePpm())
                .priceRangeBasisPoints(definition.priceRangeBasisPoints())
                .initialState(definition.initialState());
        });
    }

    /** Operator: changes the state of an instrument. */
    public CompletableFuture<Outcome> setInstrumentState(final int instrumentId, final InstrumentState state) {
        return command(SetInstrumentStateEncoder.BLOCK_LENGTH, (buffer, correlationId) -> {
            final SetInstrumentStateEncoder message =
                new SetInstrumentStateEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            header(message.header(), correlationId, OPERATOR);
            message.instrumentId(instrumentId).state(state);
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

    private CompletableFuture<Outcome> command(final int blockLength, final RequestQueue.Encoder encoder) {
        return queue.submit(Outcome.class, false, HEADER + blockLength, encoder);
    }

    private <T> CompletableFuture<T> query(
        final Class<T> answerType, final int blockLength, final RequestQueue.Encoder encoder) {
        return queue.submit(answerType, true, HEADER + blockLength, encoder);
    }

    /** The number in the sequence is the agent's to give. */
    private void header(final CommandHeaderEncoder header, final long correlationId, final long accountId) {
        header.inSequence(0).correlationId(correlationId).accountId(accountId).gatewayId(gatewayId).connectionId(0);
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
