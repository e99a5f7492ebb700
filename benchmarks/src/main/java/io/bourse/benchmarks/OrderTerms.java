package io.bourse.benchmarks;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * Side and price of orders by id, for books that do not tell them. An array for the small ids that streams have, which is
 * as good as free; a map for the others.
 */
final class OrderTerms {
    private static final int DENSE_MAX = 1 << 24;
    private static final int PRESENT = 1;

    private final Long2LongHashMap sparse = new Long2LongHashMap(0);
    private long[] dense = new long[1 << 16];

    void put(final long orderId, final int side, final long price) {
        final long term = price << 2 | (long) side << 1 | PRESENT;
        if (orderId >= 0 && orderId < dense.length) {
            dense[(int) orderId] = term;
        } else {
            putOutside(orderId, term);
        }
    }

    boolean contains(final long orderId) {
        return term(orderId) != 0;
    }

    void remove(final long orderId) {
        if (orderId >= 0 && orderId < dense.length) {
            dense[(int) orderId] = 0;
        } else {
            sparse.remove(orderId);
        }
    }

    int side(final long orderId) {
        return (int) term(orderId) >> 1 & 1;
    }

    long price(final long orderId) {
        return term(orderId) >> 2;
    }

    void clear() {
        Arrays.fill(dense, 0);
        sparse.clear();
    }

    private long term(final long orderId) {
        return orderId >= 0 && orderId < dense.length ? dense[(int) orderId] : sparse.get(orderId);
    }

    private void putOutside(final long orderId, final long term) {
        if (orderId >= 0 && orderId < DENSE_MAX) {
            dense = Arrays.copyOf(dense, (int) Math.min(DENSE_MAX, 2 * Math.max(dense.length, orderId)));
            dense[(int) orderId] = term;
        } else {
            sparse.put(orderId, term);
        }
    }
}
