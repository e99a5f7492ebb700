package io.bourse.engine;

import java.util.Arrays;

/**
 * The price levels of all books, in records of 32 bytes that lie in one array, sixteen neighbouring prices together: a level
 * is found from its price with one cache line of its own, and tells its price without another. A level is the number of its
 * record, and that is its page and its place there; 0 is none. Grows by doubling.
 */
final class PriceLevels {
    static final int NONE = 0;

    private static final int INITIAL_PAGES = 1 << 3;
    private static final int WORDS_LOG2 = 2;
    private static final int PAGE_WORDS_LOG2 = PricePage.KEYS_LOG2 + WORDS_LOG2;
    /** Word 0 is the sum of the displayed open quantities: at most the base supply, which fits. Word 1 that of the hidden. */
    private static final int HIDDEN = 1;
    /** Last (high half) and first order, slots of {@link OrderSlots}. */
    private static final int ENDS = 2;
    /** Number of orders, and whether the level has changed since {@link #settle}. */
    private static final int COUNT = 3;
    private static final long CHANGED = 1L << 32;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private final OrderSlots slots;
    private final Hashing hashing;
    private long[] words = new long[INITIAL_PAGES << PAGE_WORDS_LOG2];
    private PricePage[] pages = new PricePage[INITIAL_PAGES];
    /** Pages that were ever made, the one that is none included. */
    private int pageCount = 1;
    private PricePage freePages;
    private PriceBlock freeBlocks;
    private int occupiedLevels;

    PriceLevels(final OrderSlots slots, final Hashing hashing) {
        this.slots = slots;
        this.hashing = hashing;
    }

    /** Sum of the displayed open quantities, lots. */
    long quantityLots(final int level) {
        return words[level << WORDS_LOG2];
    }

    /** Sum of the hidden open quantities, lots. */
    long hiddenLots(final int level) {
        return words[(level << WORDS_LOG2) + HIDDEN];
    }

    int orderCount(final int level) {
        return (int) words[(level << WORDS_LOG2) + COUNT];
    }

    /** The order with the best priority. */
    int first(final int level) {
        return (int) words[(level << WORDS_LOG2) + ENDS];
    }

    boolean isEmpty(final int level) {
        return words[(level << WORDS_LOG2) + ENDS] == 0;
    }

    PricePage page(final int level) {
        return pages[level >>> PricePage.KEYS_LOG2];
    }

    long priceTicks(final int level) {
        return page(level).priceTicks(level);
    }

    Side side(final int level) {
        return page(level).side;
    }

    /**
     * Puts an order behind the others.
     *
     * @return whether this is the first change since {@link #settle}
     */
    boolean append(final int level, final int slot, final long displayed, final long hidden) {
        final int index = level << WORDS_LOG2;
        final long ends = words[index + ENDS];
        final int last = (int) (ends >>> Integer.SIZE);
        slots.place(slot, displayed, last, level);
        if (last == OrderSlots.NONE) {
            words[index + ENDS] = (long) slot << Integer.SIZE | slot;
        } else {
            words[index + ENDS] = ends & LOW_HALF | (long) slot << Integer.SIZE;
            slots.next(last, slot);
        }
        words[index] += displayed;
        words[index + HIDDEN] += hidden;
        return change(index, 1);
    }

    /** Takes out an order, of whose quantity so much is hidden; the answer is that of {@link #append}. */
    boolean remove(final int level, final int slot, final long hidden) {
        final int index = level << WORDS_LOG2;
        final int previous = slots.previous(slot);
        final int next = slots.next(slot);
        if (previous == OrderSlots.NONE) {
            words[index + ENDS] = words[index + ENDS] & ~LOW_HALF | next;
        } else {
            slots.next(previous, next);
        }
        if (next == OrderSlots.NONE) {
            words[index + ENDS] = words[index + ENDS] & LOW_HALF | (long) previous << Integer.SIZE;
        } else {
            slots.previous(next, previous);
        }
        words[index] -= slots.lots(slot);
        words[index + HIDDEN] -= hidden;
        return change(index, -1);
    }

    /** An order has lost so much of what it shows; the answer is that of {@link #append}. */
    boolean lower(final int level, final long displayed) {
        final int index = level << WORDS_LOG2;
        words[index] -= displayed;
        return change(index, 0);
    }

    /** An order has lost so much of what it hides, which is no change for anybody. */
    void lowerHidden(final int level, final long hidden) {
        words[(level << WORDS_LOG2) + HIDDEN] -= hidden;
    }

    /** Its changes have been told. */
    void settle(final int level) {
        words[(level << WORDS_LOG2) + COUNT] &= LOW_HALF;
    }

    void levelOccupied() {
        occupiedLevels++;
    }

    void levelEmptied() {
        occupiedLevels--;
    }

    /** Levels that hold orders, over all books. */
    int occupiedLevels() {
        return occupiedLevels;
    }

    /** Of the number of a block. */
    long hash(final long blockNumber) {
        return hashing.hash(blockNumber);
    }

    /** A page whose levels are empty. */
    PricePage takePage() {
        final PricePage page = freePages;
        if (page == null) {
            return newPage();
        }
        freePages = page.nextFree;
        return page;
    }

    void giveBack(final PricePage page) {
        page.nextFree = freePages;
        freePages = page;
    }

    /** A block without pages. */
    PriceBlock takeBlock() {
        final PriceBlock block = freeBlocks;
        if (block == null) {
            return new PriceBlock();
        }
        freeBlocks = block.left;
        block.left = null;
        return block;
    }

    void giveBack(final PriceBlock block) {
        block.left = freeBlocks;
        freeBlocks = block;
    }

    private boolean change(final int index, final int orders) {
        final long count = words[index + COUNT];
        words[index + COUNT] = count + orders | CHANGED;
        return count < CHANGED;
    }

    private PricePage newPage() {
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, 2 * pageCount);
            words = Arrays.copyOf(words, 2 * words.length);
        }
        final PricePage page = new PricePage(pageCount << PricePage.KEYS_LOG2);
        pages[pageCount++] = page;
        return page;
    }
}
