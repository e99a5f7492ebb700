package io.bourse.system;

import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import io.bourse.client.AeronConnection;
import io.bourse.client.PrincipalCredentials;
import io.bourse.schema.CancelAllEncoder;
import io.bourse.schema.GatewayLogonEncoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.Side;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.ClusterKey;
import io.bourse.wire.Profile;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.locks.LockSupport;

/** A gateway that makes the log and the events grow, faster than requests can: commands that change nothing, and are long. */
final class LogFiller implements AutoCloseable {
    private static final int GATEWAY_ID = 77;
    private static final int MESSAGE_LENGTH = 1_000;
    private static final int OFFERS_MAX = 200_000;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MESSAGE_LENGTH]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final CancelAllEncoder cancelAll = new CancelAllEncoder();
    private final AeronConnection connection = AeronConnection.connect(null, Profile.DEV);
    private final AeronCluster cluster;
    private long inSequence;

    LogFiller(final Path dataFolder, final int clusterPortBase, final int members) {
        final ClusterEndpoints endpoints = new ClusterEndpoints(Collections.nCopies(members, "127.0.0.1"), clusterPortBase);
        cluster = AeronCluster.connect(new AeronCluster.Context()
            .aeron(connection.aeron())
            .ownsAeronClient(false)
            .ingressChannel("aeron:udp?term-length=256k")
            .ingressEndpoints(endpoints.ingressEndpoints())
            .egressChannel("aeron:udp?endpoint=127.0.0.1:0")
            .egressListener((clusterSessionId, timestamp, message, offset, length, header) -> { })
            .credentialsSupplier(new PrincipalCredentials(
                ClusterKey.read(dataFolder.resolve("secrets/cluster-key")).principal("gw-" + GATEWAY_ID))));
        final GatewayLogonEncoder logon = new GatewayLogonEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        logon.header().inSequence(0).correlationId(1).accountId(0).gatewayId(GATEWAY_ID).connectionId(1);
        logon.gatewayEpoch(1);
        offer(MessageHeaderEncoder.ENCODED_LENGTH + logon.encodedLength());
    }

    /** A thousand bytes of log and an event for each. */
    void fill(final int count) {
        for (int i = 0; i < count; i++) {
            cancelAll.wrapAndApplyHeader(buffer, 0, messageHeader);
            cancelAll.header().inSequence(++inSequence).correlationId(inSequence).accountId(1).gatewayId(GATEWAY_ID)
                .connectionId(1);
            cancelAll.instrumentId(0).sessionId(0).side(Side.NULL_VAL);
            offer(MESSAGE_LENGTH);
            cluster.pollEgress();
        }
    }

    private void offer(final int length) {
        long result = cluster.offer(buffer, 0, length);
        for (int i = 0; result < 0; i++) {
            if (i == OFFERS_MAX || cluster.isClosed()) {
                throw new AssertionError("the cluster takes nothing: " + Publication.errorString(result));
            }
            cluster.pollEgress();
            LockSupport.parkNanos(100_000);
            result = cluster.offer(buffer, 0, length);
        }
        cluster.sendKeepAlive();
    }

    @Override
    public void close() {
        cluster.close();
        connection.close();
    }
}
