package io.bourse.deploy.load;

import io.bourse.client.orderflow.OrderFlow;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The plainest order book there is, price levels in a tree and a queue at each, by which the real one is judged. It
 * shares nothing with it, and is only as fast as a test needs.
 */
final class OracleBook {
    /** Told what happens, in order. */
    interface Listener {
        void onOrderAck(long sequence, boolean isBuy, long orderId, long priceTicks, long quantity);

        void onTrade(long sequence, long priceTicks, long quantity, long makerId, long takerId);

        void onCancelAck(long sequence, boolean isBuy, long orderId, long priceTicks);

        void onModifyAck(long sequence, boolean isBuy, long orderId, long priceTicks, long quantity);

        void onCancelReject(long sequence, long orderId);

        void onModifyReject(long sequence, long orderId);
    }

    private static final class Resting {
        private final long orderId;
        private final boolean isBuy;
        private final long priceTicks;
        private long quantity;

        Resting(final long orderId, final boolean isBuy, final long priceTicks, final long quantity) {
            this.orderId = orderId;
            this.isBuy = isBuy;
            this.priceTicks = priceTicks;
            this.quantity = quantity;
        }
    }

    private final SortedMap<Long, ArrayDeque<Resting>> bids = new TreeMap<>(Comparator.reverseOrder());
    private final SortedMap<Long, ArrayDeque<Resting>> asks = new TreeMap<>();
    private final Map<Long, Resting> resting = new HashMap<>();
    private final Listener listener;

    OracleBook(final Listener listener) {
        this.listener = listener;
    }

    /** Processes a whole flow on an empty book. */
    static void replay(final OrderFlow flow, final Listener listener) {
        final OracleBook book = new OracleBook(listener);
        for (int i = 0; i < flow.count(); i++) {
            book.onMessage(flow, i);
        }
    }

    private void onMessage(final OrderFlow flow, final int index) {
        final long orderId = flow.orderId(index);
        switch (flow.type(index)) {
            case OrderFlow.NEW -> onNew(index, flow.isBuy(index), flow.isImmediateOrCancel(index), orderId,
                flow.priceTicks(index), flow.quantity(index));
            case OrderFlow.CANCEL -> onCancel(index, orderId);
            default -> onModify(index, orderId, flow.priceTicks(index), flow.quantity(index));
        }
    }

    private void onNew(
        final long sequence, final boolean isBuy, final boolean isImmediateOrCancel, final long orderId,
        final long priceTicks, final long quantity) {
        listener.onOrderAck(sequence, isBuy, orderId, priceTicks, quantity);
        final long left = match(sequence, isBuy, orderId, priceTicks, quantity);
        if (left > 0 && isImmediateOrCancel) {
            listener.onCancelAck(sequence, isBuy, orderId, priceTicks);
        } else if (left > 0) {
            rest(isBuy, orderId, priceTicks, left);
        }
    }

    private void onCancel(final long sequence, final long orderId) {
        final Resting order = remove(orderId);
        if (order == null) {
            listener.onCancelReject(sequence, orderId);
        } else {
            listener.onCancelAck(sequence, order.isBuy, orderId, order.priceTicks);
        }
    }

    private void onModify(final long sequence, final long orderId, final long priceTicks, final long quantity) {
        final Resting order = remove(orderId);
        if (order == null) {
            listener.onModifyReject(sequence, orderId);
            return;
        }
        listener.onModifyAck(sequence, order.isBuy, orderId, priceTicks, quantity);
        final long left = match(sequence, order.isBuy, orderId, priceTicks, quantity);
        if (left > 0) {
            rest(order.isBuy, orderId, priceTicks, left);
        }
    }

    private long match(
        final long sequence, final boolean isBuy, final long takerId, final long limitTicks, final long quantity) {
        final Iterator<Map.Entry<Long, ArrayDeque<Resting>>> levels = (isBuy ? asks : bids).entrySet().iterator();
        long left = quantity;
        while (left > 0 && levels.hasNext()) {
            final Map.Entry<Long, ArrayDeque<Resting>> level = levels.next();
            final long priceTicks = level.getKey();
            if (isBuy ? priceTicks > limitTicks : priceTicks < limitTicks) {
                break;
            }
            final ArrayDeque<Resting> queue = level.getValue();
            while (left > 0 && !queue.isEmpty()) {
                final Resting maker = queue.peekFirst();
                final long traded = Math.min(left, maker.quantity);
                listener.onTrade(sequence, priceTicks, traded, maker.orderId, takerId);
                left -= traded;
                maker.quantity -= traded;
                if (maker.quantity == 0) {
                    queue.removeFirst();
                    resting.remove(maker.orderId);
                }
            }
            if (queue.isEmpty()) {
                levels.remove();
            }
        }
        return left;
    }

    private void rest(final boolean isBuy, final long orderId, final long priceTicks, final long quantity) {
        final Resting order = new Resting(orderId, isBuy, priceTicks, quantity);
        (isBuy ? bids : asks).computeIfAbsent(priceTicks, price -> new ArrayDeque<>()).addLast(order);
        resting.put(orderId, order);
    }

    private Resting remove(final long orderId) {
        final Resting order = resting.remove(orderId);
        if (order != null) {
            final SortedMap<Long, ArrayDeque<Resting>> side = order.isBuy ? bids : asks;
            final ArrayDeque<Resting> queue = side.get(order.priceTicks);
            queue.remove(order);
            if (queue.isEmpty()) {
                side.remove(order.priceTicks);
            }
        }
        return order;
    }
}
