package io.bourse.deploy.demo;

import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RandomWalkTest {
    private static final long SEED = Long.getLong("seed", 20261123L);

    @Test
    void shouldBeginAtHome() {
        assertEquals(15_000, new RandomWalk(new Random(SEED), 15_000, 750, 5).priceTicks());
    }

    @Test
    void shouldNeverLeaveItsReach() {
        final RandomWalk walk = new RandomWalk(new Random(SEED), 1_000, 20, 50);
        long lowest = Long.MAX_VALUE;
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < 10_000; i++) {
            final long ticks = walk.next();
            assertEquals(ticks, walk.priceTicks());
            lowest = Math.min(lowest, ticks);
            highest = Math.max(highest, ticks);
        }
        assertEquals(980, lowest, "seed=" + SEED);
        assertEquals(1_020, highest, "seed=" + SEED);
    }

    @Test
    void shouldTakeStepsOfBothSignsNoLargerThanAllowed() {
        final RandomWalk walk = new RandomWalk(new Random(SEED), 15_000, 750, 5);
        int ups = 0;
        int downs = 0;
        for (int i = 0; i < 10_000; i++) {
            final long before = walk.priceTicks();
            final long step = walk.next() - before;
            final long pull = (15_000 - before) / 200;
            assertTrue(Math.abs(step - pull) <= 5, "seed=" + SEED + " step=" + step);
            ups += step > 0 ? 1 : 0;
            downs += step < 0 ? 1 : 0;
        }
        assertTrue(ups > 3_000 && downs > 3_000, "seed=" + SEED + " ups=" + ups + " downs=" + downs);
    }

    @Test
    void shouldBeDrawnBackHome() {
        final RandomWalk walk = new RandomWalk(new Random(SEED), 100_000, 20_000, 30);
        long sum = 0;
        for (int i = 0; i < 100_000; i++) {
            sum += walk.next();
        }
        assertEquals(100_000, sum / 100_000.0, 500, "seed=" + SEED);
    }

    @Test
    void shouldRefuseAReachThatLeavesNoPrice() {
        final Random random = new Random(SEED);
        assertThrows(IllegalArgumentException.class, () -> new RandomWalk(random, 100, 100, 1));
        assertThrows(IllegalArgumentException.class, () -> new RandomWalk(random, 100, 10, 0));
    }
}
