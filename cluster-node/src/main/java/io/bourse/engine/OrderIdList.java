package io.bourse.engine;

import java.util.Arrays;

/**
 * Ids of the orders of an account, lowest first. An order that ends may stay in it until room is needed, so ending costs
 * nothing: a link to its neighbours would be a line of each to fetch. Room is made when half or more have ended, else there
 * is twice as much, so there are two looks at most for each order that comes.
 */
final class OrderIdList {
    private static final int INITIAL_LENGTH = 8;
    private static final long[] NONE = {};

    private long[] ids = NONE;
    private int size;

    /** Open orders, and some that are not any more. */
    int size() {
        return size;
    }

    long get(final int index) {
        return ids[index];
    }

    /** Where the ids above this one begin. */
    int above(final long orderId) {
        final int found = Arrays.binarySearch(ids, 0, size, orderId);
        return found < 0 ? ~found : found + 1;
    }

    /** The id is the highest so far. */
    void append(final long orderId, final OrderIndex open) {
        if (size == ids.length) {
            makeRoom(open);
        }
        ids[size++] = orderId;
    }

    /** An order has ended. The newest is forgotten at once: makers replace what they have just entered. */
    void remove(final long orderId) {
        if (ids[size - 1] == orderId) {
            size--;
        }
    }

    private void makeRoom(final OrderIndex open) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (open.get(ids[i]) != OrderSlots.NONE) {
                ids[kept++] = ids[i];
            }
        }
        size = kept;
        if (kept > ids.length / 2 || ids == NONE) {
            ids = Arrays.copyOf(ids, Math.max(INITIAL_LENGTH, 2 * ids.length));
        }
    }
}
