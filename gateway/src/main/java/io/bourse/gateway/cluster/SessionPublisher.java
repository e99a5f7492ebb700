package io.bourse.gateway.cluster;

import io.bourse.schema.GatewayLogonEncoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.QueryBalancesEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes and sends what the agent says for itself, outside the sequence. */
final class SessionPublisher {
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[InFlightWindow.MESSAGE_LENGTH_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final GatewayLogonEncoder logon = new GatewayLogonEncoder();
    private final QueryBalancesEncoder ping = new QueryBalancesEncoder();
    private final ClusterConnection connection;
    private final int gatewayId;
    /** Below zero, so that none is a request's. */
    private long correlationId;

    SessionPublisher(final ClusterConnection connection, final int gatewayId) {
        this.connection = connection;
        this.gatewayId = gatewayId;
    }

    /** Correlation id of the newest message. */
    long correlationId() {
        return correlationId;
    }

    /** Asks for the last number executed. False when nothing could be sent. */
    boolean sendLogon(final long gatewayEpoch) {
        logon.wrapAndApplyHeader(message, 0, header).header()
            .inSequence(0).correlationId(--correlationId).accountId(0).gatewayId(gatewayId).connectionId(0);
        logon.gatewayEpoch(gatewayEpoch);
        return connection.send(message, 0, MessageHeaderEncoder.ENCODED_LENGTH + GatewayLogonEncoder.BLOCK_LENGTH);
    }

    /** Asks for any answer: a query about no account, which goes through the log like every other. */
    boolean sendPing() {
        ping.wrapAndApplyHeader(message, 0, header).header()
            .inSequence(0).correlationId(--correlationId).accountId(0).gatewayId(gatewayId).connectionId(0);
        return connection.send(message, 0, MessageHeaderEncoder.ENCODED_LENGTH + QueryBalancesEncoder.BLOCK_LENGTH);
    }
}
