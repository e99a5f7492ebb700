package io.bourse.benchmarks;

import io.bourse.client.orderflow.OrderFlow;
import io.bourse.engine.Account;
import io.bourse.engine.Asset;
import io.bourse.engine.BalanceCause;
import io.bourse.engine.CloseReason;
import io.bourse.engine.CommandHeader;
import io.bourse.engine.CommandResult;
import io.bourse.engine.Engine;
import io.bourse.engine.EngineLimits;
import io.bourse.engine.EngineListener;
import io.bourse.engine.Instrument;
import io.bourse.engine.InstrumentDefinition;
import io.bourse.engine.InstrumentState;
import io.bourse.engine.Order;
import io.bourse.engine.OrderRequest;
import io.bourse.engine.OrderType;
import io.bourse.engine.Side;
import io.bourse.engine.TimeInForce;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The whole engine: accounts, reservations, balances, events. One account buys, one sells; a modify is an amend, or a replace
 * where an amend would keep the order's place in the queue. The engine gives ids of its own, and a client knows those of its
 * orders and what has been executed of them: which orders the messages of a flow mean, and to what total an amend goes, is
 * learned when the flow is played for the first time, so that later runs look nothing up. The flow id goes along as the
 * session, which is opaque to the engine.
 */
final class EngineContestant implements Contestant, EngineListener {
    private static final long MONEY = Long.MAX_VALUE / 4;
    private static final long LARGEST = 1L << 31;
    private static final int GATEWAY_ID = 1;
    private static final int OPEN_ORDERS = 4_000_000;

    private final ReportRing ring;
    private final CommandHeader header = new CommandHeader();
    private final OrderRequest request = new OrderRequest();
    /** By flow id: the engine's id, shifted by one bit, and the side. Null but while a flow is played for the first time. */
    private long[] entries;
    /** By flow, and by message: the entry of the order that a cancel or modify means; 0 when there never was one. */
    private final Map<OrderFlow, long[]> entriesOfFlows = new IdentityHashMap<>();
    private long[] flowEntries;
    /** By flow, and by message: the total to which a modify amends its order, lots; 0 where it is a replace. */
    private final Map<OrderFlow, long[]> totalsOfFlows = new IdentityHashMap<>();
    private long[] flowTotals;
    private Engine engine;
    private int type;
    private int sequence;
    private long flowId;
    /** The order of a cancel or modify was there. */
    private boolean found;
    private int foundSide;
    private long foundPrice;

    EngineContestant(final ReportRing ring) {
        this.ring = ring;
        reset();
    }

    @Override
    public void play(final OrderFlow flow, final int from, final int to) {
        if (from == 0) {
            begin(flow);
        }
        for (int i = from; i < to; i++) {
            onMessage(flow, i);
            ring.publish();
        }
    }

    @Override
    public void reset() {
        engine = new Engine(limits(), this);
        sequence = -1;
        header.inSequence = 0;
        header.gatewayId = GATEWAY_ID;
        engine.gatewayLogon(header, 1);
        engine.defineAsset(next(0), 'A', 0, 0);
        engine.defineAsset(next(0), 'B', 0, 0);
        engine.defineInstrument(next(0), definition());
        for (int account = 1; account <= 2; account++) {
            engine.createAccount(next(0), 0, account);
            engine.deposit(next(account), 3 - account, MONEY, 0, 1);
        }
        request.orderType = OrderType.LIMIT.code();
        request.instrumentId = 1;
    }

    private void begin(final OrderFlow flow) {
        entries = entriesOfFlows.containsKey(flow) ? null : new long[1 << 16];
        flowEntries = entriesOfFlows.computeIfAbsent(flow, it -> new long[it.count()]);
        flowTotals = totalsOfFlows.computeIfAbsent(flow, it -> new long[it.count()]);
    }

    private static EngineLimits limits() {
        return new EngineLimits(
            10, 10, 10, OPEN_ORDERS, OPEN_ORDERS, OPEN_ORDERS, 4, 10, 10, 1_000, 128, 10, 1_000, 1_000, 100);
    }

    private static InstrumentDefinition definition() {
        final InstrumentDefinition definition = new InstrumentDefinition();
        definition.symbol0 = 'X';
        definition.baseAssetId = 1;
        definition.quoteAssetId = 2;
        definition.tickQuoteUnits = 1;
        definition.lotBaseUnits = 1;
        definition.minQuantityLots = 1;
        definition.maxQuantityLots = LARGEST;
        definition.maxPriceTicks = LARGEST;
        definition.maxNotional = Long.MAX_VALUE;
        definition.initialState = InstrumentState.TRADING.code();
        return definition;
    }

    private void onMessage(final OrderFlow flow, final int index) {
        sequence = index;
        type = flow.type(index);
        flowId = flow.orderId(index);
        request.sessionId = flowId;
        request.priceTicks = flow.priceTicks(index);
        request.quantityLots = flow.quantity(index);
        found = false;
        if (type == OrderFlow.NEW) {
            request.side = flow.isBuy(index) ? 0 : 1;
            request.timeInForce = flow.isImmediateOrCancel(index) ? TimeInForce.IOC.code() : TimeInForce.GTC.code();
            engine.newOrder(next(1 + request.side), request);
            return;
        }
        // The side of a cancel or modify is informative only. An order that never was has an id that never will be.
        if (entries != null && flowId < entries.length) {
            flowEntries[index] = entries[(int) flowId];
        }
        final long entry = flowEntries[index];
        final long engineId = entry == 0 ? Long.MAX_VALUE : entry >>> 1;
        request.side = (int) entry & 1;
        request.timeInForce = TimeInForce.GTC.code();
        if (type == OrderFlow.CANCEL) {
            engine.cancelOrder(next(1 + request.side), engineId, 0, 0, 0, 0);
            return;
        }
        if (entries != null) {
            flowTotals[index] = total(engine.openOrder(1 + request.side, engineId, 0, 0, 0, 0));
        }
        if (flowTotals[index] != 0) {
            engine.amendOrder(
                next(1 + request.side), engineId, 0, 0, 0, 0, request.priceTicks, flowTotals[index]);
        } else {
            engine.replaceOrder(next(1 + request.side), engineId, 0, 0, 0, 0, request, Engine.REPLACE_ATOMIC);
        }
    }

