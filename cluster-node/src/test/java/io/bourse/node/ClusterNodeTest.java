package io.bourse.node;

import io.bourse.schema.CommandHeaderEncoder;
import io.bourse.schema.CommandResultDecoder;
import io.bourse.schema.DepositEncoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.ResultCode;
import io.bourse.schema.SequenceReplyDecoder;
import io.bourse.wire.EventFrame;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What three running members do with what gateways send. */
@Timeout(120)
class ClusterNodeTest {
    private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;

    @TempDir
    static Path folder;
    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new TestCluster(folder, 3).startAll();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void shouldCarryEventsOnceByEgressAndByStream() {
        try (TestGateway gateway = cluster.gateway(1);
            EventLog log = cluster.eventLog()) {
            gateway.connectAndLogon();
            final long first = gateway.inSequence;
            gateway.defineAsset(65, 6);
            gateway.createAccount(1);
            gateway.deposit(1, 1_000);
            TestCluster.await("results", () -> {
                gateway.poll();
                return gateway.resultCorrelationIds().size() == 3;
            });
            assertEquals(first + 3, gateway.inSequence);
            final List<Integer> expected = List.of(101, 120, 104, 120, 111, 109, 120);
            TestCluster.await("events", () -> {
                log.reader.poll(100);
                final List<Integer> templates =
                    log.frames.stream().map(frame -> EventFrame.templateId(frame, 0)).toList();
                return Collections.indexOfSubList(templates, expected) > 0;
            });
            assertTrue(log.isContiguous());
            assertTrue(log.reader.isFollowing());
            gateway.forEachFrame(frame -> assertEquals(1, Collections.frequency(log.frames, frame)));
        }
    }

    @Test
    void shouldExecuteOnlyTheNextOfTheSequence() {
        try (TestGateway gateway = cluster.gateway(2)) {
            gateway.connectAndLogon();
            gateway.createAccount(20);
            gateway.deposit(99, 5);
            final long hash = gateway.stateHash();
            for (final long sequence : new long[]{2, 1, 0, -1, 4, Long.MAX_VALUE, Long.MIN_VALUE}) {
                gateway.deposit(1, 5, sequence);
                final UnsafeBuffer reply =
                    gateway.awaitReply(SequenceReplyDecoder.TEMPLATE_ID, gateway.lastCorrelationId());
                final SequenceReplyDecoder decoder =
                    new SequenceReplyDecoder().wrapAndApplyHeader(reply, 0, new MessageHeaderDecoder());
                assertEquals(sequence, decoder.inSequence());
                assertEquals(2, decoder.lastInSequence());
            }
            assertEquals(hash, gateway.stateHash());
        }
    }

    @Test
    void shouldRefuseCommandsBeforeLogon() {
        try (TestGateway gateway = cluster.gateway(3)) {
            gateway.session();
            gateway.deposit(1, 5, 1);
            final UnsafeBuffer reply =
                gateway.awaitReply(SequenceReplyDecoder.TEMPLATE_ID, gateway.lastCorrelationId());
            assertEquals(-1, new SequenceReplyDecoder()
                .wrapAndApplyHeader(reply, 0, new MessageHeaderDecoder()).lastInSequence());
        }
    }

    @Test
    void shouldStayAsItIsWhateverComesIn() {
        try (TestGateway gateway = cluster.gateway(4)) {
            gateway.connectAndLogon();
            final long hash = gateway.stateHash();
            final UnsafeBuffer message = new UnsafeBuffer(new byte[1_024]);
            final long seed = Long.getLong("seed", System.nanoTime());
            final Random random = new Random(seed);
            System.out.println("seed=" + seed);
            for (int i = 0; i < 500; i++) {
                random.nextBytes(message.byteArray());
                gateway.offer(message, random.nextInt(300));
            }
            for (int length = 0; length < HEADER_LENGTH + CommandHeaderEncoder.ENCODED_LENGTH; length++) {
                encodeDeposit(gateway, message, 4, 1);
                gateway.offer(message, length);
            }
            encodeDeposit(gateway, message, 5, 1);
            gateway.offer(message, HEADER_LENGTH + DepositEncoder.BLOCK_LENGTH);
            encodeDeposit(gateway, message, 4, 1);
            new MessageHeaderEncoder().wrap(message, 0).templateId(999);
            gateway.offer(message, HEADER_LENGTH + DepositEncoder.BLOCK_LENGTH);
            encodeDeposit(gateway, message, 4, 1);
            new MessageHeaderEncoder().wrap(message, 0).schemaId(7);
            gateway.offer(message, HEADER_LENGTH + DepositEncoder.BLOCK_LENGTH);
            assertEquals(hash, gateway.stateHash());
            assertEquals(0, gateway.resultCorrelationIds().size());
        }
    }

    @Test
    void shouldRejectATruncatedCommandInItsPlace() {
        try (TestGateway gateway = cluster.gateway(6)) {
            gateway.connectAndLogon();
            final UnsafeBuffer message = new UnsafeBuffer(new byte[1_024]);
            encodeDeposit(gateway, message, 6, ++gateway.inSequence);
            gateway.offer(message, HEADER_LENGTH + DepositEncoder.BLOCK_LENGTH - 1);
            encodeDeposit(gateway, message, 6, ++gateway.inSequence);
            new MessageHeaderEncoder().wrap(message, 0).blockLength(DepositEncoder.BLOCK_LENGTH - 1);
            gateway.offer(message, HEADER_LENGTH + DepositEncoder.BLOCK_LENGTH);
            TestCluster.await("results", () -> {
                gateway.poll();
                return gateway.resultCorrelationIds().size() == 2;
            });
            gateway.forEachFrame(frame -> assertEquals(ResultCode.MALFORMED, new CommandResultDecoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder()).resultCode()));
        }
    }

    private static void encodeDeposit(
        final TestGateway gateway, final UnsafeBuffer message, final int gatewayId, final long inSequence) {
        final DepositEncoder encoder = new DepositEncoder().wrapAndApplyHeader(message, 0, new MessageHeaderEncoder());
        gateway.header(encoder.header(), 1, inSequence);
        encoder.header().gatewayId(gatewayId);
        encoder.idempotencyId().high(3).low(inSequence);
        encoder.amount(1).assetId(1);
    }
}
