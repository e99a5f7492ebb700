package io.bourse.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * Plays an order flow through the whole engine: one account buys, one sells, with money and ledger; a modify is a replace.
 * The engine gives ids of its own, which are mapped.
 */
final class OrderFlowOnEngine {
    private static final long MONEY = Long.MAX_VALUE / 4;
    private static final long LARGEST = 1L << 31;
    private static final int GATEWAY_ID = 1;

    final Engine engine;
    private final CommandHeader header = new CommandHeader();
    private final OrderRequest request = new OrderRequest();
    private final Map<Long, Long> engineIds = new HashMap<>();
    private final Map<Long, Long> flowIds = new HashMap<>();
    private final OrderFlow flow;
    private final OrderFlowReports reports;
    private int sequence;
    private long flowId;

    OrderFlowOnEngine(final OrderFlow flow, final OrderFlowReports reports) {
        this.flow = flow;
        this.reports = reports;
        engine = new Engine(EngineLimits.defaults(), new Listener());
        header.gatewayId = GATEWAY_ID;
        engine.gatewayLogon(header, 1);
        engine.defineAsset(next(0), 'A', 0, 0);
        engine.defineAsset(next(0), 'B', 0, 0);
        engine.defineInstrument(next(0), PlainMarket.definition('X', LARGEST, LARGEST));
        for (int account = 1; account <= 2; account++) {
            engine.createAccount(next(0), 0, account);
            engine.deposit(next(account), 3 - account, MONEY, 0, 1);
        }
        request.orderType = OrderType.LIMIT.code();
        request.instrumentId = 1;
    }

    OrderBook book() {
        return engine.instrument(1).book;
    }

    PriceLevels levels() {
        return engine.levels();
    }

    void play(final int message) {
        sequence = message;
        flowId = flow.orderId(message);
        request.priceTicks = flow.price(message);
        request.quantityLots = flow.quantity(message);
        request.side = flow.side(message).code();
        request.timeInForce = flow.isImmediate(message) ? TimeInForce.IOC.code() : TimeInForce.GTC.code();
        final long engineId = engineIds.getOrDefault(flowId, Long.MAX_VALUE);
        switch (flow.type(message)) {
            case OrderFlow.NEW -> engine.newOrder(next(request.side + 1), request);
            // The side of a cancel or modify is informative only, so both accounts are tried.
            case OrderFlow.CANCEL -> engine.cancelOrder(next(owner(engineId)), engineId, 0, 0, 0, 0);
            case OrderFlow.MODIFY -> engine.replaceOrder(
                next(owner(engineId)), engineId, 0, 0, 0, 0, request, Engine.REPLACE_ATOMIC);
            default -> throw new IllegalArgumentException("type=" + flow.type(message));
        }
    }

    private long owner(final long engineId) {
        return engine.openOrder(1, engineId, 0, 0, 0, 0) != null ? 1 : 2;
    }

    private CommandHeader next(final long accountId) {
        header.inSequence++;
        header.timestampNs++;
        header.accountId = accountId;
        return header;
    }

    /** Turns events into reports. */
    private final class Listener implements EngineListener {
        private Order cancelled;
        private Side side;
        private long price;

        @Override
        public void onOrderAccepted(final Order order) {
            engineIds.put(flowId, order.orderId());
            flowIds.put(order.orderId(), flowId);
            side = order.side();
            if (flow.type(sequence) == OrderFlow.NEW) {
                reports.ack(sequence, side, flowId, order.priceTicks(), order.quantityLots());
            }
        }

        @Override
        public void onTrade(
            final Instrument instrument, final long tradeId, final Order maker, final Order taker, final long priceTicks,
            final long quantityLots, final long quoteAmount, final long makerFee, final long takerFee) {
            reports.trade(sequence, priceTicks, quantityLots, flowIds.get(maker.orderId()), flowIds.get(taker.orderId()));
        }

        @Override
        public void onAccountChanged(final Account account) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onSessionBlocked(final long accountId, final long sessionId, final boolean blocked) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onDeadManTimerSet(final long accountId, final long deadlineNs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onFeeRatesChanged(
            final int instrumentId, final int feeTier, final int makerFeePpm, final int takerFeePpm) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onPreventedMatch(
            final Instrument instrument, final long preventedMatchId, final Order maker, final Order taker,
            final long priceTicks, final long makerPreventedLots, final long takerPreventedLots) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onOrderAmended(final Order order, final boolean keepsPriority) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onOrderTriggered(final Order order, final long lastTradePriceTicks) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onTransferApplied(
            final long accountId, final long toAccountId, final int assetId, final long amount,
            final long idempotencyHigh, final long idempotencyLow) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onOrderCancelled(final Order order, final CloseReason reason) {
            cancelled = order;
            side = order.side();
            price = order.priceTicks();
        }

        @Override
        public void onOrderExpired(final Order order, final CloseReason reason) {
            reports.cancelAck(sequence, order.side(), flowId, order.priceTicks());
        }

        @Override
        public void onCommandResult(final CommandHeader commandHeader, final CommandResult result) {
            if (sequence >= flow.count() || result.rejectReason != null && result.rejectReason != RejectReason.UNKNOWN_ORDER) {
                throw new AssertionError("message=" + sequence + " was rejected: " + result.rejectReason);
            }
            final boolean known = result.rejectReason == null;
            if (flowIds.isEmpty() && known) {
                return;
            }
            if (flow.type(sequence) == OrderFlow.CANCEL) {
                if (known) {
                    reports.cancelAck(sequence, side, flowId, price);
                } else {
                    reports.cancelReject(sequence, flowId);
                }
            } else if (flow.type(sequence) == OrderFlow.MODIFY) {
                if (known && cancelled != null) {
                    reports.modifyAck(sequence, side, flowId, flow.price(sequence), flow.quantity(sequence));
                } else {
                    reports.modifyReject(sequence, flowId);
                }
            }
        }

        @Override
        public void onGatewayLoggedOn(final int gatewayId, final long gatewayEpoch, final long lastInSequence) {
        }

        @Override
        public void onAssetDefined(final Asset asset) {
        }

        @Override
        public void onInstrumentDefined(final Instrument instrument) {
        }

        @Override
        public void onInstrumentStateChanged(final Instrument instrument) {
        }

        @Override
        public void onAccountCreated(final Account account) {
        }

        @Override
        public void onBalanceChanged(
            final long accountId, final int assetId, final long available, final long locked, final long availableDelta,
            final long lockedDelta, final BalanceCause cause, final long referenceId, final int instrumentId) {
        }

        @Override
        public void onBookDelta(
            final int instrumentId, final Side levelSide, final long priceTicks, final long quantityLots,
            final int orderCount, final long updateId) {
        }

        @Override
        public void onDepositApplied(
            final long accountId, final int assetId, final long amount, final long high, final long low) {
        }

        @Override
        public void onWithdrawalRequested(
            final long withdrawalId, final long accountId, final int assetId, final long amount,
            final long high, final long low) {
        }

        @Override
        public void onWithdrawalFinished(
            final long withdrawalId, final long accountId, final int assetId, final long amount, final boolean settled) {
        }
    }
}
