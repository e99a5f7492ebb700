package io.bourse.gateway.cluster;

import io.aeron.cluster.client.EgressListener;
import io.aeron.cluster.codecs.EventCode;
import io.aeron.logbuffer.Header;
import io.bourse.client.PrincipalCredentials;
import io.bourse.schema.GatewayLogonReplyDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.ResultCode;
import io.bourse.schema.SequenceReplyDecoder;
import io.bourse.wire.EventFrame;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;

/**
 * The duty cycle of the one thread that talks to the cluster. After a change of leader or session it asks what the
 * leader has executed and sends the rest again, in order and before anything new. An answer comes as a reply or from the
 * event stream, whichever is first.
 */
final class SessionAgent implements Agent, ReplyAdapter.Listener {
    private static final Logger LOGGER = LoggerFactory.getLogger(SessionAgent.class);
    private static final long LOGON_RETRY_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LOGON_PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long KEEP_ALIVE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    /** After so much silence the leader is asked whether it is there: nothing else notices quickly that it is not. */
    private static final long PING_SILENCE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long PING_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(400);
    /** When it has not answered for so long, another session is tried for. */
    private static final long PING_PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(1_200);
    private static final long RETRY_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long REFUSED_RETRY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long EXPIRY_CHECK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final int gatewayId;
    private final NanoClock clock;
    private final ClusterConnection connection;
    private final EventFollower follower;
    private final RequestTracker tracker;
    private final ResultAdapter egressResults;
    private final ResultAdapter streamResults;
    private final ReplyAdapter replies = new ReplyAdapter(this);
    private final SessionPublisher publisher;

    private volatile SessionState state = SessionState.DISCONNECTED;
    private long gatewayEpoch;
    private boolean loggedOnBefore;
    private boolean isStreamLost;
    private long logonCorrelationId;
    private long logonNs;
    private long nowNs;
    private long heardNs;
    private boolean isPingUnanswered;
    private long pingNs;
    private long pingFirstNs;
    private long keepAliveNs;
    private long retryNs;
    private long expiryCheckNs;
    private long disconnectedNs;
    private boolean attemptFailureLogged;

    SessionAgent(
        final ClusterAgentConfiguration configuration,
        final long gatewayEpoch,
        final NanoClock clock,
        final RequestQueue queue,
        final EventFollower follower) {
        this.gatewayId = configuration.gatewayId();
        this.gatewayEpoch = gatewayEpoch;
        this.clock = clock;
        this.follower = follower;
        this.connection = new ClusterConnection(configuration.aeron(), configuration.endpoints(),
            new PrincipalCredentials(configuration.key()), new SessionListener());
        this.tracker = new RequestTracker(queue, connection);
        this.egressResults = new ResultAdapter(gatewayId, tracker);
        this.streamResults = new ResultAdapter(gatewayId, tracker);
        this.publisher = new SessionPublisher(connection, gatewayId);
        nowNs = clock.nanoTime();
        retryNs = nowNs;
        disconnectedNs = nowNs;
        expiryCheckNs = nowNs;
        keepAliveNs = nowNs;
        follower.addListener((buffer, offset, length) -> streamResults.onFrame(buffer, offset));
    }

    /** From any thread. */
    boolean isActive() {
        return state == SessionState.ACTIVE;
    }

    @Override
    public String roleName() {
        return "cluster-agent";
    }

    @Override
    public int doWork() {
        nowNs = clock.nanoTime();
        int workCount = follower.poll(nowNs);
        if (!follower.hasFollowed() && loggedOnBefore && !isStreamLost) {
            onStreamLost();
        }
        try {
            workCount += switch (state) {
                case DISCONNECTED -> disconnected();
                case CONNECTING -> connecting();
                case LOGON -> logon();
                case RECOVERING -> recovering();
                case ACTIVE -> active();
            };
        } catch (final AgentTerminationException termination) {
            throw termination;
        } catch (final RuntimeException failure) {
            onFailure(failure);
        }
        if (nowNs - expiryCheckNs >= EXPIRY_CHECK_INTERVAL_NS) {
            expiryCheckNs = nowNs;
            tracker.check(nowNs, state == SessionState.ACTIVE);
        }
        return workCount;
    }

