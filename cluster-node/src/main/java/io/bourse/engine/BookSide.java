package io.bourse.engine;

/**
 * One side of a book: pages of sixteen neighbouring prices with a bitmap each, in blocks of 64 pages with a bitmap each, in a
 * tree. Works on keys that rise from the best price to worse ones: the price itself for asks, its complement for bids, so one
 * direction of code serves both.
 *
 * <p>Best level and the next one are found by bit scans. An existing block is found in an array that holds, for each rest
 * of its number, the block used last: without fail while prices lie within 65,536 ticks, and else mostly; behind it is a
 * hash table. The tree is only needed where a block begins or ends. Neither the number of orders nor the distance between
 * prices matters.
 */
final class BookSide {
    private static final int RECENT_BLOCKS = 1 << 6;
    /** For a side that never had an order: there may be many. */
    private static final PriceBlock[] NO_BLOCKS = new PriceBlock[RECENT_BLOCKS];

    private final Side side;
    private final long keyMask;
    private final PriceLevels levels;
    private final BlockTree blocks = new BlockTree();
    private final HashTable<PriceBlock> blocksByNumber = new HashTable<>();
    private int best;
    /** Key of the best level; Long.MAX_VALUE when the side is empty. */
    private long bestKey = Long.MAX_VALUE;
    private PriceBlock[] recent = NO_BLOCKS;

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
        final PricePage page = page(key);
        return page != null && page.isOccupied(page.level(key)) ? page.level(key) : PriceLevels.NONE;
    }

    /** The level of a price, occupied from now on; the caller puts an order on it at once. */
    int occupy(final long priceTicks) {
        final long key = key(priceTicks);
        PricePage page = page(key);
        if (page == null) {
            page = addPage(key);
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
        final PriceBlock block = page.block;
        if (block != null) {
            block.remove(page);
            levels.giveBack(page);
            if (!block.hasPages()) {
                discard(block);
            }
        }
    }

    private void discard(final PriceBlock block) {
        blocks.remove(block);
        blocksByNumber.remove(block);
        final int index = recentIndex(block.number);
        if (recent[index] == block) {
            recent[index] = null;
        }
        levels.giveBack(block);
    }

    private static int lowestBehind(final PricePage from) {
        final PricePage page = from.block.behind(from);
        return page == null ? lowestBehind(from.block) : page.lowest();
    }

    private static int lowestBehind(final PriceBlock from) {
        PriceBlock block = from.next;
        while (block != null && !block.isOccupied()) {
            block = block.next;
        }
        return block == null ? PriceLevels.NONE : block.lowest().lowest();
    }

    private PricePage page(final long key) {
        final PriceBlock block = block(PriceBlock.numberOf(key));
        return block == null ? null : block.page(key);
    }

    private PriceBlock block(final long number) {
        final PriceBlock block = recent[recentIndex(number)];
        return block != null && block.number == number ? block : blockByHash(number);
    }

    private PriceBlock blockByHash(final long number) {
        PriceBlock found = blocksByNumber.first(levels.hash(number));
        while (found != null && found.number != number) {
            found = blocksByNumber.next(found);
        }
        if (found != null) {
            recent[recentIndex(number)] = found;
        }
        return found;
    }

    private PricePage addPage(final long key) {
        final long number = PriceBlock.numberOf(key);
        final PriceBlock existing = block(number);
        final PriceBlock block = existing == null ? addBlock(number) : existing;
        final PricePage page = levels.takePage();
        page.number = PricePage.numberOf(key);
        page.side = side;
        block.add(page);
        return page;
    }

    private PriceBlock addBlock(final long number) {
        if (recent == NO_BLOCKS) {
            recent = new PriceBlock[RECENT_BLOCKS];
        }
        final PriceBlock block = levels.takeBlock();
        block.number = number;
        blocks.add(block);
        blocksByNumber.add(block, levels.hash(number));
        recent[recentIndex(number)] = block;
        return block;
    }

    private static int recentIndex(final long number) {
        return (int) number & RECENT_BLOCKS - 1;
    }

    private long key(final long priceTicks) {
        return priceTicks ^ keyMask;
    }
}
