package io.bourse.client;

import io.aeron.Aeron;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.Header;
import io.bourse.schema.ConsumerProgressEncoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.RequestMarketSnapshotEncoder;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.PrincipalKey;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;

/**
 * What a consumer of the events has to say to the cluster: up to where it has stored them, so that members know what they
 * may remove, and that it needs a market snapshot. Whatever is lost is said again; without a cluster it tries for ever, and
 * reading goes on all the same. Driven by the thread that calls {@link #poll}.
 */
public final class ConsumerSession implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConsumerSession.class);
    private static final long UNKNOWN = -1;
    private static final long REPORT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long REQUEST_INTERVAL_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long KEEP_ALIVE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    /** What was said may have been lost with a leader, or not have reached a member that came later. */
    private static final long REPEAT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long RETRY_DELAY_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long MESSAGE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(4);
    private static final String INGRESS_CHANNEL = "aeron:udp?term-length=64k";

    private final BufferClaim claim = new BufferClaim();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final ConsumerProgressEncoder progress = new ConsumerProgressEncoder();
    private final RequestMarketSnapshotEncoder marketSnapshot = new RequestMarketSnapshotEncoder();
    private final Listener listener = new Listener();
    private final Aeron aeron;
    private final ClusterEndpoints endpoints;
    private final PrincipalKey key;
    private AeronCluster cluster;
    private AeronCluster.AsyncConnect connecting;
    private int attempts;
    private long retryAtNs;
    private long nextKeepAliveNs;
    private long position = UNKNOWN;
    private long reportedPosition = UNKNOWN;
    private long reportedNs;
    private long requestedNs;
    private boolean isRequested;
    private boolean isSnapshotWanted;
    private boolean isAnnounced;

    /** The key says to members who speaks. */
    public ConsumerSession(final Aeron aeron, final ClusterEndpoints endpoints, final PrincipalKey key) {
        this.aeron = aeron;
        this.endpoints = endpoints;
        this.key = key;
        this.retryAtNs = System.nanoTime();
    }

    /** Events before this position of the stream are stored. Said at once a second at most. */
    public void confirm(final long nextPosition) {
        position = nextPosition;
    }

    /** Whether a market snapshot is to be asked for, again and again until it is not wanted any more. */
    public void wantMarketSnapshot(final boolean isWanted) {
        isSnapshotWanted = isWanted;
        isRequested &= isWanted;
    }

    /** Does what can be done without waiting. Returns the amount of work done. */
    public int poll() {
        if (position == UNKNOWN && !isSnapshotWanted) {
            return 0;
        }
        final long nowNs = System.nanoTime();
        try {
            return cluster == null ? connect(nowNs) : serve(nowNs);
        } catch (final RuntimeException failure) {
            if (!isAnnounced) {
                isAnnounced = true;
                LOGGER.info("no session with the cluster, tries again until there is one: {}", failure.getMessage());
            }
            disconnect(nowNs);
            return 0;
        }
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(connecting, cluster);
    }

    private int connect(final long nowNs) {
        if (connecting == null) {
            if (nowNs - retryAtNs < 0) {
                return 0;
            }
            final String channel = endpoints.archiveControlChannel(attempts++ % endpoints.memberCount());
            connecting = AeronCluster.asyncConnect(new AeronCluster.Context()
                .aeron(aeron)
                .ownsAeronClient(false)
                .ingressChannel(INGRESS_CHANNEL)
                .ingressEndpoints(endpoints.ingressEndpoints())
                .egressChannel("aeron:udp?endpoint=" + MemberEvents.localEndpoint(channel))
                .egressListener(listener)
                .credentialsSupplier(new PrincipalCredentials(key))
                .messageTimeoutNs(MESSAGE_TIMEOUT_NS));
            return 1;
        }
        cluster = connecting.poll();
        if (cluster == null) {
            return 0;
        }
        connecting = null;
        isAnnounced = false;
        onFresh();
        return 1;
    }

    private int serve(final long nowNs) {
        int workCount = cluster.pollEgress();
        if (cluster.isClosed()) {
            disconnect(nowNs);
            return workCount;
        }
        if (nowNs - nextKeepAliveNs >= 0) {
            nextKeepAliveNs = nowNs + KEEP_ALIVE_INTERVAL_NS;
            cluster.sendKeepAlive();
            workCount++;
        }
        final long sinceReportNs = nowNs - reportedNs;
        final boolean isNew = position != reportedPosition &&
            (reportedPosition == UNKNOWN || sinceReportNs >= REPORT_INTERVAL_NS);
        if (position != UNKNOWN && (isNew || sinceReportNs >= REPEAT_INTERVAL_NS)) {
            progress.wrapAndApplyHeader(buffer, 0, messageHeader).nextPosition(position);
            if (send(MessageHeaderEncoder.ENCODED_LENGTH + progress.encodedLength())) {
                reportedPosition = position;
                reportedNs = nowNs;
                workCount++;
            }
        }
        if (isSnapshotWanted && (!isRequested || nowNs - requestedNs >= REQUEST_INTERVAL_NS)) {
            marketSnapshot.wrapAndApplyHeader(buffer, 0, messageHeader).reserved(0);
            if (send(MessageHeaderEncoder.ENCODED_LENGTH + marketSnapshot.encodedLength())) {
                isRequested = true;
                requestedNs = nowNs;
                workCount++;
            }
        }
        return workCount;
    }

    private boolean send(final int length) {
        if (cluster.tryClaim(length, claim) <= 0) {
            return false;
        }
        claim.buffer().putBytes(claim.offset() + AeronCluster.SESSION_HEADER_LENGTH, buffer, 0, length);
        claim.commit();
        return true;
    }

    private void onFresh() {
        reportedPosition = UNKNOWN;
        isRequested = false;
    }

    private void disconnect(final long nowNs) {
        CloseHelper.quietCloseAll(connecting, cluster);
        connecting = null;
        cluster = null;
        retryAtNs = nowNs + RETRY_DELAY_NS;
    }

    /** Nothing is answered; a new leader may not know what the old one was told last. */
    private final class Listener implements EgressListener {
        @Override
        public void onMessage(
            final long clusterSessionId, final long timestamp, final DirectBuffer message, final int offset,
            final int length, final Header header) {
            // Nothing is answered.
        }

        @Override
        public void onNewLeader(
            final long clusterSessionId, final long leadershipTermId, final int leaderMemberId,
            final String ingressEndpoints) {
            onFresh();
        }
    }
}