    @Override
    public void onClose() {
        connection.close();
        follower.close();
        tracker.close();
    }

    // ---- one method per state

    private int disconnected() {
        if (nowNs - retryNs < 0) {
            return 0;
        }
        connection.closeSession();
        state = SessionState.CONNECTING;
        return 1;
    }

    private int connecting() {
        int workCount = 0;
        if (connection.isOpen()) {
            final long heardBeforeNs = heardNs;
            workCount += connection.pollEgress();
            if (heardNs != heardBeforeNs && connection.isOpen()) {
                connection.cancelAttempt();
                beginLogon();
                return 1;
            }
        }
        if (!connection.isAttempting()) {
            if (nowNs - retryNs >= 0) {
                connection.startAttempt();
                workCount++;
            }
        } else if (connection.pollAttempt()) {
            onHeard();
            attemptFailureLogged = false;
            LOGGER.info("connected to the cluster, leader={} after {} ms", connection.leaderMemberId(),
                TimeUnit.NANOSECONDS.toMillis(nowNs - disconnectedNs));
            beginLogon();
            workCount++;
        }
        return workCount;
    }

    /** Not before the event stream is followed: it must bring what egress may lose. */
    private int logon() {
        int workCount = pollSession();
        if (state == SessionState.LOGON && follower.hasFollowed() && nowNs - logonNs >= 0) {
            final boolean isSent = publisher.sendLogon(gatewayEpoch);
            logonCorrelationId = publisher.correlationId();
            logonNs = nowNs + (isSent ? LOGON_PATIENCE_NS : LOGON_RETRY_NS);
            workCount++;
        }
        return workCount;
    }

    private int recovering() {
        int workCount = pollSession();
        if (state == SessionState.RECOVERING) {
            workCount += tracker.resend();
            if (tracker.isResent()) {
                state = SessionState.ACTIVE;
            }
        }
        return workCount;
    }

    private int active() {
        final int workCount = pollSession();
        return state == SessionState.ACTIVE ? workCount + tracker.sendNew(nowNs) : workCount;
    }

    // ---- what the states share

    private int pollSession() {
        final int workCount = connection.pollEgress();
        if (state == SessionState.DISCONNECTED) {
            return workCount;
        }
        if (!connection.isOpen()) {
            LOGGER.info("the cluster closed the session");
            reconnect();
            return workCount + 1;
        }
        if (nowNs - keepAliveNs >= KEEP_ALIVE_INTERVAL_NS) {
            keepAliveNs = nowNs;
            connection.keepAlive();
        }
        watchLeader();
        return workCount;
    }

    private void watchLeader() {
        if (isPingUnanswered && nowNs - pingFirstNs >= PING_PATIENCE_NS) {
            LOGGER.info("the leader is silent for {} ms", TimeUnit.NANOSECONDS.toMillis(nowNs - heardNs));
            reconnect();
        } else if (!isPingUnanswered && nowNs - heardNs >= PING_SILENCE_NS) {
            isPingUnanswered = true;
            pingFirstNs = nowNs;
            pingNs = nowNs;
            publisher.sendPing();
        } else if (isPingUnanswered && nowNs - pingNs >= PING_INTERVAL_NS) {
            pingNs = nowNs;
            publisher.sendPing();
        }
    }

    private void onHeard() {
        heardNs = nowNs;
        isPingUnanswered = false;
    }

    private void reconnect() {
        disconnectedNs = heardNs;
        retryNs = nowNs;
        state = SessionState.CONNECTING;
    }

    private void onFailure(final RuntimeException failure) {
        if (!attemptFailureLogged) {
            attemptFailureLogged = true;
            LOGGER.warn("no session with the cluster ({}), trying on: {}", state, failure.getMessage());
        }
        if (connection.isAttempting()) {
            connection.cancelAttempt();
        } else {
            connection.closeSession();
        }
        retryNs = nowNs + RETRY_INTERVAL_NS;
        state = connection.isOpen() ? SessionState.CONNECTING : SessionState.DISCONNECTED;
    }

