package io.bourse.node;

import io.bourse.service.SnapshotSchedule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Settings of one member. The same arguments may stand in a file that is named as {@code @file}. */
@Command(
    name = "cluster-node", mixinStandardHelpOptions = true, sortOptions = false,
    description = "One member of the exchange's cluster.")
public final class NodeOptions extends DataOptions {
    private static final long MEGABYTE = 1024 * 1024;
    private static final long SNAPSHOT_LOG_MEGABYTES_MAX = 65_536;

    @Option(
        names = "--member-id", required = true, paramLabel = "N",
        description = "Number of this member: its place in --cluster-hosts, from 0.")
    private int memberId;

    @Option(
        names = "--cluster-key-file", required = true, paramLabel = "FILE",
        description = "File with the secret that all members share and the keys of all others are derived from, readable by "
            + "its owner only.")
    private Path clusterKeyFile;

    @Option(
        names = "--leader-timeout", paramLabel = "MS",
        description = "Silence of the leader after which the others elect a new one, 250 to 10000 ms, the same for all members; "
            + "the leader speaks ten times as often, an election waits half as long for votes (default: 1000; dev: 2000).")
    private Integer leaderTimeoutMs;

    @Option(
        names = "--snapshot-interval", defaultValue = "3600", paramLabel = "SECONDS",
        description = "Seconds of log after which the next entry makes a snapshot due, 10 to 604800; 0: never by time. The same "
            + "on all members (default: ${DEFAULT-VALUE}).")
    private long snapshotIntervalSeconds;

    @Option(
        names = "--audit-interval", defaultValue = "10000", paramLabel = "EVENTS",
        description = "Events after which members compare hashes of what they have made of the log, 10 to 1000000000, the "
            + "same on all members (default: ${DEFAULT-VALUE}).")
    private long auditInterval;

    @Option(
        names = "--snapshot-log-length", defaultValue = "256", paramLabel = "MEGABYTES",
        description = "Length of log after which a snapshot is due, 1 to 65536; 0: never by length. The same on all members "
            + "(default: ${DEFAULT-VALUE}).")
    private long snapshotLogMegabytes;

    @Mixin
    private HousekeepingOptions housekeeping = new HousekeepingOptions();

    /** Number of this member. */
    public int memberId() {
        return memberId;
    }

    /** File with the secret of the members. */
    public Path clusterKeyFile() {
        return clusterKeyFile;
    }

    /** How often the leader says that it is there. */
    long leaderHeartbeatIntervalNs() {
        return leaderTimeoutMs == null ? profile().leaderHeartbeatIntervalNs() : leaderHeartbeatTimeoutNs() / 10;
    }

    /** Silence of the leader after which the others elect a new one. */
    long leaderHeartbeatTimeoutNs() {
        return leaderTimeoutMs == null ? profile().leaderHeartbeatTimeoutNs() : TimeUnit.MILLISECONDS.toNanos(leaderTimeoutMs);
    }

    /** How long an election waits for votes. */
    long electionTimeoutNs() {
        return leaderTimeoutMs == null ? profile().electionTimeoutNs() : leaderHeartbeatTimeoutNs() / 2;
    }

    /** When snapshots are due; a new one for each service. */
    SnapshotSchedule snapshotSchedule() {
        return new SnapshotSchedule(TimeUnit.SECONDS.toNanos(snapshotIntervalSeconds), snapshotLogMegabytes * MEGABYTE);
    }

    /** Of what a member keeps and removes. */
    HousekeepingOptions housekeeping() {
        return housekeeping;
    }

    /** Events after which members compare what they have made of the log. */
    public long auditInterval() {
        return auditInterval;
    }

    @Override
    protected void validate() {
        final int memberCount = endpoints().memberCount();
        if (memberCount % 2 == 0) {
            throw new IllegalArgumentException(
                "--cluster-hosts names " + memberCount + " members, must be an odd number");
        }
        requireRange("--member-id", memberId, 0, memberCount - 1, " for --cluster-hosts");
        if (leaderTimeoutMs != null) {
            requireRange("--leader-timeout", leaderTimeoutMs, 250, 10_000, " ms");
        }
        if (snapshotIntervalSeconds != 0) {
            requireRange("--snapshot-interval", snapshotIntervalSeconds, 10, 604_800, " seconds, or 0 for never");
        }
        requireRange("--audit-interval", auditInterval, 10, 1_000_000_000, " events");
        requireRange("--snapshot-log-length", snapshotLogMegabytes, 0, SNAPSHOT_LOG_MEGABYTES_MAX, " megabytes");
        housekeeping.validate();
    }
}
