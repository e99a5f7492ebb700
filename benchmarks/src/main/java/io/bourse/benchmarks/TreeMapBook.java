package io.bourse.benchmarks;

import io.bourse.engine.BareBook;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Price levels in a TreeMap, orders of a level in a LinkedHashMap, all orders in a HashMap. */
final class TreeMapBook {
    private static final int BUY = 0;
    private static final int SELL = 1;

    /** An order that rests or is about to. */
    private static final class Entry {
        final long orderId;
        final int side;
        long price;
        long quantity;

        Entry(final long orderId, final int side, final long price, final long quantity) {
            this.orderId = orderId;
            this.side = side;
            this.price = price;
            this.quantity = quantity;
        }
    }

    private final BareBook.Reports reports;
    private final TreeMap<Long, LinkedHashMap<Long, Entry>> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<Long, LinkedHashMap<Long, Entry>> asks = new TreeMap<>();
    private final Map<Long, Entry> orders = new HashMap<>();

    TreeMapBook(final BareBook.Reports reports) {
        this.reports = reports;
    }

    void enter(
        final long sequence, final int side, final long orderId, final long price, final long quantity,
        final boolean immediate) {
        final Entry order = new Entry(orderId, side, price, quantity);
        reports.onOrderAck(sequence, side, orderId, price, quantity);
        match(sequence, order);
        if (order.quantity > 0) {
            if (immediate) {
                reports.onCancelAck(sequence, side, orderId, price);
            } else {
                rest(order);
            }
        }
    }

    void cancel(final long sequence, final long orderId) {
        final Entry order = orders.remove(orderId);
        if (order == null) {
            reports.onCancelReject(sequence, orderId);
            return;
        }
        removeFromLevel(order);
        reports.onCancelAck(sequence, order.side, orderId, order.price);
    }

    void modify(final long sequence, final long orderId, final long price, final long quantity) {
        final Entry order = orders.remove(orderId);
        if (order == null) {
            reports.onModifyReject(sequence, orderId);
            return;
        }
        removeFromLevel(order);
        order.price = price;
        order.quantity = quantity;
        match(sequence, order);
        reports.onModifyAck(sequence, order.side, orderId, price, quantity);
        if (order.quantity > 0) {
            rest(order);
        }
    }

    int restingCount() {
        return orders.size();
    }

    boolean rests(final long orderId) {
        return orders.containsKey(orderId);
    }

    /** Best price of a side, or the given one when it is empty. */
    long bestPrice(final int side, final long otherwise) {
        final TreeMap<Long, LinkedHashMap<Long, Entry>> levels = side == BUY ? bids : asks;
        return levels.isEmpty() ? otherwise : levels.firstKey();
    }

    private void match(final long sequence, final Entry taker) {
        final TreeMap<Long, LinkedHashMap<Long, Entry>> levels = taker.side == BUY ? asks : bids;
        while (taker.quantity > 0 && !levels.isEmpty()) {
            final Map.Entry<Long, LinkedHashMap<Long, Entry>> best = levels.firstEntry();
            final long price = best.getKey();
            if (taker.side == BUY && price > taker.price || taker.side == SELL && price < taker.price) {
                return;
            }
            final LinkedHashMap<Long, Entry> level = best.getValue();
            while (taker.quantity > 0 && !level.isEmpty()) {
                final Entry maker = level.firstEntry().getValue();
                final long quantity = Math.min(maker.quantity, taker.quantity);
                maker.quantity -= quantity;
                taker.quantity -= quantity;
                reports.onTrade(sequence, price, quantity, maker.orderId, taker.orderId);
                if (maker.quantity == 0) {
                    level.pollFirstEntry();
                    orders.remove(maker.orderId);
                }
            }
            if (level.isEmpty()) {
                levels.pollFirstEntry();
            }
        }
    }

    private void rest(final Entry order) {
        (order.side == BUY ? bids : asks).computeIfAbsent(order.price, price -> new LinkedHashMap<>()).put(order.orderId, order);
        orders.put(order.orderId, order);
    }

    private void removeFromLevel(final Entry order) {
        final TreeMap<Long, LinkedHashMap<Long, Entry>> levels = order.side == BUY ? bids : asks;
        final LinkedHashMap<Long, Entry> level = levels.get(order.price);
        level.remove(order.orderId);
        if (level.isEmpty()) {
            levels.remove(order.price);
        }
    }
}
