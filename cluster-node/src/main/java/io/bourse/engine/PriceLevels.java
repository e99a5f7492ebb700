package io.bourse.engine;

import java.util.Arrays;

/**
 * The price levels of all books, sixteen neighbouring prices together: a level is found from its price with one cache line of
 * its own, and tells its price without another. What every change touches lies in records of 16 bytes, four to a cache line; the
 * numbers of orders, and the hidden quantities that hardly any level has, in arrays of their own. A level is the number of its
 * record, and that is its page and its place there; 0 is none. Grows by doubling.
 */
final class PriceLevels {
    static final int NONE = 0;

    private static final int INITIAL_PAGES = 1 << 3;
    private static final int WORDS_LOG2 = 2;
    /** Words 0 and 1 are the sum of the displayed open quantities, low half first: at most the base supply, which fits. */
    private static final int FIRST = 2;
    private static final int LAST = 3;
    private static final long LOW_HALF = 0xFFFF_FFFFL;
    /** In the number of orders: the level has changed since {@link #settle}. */
    private static final int CHANGED = 1 << 31;

    private final OrderSlots slots;
    private final Hashing hashing;
    private int[] words = new int[INITIAL_PAGES << PricePage.KEYS_LOG2 + WORDS_LOG2];
    private int[] counts = new int[INITIAL_PAGES << PricePage.KEYS_LOG2];
    /** Sums of the hidden open quantities; without room for levels until one of them has any. */
    private long[] hidden = {};
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
        final int index = level << WORDS_LOG2;
        return words[index] & LOW_HALF | (long) words[index + 1] << Integer.SIZE;
    }

    /** Sum of the hidden open quantities, lots. */
    long hiddenLots(final int level) {
        return level < hidden.length ? hidden[level] : 0;
    }

    int orderCount(final int level) {
        return counts[level] & ~CHANGED;
    }

    /** The order with the best priority. */
    int first(final int level) {
        return words[(level << WORDS_LOG2) + FIRST];
    }

    boolean isEmpty(final int level) {
        return first(level) == OrderSlots.NONE;
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
    boolean append(final int level, final int slot, final long displayed, final long hiddenLots) {
        final int index = level << WORDS_LOG2;
        final int first = words[index + FIRST];
        slots.append(slot, displayed, words[index + LAST], level);
        words[index + FIRST] = first == OrderSlots.NONE ? slot : first;
        words[index + LAST] = slot;
        if (hiddenLots != 0) {
            lowerHidden(level, -hiddenLots);
        }
        return change(level, displayed, 1);
    }

    /** Takes out an order, of whose quantity so much is hidden; the answer is that of {@link #append}. */
    boolean remove(final int level, final int slot, final long hiddenLots) {
        final int index = level << WORDS_LOG2;
        final int previous = slots.previous(slot);
        final int next = slots.next(slot);
        final long lots = slots.lots(slot);
        slots.remove(slot);
        final int first = words[index + FIRST];
        final int last = words[index + LAST];
        words[index + FIRST] = first == slot ? next : first;
        words[index + LAST] = last == slot ? previous : last;
        if (hiddenLots != 0) {
            lowerHidden(level, hiddenLots);
        }
        return change(level, -lots, -1);
    }

    /** An order has lost so much of what it shows; the answer is that of {@link #append}. */
    boolean lower(final int level, final long displayed) {
        return change(level, -displayed, 0);
    }

    /** An order has lost so much of what it hides, which is no change for anybody. */
    void lowerHidden(final int level, final long hiddenLots) {
        if (level >= hidden.length) {
            hidden = Arrays.copyOf(hidden, counts.length);
        }
        hidden[level] -= hiddenLots;
    }

    /** Its changes have been told. */
    void settle(final int level) {
        counts[level] &= ~CHANGED;
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

    /** A block without pages; its links are those of nobody until it is in a tree. */
    PriceBlock takeBlock() {
        final PriceBlock block = freeBlocks;
        if (block == null) {
            return new PriceBlock();
        }
        freeBlocks = block.left;
        return block;
    }

    void giveBack(final PriceBlock block) {
        block.left = freeBlocks;
        freeBlocks = block;
    }

    private boolean change(final int level, final long displayed, final int orders) {
        final int index = level << WORDS_LOG2;
        final long lots = quantityLots(level) + displayed;
        words[index] = (int) lots;
        words[index + 1] = (int) (lots >>> Integer.SIZE);
        final int count = counts[level];
        counts[level] = count + orders | CHANGED;
        return count >= 0;
    }

    private PricePage newPage() {
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, 2 * pageCount);
            words = Arrays.copyOf(words, 2 * words.length);
            counts = Arrays.copyOf(counts, 2 * counts.length);
        }
        final PricePage page = new PricePage(pageCount << PricePage.KEYS_LOG2);
        pages[pageCount++] = page;
        return page;
    }
}
