package io.bourse.benchmarks;

import exchange.core2.collections.objpool.ObjectsPool;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.orderbook.OrderBookEventsHelper;
import io.bourse.client.orderflow.OrderFlow;
import java.util.HashMap;
import java.util.Map;

/**
 * exchange-core's direct order book with the pools of its matching engine. Its move keeps the quantity, so a modify is its
 * cancel and its new order. The owner of all orders is one, because the book lets only the owner cancel; the instrument is
 * a future, because on a pair of currencies it refuses to move bids up.
 */
final class ExchangeCoreContestant implements Contestant {
    private static final long OWNER = 1;

    private final ReportRing ring;
    private final ObjectsPool pool = new ObjectsPool(poolSizes());
    private final OrderCommand command = new OrderCommand();
    private OrderBookDirectImpl book;

    ExchangeCoreContestant(final ReportRing ring) {
        this.ring = ring;
        command.symbol = 1;
        command.uid = OWNER;
        reset();
    }

    @Override
    public void play(final OrderFlow flow, final int from, final int to) {
        for (int i = from; i < to; i++) {
            onMessage(flow, i);
            ring.publish();
        }
    }

    @Override
    public void reset() {
        final CoreSymbolSpecification specification = CoreSymbolSpecification.builder()
            .symbolId(1).type(SymbolType.FUTURES_CONTRACT).baseCurrency(1).quoteCurrency(2).baseScaleK(1).quoteScaleK(1)
            .build();
        book = new OrderBookDirectImpl(
            specification, pool, OrderBookEventsHelper.NON_POOLED_EVENTS_HELPER, LoggingConfiguration.DEFAULT);
    }

    private void onMessage(final OrderFlow flow, final int index) {
        final int type = flow.type(index);
        command.orderId = flow.orderId(index);
        if (type == OrderFlow.NEW) {
            onNew(flow, index);
        } else if (type == OrderFlow.CANCEL) {
            onCancel(index);
        } else {
            onModify(index, flow.priceTicks(index), flow.quantity(index));
        }
    }

    private void onNew(final OrderFlow flow, final int index) {
        command.action = flow.isBuy(index) ? OrderAction.BID : OrderAction.ASK;
        final long price = flow.priceTicks(index);
        final long quantity = flow.quantity(index);
        ring.onOrderAck(index, side(), command.orderId, price, quantity);
        if (place(index, flow.isImmediateOrCancel(index) ? OrderType.IOC : OrderType.GTC, price, quantity)) {
            ring.onCancelAck(index, side(), command.orderId, price);
        }
    }

    private void onCancel(final int index) {
        command.matcherEvent = null;
        if (book.cancelOrder(command) == CommandResultCode.SUCCESS) {
            ring.onCancelAck(index, side(), command.orderId, command.matcherEvent.price);
        } else {
            ring.onCancelReject(index, command.orderId);
        }
    }

    private void onModify(final int index, final long price, final long quantity) {
        // Cancelling tells the side.
        if (book.cancelOrder(command) == CommandResultCode.SUCCESS) {
            place(index, OrderType.GTC, price, quantity);
            ring.onModifyAck(index, side(), command.orderId, price, quantity);
        } else {
            ring.onModifyReject(index, command.orderId);
        }
    }

    /** Returns whether something was refused: what is left of an immediate order. */
    private boolean place(final int index, final OrderType type, final long price, final long quantity) {
        command.orderType = type;
        command.price = price;
        command.reserveBidPrice = price;
        command.size = quantity;
        command.matcherEvent = null;
        book.newOrder(command);
        boolean refused = false;
        for (MatcherTradeEvent event = command.matcherEvent; event != null; event = event.nextEvent) {
            if (event.eventType == MatcherEventType.TRADE) {
                ring.onTrade(index, event.price, event.size, event.matchedOrderId, command.orderId);
            } else {
                refused = true;
            }
        }
        return refused;
    }

    private int side() {
        return command.action == OrderAction.BID ? 0 : 1;
    }

    private static Map<Integer, Integer> poolSizes() {
        final Map<Integer, Integer> sizes = new HashMap<>();
        sizes.put(ObjectsPool.DIRECT_ORDER, 1024 * 1024);
        sizes.put(ObjectsPool.DIRECT_BUCKET, 1024 * 64);
        sizes.put(ObjectsPool.ART_NODE_4, 1024 * 32);
        sizes.put(ObjectsPool.ART_NODE_16, 1024 * 16);
        sizes.put(ObjectsPool.ART_NODE_48, 1024 * 8);
        sizes.put(ObjectsPool.ART_NODE_256, 1024 * 4);
        return sizes;
    }
}
