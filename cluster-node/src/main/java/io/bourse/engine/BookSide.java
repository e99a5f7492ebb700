package io.bourse.engine;

/**
 * One side of a book: pages of sixteen neighbouring prices with a bitmap each, in a tree. Works on keys that rise from the
 * best price to worse ones: the price itself for asks, its complement for bids, so one direction of code serves both.
 *
 * <p>Best level and the next one are found by a bit scan. An existing page is found in an array that holds, for each rest
 * of its number, the page used last: without fail while prices lie within 65,536 ticks, and else mostly; behind it is a
 * hash table. The tree is only needed where a page begins or ends. Neither the number of orders nor the distance between
 * prices matters.
 */
final class BookSide {
    private static final int RECENT_PAGES_MAX = 1 << 12;
    /** For a side that never had an order: there may be many. */
    private static final PricePage[] NO_PAGES = new PricePage[1];

    private final Side side;
    private final long keyMask;
    private final PriceLevels levels;
    private final PageTree pages = new PageTree();
    private final HashTable<PricePage> pagesByNumber = new HashTable<>();
    private int best;
    /** Key of the best level; Long.MAX_VALUE when the side is empty. */
    private long bestKey = Long.MAX_VALUE;
    private PricePage[] recent = NO_PAGES;

    BookSide(final Side side, final PriceLevels levels) {
        this.side = side;
        this.levels = levels;
        keyMask = side.keyMask();
    }

    /** The level with the best price that holds orders; {@link PriceLevels#NONE} when the side is empty. */
    int best() {
        return best;
    }

    /** Price of the best level, ticks; only when there is one. */
    long bestPriceTicks() {
        return bestKey ^ keyMask;
    }

    /** Whether there is a best price and it is the limit or better: for either side one comparison of keys. */
    boolean isBestWithin(final long limitTicks) {
        return best != PriceLevels.NONE && bestKey <= key(limitTicks);
    }

    /** The occupied level next to an occupied one, away from the best; {@link PriceLevels#NONE} behind the last. */
    int next(final int level) {
        final PricePage page = levels.page(level);
        final int behind = page.behind(level);
        return behind == PriceLevels.NONE ? lowestBehind(page) : behind;
    }

    /** The level of a price, when it holds orders; else {@link PriceLevels#NONE}. */
    int find(final long priceTicks) {
        final long key = key(priceTicks);
        final PricePage page = page(PricePage.numberOf(key));
        return page != null && page.isOccupied(page.level(key)) ? page.level(key) : PriceLevels.NONE;
    }

    /** The level of a price, occupied from now on; the caller puts an order on it at once. */
    int occupy(final long priceTicks) {
        final long key = key(priceTicks);
        final long number = PricePage.numberOf(key);
        PricePage page = page(number);
        if (page == null) {
            page = addPage(number);
        }
        final int level = page.level(key);
        if (!page.isOccupied(level)) {
            page.occupy(level);
            levels.levelOccupied();
            if (key < bestKey || best == PriceLevels.NONE) {
                best = level;
                bestKey = key;
            }
        }
        return level;
    }

    /**
     * A level has lost its last order. Its page stays until {@link #discard}, so that it is found when used again.
     *
     * @return whether its page has no orders any more
     */
    boolean vacate(final int level) {
        final PricePage page = levels.page(level);
        page.vacate(level);
        levels.levelEmptied();
        if (level == best) {
            best = next(level);
            bestKey = best == PriceLevels.NONE ? Long.MAX_VALUE : levels.page(best).key(best);
        }
        return page.occupied == 0;
    }

    /** Gives back a page none of whose levels holds orders, unless that was done before. */
    void discard(final PricePage page) {
        if (page.height == 0) {
            return;
        }
        pages.remove(page);
        pagesByNumber.remove(page);
        final int index = recentIndex(page.number);
        if (recent[index] == page) {
            recent[index] = null;
        }
        levels.giveBack(page);
    }

    private static int lowestBehind(final PricePage from) {
        PricePage page = from.next;
        while (page != null && page.occupied == 0) {
            page = page.next;
        }
        return page == null ? PriceLevels.NONE : page.lowest();
    }

    private PricePage page(final long number) {
        final PricePage page = recent[recentIndex(number)];
        return page != null && page.number == number ? page : pageByHash(number);
    }

    private PricePage pageByHash(final long number) {
        PricePage found = pagesByNumber.first(levels.hash(number));
        while (found != null && found.number != number) {
            found = pagesByNumber.next(found);
        }
        if (found != null) {
            recent[recentIndex(number)] = found;
        }
        return found;
    }

    private PricePage addPage(final long number) {
        if (pagesByNumber.size() >= recent.length && recent.length < RECENT_PAGES_MAX || recent == NO_PAGES) {
            // What was in the smaller one comes back when it is asked for.
            recent = new PricePage[2 * recent.length];
        }
        final PricePage page = levels.takePage();
        page.number = number;
        page.side = side;
        pages.add(page);
        pagesByNumber.add(page, levels.hash(number));
        recent[recentIndex(number)] = page;
        return page;
    }

    private int recentIndex(final long number) {
        return (int) number & (recent.length - 1);
    }

    private long key(final long priceTicks) {
        return priceTicks ^ keyMask;
    }
}
