package io.bourse.engine;

/**
 * The levels of 64 neighbouring keys of one {@link BookSide} and which of them hold orders. A node of a {@link PageTree},
 * linked with the next pages, and in the hash table of its side. Pooled.
 */
final class PricePage extends Keyed {
    static final int KEYS_LOG2 = 6;
    static final int KEYS = 1 << KEYS_LOG2;

    /** Key divided by 64. */
    long number;
    /** Bit i: the level of key 64 x number + i holds orders. A level without its bit waits for the end of the command. */
    long occupied;
    /** Levels held, with or without orders. */
    int levelCount;
    final PriceLevel[] levels = new PriceLevel[KEYS];
    PricePage next;
    PricePage previous;
    /** Links of the tree; the left of a page in the pool is the next in the pool. */
    PricePage left;
    PricePage right;
    /** Of the node in the AA tree, 1 for leaves. */
    int height;

    static long numberOf(final long key) {
        return key >> KEYS_LOG2;
    }

    static int indexOf(final long key) {
        return (int) key & (KEYS - 1);
    }

    /** The level with the lowest key; only when any is occupied. */
    PriceLevel lowest() {
        return levels[Long.numberOfTrailingZeros(occupied)];
    }
}
