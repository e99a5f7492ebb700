package io.bourse.engine;

import java.util.Arrays;

/**
 * What the book and the index need of each open order, in records of 32 bytes that lie in one array, and which
 * {@link Order} has everything else. An order that nobody has looked at for a while costs the book one cache line so, where
 * the objects cost three or four; with a hundred thousand orders in a book that decides its speed (docs/BENCHMARKS.md). A
 * slot is the number of a record; 0 is none. Slots are given out by {@link OrderIndex}.
 *
 * <p>The neighbours of an order are only written, never read: a store does not wait for a line that is not in the cache, a load
 * does. For the same reason nobody asks whether there is a neighbour: the record that is none is written like any other.
 */
final class OrderSlots {
    static final int NONE = 0;

    private static final int WORDS_LOG2 = 3;
    /** Words 0 and 1 are the order id, words 2 and 3 the displayed open quantity, see {@link LongWords}. */
    private static final int LOTS = 2;
    private static final int PREVIOUS = 4;
    private static final int NEXT = 5;
    private static final int LEVEL = 6;

    private int[] words = new int[OrderIndex.RUN_LENGTH << WORDS_LOG2];
    private Order[] orders = new Order[OrderIndex.RUN_LENGTH];

    /** Makes the records of one more run, all of them without an order. */
    void add(final int firstSlot) {
        final int end = firstSlot + OrderIndex.RUN_LENGTH;
        if (end << WORDS_LOG2 > words.length) {
            words = Arrays.copyOf(words, 2 * words.length);
        }
        for (int slot = firstSlot; slot < end; slot++) {
            orderId(slot, ~slot);
        }
    }

    /** Its order is open no more: now it has an id whose place in a run is another, so that it is found by none. */
    void clear(final int slot) {
        orderId(slot, ~orderId(slot));
    }

    /** The object of an order that has one: a bare book needs none. */
    Order order(final int slot) {
        return orders[slot];
    }

    void order(final int slot, final Order order) {
        if (slot >= orders.length) {
            orders = Arrays.copyOf(orders, words.length >> WORDS_LOG2);
        }
        orders[slot] = order;
    }

    long orderId(final int slot) {
        return LongWords.get(words, slot << WORDS_LOG2);
    }

    void orderId(final int slot, final long orderId) {
        LongWords.set(words, slot << WORDS_LOG2, orderId);
    }

    /** Open quantity that the book shows, lots; 0 for what is in no book. */
    long lots(final int slot) {
        return LongWords.get(words, (slot << WORDS_LOG2) + LOTS);
    }

    void lots(final int slot, final long lots) {
        LongWords.set(words, (slot << WORDS_LOG2) + LOTS, lots);
    }

    /** The order in front of it in its level; {@link #NONE} for the first. */
    int previous(final int slot) {
        return words[(slot << WORDS_LOG2) + PREVIOUS];
    }

    /** The order behind it in its level; {@link #NONE} for the last. */
    int next(final int slot) {
        return words[(slot << WORDS_LOG2) + NEXT];
    }

    /** The level in which it rests, of {@link PriceLevels}. */
    int level(final int slot) {
        return words[(slot << WORDS_LOG2) + LEVEL];
    }

    /** It is now the last order of a level. */
    void append(final int slot, final long lots, final int previous, final int level) {
        final int index = slot << WORDS_LOG2;
        LongWords.set(words, index + LOTS, lots);
        words[index + PREVIOUS] = previous;
        words[index + NEXT] = NONE;
        words[index + LEVEL] = level;
        words[(previous << WORDS_LOG2) + NEXT] = slot;
    }

    /** What was between these two is there no more. */
    void join(final int previous, final int next) {
        words[(previous << WORDS_LOG2) + NEXT] = next;
        words[(next << WORDS_LOG2) + PREVIOUS] = previous;
    }
}
