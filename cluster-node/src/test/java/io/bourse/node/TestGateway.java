package io.bourse.node;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.exceptions.TimeoutException;
import io.aeron.logbuffer.Header;
import io.aeron.security.CredentialsSupplier;
import io.bourse.client.AeronConnection;
import io.bourse.client.PrincipalCredentials;
import io.bourse.schema.CommandHeaderEncoder;
import io.bourse.schema.CreateAccountEncoder;
import io.bourse.schema.DefineAssetEncoder;
import io.bourse.schema.DepositEncoder;
import io.bourse.schema.GatewayLogonEncoder;
import io.bourse.schema.GatewayLogonReplyDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.QueryStateHashEncoder;
import io.bourse.schema.StateHashReplyDecoder;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.EventFrame;
import io.bourse.wire.PrincipalKey;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A gateway of tests: one session, real ingress and egress, resends after a leader change as gateways do. */
final class TestGateway implements AutoCloseable, EgressListener {
    static final long OPERATOR = 0;
    static final int CONNECTION_ID = 77;

    final List<byte[]> egress = new ArrayList<>();
    private final AeronConnection connection;
    private final ClusterEndpoints endpoints;
    private final PrincipalKey key;
    private final int gatewayId;
    private final long gatewayEpoch;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private AeronCluster cluster;
    private AeronCluster.AsyncConnect connecting;
    private long correlationId;
    long inSequence;
    int logonCount;
    private boolean isLeaderNew;

    TestGateway(
        final AeronConnection connection, final ClusterEndpoints endpoints, final PrincipalKey key, final int gatewayId) {
        this.key = key;
        this.connection = connection;
        this.endpoints = endpoints;
        this.gatewayId = gatewayId;
        this.gatewayEpoch = System.currentTimeMillis();
    }

    /** A session of whatever credentials. */
    AeronCluster connect(final CredentialsSupplier credentials) {
        return AeronCluster.connect(context(credentials));
    }

    private AeronCluster.Context context(final CredentialsSupplier credentials) {
        return new AeronCluster.Context()
            .aeron(connection.aeron())
            .ownsAeronClient(false)
            .ingressChannel("aeron:udp?term-length=64k")
            .ingressEndpoints(endpoints.ingressEndpoints())
            .egressChannel("aeron:udp?endpoint=localhost:0")
            .messageTimeoutNs(TimeUnit.SECONDS.toNanos(5))
            .egressListener(this)
            .errorHandler(error -> { })
            .credentialsSupplier(credentials);
    }

    /** Begins or goes on with a session without logon, never waiting; true when there is one. */
    boolean pollSession() {
        try {
            if (cluster == null) {
                // Many of them share one publication.
                connecting = connecting != null ? connecting : AeronCluster.asyncConnect(
                    context(new PrincipalCredentials(key)).isIngressExclusive(false));
                cluster = connecting.poll();
            }
        } catch (final TimeoutException retried) {
            CloseHelper.quietClose(connecting);
            connecting = null;
        }
        return cluster != null;
    }

