package io.bourse.engine;

import java.util.Arrays;

/**
 * What the book needs of each open order, in records of 16 bytes that lie in one array, and which {@link Order} has everything
 * else. An order that nobody has looked at for a while costs the book one cache line so, where the objects cost three or
 * four; with a hundred thousand orders in a book that decides its speed (docs/BENCHMARKS.md). A slot is the number of a
 * record; 0 is none. Slots are given out by {@link OrderIndex}, which knows their order ids.
 *
 * <p>The neighbours of an order are only written, never read: a store does not wait for a line that is not in the cache, a load
 * does. For the same reason nobody asks whether there is a neighbour: the record that is none is written like any other.
 */
final class OrderSlots {
    static final int NONE = 0;

    private static final int WORDS_LOG2 = 2;
    /** Word 0 is the order in front, of the same level. */
    private static final int NEXT = 1;
    private static final int LEVEL = 2;
    /** Displayed open quantity, or the complement of its place among the {@link #large}; not negative outside of a level. */
    private static final int LOTS = 3;

    private int[] words = new int[OrderIndex.RUN_LENGTH << WORDS_LOG2];
    /** Of orders that are packed, there is no object. */
    private final PackedOrders packed = new PackedOrders();
    private Order[] orders = new Order[OrderIndex.RUN_LENGTH];
    /** Quantities of more than 31 bits, lots; of a free place the next free one. */
    private long[] large = {};
    private int largeCount;
    private int firstFreeLarge = -1;

    /** Makes room for slots up to this one, exclusive. */
    void reserve(final int end) {
        if (end << WORDS_LOG2 > words.length) {
            words = Arrays.copyOf(words, Math.max(end << WORDS_LOG2, 2 * words.length));
        }
    }

    PackedOrders packed() {
        return packed;
    }

    /** The object of an order that has one: a packed order has none, nor has any in a bare book. */
    Order order(final int slot) {
        return orders[slot];
    }

    void order(final int slot, final Order order) {
        if (slot >= orders.length) {
            orders = Arrays.copyOf(orders, words.length >> WORDS_LOG2);
        }
        orders[slot] = order;
    }

    /** The order in front of it in its level; {@link #NONE} for the first. */
    int previous(final int slot) {
        return words[slot << WORDS_LOG2];
    }

    /** The order behind it in its level; {@link #NONE} for the last. */
    int next(final int slot) {
        return words[(slot << WORDS_LOG2) + NEXT];
    }

    /** Whether it is the only one of its level; told without the level. */
    boolean isAlone(final int slot) {
        return (previous(slot) | next(slot)) == NONE;
    }

    /** The level in which it rests, of {@link PriceLevels}. */
    int level(final int slot) {
        return words[(slot << WORDS_LOG2) + LEVEL];
    }

    /** Open quantity that the book shows, lots; 0 for what is in no level. */
    long lots(final int slot) {
        final int lots = words[(slot << WORDS_LOG2) + LOTS];
        return lots >= 0 ? lots : large[~lots];
    }

    void lots(final int slot, final long lots) {
        clearLots(slot);
        words[(slot << WORDS_LOG2) + LOTS] = word(lots);
    }

    /** It is now the last order of a level. */
    void append(final int slot, final long lots, final int previous, final int level) {
        final int index = slot << WORDS_LOG2;
        words[index] = previous;
        words[index + NEXT] = NONE;
        words[index + LEVEL] = level;
        words[index + LOTS] = word(lots);
        words[(previous << WORDS_LOG2) + NEXT] = slot;
    }

    /** It leaves its level: its neighbours become neighbours. */
    void remove(final int slot) {
        final int index = slot << WORDS_LOG2;
        final int previous = words[index];
        final int next = words[index + NEXT];
        words[(previous << WORDS_LOG2) + NEXT] = next;
        words[next << WORDS_LOG2] = previous;
        clearLots(slot);
    }

    private int word(final long lots) {
        return lots == (int) lots ? (int) lots : ~addLarge(lots);
    }

    private void clearLots(final int slot) {
        final int lots = words[(slot << WORDS_LOG2) + LOTS];
        if (lots < 0) {
            large[~lots] = firstFreeLarge;
            firstFreeLarge = ~lots;
            words[(slot << WORDS_LOG2) + LOTS] = 0;
        }
    }

    private int addLarge(final long lots) {
        if (firstFreeLarge < 0) {
            if (largeCount == large.length) {
                large = Arrays.copyOf(large, Math.max(OrderIndex.RUN_LENGTH, 2 * large.length));
            }
            large[largeCount] = lots;
            return largeCount++;
        }
        final int place = firstFreeLarge;
        firstFreeLarge = (int) large[place];
        large[place] = lots;
        return place;
    }
}
