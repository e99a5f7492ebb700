package io.bourse.engine;

/**
 * Sixty-four neighbouring {@link PricePage}s of one {@link BookSide}, 1,024 keys, and which of them hold orders. A node of a
 * {@link BlockTree}, linked with the next blocks, and in the hash table of its side. Pooled.
 */
final class PriceBlock extends Keyed {
    private static final int PAGES_LOG2 = 6;
    private static final int PAGE_MASK = (1 << PAGES_LOG2) - 1;

    private final PricePage[] pages = new PricePage[1 << PAGES_LOG2];
    /** Key divided by 1,024. */
    long number;
    private int pageCount;
    /** Bit i: orders rest in page i. */
    private long occupied;
    PriceBlock next;
    PriceBlock previous;
    /** Links of the tree; the left of a block in the pool is the next in the pool. */
    PriceBlock left;
    PriceBlock right;
    /** Of the node in the AA tree, 1 for leaves; 0: it is in none. */
    int height;

    static long numberOf(final long key) {
        return key >> PAGES_LOG2 + PricePage.KEYS_LOG2;
    }

    /** The page of a key that lies here, or null. */
    PricePage page(final long key) {
        return pages[(int) PricePage.numberOf(key) & PAGE_MASK];
    }

    void add(final PricePage page) {
        page.block = this;
        pages[index(page)] = page;
        pageCount++;
    }

    void remove(final PricePage page) {
        page.block = null;
        pages[index(page)] = null;
        pageCount--;
    }

    boolean hasPages() {
        return pageCount != 0;
    }

    boolean isOccupied() {
        return occupied != 0;
    }

    void occupy(final PricePage page) {
        occupied |= 1L << index(page);
    }

    void vacate(final PricePage page) {
        occupied &= ~(1L << index(page));
    }

    /** The first occupied page; only when any is. */
    PricePage lowest() {
        return pages[Long.numberOfTrailingZeros(occupied)];
    }

    /** The first occupied page behind this one; null when there is none. */
    PricePage behind(final PricePage page) {
        // Two shifts: none is by the width of the word.
        final long behind = occupied >>> index(page) >>> 1;
        return behind == 0 ? null : pages[index(page) + 1 + Long.numberOfTrailingZeros(behind)];
    }

    private static int index(final PricePage page) {
        return (int) page.number & PAGE_MASK;
    }
}