    private void beginLogon() {
        state = SessionState.LOGON;
        logonNs = nowNs;
    }

    /** Answers may have passed by unheard; what the leader has executed by the time that it is asked again tells. */
    private void onStreamLost() {
        isStreamLost = true;
        if (state == SessionState.ACTIVE || state == SessionState.RECOVERING) {
            beginLogon();
        }
    }

    // ---- what comes back

    @Override
    public void onAnswer(final long correlationId, final Object answer) {
        tracker.onAnswer(correlationId, answer);
    }

    @Override
    public void onLogonReply(final GatewayLogonReplyDecoder reply) {
        if (state != SessionState.LOGON || reply.correlationId() != logonCorrelationId) {
            return;
        }
        final long lastInSequence = reply.lastInSequence();
        if (reply.resultCode() != ResultCode.OK) {
            onLogonRefused(reply);
        } else if (lastInSequence < tracker.answeredSequenceMax() || lastInSequence > tracker.sentSequenceMax()) {
            LOGGER.error("the cluster executed up to inSequence={} of gatewayId={}, this process sent up to {} and has " +
                "answers up to {}: history was reset, or another process uses this gateway id; starting a new sequence",
                lastInSequence, gatewayId, tracker.sentSequenceMax(), tracker.answeredSequenceMax());
            restartSequence();
        } else {
            if (isStreamLost) {
                isStreamLost = false;
                tracker.abandonThrough(lastInSequence);
            }
            loggedOnBefore = true;
            tracker.beginResend(lastInSequence);
            state = SessionState.RECOVERING;
        }
    }

    /**
     * Before the first logon the reason may be a clock that was set back since the process before this one; that passes.
     * Later it is another process with the same id, and nothing may be sent under that any more.
     */
    private void onLogonRefused(final GatewayLogonReplyDecoder reply) {
        LOGGER.error("logon of gatewayId={} epoch={} ms refused: {}; is there another process with this gateway id?",
            gatewayId, gatewayEpoch, reply.resultCode());
        if (!loggedOnBefore) {
            gatewayEpoch = Math.max(gatewayEpoch, System.currentTimeMillis());
        }
        retryNs = nowNs + REFUSED_RETRY_INTERVAL_NS;
        state = SessionState.DISCONNECTED;
    }

    private void restartSequence() {
        tracker.restart();
        gatewayEpoch = Math.max(gatewayEpoch + 1, System.currentTimeMillis());
        beginLogon();
    }

    @Override
    public void onSequenceReply(final SequenceReplyDecoder reply) {
        final boolean isGap = reply.inSequence() > reply.lastInSequence();
        if (isGap && state == SessionState.ACTIVE) {
            LOGGER.info("inSequence={} was not executed after {}, sending again", reply.inSequence(), reply.lastInSequence());
            beginLogon();
        }
    }

    /** What the session brings. */
    private final class SessionListener implements EgressListener {
        @Override
        public void onMessage(
            final long clusterSessionId, final long timestamp, final DirectBuffer buffer, final int offset,
            final int length, final Header header) {
            onHeard();
            if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
                return;
            }
            final int templateId = EventFrame.templateId(buffer, offset);
            if (ReplyAdapter.isReply(templateId)) {
                replies.onReply(templateId, buffer, offset);
            } else {
                egressResults.onFrames(buffer, offset, length);
            }
        }

        @Override
        public void onNewLeader(
            final long clusterSessionId, final long leadershipTermId, final int leaderMemberId,
            final String ingressEndpoints) {
            onHeard();
            LOGGER.info("new leader={} term={}", leaderMemberId, leadershipTermId);
            if (state != SessionState.CONNECTING) {
                beginLogon();
            }
        }

        @Override
        public void onSessionEvent(
            final long correlationId, final long clusterSessionId, final long leadershipTermId, final int leaderMemberId,
            final EventCode code, final String detail) {
            onHeard();
        }
    }
}
