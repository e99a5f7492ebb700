package io.bourse.node;

import io.bourse.service.SnapshotSchedule;
import io.bourse.wire.Profile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.TimeUnit;

import static io.bourse.wire.ClusterOptions.requireRange;

/** What is chosen for all members of a cluster alike: by each, or by the command that starts them all. */
public final class MemberOptions {
    /** Of {@code --audit-interval}, for those that are told nothing else. */
    public static final String AUDIT_INTERVAL = "10000";

    private static final long MEGABYTE = 1024 * 1024;
    private static final long SNAPSHOT_LOG_MEGABYTES_MAX = 65_536;

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
        names = "--audit-interval", defaultValue = AUDIT_INTERVAL, paramLabel = "EVENTS",
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

    @Spec(Spec.Target.SELF)
    private CommandSpec own;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Those of them that the command line has, as arguments. */
    public List<String> given() {
        return command.commandLine().getParseResult().matchedOptions().stream()
            .filter(option -> own.optionsMap().containsKey(option.longestName()))
            .map(option -> option.longestName() + "=" + option.originalStringValues().getLast()).toList();
    }

    /** How often the leader says that it is there. */
    long leaderHeartbeatIntervalNs(final Profile profile) {
        return leaderTimeoutMs == null ? profile.leaderHeartbeatIntervalNs() : leaderHeartbeatTimeoutNs(profile) / 10;
    }

    /** Silence of the leader after which the others elect a new one. */
    long leaderHeartbeatTimeoutNs(final Profile profile) {
        return leaderTimeoutMs == null ? profile.leaderHeartbeatTimeoutNs() : TimeUnit.MILLISECONDS.toNanos(leaderTimeoutMs);
    }

    /** How long an election waits for votes. */
    long electionTimeoutNs(final Profile profile) {
        return leaderTimeoutMs == null ? profile.electionTimeoutNs() : leaderHeartbeatTimeoutNs(profile) / 2;
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

    /**
     * Checks what the types of the options leave open.
     *
     * @throws IllegalArgumentException with a sentence that says which option is wrong
     */
    public void validate() {
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
