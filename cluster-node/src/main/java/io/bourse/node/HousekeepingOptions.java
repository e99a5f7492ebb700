package io.bourse.node;

import picocli.CommandLine.Option;

import static io.bourse.wire.ClusterOptions.requireRange;

/** What a member keeps on its disk, and when it minds how full that is. */
final class HousekeepingOptions {
    private static final long MEGABYTE = 1024 * 1024;
    private static final long HISTORY_MEGABYTES_MAX = 16L * 1024 * 1024;
    private static final int SEGMENT_MEGABYTES_MIN = 4;
    private static final int SEGMENT_MEGABYTES_MAX = 1024;
    private static final int INTERVAL_SECONDS_MAX = 3_600;
    private static final int STORAGE_PERCENT_MAX = 99;

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
        requireRange("--housekeeping-interval", intervalSeconds, 1, INTERVAL_SECONDS_MAX, " seconds");
        requireRange("--log-history", logHistoryMegabytes, 0, HISTORY_MEGABYTES_MAX, " megabytes");
        requireRange("--log-history-max", logHistoryMegabytesMax, logHistoryMegabytes, HISTORY_MEGABYTES_MAX,
            " megabytes, from --log-history on");
        requireRange("--event-history", eventHistoryMegabytes, 0, HISTORY_MEGABYTES_MAX, " megabytes");
        requireRange("--event-history-max", eventHistoryMegabytesMax, eventHistoryMegabytes, HISTORY_MEGABYTES_MAX,
            " megabytes, from --event-history on");
        requireRange("--storage-warning", storageWarningPercent, 0, STORAGE_PERCENT_MAX, " percent");
        requireRange("--storage-refusal", storageRefusalPercent, 0, storageWarningPercent,
            " percent, at most --storage-warning");
        requireRange("--segment-length", segmentMegabytes, SEGMENT_MEGABYTES_MIN, SEGMENT_MEGABYTES_MAX, " megabytes");
        if (Integer.bitCount(segmentMegabytes) != 1) {
            throw new IllegalArgumentException("--segment-length must be a power of two, not " + segmentMegabytes);
        }
    }
}
