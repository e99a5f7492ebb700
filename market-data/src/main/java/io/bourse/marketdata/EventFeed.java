package io.bourse.marketdata;

import io.bourse.client.EventCheckpoint;
import io.bourse.client.EventHandler;

/** Where events come from: {@code EventStreamReader}, or frames that a test made. */
interface EventFeed extends AutoCloseable {
    /** Never blocks; returns the number of events handed over. */
    int poll(int limit);

    /** Whether events would arrive now if there were any. */
    boolean isFollowing();

    /** Whether no event is older than a second that has not been handed over. */
    boolean isCurrent();

    /** Events before this position are in Redis. */
    default void confirm(final long nextPosition) {
        // A test has nobody to tell.
    }

    /** Whether a snapshot of the market is to be asked for, to appear among the events. */
    default void wantMarketSnapshot(final boolean isWanted) {
        // A test puts one there.
    }

    @Override
    void close();

    /** Opens a feed of the events after {@code from}; from the newest on when that is null. */
    @FunctionalInterface
    interface Source {
        EventFeed open(EventCheckpoint from, EventHandler handler);
    }
}
