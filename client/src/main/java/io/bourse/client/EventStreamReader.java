package io.bourse.client;

import io.aeron.Aeron;
import io.bourse.wire.ClusterEndpoints;

/** Skeleton. */
public final class EventStreamReader implements AutoCloseable {
    /** From the event after {@code from}. */
    public EventStreamReader(
        final Aeron aeron, final ClusterEndpoints endpoints, final EventCheckpoint from, final EventHandler handler) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** From the newest event on. */
    public static EventStreamReader fromLiveEnd(
        final Aeron aeron, final ClusterEndpoints endpoints, final EventHandler handler) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Never blocks; returns the number of events handed over. */
    public int poll(final int limit) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Whether events would arrive now if there were any. */
    public boolean isFollowing() {
        throw new UnsupportedOperationException("skeleton");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("skeleton");
    }
}
