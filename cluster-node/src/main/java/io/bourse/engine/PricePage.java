package io.bourse.engine;

/** Sixteen neighbouring keys of one {@link BookSide}, and which of their levels hold orders; part of a block. Pooled. */
final class PricePage {
    static final int KEYS_LOG2 = 4;

    private static final int KEY_MASK = (1 << KEYS_LOG2) - 1;

    /** The level of its first key, for good; the others follow. */
    final int firstLevel;
    /** Key divided by 16. */
    long number;
    /** Bit i: the level of key 16 x number + i holds orders. */
    int occupied;
    Side side;
    /** Null: it is in the pool. */
    PriceBlock block;
    PricePage nextFree;

    PricePage(final int firstLevel) {
        this.firstLevel = firstLevel;
    }

    static long numberOf(final long key) {
        return key >> KEYS_LOG2;
    }

    /** The level of a key that lies here. */
    int level(final long key) {
        return firstLevel + ((int) key & KEY_MASK);
    }

    boolean isOccupied(final int level) {
        return (occupied >>> (level & KEY_MASK) & 1) != 0;
    }

    void occupy(final int level) {
        if (occupied == 0) {
            block.occupy(this);
        }
        occupied |= 1 << (level & KEY_MASK);
    }

    void vacate(final int level) {
        occupied &= ~(1 << (level & KEY_MASK));
        if (occupied == 0) {
            block.vacate(this);
        }
    }

    /** The first occupied level; only when any is. */
    int lowest() {
        return firstLevel + Integer.numberOfTrailingZeros(occupied);
    }

    /** The first occupied level behind this one; {@link PriceLevels#NONE} when there is none. */
    int behind(final int level) {
        // Two shifts, one by sixteen at most: none is by the width of the word.
        final int behind = occupied >>> (level & KEY_MASK) >>> 1;
        return behind == 0 ? PriceLevels.NONE : level + 1 + Integer.numberOfTrailingZeros(behind);
    }

    long key(final int level) {
        return number << KEYS_LOG2 | level & KEY_MASK;
    }

    long priceTicks(final int level) {
        return key(level) ^ side.keyMask();
    }
}
