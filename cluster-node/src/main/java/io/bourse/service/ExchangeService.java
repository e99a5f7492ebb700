package io.bourse.service;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import io.bourse.engine.Engine;
import io.bourse.engine.EngineLimits;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentTerminationException;

import java.util.concurrent.TimeUnit;

/**
 * The replicated service: log in, engine, events out. Fail-stop: a throwable out of any callback ends the member, since
 * Aeron would log it and go on with half the state changed.
 */
public final class ExchangeService implements ClusteredService, StateAuditListener {
    /** Of the hashes that members compare. */
    public static final int HASH_VERSION = StateAudit.HASH_VERSION;

    private static final long RECORDING_CHECK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Between two requests for a snapshot that is due: the first may have met a leader that was not ready. */
    private static final long SNAPSHOT_REQUEST_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final EngineLimits limits;
    private final int memberId;
    private final int memberCount;
    private final long auditInterval;
    private final StateAuditListener auditListener;
    private final SnapshotSchedule snapshotSchedule;
    private final Runnable snapshotRequest;
    private final HousekeepingView view;
    private final ErrorHandler errorHandler;
    private final DeadlineTimer timer = new DeadlineTimer();
    private Cluster cluster;
    private ServiceCounters counters;
    private Engine engine;
    private EventStream stream;
    private EventPublisher events;
    private IngressAdapter ingress;
    private StateAudit audit;
    private long nextRecordingCheckNs = Long.MIN_VALUE;
    private long nextSnapshotRequestNs = Long.MIN_VALUE;

    /**
     * @param limits           of the engine, the same on every member
     * @param memberId         of this member
     * @param memberCount      of the cluster
     * @param auditInterval    events between two hashes that members compare, the same on every member
     * @param auditListener    is told of these hashes
     * @param snapshotSchedule when snapshots are due, the same on every member
     * @param snapshotRequest  has the leader ask for a snapshot; called on the leader, not from the log
     * @param view             is told how far events go and are confirmed
     * @param errorHandler     is told why the member ends
     */
    public ExchangeService(
        final EngineLimits limits, final int memberId, final int memberCount, final long auditInterval,
        final StateAuditListener auditListener, final SnapshotSchedule snapshotSchedule, final Runnable snapshotRequest,
        final HousekeepingView view, final ErrorHandler errorHandler) {
        this.limits = limits;
        this.memberId = memberId;
        this.memberCount = memberCount;
        this.auditInterval = auditInterval;
        this.auditListener = auditListener;
        this.snapshotSchedule = snapshotSchedule;
        this.snapshotRequest = snapshotRequest;
        this.view = view;
        this.errorHandler = errorHandler;
    }

    @Override
    public void onStart(final Cluster startingCluster, final Image snapshotImage) {
        try {
            cluster = startingCluster;
            counters = new ServiceCounters(cluster.aeron());
            stream = new EventStream(counters);
            final Egress egress = new Egress(counters.droppedReplies);
            events = new EventPublisher(stream, egress);
            engine = new Engine(limits, events);
            events.engine(engine);
            ingress = new IngressAdapter(
                engine, events, new ReplyPublisher(engine, events, stream, egress), egress, counters, view);
            audit = new StateAudit(memberId, memberCount, auditInterval, engine, events, this);
            if (snapshotImage == null) {
                stream.start(cluster, 0);
            } else {
                final SnapshotLoader loader = new SnapshotLoader(snapshotImage, cluster.idleStrategy());
                load(loader);
                events.restore(loader.epoch(), loader.eventSequence(), loader.chainHash());
                stream.start(cluster, loader.eventPosition());
                stream.verifyStart(loader.eventSequence(), loader.epoch(), loader.chainHash());
                snapshotSchedule.onSnapshot(cluster.logPosition(), engine.timestampNs());
            }
            audit.onStart();
        } catch (final Throwable failure) {
            throw failStop(failure);
        }
    }

    @Override
    public void onSessionOpen(final ClientSession session, final long timestamp) {
        onSession(timestamp);
    }

    @Override
    public void onSessionClose(final ClientSession session, final long timestamp, final CloseReason closeReason) {
        onSession(timestamp);
    }

