package io.bourse.node;

import io.aeron.Aeron;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.Configuration;
import io.bourse.schema.CommandResultDecoder;
import io.bourse.schema.DepositEncoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.OrderCancelledDecoder;
import io.bourse.schema.ResultCode;
import io.bourse.schema.SequenceReplyDecoder;
import io.bourse.schema.Side;
import io.bourse.wire.EventFrame;
import io.bourse.wire.Profile;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** More than usual of everything, and of one gateway nothing at all; what is silent is so while the other tests run. */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PressureTest {
    private static final int SERVICE_SNAPSHOT = ClusteredServiceContainer.Configuration.SNAPSHOT_STREAM_ID_DEFAULT;
    private static final int TERM_LENGTH = 1024 * 1024;
    private static final int SESSIONS = 120;
    private static final int SESSIONS_AT_ONCE = 30;
    private static final long FAR = 1_000_000;
    private static final int SILENT = 3;
    private static final int OPERATOR = 4;
    private static final String DROPPED_REPLIES = "bourse egress messages dropped";
    private static final String TIMED_OUT_SESSIONS = "Cluster timed out client count";

    @TempDir
    static Path folder;
    private static TestCluster cluster;
    private static TestGateway silent;
    private static long silentSinceNs;

    @BeforeAll
    static void start() {
        cluster = new TestCluster(folder, 1).startAll();
        try (TestGateway gateway = cluster.gateway(OPERATOR)) {
            gateway.connectAndLogon();
            new TestTrader(gateway).setUp();
        }
        silent = cluster.gateway(SILENT);
        silent.connectAndLogon();
        silent.depositSurely(TestTrader.SELLER, 1);
        silentSinceNs = System.nanoTime();
    }

    @AfterAll
    static void stop() {
        CloseHelper.closeAll(silent, cluster);
    }

    @Test
    @Order(1)
    void shouldExecuteOnceAndInOrderWhatTheIngressTook() {
        try (TestGateway gateway = cluster.gateway(1); EventLog log = cluster.eventLog()) {
            gateway.connectAndLogon();
            final int before = results(log, 1, 0).size();
            final long[] refused = new long[1];
            TestCluster.await("back pressure", () -> {
                for (int i = 0; i < 1_000; i++) {
                    refused[0] += gateway.tryDeposit(TestTrader.SELLER, 1) ? 0 : 1;
                }
                return refused[0] > 1_000 && gateway.inSequence >= 3_000;
            });
            TestCluster.await("the last result", () -> {
                gateway.poll();
                final List<Long> results = results(log, 1, before);
                return !results.isEmpty() && results.getLast() == gateway.inSequence;
            });
            final List<Long> results = results(log, 1, before);
            assertEquals(LongStream.rangeClosed(1, gateway.inSequence).boxed().toList(),
                results.subList(results.lastIndexOf(1L), results.size()));
            assertTrue(log.isContiguous());
            assertTrue(cluster.node(0).isRunning());
        }
    }

    @Test
    @Order(2)
    void shouldCarryMessagesLongerThanADatagram() {
        final int datagram = Configuration.mtuLength();
        try (TestGateway gateway = cluster.gateway(2); EventLog log = cluster.eventLog()) {
            gateway.connectAndLogon();
            // What a later version of a command may have at its end is not looked at.
            final UnsafeBuffer message = new UnsafeBuffer(new byte[6 * datagram]);
            message.setMemory(0, message.capacity(), (byte) -1);
            final DepositEncoder deposit = new DepositEncoder().wrapAndApplyHeader(message, 0, new MessageHeaderEncoder());
            gateway.header(deposit.header(), TestTrader.SELLER, ++gateway.inSequence);
            deposit.idempotencyId().high(9).low(9);
            deposit.amount(1).assetId(1);
            gateway.offer(message, message.capacity() / 2);
            TestCluster.await("result", () -> {
                gateway.poll();
                return !gateway.resultCorrelationIds().isEmpty();
            });
            gateway.forEachFrame(frame -> assertTrue(!isResult(frame) || result(frame).resultCode() == ResultCode.OK));

            final TestTrader trader = new TestTrader(gateway);
            cancel(trader, gateway, 20);
            TestCluster.await("the long answer", () -> {
                gateway.poll();
                return gateway.egress.stream().anyMatch(each -> each.length > 2 * datagram);
            });
            assertEquals(gateway.inSequence, gateway.resultCorrelationIds().size());

            // Too long for any answer: the stream has it all the same, and the gateway goes on.
            final long dropped = counter(DROPPED_REPLIES);
            cancel(trader, gateway, 100);
            TestCluster.await("all that was cancelled", () -> {
                gateway.poll();
                log.reader.poll(1_000);
                return log.frames.stream()
                    .filter(frame -> EventFrame.templateId(frame, 0) == OrderCancelledDecoder.TEMPLATE_ID).count() == 120;
            });
            trader.limit(TestTrader.SELLER, Side.SELL, 100, 0);
            assertEquals(dropped + 1, counter(DROPPED_REPLIES));
            assertEquals(gateway.inSequence - 1, gateway.resultCorrelationIds().size());
        }
    }

    @Test
    @Order(3)
    void shouldStartFromASnapshotLongerThanATerm(@TempDir final Path own) {
        try (TestCluster other = new TestCluster(own, 1).startAll();
            TestGateway gateway = other.gateway(1)) {
            gateway.connectAndLogon();
            final TestTrader trader = new TestTrader(gateway);
            trader.setUp();
            for (int i = 0; i < 25_000; i++) {
                trader.sendLimit(TestTrader.SELLER, Side.SELL, 500 + i % 100);
                assertFalse(gateway.isClosed());
                if (i % 100 == 0) {
                    // No more answers are under way than there is room for, and none is looked for among so many.
                    gateway.egress.clear();
                    trader.limit(TestTrader.BUYER, Side.BUY, 400, 0);
                }
            }
            trader.limit(TestTrader.BUYER, Side.BUY, 499, 0);
            final long hash = gateway.stateHash();
            assertTrue(other.node(0).snapshot());
            TestCluster.await("snapshot", () -> other.node(0).snapshotCount() == 1);
            other.stop(0);
            final Recording snapshot = RecordedFiles.recording(other.dataDir(0), SERVICE_SNAPSHOT);
            assertEquals(TERM_LENGTH, snapshot.termLength());
            final long length = snapshot.stopPosition() - snapshot.startPosition();
            assertTrue(length > TERM_LENGTH, () -> "length=" + length);

            other.startAll();
            gateway.session();
            assertEquals(hash, gateway.stateHash());
            gateway.logon();
            trader.limit(TestTrader.BUYER, Side.BUY, 500, 0);
            other.assertAudited();
        }
    }

    @Test
    @Order(4)
    void shouldGiveEachOfManySessionsItsOwnAnswer(@TempDir final Path own) {
        final List<TestGateway> gateways = new ArrayList<>();
        try (TestCluster other = new TestCluster(own, 1).startAll()) {
            while (gateways.size() < SESSIONS) {
                final int from = gateways.size();
                for (int i = 0; i < SESSIONS_AT_ONCE; i++) {
                    gateways.add(other.gateway(gateways.size() + 1));
                }
                TestCluster.await("sessions", () ->
                    gateways.subList(from, gateways.size()).stream().filter(each -> !each.pollSession()).count() == 0);
                gateways.forEach(TestGateway::poll);
            }
            for (int i = 0; i < SESSIONS; i++) {
                // Nobody is there yet in the sequence; which one it was is in the answer.
                gateways.get(i).deposit(TestTrader.SELLER, 1, FAR + i);
            }
            TestCluster.await("answers", () -> {
                gateways.forEach(TestGateway::poll);
                return gateways.stream().noneMatch(each -> each.egress.isEmpty());
            });
            for (int i = 0; i < SESSIONS; i++) {
                final TestGateway gateway = gateways.get(i);
                final UnsafeBuffer reply =
                    gateway.awaitReply(SequenceReplyDecoder.TEMPLATE_ID, gateway.lastCorrelationId());
                assertEquals(FAR + i, new SequenceReplyDecoder()
                    .wrapAndApplyHeader(reply, 0, new MessageHeaderDecoder()).inSequence());
                assertEquals(1, gateway.egress.size());
            }
            CloseHelper.closeAll(gateways);
        }
    }

    @Test
    @Order(5)
    void shouldCloseASilentSessionAndLetItsGatewayLogOnAgain() {
        assertFalse(silent.isClosed() && System.nanoTime() - silentSinceNs < Profile.DEV.sessionTimeoutNs(), "closed early");
        TestCluster.await("the silent session to be closed", silent::isClosed);
        assertTrue(counter(TIMED_OUT_SESSIONS) > 0);
        final long last = silent.inSequence;
        silent.connectAndLogon();
        assertEquals(last, silent.inSequence);
        silent.depositSurely(TestTrader.SELLER, 2);
        assertEquals(last + 1, silent.inSequence);
        assertFalse(silent.isClosed());
    }

    private static void cancel(final TestTrader trader, final TestGateway gateway, final int count) {
        for (int i = 0; i < count; i++) {
            trader.sendLimit(TestTrader.BUYER, Side.BUY, 10 + i);
            gateway.poll();
        }
        trader.sendCancelAll(TestTrader.BUYER);
    }

    /** The sequence of the results of a gateway, from one of them on. */
    private static List<Long> results(final EventLog log, final int gatewayId, final int from) {
        while (log.reader.poll(1_000) > 0) {
            continue;
        }
        return log.frames.stream().filter(PressureTest::isResult).map(PressureTest::result)
            .filter(result -> result.gatewayId() == gatewayId).map(CommandResultDecoder::inSequence).skip(from).toList();
    }

    private static boolean isResult(final DirectBuffer frame) {
        return EventFrame.templateId(frame, 0) == CommandResultDecoder.TEMPLATE_ID;
    }

    private static CommandResultDecoder result(final DirectBuffer frame) {
        return new CommandResultDecoder().wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder());
    }

    /** As AeronStat shows it. */
    private static long counter(final String label) {
        final long[] value = {-1};
        try (Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(cluster.node(0).aeronDirectoryName()))) {
            aeron.countersReader().forEach((counterId, typeId, keyBuffer, counterLabel) -> {
                if (counterLabel.startsWith(label)) {
                    value[0] = aeron.countersReader().getCounterValue(counterId);
                }
            });
        }
        return value[0];
    }
}
