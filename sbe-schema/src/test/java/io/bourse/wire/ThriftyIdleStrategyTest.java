package io.bourse.wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
final class ThriftyIdleStrategyTest {
    private static final long PARK_NS_MIN = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long PARK_NS_LONG = TimeUnit.MILLISECONDS.toNanos(40);
    private static final long PARK_NS_ENDLESS = TimeUnit.HOURS.toNanos(1);

    @Test
    void shouldSleepLongerTheLongerThereIsNothingToDo() {
        final ThriftyIdleStrategy strategy = new ThriftyIdleStrategy(PARK_NS_MIN, PARK_NS_LONG);
        int cycles = 0;
        while (sleepNs(strategy, 0) < PARK_NS_LONG / 2) {
            cycles++;
            assertTrue(cycles < 100, "never sleeps long");
        }
    }

    @Test
    void shouldSleepLongAgainSoonAfterOnePieceOfWork() {
        final ThriftyIdleStrategy strategy = new ThriftyIdleStrategy(PARK_NS_LONG, PARK_NS_LONG * 16);
        strategy.idle(0);
        strategy.idle(0);
        strategy.idle(0);
        strategy.idle(1);
        assertTrue(sleepNs(strategy, 0) >= PARK_NS_LONG * 2, "a quarter of the sleep that was next");
    }

    @Test
    void shouldNotSleepAfterWork() {
        final ThriftyIdleStrategy strategy = new ThriftyIdleStrategy(PARK_NS_ENDLESS, PARK_NS_ENDLESS);
        strategy.idle(1);
        strategy.idle(Integer.MAX_VALUE);
    }

    @Test
    void shouldWakeWhoSleepsLong() throws InterruptedException {
        final ThriftyIdleStrategy strategy = new ThriftyIdleStrategy(PARK_NS_ENDLESS, PARK_NS_ENDLESS);
        final Thread agent = new Thread(() -> strategy.idle(0));
        agent.start();
        while (agent.isAlive()) {
            Profile.wakeAgents();
            agent.join(1);
        }
        assertFalse(agent.isAlive());
    }

    private static long sleepNs(final ThriftyIdleStrategy strategy, final int workCount) {
        final long startNs = System.nanoTime();
        strategy.idle(workCount);
        return System.nanoTime() - startNs;
    }
}