    @Override
    public void onSessionMessage(
        final ClientSession session, final long timestamp, final DirectBuffer buffer, final int offset, final int length,
        final Header header) {
        try {
            events.onLogEntry(timestamp);
            if (!audit.onMessage(session, buffer, offset, length)) {
                ingress.onMessage(session, timestamp, cluster.logPosition(), buffer, offset, length);
                audit.onApplied(cluster.logPosition());
                snapshotSchedule.onLogEntry(cluster.logPosition(), timestamp);
            }
            timer.update(cluster, engine.nextDeadlineNs());
        } catch (final Throwable failure) {
            throw failStop(failure);
        }
    }

    @Override
    public void onTimerEvent(final long correlationId, final long timestamp) {
        try {
            events.onLogEntry(timestamp);
            timer.onTimerEvent(correlationId);
            ingress.onTimer(timestamp, cluster.logPosition());
            audit.onApplied(cluster.logPosition());
            timer.update(cluster, engine.nextDeadlineNs());
            snapshotSchedule.onLogEntry(cluster.logPosition(), timestamp);
        } catch (final Throwable failure) {
            throw failStop(failure);
        }
    }

    @Override
    public void onTakeSnapshot(final ExclusivePublication snapshotPublication) {
        try {
            stream.awaitRecorded();
            final long stateHash =
                new SnapshotPublisher(snapshotPublication, cluster.idleStrategy()).publish(engine, events, stream);
            snapshotSchedule.onSnapshot(cluster.logPosition(), cluster.time());
            counters.snapshots.increment();
            audit.onSnapshot(cluster.logPosition(), stateHash);
        } catch (final Throwable failure) {
            throw failStop(failure);
        }
    }

    @Override
    public void onRoleChange(final Cluster.Role newRole) {
        // The same code runs on leader and followers.
    }

    @Override
    public void onNewLeadershipTermEvent(
        final long leadershipTermId, final long logPosition, final long timestamp, final long termBaseLogPosition,
        final int leaderMemberId, final int logSessionId, final TimeUnit timeUnit, final int appVersion) {
        try {
            if (!ApplicationVersion.isKnown(appVersion)) {
                throw new IllegalStateException("member " + leaderMemberId + ", which leads from log position=" + logPosition +
                    " on, is of version " + ApplicationVersion.text(appVersion) + ", this member of " +
                    ApplicationVersion.text(ApplicationVersion.CURRENT) + ": start the newer version here, too");
            }
            if (timeUnit != TimeUnit.NANOSECONDS) {
                throw new IllegalStateException("log is stamped in " + timeUnit + ", must be NANOSECONDS");
            }
            events.onLogEntry(timestamp);
        } catch (final Throwable failure) {
            throw failStop(failure);
        }
    }

    @Override
    public int doBackgroundWork(final long nowNs) {
        if (nextRecordingCheckNs == Long.MIN_VALUE || nowNs - nextRecordingCheckNs >= 0) {
            nextRecordingCheckNs = nowNs + RECORDING_CHECK_INTERVAL_NS;
            try {
                stream.verifyRecording();
                view.eventPosition(stream.position());
                view.lowStorageMembers(engine.lowStorageMembers());
            } catch (final Throwable failure) {
                throw failStop(failure);
            }
        }
        if (snapshotSchedule.isDue() && cluster.role() == Cluster.Role.LEADER &&
            (nextSnapshotRequestNs == Long.MIN_VALUE || nowNs - nextSnapshotRequestNs >= 0)) {
            nextSnapshotRequestNs = nowNs + SNAPSHOT_REQUEST_INTERVAL_NS;
            snapshotRequest.run();
        }
        return 0;
    }

    @Override
    public void onTerminate(final Cluster endingCluster) {
        CloseHelper.quietClose(stream);
    }

    @Override
    public void onStateHash(final int kind, final long logPosition, final long hash) {
        counters.stateHash(logPosition, hash);
        auditListener.onStateHash(kind, logPosition, hash);
    }

    @Override
    public void onDifference(final String what) {
        auditListener.onDifference(what);
    }

    private void load(final SnapshotLoader loader) {
        try {
            loader.load(engine);
        } catch (final IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException damage) {
            throw new DamagedSnapshotException(damage);
        }
    }

    /** Sets the timer anew after a restart, when sessions come and go before the first command. */
    private void onSession(final long timestamp) {
        try {
            events.onLogEntry(timestamp);
            timer.update(cluster, engine.nextDeadlineNs());
        } catch (final Throwable failure) {
            throw failStop(failure);
        }
    }

    private AgentTerminationException failStop(final Throwable failure) {
        errorHandler.onError(failure);
        return failure instanceof AgentTerminationException ending ? ending : new AgentTerminationException(failure);
    }
}
