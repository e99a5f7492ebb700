package io.bourse.engine;

/**
 * Open orders by id: open addressing, linear probing, removal by shifting back, so there are no tombstones. Eight
 * consecutive ids share a home of eight slots (one cache line of ids), because orders of one time are asked for together;
 * the homes are spread by a Fibonacci hash, because a run of consecutive homes would make removal walk the whole run.
 */
final class OrderIndex {
    private static final int GROUP_LOG2 = 3;
    private static final int GROUP_MASK = (1 << GROUP_LOG2) - 1;
    private static final int INITIAL_LOG2 = 10;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long[] ids;
    private Order[] orders;
    private int shift;
    private int size;

    OrderIndex() {
        allocate(INITIAL_LOG2);
    }

    /** The order of an id; null when there is none. */
    Order get(final long orderId) {
        final long[] table = ids;
        final int mask = table.length - 1;
        int slot = home(orderId);
        while (true) {
            final long id = table[slot];
            if (id == orderId) {
                return orders[slot];
            }
            if (id == 0) {
                return null;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** Adds an order under an id, not 0, that is not there yet. */
    void put(final long orderId, final Order order) {
        if (2 * (size + 1) > ids.length) {
            grow();
        }
        insert(orderId, order);
        size++;
    }

    /** Removes the order of an id; null when there was none. */
    Order remove(final long orderId) {
        final long[] table = ids;
        final int mask = table.length - 1;
        int slot = home(orderId);
        while (table[slot] != orderId) {
            if (table[slot] == 0) {
                return null;
            }
            slot = (slot + 1) & mask;
        }
        final Order removed = orders[slot];
        shiftBack(slot, mask);
        size--;
        return removed;
    }

    int size() {
        return size;
    }

    private void shiftBack(final int from, final int mask) {
        int hole = from;
        int slot = (hole + 1) & mask;
        while (ids[slot] != 0) {
            final int home = home(ids[slot]);
            // The entry may move into the hole unless its home lies behind the hole.
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                ids[hole] = ids[slot];
                orders[hole] = orders[slot];
                hole = slot;
            }
            slot = (slot + 1) & mask;
        }
        ids[hole] = 0;
        orders[hole] = null;
    }

    private int home(final long orderId) {
        return ((int) ((orderId >>> GROUP_LOG2) * GOLDEN >>> shift) << GROUP_LOG2) | ((int) orderId & GROUP_MASK);
    }

    private void insert(final long orderId, final Order order) {
        final int mask = ids.length - 1;
        int slot = home(orderId);
        while (ids[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        ids[slot] = orderId;
        orders[slot] = order;
    }

    private void allocate(final int log2) {
        ids = new long[1 << log2];
        orders = new Order[1 << log2];
        shift = Long.SIZE - (log2 - GROUP_LOG2);
    }

    private void grow() {
        final long[] oldIds = ids;
        final Order[] oldOrders = orders;
        allocate(Integer.numberOfTrailingZeros(oldIds.length) + 1);
        for (int i = 0; i < oldIds.length; i++) {
            if (oldIds[i] != 0) {
                insert(oldIds[i], oldOrders[i]);
            }
        }
    }
}
