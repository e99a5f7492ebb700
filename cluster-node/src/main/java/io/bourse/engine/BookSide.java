package io.bourse.engine;

/**
 * One side of a book: pages of 64 neighbouring prices with a bitmap each, in a tree. Works on keys that rise from the best
 * price to worse ones: the price itself for asks, its complement for bids, so one direction of code serves both.
 *
 * <p>Best level and the next one are found by a bit scan. An existing page is found in an array that holds, for each rest
 * of its number, the page used last: without fail while prices lie within 65,536 ticks, and else mostly; behind it is a
 * hash table. The tree is only needed where a page begins or ends. Neither the number of orders nor the distance between
 * prices matters.
 */
final class BookSide {
    private static final int RECENT_PAGES = 1 << 10;
    /** For a side that never had an order: there may be many. */
    private static final PricePage[] NO_PAGES = new PricePage[1];

    final Side side;
    private final long keyMask;
    private final LevelPool pool;
    private final PageTree pages = new PageTree();
    private final HashTable<PricePage> pagesByNumber = new HashTable<>();
    private PriceLevel best;
    private PricePage[] recent = NO_PAGES;

    BookSide(final Side side, final LevelPool pool) {
        this.side = side;
        this.pool = pool;
        keyMask = side == Side.BUY ? -1L : 0L;
    }

    /** The level with the best price that holds orders; null when the side is empty. */
    PriceLevel best() {
        return best;
    }

    /** Whether there is a best price and it is the limit or better: for either side one comparison of keys. */
    boolean isBestWithin(final long limitTicks) {
        final PriceLevel level = best;
        return level != null && key(level.priceTicks) <= key(limitTicks);
    }

    /** The occupied level next to an occupied one, away from the best; null behind the last. */
    PriceLevel next(final PriceLevel level) {
        return following(level.page, key(level.priceTicks));
    }

    /** The level of a price, when it holds orders; else null. */
    PriceLevel find(final long priceTicks) {
        final long key = key(priceTicks);
        final PricePage page = page(PricePage.numberOf(key));
        if (page == null) {
            return null;
        }
        final int index = PricePage.indexOf(key);
        return (page.occupied >>> index & 1) == 0 ? null : page.levels[index];
    }

    /** The level of a price, made when there is none; the caller puts an order on it at once. */
    PriceLevel occupy(final long priceTicks) {
        final long key = key(priceTicks);
        final long number = PricePage.numberOf(key);
        PricePage page = page(number);
        if (page == null) {
            page = addPage(number);
        }
        final int index = PricePage.indexOf(key);
        PriceLevel level = page.levels[index];
        if (level == null) {
            level = pool.takeLevel();
            level.priceTicks = priceTicks;
            level.side = side;
            level.page = page;
            page.levels[index] = level;
            page.levelCount++;
        }
        if ((page.occupied >>> index & 1) == 0) {
            page.occupied |= 1L << index;
            pool.levelOccupied();
            if (best == null || key < key(best.priceTicks)) {
                best = level;
            }
        }
        return level;
    }

    /** A level has lost its last order. It stays in its page until {@link #discard}, so that it is found when used again. */
    void vacate(final PriceLevel level) {
        final PricePage page = level.page;
        final long key = key(level.priceTicks);
        page.occupied &= ~(1L << PricePage.indexOf(key));
        pool.levelEmptied();
        if (level == best) {
            best = following(page, key);
        }
    }

    /** Gives back a vacated level, and its page when that was the last level on it. */
    void discard(final PriceLevel level) {
        final PricePage page = level.page;
        page.levels[PricePage.indexOf(key(level.priceTicks))] = null;
        pool.giveBack(level);
        if (--page.levelCount == 0) {
            pages.remove(page);
            pagesByNumber.remove(page);
            final int index = recentIndex(page.number);
            if (recent[index] == page) {
                recent[index] = null;
            }
            pool.giveBack(page);
        }
    }

    private PriceLevel following(final PricePage from, final long key) {
        // Shifting twice, because a shift by 64 would be a shift by 0.
        final long behind = from.occupied >>> PricePage.indexOf(key) >>> 1;
        if (behind != 0) {
            return from.levels[PricePage.indexOf(key) + 1 + Long.numberOfTrailingZeros(behind)];
        }
        PricePage page = from.next;
        while (page != null && page.occupied == 0) {
            page = page.next;
        }
        return page == null ? null : page.lowest();
    }

    private PricePage page(final long number) {
        final PricePage page = recent[recentIndex(number)];
        return page != null && page.number == number ? page : pageByHash(number);
    }

    private PricePage pageByHash(final long number) {
        PricePage found = pagesByNumber.first(pool.hash(number));
        while (found != null && found.number != number) {
            found = pagesByNumber.next(found);
        }
        if (found != null) {
            recent[recentIndex(number)] = found;
        }
        return found;
    }

    private PricePage addPage(final long number) {
        if (recent == NO_PAGES) {
            recent = new PricePage[RECENT_PAGES];
        }
        final PricePage page = pool.takePage();
        page.number = number;
        pages.add(page);
        pagesByNumber.add(page, pool.hash(number));
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
