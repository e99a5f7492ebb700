package io.bourse.engine;

/**
 * The levels of 64 neighbouring prices of one side and which of them hold orders. A node of a {@link PageTree}, and
 * linked with the pages next to it. Pooled.
 */
final class PricePage {
    static final int PRICES_LOG2 = 6;
    static final int PRICES = 1 << PRICES_LOG2;
    private static final int PRICE_MASK = PRICES - 1;

    /** Price divided by 64. */
    long number;
    /** Bit i: the level at price 64 x number + i holds orders. A level without its bit waits for the end of the command. */
    long occupied;
    /** Levels held, with or without orders. */
    int levelCount;
    final PriceLevel[] levels = new PriceLevel[PRICES];
    PricePage nextHigher;
    PricePage nextLower;
    PricePage left;
    PricePage right;
    /** Level of the node in the AA tree, 1 for leaves. */
    int height;

    static long numberOf(final long priceTicks) {
        return priceTicks >> PRICES_LOG2;
    }

    static int indexOf(final long priceTicks) {
        return (int) priceTicks & PRICE_MASK;
    }

    PriceLevel lowest() {
        return levels[Long.numberOfTrailingZeros(occupied)];
    }

    PriceLevel highest() {
        return levels[PRICE_MASK - Long.numberOfLeadingZeros(occupied)];
    }
}
