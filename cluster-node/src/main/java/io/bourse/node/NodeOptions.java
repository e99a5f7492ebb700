package io.bourse.node;

import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.Profile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Settings of one member. The same arguments may stand in a file that is named as {@code @file}. */
@Command(
    name = "cluster-node", mixinStandardHelpOptions = true, sortOptions = false,
    description = "One member of the exchange's cluster.")
public final class NodeOptions {
    @Option(
        names = "--member-id", required = true, paramLabel = "N",
        description = "Number of this member: its place in --cluster-hosts, from 0.")
    private int memberId;

    @Option(
        names = "--cluster-hosts", split = ",", defaultValue = "localhost", paramLabel = "HOST",
        description = "Hosts of all members, by member id; 1, 3 or 5 of them (default: ${DEFAULT-VALUE}).")
    private List<String> clusterHosts = new ArrayList<>();

    @Option(
        names = "--cluster-port-base", defaultValue = "9000", paramLabel = "PORT",
        description = "First UDP port of member 0; member n begins 100 n higher (default: ${DEFAULT-VALUE}).")
    private int clusterPortBase;

    @Option(
        names = "--data-dir", required = true, paramLabel = "DIR",
        description = "Folder of this member's log, snapshots and events; made if absent; used by one process at a time.")
    private Path dataDir;

    @Option(
        names = "--cluster-key-file", required = true, paramLabel = "FILE",
        description = "File with the secret that all members share and the keys of all others are derived from, readable by "
            + "its owner only.")
    private Path clusterKeyFile;

    @Option(
        names = "--aeron-dir", paramLabel = "DIR",
        description = "Folder of the media driver's buffers, in memory (default: one in /dev/shm named after --data-dir).")
    private Path aeronDir;

    @Option(
        names = "--profile", defaultValue = "durable", paramLabel = "PROFILE",
        description = "dev: nearly no load while idle; fast: low latency, not safe against power loss of a majority; "
            + "durable: the same and on disk before it counts (default: ${DEFAULT-VALUE}).")
    private Profile profile;

    @Option(
        names = "--snapshot-interval", defaultValue = "3600", paramLabel = "SECONDS",
        description = "Seconds between snapshots, 10 to 604800; 0: only on demand (default: ${DEFAULT-VALUE}).")
    private long snapshotIntervalSeconds;

    @Option(
        names = "--audit-interval", defaultValue = "10000", paramLabel = "EVENTS",
        description = "Events after which members compare hashes of what they have made of the log, 10 to 1000000000, the "
            + "same on all members (default: ${DEFAULT-VALUE}).")
    private long auditInterval;

    /** Number of this member. */
    public int memberId() {
        return memberId;
    }

    /** Where all members listen. */
    public ClusterEndpoints endpoints() {
        return new ClusterEndpoints(clusterHosts, clusterPortBase);
    }

    /** Folder of this member's data. */
    public Path dataDir() {
        return dataDir;
    }

    /** File with the secret of the members. */
    public Path clusterKeyFile() {
        return clusterKeyFile;
    }

    /** Folder of the media driver's buffers; null for the default. */
    public Path aeronDir() {
        return aeronDir;
    }

    /** Of the process. */
    public Profile profile() {
        return profile;
    }

    /** Seconds between snapshots; 0: only on demand. */
    public long snapshotIntervalSeconds() {
        return snapshotIntervalSeconds;
    }

    /** Events after which members compare what they have made of the log. */
    public long auditInterval() {
        return auditInterval;
    }

    /**
     * Checks what the types of the options leave open.
     *
     * @throws IllegalArgumentException with a sentence that says which option is wrong
     */
    void validate() {
        final ClusterEndpoints endpoints = endpoints();
        if (endpoints.memberCount() % 2 == 0) {
            throw new IllegalArgumentException(
                "--cluster-hosts names " + endpoints.memberCount() + " members, must be an odd number");
        }
        if (memberId < 0 || memberId >= endpoints.memberCount()) {
            throw new IllegalArgumentException(
                "--member-id " + memberId + " is not in 0 to " + (endpoints.memberCount() - 1) + " of --cluster-hosts");
        }
        if (snapshotIntervalSeconds != 0 && (snapshotIntervalSeconds < 10 || snapshotIntervalSeconds > 604_800)) {
            throw new IllegalArgumentException(
                "--snapshot-interval " + snapshotIntervalSeconds + " is neither 0 nor 10 to 604800 seconds");
        }
        if (auditInterval < 10 || auditInterval > 1_000_000_000) {
            throw new IllegalArgumentException("--audit-interval " + auditInterval + " is not 10 to 1000000000 events");
        }
    }
}
