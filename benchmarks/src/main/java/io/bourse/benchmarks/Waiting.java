package io.bourse.benchmarks;

/** How the two threads wait for each other: awake, but not so that the other cannot run where there is one core too few. */
final class Waiting {
    private static final int SPINS_BEFORE_YIELD = 512;

    private Waiting() {
    }

    /** To be called in a loop with 0, 1, 2 and so on. */
    static void once(final int spins) {
        if (spins < SPINS_BEFORE_YIELD) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }
}
