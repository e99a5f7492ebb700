package io.bourse.node;

import picocli.CommandLine.Option;

/** What a member keeps on its disk, and when it minds how full that is. */
final class HousekeepingOptions {
    private static final long MEGABYTE = 1024 * 1024;
    private static final long HISTORY_MEGABYTES_MAX = 16L * 1024 * 1024;
    private static final int SEGMENT_MEGABYTES_MIN = 4;
    private static final int SEGMENT_MEGABYTES_MAX = 1024;
    private static final int INTERVAL_SECONDS_MAX = 3_600;
    private static final int PERCENT = 100;

    @Option(
        names = "--housekeeping-interval", defaultValue = "10", paramLabel = "SECONDS",
        description = "Seconds between two looks at what may be removed, 1 to 3600 (default: ${DEFAULT-VALUE}).")
    private int intervalSeconds;

    @Option(
        names = "--log-history", defaultValue = "1024", paramLabel = "MEGABYTES",
        description = "Log that is kept though the snapshots cover it, so that an empty member can copy all of a short log from "
            + "the others; 0 to 16777216 (default: ${DEFAULT-VALUE}).")
    private long logHistoryMegabytes;

    @Option(
        names = "--log-history-max", defaultValue = "65536", paramLabel = "MEGABYTES",
        description = "Log beyond this is removed though a member that is down or behind has not got it, which then must be "
            + "replaced; at least --log-history, at most 16777216 (default: ${DEFAULT-VALUE}).")
    private long logHistoryMegabytesMax;

    @Option(
        names = "--event-history", defaultValue = "1024", paramLabel = "MEGABYTES",
        description = "Events that are kept though all who must read them have; 0 to 16777216 (default: ${DEFAULT-VALUE}).")
    private long eventHistoryMegabytes;

    @Option(
        names = "--event-history-max", defaultValue = "65536", paramLabel = "MEGABYTES",
        description = "Events beyond this are removed though somebody has not read them, who then stops and says so; at least "
            + "--event-history, at most 16777216 (default: ${DEFAULT-VALUE}).")
    private long eventHistoryMegabytesMax;

    @Option(
        names = "--segment-length", defaultValue = "16", paramLabel = "MEGABYTES",
        description = "Length of the files of log and events, of which whole ones are removed; a power of two from 4 to 1024; "
            + "recordings that exist keep theirs (default: ${DEFAULT-VALUE}).")
    private int segmentMegabytes;

    @Option(
        names = "--storage-warning", defaultValue = "20", paramLabel = "PERCENT",
        description = "Below so much free room on the disk of --data-dir the member warns; 0 to 99, 0: never "
            + "(default: ${DEFAULT-VALUE}).")
    private int storageWarningPercent;

    @Option(
        names = "--storage-refusal", defaultValue = "5", paramLabel = "PERCENT",
        description = "Below so much free room the member says so to the others; when those with more are no majority, the "
            + "exchange refuses new orders; 0 to --storage-warning, 0: never (default: ${DEFAULT-VALUE}).")
    private int storageRefusalPercent;

    int storageWarningPercent() {
        return storageWarningPercent;
    }

    int storageRefusalPercent() {
        return storageRefusalPercent;
    }

    long intervalMs() {
        return intervalSeconds * 1_000L;
    }

    long logHistory() {
        return logHistoryMegabytes * MEGABYTE;
    }

    long logHistoryMax() {
        return logHistoryMegabytesMax * MEGABYTE;
    }

    long eventHistory() {
        return eventHistoryMegabytes * MEGABYTE;
    }

    long eventHistoryMax() {
        return eventHistoryMegabytesMax * MEGABYTE;
    }

    int segmentLength() {
        return (int) (segmentMegabytes * MEGABYTE);
    }

    void validate() {
        require(intervalSeconds >= 1 && intervalSeconds <= INTERVAL_SECONDS_MAX,
            "--housekeeping-interval " + intervalSeconds + " is not 1 to " + INTERVAL_SECONDS_MAX + " seconds");
        require(logHistoryMegabytes >= 0 && logHistoryMegabytes <= HISTORY_MEGABYTES_MAX,
            "--log-history " + logHistoryMegabytes + " is not 0 to " + HISTORY_MEGABYTES_MAX + " megabytes");
        require(logHistoryMegabytesMax >= logHistoryMegabytes && logHistoryMegabytesMax <= HISTORY_MEGABYTES_MAX,
            "--log-history-max " + logHistoryMegabytesMax + " is not --log-history (" + logHistoryMegabytes + ") to " +
                HISTORY_MEGABYTES_MAX + " megabytes");
        require(eventHistoryMegabytes >= 0 && eventHistoryMegabytes <= HISTORY_MEGABYTES_MAX,
            "--event-history " + eventHistoryMegabytes + " is not 0 to " + HISTORY_MEGABYTES_MAX + " megabytes");
        require(eventHistoryMegabytesMax >= eventHistoryMegabytes && eventHistoryMegabytesMax <= HISTORY_MEGABYTES_MAX,
            "--event-history-max " + eventHistoryMegabytesMax + " is not --event-history (" + eventHistoryMegabytes + ") to " +
                HISTORY_MEGABYTES_MAX + " megabytes");
        require(storageWarningPercent >= 0 && storageWarningPercent < PERCENT,
            "--storage-warning " + storageWarningPercent + " is not 0 to 99 percent");
        require(storageRefusalPercent >= 0 && storageRefusalPercent <= storageWarningPercent,
            "--storage-refusal " + storageRefusalPercent + " is not 0 to --storage-warning (" + storageWarningPercent +
                ") percent");
        require(segmentMegabytes >= SEGMENT_MEGABYTES_MIN && segmentMegabytes <= SEGMENT_MEGABYTES_MAX &&
            Integer.bitCount(segmentMegabytes) == 1, "--segment-length " + segmentMegabytes +
            " is no power of two from " + SEGMENT_MEGABYTES_MIN + " to " + SEGMENT_MEGABYTES_MAX + " megabytes");
    }

    private static void require(final boolean isRight, final String wrong) {
        if (!isRight) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
