package io.bourse.system;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waiting for a condition instead of for a time. */
final class Await {
    private static final long PAUSE_NS = 20_000_000L;

    private Await() {
    }

    /** Returns once the condition holds. What the condition throws counts as "not yet" and is told at the end. */
    static void until(final String what, final Duration deadline, final Callable<Boolean> condition) {
        final long deadlineNs = System.nanoTime() + deadline.toNanos();
        Throwable last = null;
        do {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (final Exception | AssertionError ex) {
                last = ex;
            }
            pause(PAUSE_NS);
        } while (System.nanoTime() - deadlineNs < 0);
        throw new AssertionError("waited " + deadline + " in vain for: " + what, last);
    }

    /** Lets other threads run for about this long: for pacing a load, never for "it will be done by then". */
    static void pause(final long ns) {
        LockSupport.parkNanos(ns);
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("interrupted: the time limit of the test has passed");
        }
    }
}
