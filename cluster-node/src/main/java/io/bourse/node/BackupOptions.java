package io.bourse.node;

import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.Profile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Settings of a backup. The same arguments may stand in a file that is named as {@code @file}. */
@Command(
    name = "cluster-backup", mixinStandardHelpOptions = true, sortOptions = false,
    description = "A copy of the cluster's newest snapshot, of its log and of its events that follows it, and from which members "
        + "can be made.")
public final class BackupOptions {
    private static final int QUERY_SECONDS_MAX = 86_400;
    private static final long MEGABYTE = 1024 * 1024;
    private static final long HISTORY_MEGABYTES_MAX = 16L * 1024 * 1024;

    @Option(
        names = "--cluster-hosts", split = ",", defaultValue = "localhost", paramLabel = "HOST",
        description = "Hosts of all members, by member id (default: ${DEFAULT-VALUE}).")
    private List<String> clusterHosts = new ArrayList<>();

    @Option(
        names = "--cluster-port-base", defaultValue = "9000", paramLabel = "PORT",
        description = "First UDP port of member 0; member n begins 100 n higher (default: ${DEFAULT-VALUE}).")
    private int clusterPortBase;

    @Option(
        names = "--principal-key-file", required = true, paramLabel = "FILE",
        description = "File with the key by which members know this process, admin-N, readable by its owner only.")
    private Path principalKeyFile;

    @Option(
        names = "--data-dir", required = true, paramLabel = "DIR",
        description = "Folder of the copy; made if absent; one that exists is brought up to date.")
    private Path dataDir;

    @Option(
        names = "--host", defaultValue = "localhost", paramLabel = "HOST",
        description = "Name or address of this host at which members can reach it (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
        names = "--aeron-dir", paramLabel = "DIR",
        description = "Folder of the media driver's buffers, in memory (default: one in /dev/shm named after --data-dir).")
    private Path aeronDir;

    @Option(
        names = "--profile", defaultValue = "durable", paramLabel = "PROFILE",
        description = "dev, fast or durable: see cluster-node (default: ${DEFAULT-VALUE}).")
    private Profile profile;

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

    /** Where all members listen. */
    ClusterEndpoints endpoints() {
        return new ClusterEndpoints(clusterHosts, clusterPortBase);
    }

    Path principalKeyFile() {
        return principalKeyFile;
    }

    Path dataDir() {
        return dataDir;
    }

    String host() {
        return host;
    }

    Path aeronDir() {
        return aeronDir;
    }

    Profile profile() {
        return profile;
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

    void validate() {
        if (querySeconds < 1 || querySeconds > QUERY_SECONDS_MAX) {
            throw new IllegalArgumentException("--query-interval " + querySeconds + " is not 1 to " + QUERY_SECONDS_MAX +
                " seconds");
        }
        if (eventHistoryMegabytes < 1 || eventHistoryMegabytes > HISTORY_MEGABYTES_MAX) {
            throw new IllegalArgumentException("--event-history " + eventHistoryMegabytes + " is not 1 to " +
                HISTORY_MEGABYTES_MAX + " megabytes");
        }
        endpoints();
    }
}
