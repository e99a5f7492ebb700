package io.bourse.service;

import io.aeron.cluster.service.Cluster;
import org.agrona.concurrent.IdleStrategy;

/**
 * Keeps a cluster timer at or before the moment at which the engine wants to be called, so that what is due happens also
 * when nobody sends anything. None is set while nothing is due.
 *
 * <p>Each setting has a correlation id of its own, the position of the log entry that led to it. With one fixed id a timer
 * could be lost: the consensus module of a follower may read a timer event before the service has set that timer, counts
 * it by id, and swallows the next setting of this id; when a timer was moved or cancelled in between, the one swallowed is
 * another. A timer that was set for something that is gone, or moved to later, is left to fire: it does nothing.
 *
 * <p>None of this is state: which timers are set never changes what an entry of the log does. After the load of a
 * snapshot the consensus module has its own timers back, and the next entry sets another.
 */
final class DeadlineTimer {
    private static final long NEVER = Long.MAX_VALUE;

    private long correlationId;
    private long deadlineNs = NEVER;

    /** A timer has fired. */
    void onTimerEvent(final long firedCorrelationId) {
        if (firedCorrelationId == correlationId) {
            deadlineNs = NEVER;
        }
    }

    /**
     * Sets a timer when none is set that fires early enough; only from callbacks of the log.
     *
     * @param wantedNs when the engine wants to be called; Long.MAX_VALUE for never
     */
    void update(final Cluster cluster, final long wantedNs) {
        if (wantedNs >= deadlineNs) {
            return;
        }
        final long wantedCorrelationId = cluster.logPosition();
        final IdleStrategy idleStrategy = cluster.idleStrategy();
        idleStrategy.reset();
        while (!cluster.scheduleTimer(wantedCorrelationId, wantedNs)) {
            idleStrategy.idle();
        }
        if (deadlineNs != NEVER) {
            // The earlier one does its work too; without this, ever earlier deadlines would pile up timers.
            while (!cluster.cancelTimer(correlationId)) {
                idleStrategy.idle();
            }
        }
        correlationId = wantedCorrelationId;
        deadlineNs = wantedNs;
    }
}
