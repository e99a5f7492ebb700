package io.bourse.gateway.http.v1;

import io.bourse.gateway.http.HttpError;
import io.bourse.persistence.History;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until PostgreSQL has what the engine has already answered; on a worker. */
final class ReadYourWrites {
    /** Longest wait; then 503. */
    static final long WAIT_MS = 2_000;

    private static final long POLL_NS_MIN = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long POLL_NS_MAX = TimeUnit.MILLISECONDS.toNanos(40);

    private ReadYourWrites() {
    }

    static void await(final History history, final long eventSequence) {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
        long pollNs = POLL_NS_MIN;
        while (history.appliedEventSequence() < eventSequence) {
            if (System.nanoTime() - deadlineNs >= 0) {
                throw HttpError.unavailable("STALE", "PostgreSQL is behind the engine at this moment.");
            }
            LockSupport.parkNanos(pollNs);
            pollNs = Math.min(2 * pollNs, POLL_NS_MAX);
        }
    }
}
