package io.bourse.persistence;

import io.bourse.client.EventCheckpoint;
import io.bourse.client.EventHandler;

/** Where events come from: the recorded stream of the cluster, or a test. */
interface EventSource extends AutoCloseable {
    /** Hands over at most {@code limit} events, without blocking; returns how many. */
    int poll(int limit);

    /** Events before this position are in PostgreSQL. */
    default void confirm(final long nextPosition) {
        // A test has nobody to tell.
    }

    @Override
    void close();

    /** Opens sources. */
    @FunctionalInterface
    interface Opener {
        /** A source whose first event is the one after {@code from}. */
        EventSource open(EventCheckpoint from, EventHandler handler);
    }
}