    /** What an amend has to ask for; 0 where it would leave the order its place, which a modify takes away. */
    private long total(final Order order) {
        return order == null || order.priceTicks() == request.priceTicks && order.remainingLots() >= request.quantityLots
            ? 0 : order.executedLots() + request.quantityLots;
    }

    private CommandHeader next(final long accountId) {
        header.inSequence++;
        header.timestampNs++;
        header.accountId = accountId;
        return header;
    }

    private void remember(final long entry) {
        if (flowId >= entries.length) {
            entries = Arrays.copyOf(entries, 2 * (int) flowId);
        }
        entries[(int) flowId] = entry;
    }

    @Override
    public void onOrderAccepted(final Order order) {
        if (entries != null) {
            remember(order.orderId() << 1 | order.side().code());
        }
        if (type == OrderFlow.NEW) {
            ring.onOrderAck(sequence, order.side().code(), flowId, order.priceTicks(), order.quantityLots());
        }
    }

    @Override
    public void onTrade(
        final Instrument instrument, final long tradeId, final Order maker, final Order taker, final long priceTicks,
        final long quantityLots, final long quoteAmount, final long makerFee, final long takerFee) {
        ring.onTrade(sequence, priceTicks, quantityLots, maker.sessionId(), taker.sessionId());
    }

    @Override
    public void onOrderCancelled(final Order order, final CloseReason reason) {
        found = true;
        foundSide = order.side().code();
        foundPrice = order.priceTicks();
    }

    @Override
    public void onOrderExpired(final Order order, final CloseReason reason) {
        ring.onCancelAck(sequence, order.side().code(), flowId, order.priceTicks());
    }

    @Override
    public void onCommandResult(final CommandHeader commandHeader, final CommandResult result) {
        if (sequence < 0 || type == OrderFlow.NEW) {
            return;
        }
        if (type == OrderFlow.CANCEL) {
            if (found) {
                ring.onCancelAck(sequence, foundSide, flowId, foundPrice);
            } else {
                ring.onCancelReject(sequence, flowId);
            }
        } else if (found) {
            ring.onModifyAck(sequence, foundSide, flowId, request.priceTicks, request.quantityLots);
        } else {
            ring.onModifyReject(sequence, flowId);
        }
    }

    @Override
    public void onGatewayLoggedOn(final int gatewayId, final long gatewayEpoch, final long lastInSequence) {
        // No report of an order flow.
    }

    @Override
    public void onAssetDefined(final Asset asset) {
        // No report of an order flow.
    }

    @Override
    public void onInstrumentDefined(final Instrument instrument) {
        // No report of an order flow.
    }

    @Override
    public void onInstrumentStateChanged(final Instrument instrument) {
        // No report of an order flow.
    }

    @Override
    public void onAccountCreated(final Account account) {
        // No report of an order flow.
    }

    @Override
    public void onAccountChanged(final Account account) {
        // No report of an order flow.
    }

    @Override
    public void onSessionBlocked(final long accountId, final long sessionId, final boolean blocked) {
        // No report of an order flow.
    }

    @Override
    public void onDeadManTimerSet(final long accountId, final long deadlineNs) {
        // No report of an order flow.
    }

    @Override
    public void onFeeRatesChanged(final int instrumentId, final int feeTier, final int makerFeePpm, final int takerFeePpm) {
        // No report of an order flow.
    }

    @Override
    public void onPreventedMatch(
        final Instrument instrument, final long preventedMatchId, final Order maker, final Order taker,
        final long priceTicks, final long makerPreventedLots, final long takerPreventedLots) {
        // No report of an order flow.
    }

    @Override
    public void onOrderAmended(final Order order, final boolean keepsPriority) {
        found = true;
        foundSide = order.side().code();
    }

    @Override
    public void onOrderTriggered(final Order order, final long lastTradePriceTicks) {
        // No report of an order flow.
    }

    @Override
    public void onTransferApplied(
        final long accountId, final long toAccountId, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow) {
        // No report of an order flow.
    }

    @Override
    public void onBalanceChanged(
        final long accountId, final int assetId, final long available, final long locked, final long availableDelta,
        final long lockedDelta, final BalanceCause cause, final long referenceId, final int instrumentId) {
        // No report of an order flow.
    }

    @Override
    public void onBookDelta(
        final int instrumentId, final Side levelSide, final long priceTicks, final long quantityLots, final int orderCount,
        final long updateId) {
        // No report of an order flow.
    }

    @Override
    public void onDepositApplied(
        final long accountId, final int assetId, final long amount, final long idempotencyHigh, final long idempotencyLow) {
        // No report of an order flow.
    }

    @Override
    public void onWithdrawalRequested(
        final long withdrawalId, final long accountId, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow) {
        // No report of an order flow.
    }

    @Override
    public void onWithdrawalFinished(
        final long withdrawalId, final long accountId, final int assetId, final long amount, final boolean settled) {
        // No report of an order flow.
    }
}
