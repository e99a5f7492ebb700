package io.bourse.engine;

import java.util.Arrays;

/**
 * What the book and the index need of each order, in records of 32 bytes that lie in one array, and the pool of the
 * {@link Order} objects with everything else. An order that nobody has looked at for a while costs the book one cache line
 * so, where the objects cost three or four; with a hundred thousand orders in a book that decides its speed
 * (docs/BENCHMARKS.md). A slot is the number of a record and of its object; 0 is none. Grows by doubling.
 */
final class OrderSlots {
    static final int NONE = 0;

    private static final int INITIAL_LENGTH = 1 << 6;
    private static final int WORDS_LOG2 = 2;
    /** Word 0 is the order id, word 1 the displayed open quantity. */
    private static final int LOTS = 1;
    /** Previous (high half) and next order of the level; of a free slot the next free one. */
    private static final int LINKS = 2;
    /** Level (high half) and next order in the bucket of the {@link OrderIndex}. */
    private static final int PLACES = 3;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private long[] words = new long[INITIAL_LENGTH << WORDS_LOG2];
    private Order[] orders = new Order[INITIAL_LENGTH];
    private int firstFree;
    /** Slots that were ever taken, the one that is none included. */
    private int used = 1;

    /** A slot whose record is the caller's to fill in. */
    int take() {
        if (firstFree == NONE) {
            return grow();
        }
        final int slot = firstFree;
        firstFree = next(slot);
        return slot;
    }

    void giveBack(final int slot) {
        words[(slot << WORDS_LOG2) + LINKS] = firstFree;
        firstFree = slot;
    }

    /** Makes room for so many at once. */
    void reserve(final int count) {
        while (orders.length <= count) {
            growArrays();
        }
    }

    /** The object of a taken slot; made when it is first asked for, since a bare book needs none. */
    Order order(final int slot) {
        final Order order = orders[slot];
        return order == null ? newOrder(slot) : order;
    }

    long orderId(final int slot) {
        return words[slot << WORDS_LOG2];
    }

    void orderId(final int slot, final long orderId) {
        words[slot << WORDS_LOG2] = orderId;
    }

    /** Open quantity that the book shows, lots; 0 for what is in no book. */
    long lots(final int slot) {
        return words[(slot << WORDS_LOG2) + LOTS];
    }

    void lots(final int slot, final long lots) {
        words[(slot << WORDS_LOG2) + LOTS] = lots;
    }

    int previous(final int slot) {
        return (int) (words[(slot << WORDS_LOG2) + LINKS] >>> Integer.SIZE);
    }

    int next(final int slot) {
        return (int) words[(slot << WORDS_LOG2) + LINKS];
    }

    /** It is now the last order of a level. */
    void place(final int slot, final long lots, final int previous, final int level) {
        final int index = slot << WORDS_LOG2;
        words[index + LOTS] = lots;
        words[index + LINKS] = (long) previous << Integer.SIZE;
        words[index + PLACES] = words[index + PLACES] & LOW_HALF | (long) level << Integer.SIZE;
    }

    void previous(final int slot, final int previous) {
        setHigh((slot << WORDS_LOG2) + LINKS, previous);
    }

    void next(final int slot, final int next) {
        setLow((slot << WORDS_LOG2) + LINKS, next);
    }

    /** The level in which it rests, of {@link PriceLevels}. */
    int level(final int slot) {
        return (int) (words[(slot << WORDS_LOG2) + PLACES] >>> Integer.SIZE);
    }

    int nextInBucket(final int slot) {
        return (int) words[(slot << WORDS_LOG2) + PLACES];
    }

    void nextInBucket(final int slot, final int next) {
        setLow((slot << WORDS_LOG2) + PLACES, next);
    }

    private void setHigh(final int index, final int value) {
        words[index] = words[index] & LOW_HALF | (long) value << Integer.SIZE;
    }

    private void setLow(final int index, final int value) {
        words[index] = words[index] & ~LOW_HALF | value;
    }

    private Order newOrder(final int slot) {
        final Order order = new Order(slot);
        orders[slot] = order;
        return order;
    }

    private int grow() {
        if (used == orders.length) {
            growArrays();
        }
        return used++;
    }

    private void growArrays() {
        words = Arrays.copyOf(words, 2 * words.length);
        orders = Arrays.copyOf(orders, 2 * orders.length);
    }
}
