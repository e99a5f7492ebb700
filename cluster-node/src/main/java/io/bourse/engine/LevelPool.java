package io.bourse.engine;

/** Levels and pages that all books share. Grows in chunks; what is given back is used first. */
final class LevelPool {
    private static final int CHUNK_LEVELS = 256;
    private static final int CHUNK_PAGES = 16;

    private final Hashing hashing;
    private PriceLevel freeLevels;
    private PricePage freePages;
    private int occupiedLevels;

    LevelPool(final Hashing hashing) {
        this.hashing = hashing;
    }

    /** Of the number of a page. */
    long hash(final long pageNumber) {
        return hashing.hash(pageNumber);
    }

    PriceLevel takeLevel() {
        if (freeLevels == null) {
            for (int i = 0; i < CHUNK_LEVELS; i++) {
                giveBack(new PriceLevel());
            }
        }
        final PriceLevel level = freeLevels;
        freeLevels = level.nextFree;
        level.nextFree = null;
        return level;
    }

    void giveBack(final PriceLevel level) {
        level.page = null;
        level.nextFree = freeLevels;
        freeLevels = level;
    }

    PricePage takePage() {
        if (freePages == null) {
            for (int i = 0; i < CHUNK_PAGES; i++) {
                giveBack(new PricePage());
            }
        }
        final PricePage page = freePages;
        freePages = page.left;
        page.left = null;
        return page;
    }

    void giveBack(final PricePage page) {
        page.left = freePages;
        freePages = page;
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
}
