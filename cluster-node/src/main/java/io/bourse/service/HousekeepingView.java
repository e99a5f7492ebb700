package io.bourse.service;

/**
 * What a member's housekeeping wants to know of the log: how far events go, up to where those who must not miss any have
 * confirmed them, and who is known to be short of room. Not state: it decides only what is removed here; after a start a
 * consumer is unknown until it reports. Written by the service thread, read by any.
 */
public final class HousekeepingView {
    /** Of a consumer that has not reported since the member started. */
    public static final long UNKNOWN = -1;

    private volatile long eventPosition;
    private volatile long marketDataPosition = UNKNOWN;
    private volatile long persistencePosition = UNKNOWN;
    private volatile long lowStorageMembers;

    /** End of the newest event, in the state of the log so far. */
    public long eventPosition() {
        return eventPosition;
    }

    /** Up to here nobody needs the events any more; {@link #UNKNOWN} unless every kind of consumer has reported. */
    public long confirmedPosition() {
        return Math.min(marketDataPosition, persistencePosition);
    }

    /** Whether the log says that a member's disk is nearly full. */
    public boolean isStorageLow(final int memberId) {
        return (lowStorageMembers & 1L << memberId) != 0;
    }

    void lowStorageMembers(final long members) {
        lowStorageMembers = members;
    }

    void eventPosition(final long position) {
        eventPosition = position;
    }

    void marketDataPosition(final long position) {
        marketDataPosition = position;
    }

    void persistencePosition(final long position) {
        persistencePosition = position;
    }
}
