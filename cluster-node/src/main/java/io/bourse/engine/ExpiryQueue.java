package io.bourse.engine;

import java.util.Arrays;

/** Orders by (due time, order id), earliest first: a binary heap whose places are known to the orders. */
final class ExpiryQueue {
    private static final int INITIAL_LENGTH = 64;

    private Order[] heap = new Order[INITIAL_LENGTH];
    private int count;

    /** The order that is due first; null when there is none. */
    Order first() {
        return heap[0];
    }

    void add(final Order order) {
        if (count == heap.length) {
            heap = Arrays.copyOf(heap, 2 * count);
        }
        rise(order, count++);
    }

    void remove(final Order order) {
        final int index = order.details.heapIndex;
        if (index >= count || heap[index] != order) {
            throw new IllegalStateException("order is not in the queue: orderId=" + order.orderId);
        }
        final Order last = heap[--count];
        heap[count] = null;
        if (last != order) {
            if (isBefore(last, order)) {
                rise(last, index);
            } else {
                sink(last, index);
            }
        }
    }

    private void rise(final Order order, final int from) {
        int index = from;
        while (index > 0) {
            final int above = (index - 1) >>> 1;
            if (!isBefore(order, heap[above])) {
                break;
            }
            place(heap[above], index);
            index = above;
        }
        place(order, index);
    }

    private void sink(final Order order, final int from) {
        int index = from;
        while (true) {
            int below = 2 * index + 1;
            if (below >= count) {
                break;
            }
            if (below + 1 < count && isBefore(heap[below + 1], heap[below])) {
                below++;
            }
            if (!isBefore(heap[below], order)) {
                break;
            }
            place(heap[below], index);
            index = below;
        }
        place(order, index);
    }

    private void place(final Order order, final int index) {
        heap[index] = order;
        order.details.heapIndex = index;
    }

    private static boolean isBefore(final Order a, final Order b) {
        return a.details.dueNs < b.details.dueNs || a.details.dueNs == b.details.dueNs && a.orderId < b.orderId;
    }
}
