package io.bourse.gateway.cluster;

import io.aeron.Aeron;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.security.CredentialsSupplier;
import io.bourse.wire.ClusterEndpoints;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The session with the cluster and the attempt to get a new one, which may go on side by side: a new leader may find the
 * old session before the attempt finds the new leader, and whichever comes first wins.
 */
final class ClusterConnection implements AutoCloseable {
    /**
     * Of an attempt, after which another is made, and of the blocking steps of a change of leader. What is asked while there
     * is no leader is never answered, so this is also what passes in vain once there is one.
     */
    private static final long ATTEMPT_TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(1_000);
    /** For a cluster that is too loaded to answer in that time. */
    private static final long PATIENT_ATTEMPT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(4);
    /** One attempt in so many without an answer is such a patient one. */
    private static final int ATTEMPTS_PER_PATIENT_ONE = 5;
    /** The agent's own watchdog is quicker; this only bounds what it leaves behind. */
    private static final long NEW_LEADER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final String INGRESS_CHANNEL = "aeron:udp?term-length=256k";
    private static final int EGRESS_POLLS_MAX = 10;

    private final Aeron aeron;
    private final ClusterEndpoints endpoints;
    private final CredentialsSupplier credentials;
    private final EgressListener listener;
    private final BufferClaim claim = new BufferClaim();
    private AeronCluster session;
    private AeronCluster.AsyncConnect attempt;
    private int unansweredCount;

    ClusterConnection(
        final Aeron aeron,
        final ClusterEndpoints endpoints,
        final CredentialsSupplier credentials,
        final EgressListener listener) {
        this.aeron = aeron;
        this.endpoints = endpoints;
        this.credentials = credentials;
        this.listener = listener;
    }

    /** Whether there is a session that may still work. */
    boolean isOpen() {
        return session != null && !session.isClosed();
    }

    boolean isAttempting() {
        return attempt != null;
    }

    int leaderMemberId() {
        return session.leaderMemberId();
    }

    /** Throws what AeronCluster, or the look-up of a host's name, throws. */
    void startAttempt() {
        cancelAttempt();
        final boolean isPatient = unansweredCount % ATTEMPTS_PER_PATIENT_ONE == ATTEMPTS_PER_PATIENT_ONE - 1;
        attempt = AeronCluster.asyncConnect(new AeronCluster.Context()
            .aeron(aeron)
            .ownsAeronClient(false)
            .ingressChannel(INGRESS_CHANNEL)
            .ingressEndpoints(endpoints.ingressEndpoints())
            .egressChannel("aeron:udp?endpoint=" + localAddress() + ":0")
            .egressListener(listener)
            .credentialsSupplier(credentials)
            .messageTimeoutNs(isPatient ? PATIENT_ATTEMPT_TIMEOUT_NS : ATTEMPT_TIMEOUT_NS)
            .newLeaderTimeoutNs(NEW_LEADER_TIMEOUT_NS));
    }

    /** True when there is a new session, in place of the old one. Throws when the attempt has failed. */
    boolean pollAttempt() {
        final AeronCluster connected = attempt.poll();
        if (connected == null) {
            return false;
        }
        attempt = null;
        unansweredCount = 0;
        closeSession();
        session = connected;
        return true;
    }

    void cancelAttempt() {
        if (attempt != null && attempt.state() == AeronCluster.AsyncConnect.State.POLL_RESPONSE) {
            unansweredCount++;
        }
        CloseHelper.quietClose(attempt);
        attempt = null;
    }

    /** Returns the amount of work done. */
    int pollEgress() {
        int workCount = 0;
        for (int i = 0; i < EGRESS_POLLS_MAX && isOpen(); i++) {
            final int work = session.pollEgress();
            if (work == 0) {
                break;
            }
            workCount += work;
        }
        return workCount;
    }

    /** False when the cluster takes nothing now. True says that the message is on its way, not that it arrives. */
    boolean send(final DirectBuffer message, final int offset, final int length) {
        if (!isOpen() || session.tryClaim(length, claim) <= 0) {
            return false;
        }
        claim.buffer().putBytes(claim.offset() + AeronCluster.SESSION_HEADER_LENGTH, message, offset, length);
        claim.commit();
        return true;
    }

    void keepAlive() {
        if (isOpen()) {
            session.sendKeepAlive();
        }
    }

    void closeSession() {
        CloseHelper.quietClose(session);
        session = null;
    }

    @Override
    public void close() {
        cancelAttempt();
        closeSession();
    }

    /** The address that the members can answer to: the one that the way to them leaves from. Sends nothing. */
    private String localAddress() {
        IOException failure = null;
        for (final String host : endpoints.hosts()) {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.connect(new InetSocketAddress(InetAddress.getByName(host), endpoints.portBase()));
                final InetAddress address = socket.getLocalAddress();
                return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
            } catch (final IOException noWay) {
                failure = noWay;
            }
        }
        throw new UncheckedIOException("no way to any of the cluster hosts " + endpoints.hosts(), failure);
    }
}
