package io.bourse.engine;

/**
 * Open orders by id: a chained hash table whose links are in the orders. Removal walks no neighbours, and a bucket is a
 * single reference: a find costs the cache line of the bucket and that of the order, which the caller is about to use.
 * Sixteen consecutive ids share a run of sixteen buckets, because orders of one time are asked for together; the runs are
 * spread by a Fibonacci hash. It is never iterated, so its order never shows.
 */
final class OrderIndex {
    private static final int RUN_LOG2 = 4;
    private static final int RUN_MASK = (1 << RUN_LOG2) - 1;
    private static final int INITIAL_LOG2 = 10;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Order[] buckets;
    private int shift;
    private int size;

    OrderIndex() {
        allocate(INITIAL_LOG2);
    }

    /** The order of an id; null when there is none. */
    Order get(final long orderId) {
        Order order = buckets[bucket(orderId)];
        while (order != null && order.orderId != orderId) {
            order = order.nextById;
        }
        return order;
    }

    /** Adds an order under its id, which must be that and not be there yet. */
    void put(final long orderId, final Order order) {
        if (2 * size >= buckets.length) {
            grow();
        }
        final int bucket = bucket(orderId);
        order.nextById = buckets[bucket];
        buckets[bucket] = order;
        size++;
    }

    /** Removes the order of an id; null when there was none. */
    Order remove(final long orderId) {
        final int bucket = bucket(orderId);
        final Order head = buckets[bucket];
        if (head == null) {
            return null;
        }
        if (head.orderId != orderId) {
            return removeBehind(head, orderId);
        }
        buckets[bucket] = head.nextById;
        head.nextById = null;
        size--;
        return head;
    }

    int size() {
        return size;
    }

    private Order removeBehind(final Order head, final long orderId) {
        Order previous = head;
        Order order = head.nextById;
        while (order != null && order.orderId != orderId) {
            previous = order;
            order = order.nextById;
        }
        if (order != null) {
            previous.nextById = order.nextById;
            order.nextById = null;
            size--;
        }
        return order;
    }

    private int bucket(final long orderId) {
        return (int) ((orderId >>> RUN_LOG2) * GOLDEN >>> shift) << RUN_LOG2 | (int) orderId & RUN_MASK;
    }

    private void allocate(final int log2) {
        buckets = new Order[1 << log2];
        shift = Long.SIZE - (log2 - RUN_LOG2);
    }

    private void grow() {
        final Order[] old = buckets;
        allocate(Integer.numberOfTrailingZeros(old.length) + 1);
        for (final Order head : old) {
            Order order = head;
            while (order != null) {
                final Order next = order.nextById;
                final int bucket = bucket(order.orderId);
                order.nextById = buckets[bucket];
                buckets[bucket] = order;
                order = next;
            }
        }
    }
}
