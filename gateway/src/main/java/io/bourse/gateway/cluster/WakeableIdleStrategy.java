package io.bourse.gateway.cluster;

import org.agrona.concurrent.IdleStrategy;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Sleeps twice as long each time there is nothing to do, but no longer than an answer may keep one waiting, and wakes at
 * once for a new request.
 */
final class WakeableIdleStrategy implements IdleStrategy {
    private static final long PARK_NS_MIN = 10_000;
    /** While answers are awaited: they come by polling, which nothing announces. */
    private static final long PARK_NS_MAX_EXPECTING = 200_000;

    private final long parkNsMax;
    private final long parkNsMaxExpecting;
    private final BooleanSupplier isExpecting;
    private long parkNs = PARK_NS_MIN;
    private volatile Thread sleeper;
    private volatile boolean signalled;

    WakeableIdleStrategy(final long parkNsMax, final BooleanSupplier isExpecting) {
        this.parkNsMax = parkNsMax;
        this.parkNsMaxExpecting = Math.min(parkNsMax, PARK_NS_MAX_EXPECTING);
        this.isExpecting = isExpecting;
    }

    /** From any thread: there is something to do. */
    void wake() {
        signalled = true;
        final Thread thread = sleeper;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        sleeper = Thread.currentThread();
        if (!signalled) {
            LockSupport.parkNanos(parkNs);
        }
        sleeper = null;
        if (signalled) {
            signalled = false;
            reset();
        } else {
            parkNs = Math.min(parkNs * 2, isExpecting.getAsBoolean() ? parkNsMaxExpecting : parkNsMax);
        }
    }

    @Override
    public void reset() {
        parkNs = PARK_NS_MIN;
    }

    @Override
    public String alias() {
        return "wakeable";
    }
}
