package io.bourse.node;

import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.bourse.schema.NewOrderDecoder;
import io.bourse.schema.Side;
import io.bourse.schema.StateReportDecoder;
import io.bourse.schema.TradeDecoder;
import io.bourse.wire.EventFrame;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import static io.bourse.node.TestTrader.BUYER;
import static io.bourse.node.TestTrader.SELLER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What an auditor finds in the files of three members: nothing, and then whatever was forged in them. */
@Timeout(120)
class ClusterAuditTest {
    private static final int LOG = ConsensusModule.Configuration.LOG_STREAM_ID_DEFAULT;
    private static final int SNAPSHOT = ClusteredServiceContainer.Configuration.SNAPSHOT_STREAM_ID_DEFAULT;
    private static final long SECOND_NS = 1_000_000_000;
    private static final int INTERVAL = 20;
    private static final int TIMESTAMP = 24;
    private static final int TEMPLATE_ID = 2;

    @TempDir
    private Path folder;
    private final List<String> said = new ArrayList<>();
    private List<Path> members;

    @Test
    void shouldFindWhatIsNotAsTheLogLeadsToItAndNothingElse() throws IOException {
        try (TestCluster cluster = new TestCluster(folder, 3).startAll(); TestGateway gateway = cluster.gateway(1)) {
            members = List.of(cluster.dataDir(0), cluster.dataDir(1), cluster.dataDir(2));
            gateway.connectAndLogon();
            final TestTrader trader = new TestTrader(gateway);
            trader.setUp();
            trader.limit(SELLER, Side.SELL, 200, TestTrader.nowNs() + SECOND_NS);
            trade(trader, 30);
            final ClusterNode leader = cluster.node(cluster.awaitLeader());
            assertTrue(leader.snapshot());
            TestCluster.await("snapshot", () -> leader.snapshotCount() == 1);
            trade(trader, 10);
            TestCluster.await("reports of all members in the log", () -> {
                final List<String> lines = new ArrayList<>();
                ClusterAudit.run(members, INTERVAL, false, lines::add);
                return lines.getLast().matches(".* [0-9]*[0-9][0-9] state reports .*");
            });
            assertEquals(List.of(), audit(false), "while the members run");

            cluster.stop(leader.memberId());
            gateway.connectAndLogon();
            trade(trader, 10);
            cluster.start(leader.memberId());
            cluster.awaitLeader();
            trade(trader, 10);
            cluster.stopAll();
        }
        assertEquals(List.of(), audit(false));
        assertSaid("from its beginning");
        assertSaid(" 3 snapshots of the same state, ");
        assertTrue(said.stream().noneMatch(line -> line.contains(" 0 state reports")), said::toString);
        assertEquals(2, said.stream().filter(line -> line.startsWith("events of members")).count(), said::toString);
        assertEquals(List.of(), audit(true));
        assertSaid("from the snapshot at ");
        said.clear();
        assertEquals(List.of(), OracleAudit.run(members, INTERVAL, said::add));
        assertTrue(said.getLast().matches("played \\d{3} commands of the log .* at 1 snapshots"), said::toString);

        final Predicate<DirectBuffer> isTrade = body -> EventFrame.templateId(body, 0) == TradeDecoder.TEMPLATE_ID;
        final Predicate<DirectBuffer> isOrder = body -> isMessage(body, NewOrderDecoder.TEMPLATE_ID);
        final Predicate<DirectBuffer> isReport = body -> isMessage(body, StateReportDecoder.TEMPLATE_ID);
        assertForged("events of members", EventFrame.STREAM_ID, isTrade, TIMESTAMP, members.subList(1, 2));
        assertForged("leads to another event", EventFrame.STREAM_ID, isTrade, TIMESTAMP, members);
        assertForged("log of members", LOG, isOrder, TIMESTAMP, members.subList(2, 3));
        assertForged("leads to another event", LOG, isOrder, TIMESTAMP, members);
        assertForged("leads to another state than members have reported", LOG, isReport,
            AeronCluster.SESSION_HEADER_LENGTH + 16, members);
        assertForged("snapshots of members", SNAPSHOT, body -> body.getShort(4, ByteOrder.LITTLE_ENDIAN) != 111, 20,
            members.subList(0, 1));

        final long flipped = RecordedFiles.flipBit(members.get(1), EventFrame.STREAM_ID, 50);
        assertTrue(audit(false).stream().anyMatch(each -> each.startsWith("events of member 1: at position")), said::toString);
        RecordedFiles.flipBitAt(members.get(1), EventFrame.STREAM_ID, flipped);
        assertEquals(List.of(), audit(false));
    }

    private void assertForged(
        final String expected, final int streamId, final Predicate<DirectBuffer> isWanted, final int index,
        final List<Path> folders) throws IOException {
        final long position = RecordedFiles.find(folders.getFirst(), streamId, 0, isWanted);
        for (final Path each : folders) {
            RecordedFiles.forge(each, streamId, position, index);
        }
        final List<String> differences = audit(false);
        assertTrue(differences.stream().anyMatch(each -> each.contains(expected)), () -> expected + ": " + differences);
        for (final Path each : folders) {
            RecordedFiles.forge(each, streamId, position, index);
        }
    }

    private List<String> audit(final boolean isQuick) {
        said.clear();
        return ClusterAudit.run(members, INTERVAL, isQuick, said::add);
    }

    private void assertSaid(final String text) {
        assertTrue(said.stream().anyMatch(line -> line.contains(text)), said::toString);
    }

    private static boolean isMessage(final DirectBuffer body, final int templateId) {
        return body.capacity() > AeronCluster.SESSION_HEADER_LENGTH + TEMPLATE_ID &&
            body.getShort(TEMPLATE_ID, ByteOrder.LITTLE_ENDIAN) == 1 &&
            body.getShort(AeronCluster.SESSION_HEADER_LENGTH + TEMPLATE_ID, ByteOrder.LITTLE_ENDIAN) == templateId;
    }

    private static void trade(final TestTrader trader, final int count) {
        for (int i = 0; i < count; i++) {
            trader.limit(SELLER, Side.SELL, 100, 0);
            trader.limit(BUYER, Side.BUY, 100, 0);
        }
    }
}
