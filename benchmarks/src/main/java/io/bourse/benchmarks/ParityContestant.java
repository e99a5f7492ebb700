package io.bourse.benchmarks;

import com.paritytrading.parity.match.OrderBook;
import com.paritytrading.parity.match.OrderBookListener;
import com.paritytrading.parity.match.Side;
import io.bourse.client.orderflow.OrderFlow;

/**
 * Parity's order book. It has no modify, so that is a cancel and a new order, no immediate orders, so those are cancelled
 * once they have matched, and does not tell side and price of what it cancels, so those are kept here. Nor does it forget
 * the ids of filled orders, and would cancel them again: who keeps side and price must also keep who is gone.
 */
final class ParityContestant implements Contestant, OrderBookListener {
    private final ReportRing ring;
    private final OrderTerms terms = new OrderTerms();
    private OrderBook book;
    private long sequence;
    private boolean rests;

    ParityContestant(final ReportRing ring) {
        this.ring = ring;
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
        book = new OrderBook(this);
        terms.clear();
    }

    @Override
    public void match(
        final long restingOrderId, final long incomingOrderId, final Side incomingSide, final long price,
        final long executedQuantity, final long remainingQuantity) {
        ring.onTrade(sequence, price, executedQuantity, restingOrderId, incomingOrderId);
        if (remainingQuantity == 0) {
            terms.remove(restingOrderId);
        }
    }

    @Override
    public void add(final long orderId, final Side side, final long price, final long size) {
        rests = true;
    }

    @Override
    public void cancel(final long orderId, final long canceledQuantity, final long remainingQuantity) {
        // Only orders that rest are cancelled.
    }

    private void onMessage(final OrderFlow flow, final int index) {
        final int type = flow.type(index);
        final long orderId = flow.orderId(index);
        sequence = index;
        if (type == OrderFlow.NEW) {
            onNew(index, orderId, flow.isBuy(index) ? 0 : 1, flow.priceTicks(index), flow.quantity(index),
                flow.isImmediateOrCancel(index));
        } else if (type == OrderFlow.CANCEL) {
            onCancel(index, orderId);
        } else {
            onModify(index, orderId, flow.priceTicks(index), flow.quantity(index));
        }
    }

    private void onNew(
        final int index, final long orderId, final int side, final long price, final long quantity,
        final boolean immediate) {
        ring.onOrderAck(index, side, orderId, price, quantity);
        rests = false;
        book.enter(orderId, side == 0 ? Side.BUY : Side.SELL, price, quantity);
        if (!rests) {
            return;
        }
        if (immediate) {
            book.cancel(orderId, 0);
            ring.onCancelAck(index, side, orderId, price);
        } else {
            terms.put(orderId, side, price);
        }
    }

    private void onCancel(final int index, final long orderId) {
        if (terms.contains(orderId)) {
            book.cancel(orderId, 0);
            ring.onCancelAck(index, terms.side(orderId), orderId, terms.price(orderId));
            terms.remove(orderId);
        } else {
            ring.onCancelReject(index, orderId);
        }
    }

    private void onModify(final int index, final long orderId, final long price, final long quantity) {
        if (!terms.contains(orderId)) {
            ring.onModifyReject(index, orderId);
            return;
        }
        book.cancel(orderId, 0);
        final int side = terms.side(orderId);
        rests = false;
        book.enter(orderId, side == 0 ? Side.BUY : Side.SELL, price, quantity);
        if (rests) {
            terms.put(orderId, side, price);
        } else {
            terms.remove(orderId);
        }
        ring.onModifyAck(index, side, orderId, price, quantity);
    }
}
