package io.bourse.wire;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

import java.util.concurrent.TimeUnit;

/**
 * How a process trades latency, durability and processor time: one choice for all its agents and time-outs.
 */
public enum Profile {
    /**
     * Everything on a laptop: nearly no load while idle, some milliseconds more latency for the first order after a
     * pause, patience with overloaded processors. Survives the death of processes, not the loss of power of a majority.
     */
    DEV(0, 100_000, 10_000_000, 200, 2_000, 500, 6_000, 20_000),
    /**
     * Lowest latency that does not burn a core per thread. What a majority of members holds in memory counts as safe:
     * survives the death of processes and hosts, not the simultaneous loss of power of a majority.
     */
    FAST(0, 1_000, 100_000, 100, 1_000, 500, 5_000, 10_000),
    /** As fast, and a majority has every command on disk before it is executed: survives the loss of all power. */
    DURABLE(1, 1_000, 100_000, 100, 1_000, 500, 5_000, 10_000);

    private static final int IDLE_SPINS = 1;
    private static final int IDLE_YIELDS = 1;

    private final int fileSyncLevel;
    private final long idleParkNsMin;
    private final long idleParkNsMax;
    private final int leaderHeartbeatIntervalMs;
    private final int leaderHeartbeatTimeoutMs;
    private final int electionTimeoutMs;
    private final int startupCanvassTimeoutMs;
    private final int sessionTimeoutMs;

    Profile(
        final int fileSyncLevel,
        final long idleParkNsMin,
        final long idleParkNsMax,
        final int leaderHeartbeatIntervalMs,
        final int leaderHeartbeatTimeoutMs,
        final int electionTimeoutMs,
        final int startupCanvassTimeoutMs,
        final int sessionTimeoutMs) {
        this.fileSyncLevel = fileSyncLevel;
        this.idleParkNsMin = idleParkNsMin;
        this.idleParkNsMax = idleParkNsMax;
        this.leaderHeartbeatIntervalMs = leaderHeartbeatIntervalMs;
        this.leaderHeartbeatTimeoutMs = leaderHeartbeatTimeoutMs;
        this.electionTimeoutMs = electionTimeoutMs;
        this.startupCanvassTimeoutMs = startupCanvassTimeoutMs;
        this.sessionTimeoutMs = sessionTimeoutMs;
    }

    /**
     * A new idle strategy for one agent: short parks after work, doubling to {@link #idleParkNsMax()}. Never shared
     * between agents, it has a state.
     */
    public IdleStrategy idleStrategy() {
        return this == DEV ? new ThriftyIdleStrategy(idleParkNsMin, idleParkNsMax)
            : new BackoffIdleStrategy(IDLE_SPINS, IDLE_YIELDS, idleParkNsMin, idleParkNsMax);
    }

    /**
     * From any thread: a message is on its way that many agents of this process will have to do with. Those that sleep
     * long wake now, rather than one after the other when it has reached them.
     */
    public static void wakeAgents() {
        ThriftyIdleStrategy.wakeAll();
    }

    /** Longest that an idle agent sleeps, so what one hop costs an order after a pause at worst. */
    public long idleParkNsMax() {
        return idleParkNsMax;
    }

    /** 0: what is written may be in the page cache only; 1: data is forced to disk. */
    public int fileSyncLevel() {
        return fileSyncLevel;
    }

    /** How often the leader says that it is there. */
    public long leaderHeartbeatIntervalNs() {
        return TimeUnit.MILLISECONDS.toNanos(leaderHeartbeatIntervalMs);
    }

    /** Silence of the leader after which the others elect a new one. */
    public long leaderHeartbeatTimeoutNs() {
        return TimeUnit.MILLISECONDS.toNanos(leaderHeartbeatTimeoutMs);
    }

    /** How long an election waits for votes. */
    public long electionTimeoutNs() {
        return TimeUnit.MILLISECONDS.toNanos(electionTimeoutMs);
    }

    /** How long the first members to start wait for the missing ones before they go on as a majority. */
    public long startupCanvassTimeoutNs() {
        return TimeUnit.MILLISECONDS.toNanos(startupCanvassTimeoutMs);
    }

    /** Silence of a gateway after which the cluster closes its session. */
    public long sessionTimeoutNs() {
        return TimeUnit.MILLISECONDS.toNanos(sessionTimeoutMs);
    }

    /** Silence of a publisher after which a subscriber's image of it closes. */
    public long imageLivenessTimeoutNs() {
        return TimeUnit.SECONDS.toNanos(4);
    }

    /** Pause of a client's conductor after which its media driver gives it up. */
    public long clientLivenessTimeoutNs() {
        return TimeUnit.SECONDS.toNanos(30);
    }

    /** Age at which a claimed and never committed message is unblocked; must be above the client liveness time-out. */
    public long publicationUnblockTimeoutNs() {
        return TimeUnit.SECONDS.toNanos(45);
    }
}
