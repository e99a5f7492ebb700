package io.bourse.deploy.demo;

import java.util.random.RandomGenerator;

/**
 * A price that wanders in ticks: small steps of either sign, drawn back to where it began the more the further it is
 * away, and never further than a limit.
 */
final class RandomWalk {
    private static final int PULL_DIVISOR = 200;

    private final RandomGenerator random;
    private final long homeTicks;
    private final long reachTicks;
    private final long stepTicksMax;
    private long priceTicks;

    /**
     * @param random       source of chance
     * @param homeTicks    where it begins
     * @param reachTicks   furthest from there, below {@code homeTicks}
     * @param stepTicksMax largest step of chance, at least 1
     */
    RandomWalk(final RandomGenerator random, final long homeTicks, final long reachTicks, final long stepTicksMax) {
        if (reachTicks < 1 || reachTicks >= homeTicks || stepTicksMax < 1) {
            throw new IllegalArgumentException(
                "homeTicks=" + homeTicks + " reachTicks=" + reachTicks + " stepTicksMax=" + stepTicksMax);
        }
        this.random = random;
        this.homeTicks = homeTicks;
        this.reachTicks = reachTicks;
        this.stepTicksMax = stepTicksMax;
        this.priceTicks = homeTicks;
    }

    /** Where it is. */
    long priceTicks() {
        return priceTicks;
    }

    /** Goes one step. Returns where it is then. */
    long next() {
        final long chance = random.nextLong(-stepTicksMax, stepTicksMax + 1);
        final long pull = (homeTicks - priceTicks) / PULL_DIVISOR;
        priceTicks = Math.clamp(priceTicks + chance + pull, homeTicks - reachTicks, homeTicks + reachTicks);
        return priceTicks;
    }
}
