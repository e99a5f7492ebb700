package io.bourse.node;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/** Settings of a backup. The same arguments may stand in a file that is named as {@code @file}. */
@Command(
    name = "cluster-backup", mixinStandardHelpOptions = true, sortOptions = false,
    description = "A copy of the cluster's newest snapshot, of its log and of its events that follows it, and from which members "
        + "can be made.")
public final class BackupOptions extends DataOptions {
    private static final int QUERY_SECONDS_MAX = 86_400;
    private static final long MEGABYTE = 1024 * 1024;
    private static final long HISTORY_MEGABYTES_MAX = 16L * 1024 * 1024;

    @Option(
        names = "--principal-key-file", required = true, paramLabel = "FILE",
        description = "File with the key by which members know this process, admin-N, readable by its owner only.")
    private Path principalKeyFile;

    @Option(
        names = "--host", defaultValue = "localhost", paramLabel = "HOST",
        description = "Name or address of this host at which members can reach it (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
        names = "--query-interval", defaultValue = "600", paramLabel = "SECONDS",
        description = "How often a newer snapshot is asked for, 1 to 86400 (default: ${DEFAULT-VALUE}).")
    private int querySeconds;

    @Option(
        names = "--event-history", defaultValue = "65536", paramLabel = "MEGABYTES",
        description = "Events that are kept, from the newest back; 1 to 16777216. Of snapshots two are kept, and the log behind "
            + "the older one (default: ${DEFAULT-VALUE}).")
    private long eventHistoryMegabytes;

    @Option(
        names = "--once",
        description = "End when there is a snapshot, the log behind it and all events up to now.")
    private boolean isOnce;

    Path principalKeyFile() {
        return principalKeyFile;
    }

    String host() {
        return host;
    }

    int querySeconds() {
        return querySeconds;
    }

    long eventHistory() {
        return eventHistoryMegabytes * MEGABYTE;
    }

    boolean isOnce() {
        return isOnce;
    }

    @Override
    protected void validate() {
        requireRange("--query-interval", querySeconds, 1, QUERY_SECONDS_MAX, " seconds");
        requireRange("--event-history", eventHistoryMegabytes, 1, HISTORY_MEGABYTES_MAX, " megabytes");
    }
}
