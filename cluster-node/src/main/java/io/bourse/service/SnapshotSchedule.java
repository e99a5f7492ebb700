package io.bourse.service;

/**
 * When the next snapshot is due: so many bytes of log, or so much time of the log, after the newest. A function of the log,
 * so that every member knows it; the one that leads when it is so has the log say "snapshot", and all take it there. An
 * exchange in which nothing happens takes none.
 */
public final class SnapshotSchedule {
    private static final long NONE = Long.MIN_VALUE;

    private final long intervalNs;
    private final long logLength;
    private long snapshotPosition;
    private long snapshotTimeNs = NONE;
    private boolean isDue;

    /**
     * @param intervalNs of log time between snapshots; 0: never by time
     * @param logLength  bytes of log between snapshots; 0: never by length
     */
    public SnapshotSchedule(final long intervalNs, final long logLength) {
        this.intervalNs = intervalNs;
        this.logLength = logLength;
    }

    /** A snapshot was taken, or loaded, here. */
    void onSnapshot(final long logPosition, final long timestampNs) {
        snapshotPosition = logPosition;
        snapshotTimeNs = timestampNs;
        isDue = false;
    }

    /** An entry of the log that changes, or may change, the state. */
    void onLogEntry(final long logPosition, final long timestampNs) {
        if (snapshotTimeNs == NONE) {
            snapshotTimeNs = timestampNs;
        }
        if (logLength > 0 && logPosition - snapshotPosition >= logLength ||
            intervalNs > 0 && timestampNs - snapshotTimeNs >= intervalNs) {
            isDue = true;
        }
    }

    /** Whether the log up to here asks for a snapshot. */
    boolean isDue() {
        return isDue;
    }
}
