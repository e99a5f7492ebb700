package io.bourse.wire;

import org.agrona.concurrent.IdleStrategy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sleeps twice as long each time there was nothing to do, and a quarter as long after each time there was.
 *
 * <p>Agrona's back-off strategy answers a single piece of work with five cycles that do not sleep and a start from the
 * shortest sleep: an agent that has a little to do now and then, such as a heartbeat to send, never sleeps long and runs
 * most of its cycles for nothing. Here one piece of work is nearly free, and after three or four of them the agent is as
 * awake as it can be.
 *
 * <p>A message that passes many agents would wait for each in turn to wake by itself. Who knows that one is on its way
 * wakes all of the process.
 */
final class ThriftyIdleStrategy implements IdleStrategy {
    private static final int AWAKENING = 4;
    /** From here on it pays to be woken. */
    private static final long LONG_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Each in there for the time of its long sleep only, so that nothing is left of agents that have ended. */
    private static final Set<ThriftyIdleStrategy> LONG_SLEEPERS = ConcurrentHashMap.newKeySet();

    private final long parkNsMin;
    private final long parkNsMax;
    private long parkNs;
    /** Written before this is put into the set, so seen by who takes it out. */
    private Thread sleeper;

    /**
     * @param parkNsMin shortest sleep
     * @param parkNsMax longest sleep
     */
    ThriftyIdleStrategy(final long parkNsMin, final long parkNsMax) {
        this.parkNsMin = parkNsMin;
        this.parkNsMax = parkNsMax;
        parkNs = parkNsMin;
    }

    /** From any thread: wakes the agents that sleep long, and they go back to short sleeps. Cheap when none does. */
    static void wakeAll() {
        for (final ThriftyIdleStrategy strategy : LONG_SLEEPERS) {
            final Thread thread = strategy.sleeper;
            if (LONG_SLEEPERS.remove(strategy)) {
                LockSupport.unpark(thread);
            }
        }
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            parkNs = Math.max(parkNs / AWAKENING, parkNsMin);
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        boolean isWoken = false;
        if (parkNs < LONG_PARK_NS) {
            LockSupport.parkNanos(parkNs);
        } else {
            sleeper = Thread.currentThread();
            LONG_SLEEPERS.add(this);
            LockSupport.parkNanos(parkNs);
            isWoken = !LONG_SLEEPERS.remove(this);
        }
        parkNs = isWoken ? parkNsMin : Math.min(2 * parkNs, parkNsMax);
    }

    @Override
    public void reset() {
        parkNs = parkNsMin;
    }

    @Override
    public String alias() {
        return "thrifty";
    }
}