    /** Connects and logs on, until it succeeds. */
    void connectAndLogon() {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                CloseHelper.quietClose(cluster);
                cluster = connect(new PrincipalCredentials(key));
                logon();
                return;
            } catch (final RuntimeException | AssertionError retried) {
                if (System.nanoTime() > deadlineNs) {
                    throw retried;
                }
            }
        }
    }

    /** That the session is with. */
    int leaderMemberId() {
        return cluster.leaderMemberId();
    }

    /** A session without logon, as soon as there is a leader. */
    void session() {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                CloseHelper.quietClose(cluster);
                cluster = connect(new PrincipalCredentials(key));
                return;
            } catch (final RuntimeException retried) {
                if (System.nanoTime() > deadlineNs) {
                    throw retried;
                }
            }
        }
    }

    /** Deposits, as often as it takes until the result is there, executed once. */
    void depositSurely(final long accountId, final long amount) {
        final long sequence = ++inSequence;
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadlineNs) {
            try {
                deposit(accountId, amount, sequence);
                final int templateId = io.bourse.schema.SequenceReplyDecoder.TEMPLATE_ID;
                isLeaderNew = false;
                await("result", () -> {
                    poll();
                    return isLeaderNew || resultCorrelationIds().contains(correlationId) || hasReply(templateId, correlationId);
                });
                if (!isLeaderNew) {
                    return;
                }
                logon();
            } catch (final RuntimeException | AssertionError retried) {
                connectAndLogon();
            }
            if (inSequence >= sequence) {
                return;
            }
            inSequence = sequence;
        }
        throw new AssertionError("no answer to inSequence=" + sequence);
    }

    private boolean hasReply(final int templateId, final long expectedCorrelationId) {
        return egress.stream().map(UnsafeBuffer::new).anyMatch(reply ->
            EventFrame.templateId(reply, 0) == templateId && reply.getLong(
                MessageHeaderDecoder.ENCODED_LENGTH, java.nio.ByteOrder.LITTLE_ENDIAN) == expectedCorrelationId);
    }

    /** Logs on; the sequence goes on behind what the cluster has. */
    void logon() {
        final GatewayLogonEncoder encoder = new GatewayLogonEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(encoder.header(), OPERATOR, 0);
        encoder.gatewayEpoch(gatewayEpoch);
        final long expected = correlationId;
        offer(MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
        final UnsafeBuffer reply = awaitReply(GatewayLogonReplyDecoder.TEMPLATE_ID, expected);
        inSequence = new GatewayLogonReplyDecoder()
            .wrapAndApplyHeader(reply, 0, new MessageHeaderDecoder()).lastInSequence();
        logonCount++;
    }

    void defineAsset(final long symbol0, final int decimals) {
        final DefineAssetEncoder encoder = new DefineAssetEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(encoder.header(), OPERATOR, ++inSequence);
        encoder.symbol().word0(symbol0).word1(0);
        encoder.decimals(decimals);
        offer(MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }

    void createAccount(final long externalId) {
        final CreateAccountEncoder encoder = new CreateAccountEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(encoder.header(), OPERATOR, ++inSequence);
        encoder.externalId().high(1).low(externalId);
        offer(MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }

    /** Deposits under the given place in the sequence. */
    void deposit(final long accountId, final long amount, final long sequence) {
        offer(encodeDeposit(accountId, amount, sequence));
    }

    /** Deposits under the next place in the sequence if the ingress takes it at once. */
    boolean tryDeposit(final long accountId, final long amount) {
        cluster.pollEgress();
        if (cluster.offer(buffer, 0, encodeDeposit(accountId, amount, inSequence + 1)) <= 0) {
            return false;
        }
        inSequence++;
        return true;
    }

    private int encodeDeposit(final long accountId, final long amount, final long sequence) {
        final DepositEncoder encoder = new DepositEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(encoder.header(), accountId, sequence);
        encoder.idempotencyId().high(2).low(sequence);
        encoder.amount(amount).assetId(1);
        return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }

    /** Deposits under the next place in the sequence. */
    void deposit(final long accountId, final long amount) {
        deposit(accountId, amount, ++inSequence);
    }

    long stateHash() {
        final QueryStateHashEncoder encoder = new QueryStateHashEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(encoder.header(), OPERATOR, 0);
        final long expected = correlationId;
        offer(MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
        return new StateHashReplyDecoder().wrapAndApplyHeader(
            awaitReply(StateHashReplyDecoder.TEMPLATE_ID, expected), 0, new MessageHeaderDecoder()).stateHash();
    }

    void header(final CommandHeaderEncoder header, final long accountId, final long sequence) {
        header
            .inSequence(sequence).correlationId(++correlationId).accountId(accountId)
            .gatewayId(gatewayId).connectionId(CONNECTION_ID);
    }

    long lastCorrelationId() {
        return correlationId;
    }

    /** Sends what stands in the buffer given. */
    void offer(final DirectBuffer message, final int length) {
        await("ingress", () -> cluster.offer(message, 0, length) > 0);
    }

    void poll() {
        cluster.pollEgress();
        cluster.sendKeepAlive();
    }

    /** Whether the session has ended, without saying that somebody is there. */
    boolean isClosed() {
        cluster.pollEgress();
        return cluster.isClosed();
    }

    /** Correlation ids of the command results that came by egress. */
    List<Long> resultCorrelationIds() {
        final List<Long> ids = new ArrayList<>();
        forEachFrame(frame -> {
            if (EventFrame.templateId(frame, 0) == io.bourse.schema.CommandResultDecoder.TEMPLATE_ID) {
                ids.add(new io.bourse.schema.CommandResultDecoder()
                    .wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder()).correlationId());
            }
        });
        return ids;
    }

    /** Event frames that came by egress. */
    void forEachFrame(final Consumer<UnsafeBuffer> consumer) {
        for (final byte[] message : egress) {
            final UnsafeBuffer whole = new UnsafeBuffer(message);
            if (EventFrame.templateId(whole, 0) < 100) {
                continue;
            }
            for (int offset = 0; offset < message.length; offset += EventFrame.length(whole, offset)) {
                consumer.accept(new UnsafeBuffer(message, offset, EventFrame.length(whole, offset)));
            }
        }
    }

    /** The newest reply of a kind to a request. */
    UnsafeBuffer awaitReply(final int templateId, final long expectedCorrelationId) {
        final UnsafeBuffer[] found = new UnsafeBuffer[1];
        await("reply " + templateId, () -> {
            poll();
            for (final byte[] message : egress) {
                final UnsafeBuffer reply = new UnsafeBuffer(message);
                if (EventFrame.templateId(reply, 0) == templateId &&
                    reply.getLong(MessageHeaderDecoder.ENCODED_LENGTH, java.nio.ByteOrder.LITTLE_ENDIAN) ==
                        expectedCorrelationId) {
                    found[0] = reply;
                }
            }
            return found[0] != null;
        });
        return found[0];
    }

    @Override
    public void onMessage(
        final long clusterSessionId, final long timestamp, final DirectBuffer message, final int offset, final int length,
        final Header header) {
        final byte[] copy = new byte[length];
        message.getBytes(offset, copy);
        egress.add(copy);
    }

    @Override
    public void onNewLeader(
        final long clusterSessionId, final long leadershipTermId, final int leaderMemberId, final String ingressEndpoints) {
        isLeaderNew = true;
    }

    @Override
    public void close() {
        CloseHelper.quietClose(cluster);
    }

    private void offer(final int length) {
        offer(buffer, length);
    }

    private void await(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("waited in vain for " + what);
            }
            cluster.pollEgress();
            LockSupport.parkNanos(100_000);
        }
    }
}
