package io.bourse.service;

import io.aeron.DirectBufferVector;
import io.aeron.cluster.service.ClientSession;
import io.aeron.logbuffer.BufferClaim;
import io.bourse.engine.Engine;
import io.bourse.engine.EngineLimits;
import io.bourse.schema.CommandHeaderEncoder;
import io.bourse.schema.CommandResultDecoder;
import io.bourse.schema.GatewayLogonEncoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.wire.EventFrame;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;

/** The service without Aeron: messages in from a buffer, events out to nowhere. A session that takes every answer. */
final class ServiceBench implements ClientSession {
    static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;

    final UnsafeBuffer message = new UnsafeBuffer(new byte[512]);
    final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    /** Beginning of the newest answer. */
    final UnsafeBuffer lastAnswer = new UnsafeBuffer(new byte[1024]);
    final CommandResultDecoder lastResult = new CommandResultDecoder();
    final Engine engine;
    long eventCount;
    long timestampNs = 1_000;
    byte[] principal = {'g', 'w', '-', '1'};
    private final UnsafeBuffer lastFrame = new UnsafeBuffer(new byte[EventFrame.MAX_LENGTH]);
    private final MessageHeaderDecoder frameHeader = new MessageHeaderDecoder();
    private final IngressAdapter ingress;
    private long inSequence;
    private long logPosition;

    ServiceBench(final EngineLimits limits) {
        final EventStream sink = new EventStream(null) {
            @Override
            void append(
                final DirectBuffer frame, final int length, final long eventSequence, final long epoch, final int chainHash) {
                lastFrame.putBytes(0, frame, 0, length);
                eventCount++;
            }
        };
        final Egress egress =
            new Egress(new AtomicCounter(new UnsafeBuffer(new byte[CountersReader.COUNTER_LENGTH]), 0));
        final EventPublisher events = new EventPublisher(sink, egress);
        engine = new Engine(limits, events);
        events.engine(engine);
        events.onLogEntry(1);
        ingress = new IngressAdapter(engine, events, new ReplyPublisher(engine, events, sink, egress), egress,
            ServiceCounters.unpublished(), new HousekeepingView());
        final GatewayLogonEncoder logon = new GatewayLogonEncoder().wrapAndApplyHeader(message, 0, messageHeader);
        logon.header().inSequence(0).correlationId(1).accountId(0).gatewayId(1).connectionId(0);
        logon.gatewayEpoch(1);
        deliver(HEADER_LENGTH + GatewayLogonEncoder.BLOCK_LENGTH);
    }

    /** Fills the header of the next command. */
    void header(final CommandHeaderEncoder header, final long accountId) {
        header.inSequence(++inSequence).correlationId(inSequence).accountId(accountId).gatewayId(1).connectionId(0);
    }

    /** Hands over what stands in the buffer as one entry of the log. */
    void deliver(final int length) {
        timestampNs++;
        logPosition += 256;
        ingress.onMessage(this, timestampNs, logPosition, message, 0, length);
    }

    /** The engine's timer, when its time has come. */
    void timer() {
        logPosition += 64;
        ingress.onTimer(timestampNs, logPosition);
    }

    /** The newest event, which a command ends with. */
    CommandResultDecoder result() {
        return lastResult.wrapAndApplyHeader(lastFrame, 0, frameHeader);
    }

    @Override
    public long id() {
        return 1;
    }

    @Override
    public int responseStreamId() {
        return 1;
    }

    @Override
    public String responseChannel() {
        return "";
    }

    @Override
    public byte[] encodedPrincipal() {
        return principal;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isClosing() {
        return false;
    }

    @Override
    public long offer(final DirectBuffer buffer, final int offset, final int length) {
        lastAnswer.putBytes(0, buffer, offset, Math.min(length, lastAnswer.capacity()));
        return 1;
    }

    @Override
    public long offer(final DirectBufferVector[] vectors) {
        return 1;
    }

    @Override
    public long tryClaim(final int length, final BufferClaim bufferClaim) {
        throw new UnsupportedOperationException();
    }
}
