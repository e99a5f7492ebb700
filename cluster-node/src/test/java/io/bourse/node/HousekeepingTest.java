package io.bourse.node;

import io.aeron.cluster.ConsensusModule;
import io.bourse.client.ConsumerSession;
import io.bourse.client.EventStreamReader;
import io.bourse.client.EventCheckpoint;
import io.bourse.client.EventsRemovedException;
import io.bourse.wire.EventFrame;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The disk of a member stays bounded, and nothing goes that somebody needs. */
@Timeout(180)
class HousekeepingTest {
    private static final long MEGABYTE = 1024 * 1024;
    private static final String[] SMALL = {
        "--snapshot-log-length", "2", "--segment-length", "4", "--log-history", "0", "--event-history", "0",
        "--housekeeping-interval", "1"};
    private static final int GARBAGE_LENGTH = 1_024;

    @TempDir
    Path folder;

    @Test
    void shouldTakeSnapshotsAsTheLogGrowsAndKeepTwoAndTheLogBehindThem() throws IOException {
        try (TestCluster cluster = new TestCluster(folder, 3).with(SMALL).startAll();
            TestGateway gateway = cluster.gateway(1)) {
            setUp(gateway);
            // Some 30 MB of log; as much as that in segments would stay without housekeeping.
            for (int i = 0; i < 15; i++) {
                grow(gateway, 2 * MEGABYTE);
                gateway.depositSurely(1, 1);
                cluster.awaitInStep();
            }
            // That was faster than a snapshot a second; now the log behind the older snapshot is short.
            for (int i = 0; i < 3; i++) {
                final long before = cluster.node(0).snapshotCount();
                grow(gateway, 2 * MEGABYTE + MEGABYTE / 2);
                TestCluster.await("a snapshot", () -> cluster.node(0).snapshotCount() > before);
                cluster.awaitInStep();
            }
            for (int member = 0; member < 3; member++) {
                final int id = member;
                TestCluster.await("member " + id + " to keep two snapshots", () -> snapshotRecordings(cluster, id) == 4);
                TestCluster.await("member " + id + " to remove log", () -> logLength(cluster, id) <= 12 * MEGABYTE);
                assertTrue(cluster.node(id).snapshotCount() >= 4, () -> "snapshots " + cluster.node(id).snapshotCount());
                assertEquals(2, validSnapshots(cluster, id));
            }
            final long hash = gateway.stateHash();

            // What a member that is down lacks is kept for it, however short the history.
            final int down = (cluster.awaitLeader() + 1) % 3;
            final int other = 3 - down - cluster.awaitLeader();
            cluster.stop(down);
            for (int i = 0; i < 5; i++) {
                final long before = cluster.node(other).snapshotCount();
                grow(gateway, 3 * MEGABYTE);
                TestCluster.await("a snapshot", () -> cluster.node(other).snapshotCount() > before);
            }
            cluster.start(down);
            TestCluster.await("the member that was down", () -> cluster.node(down).isActive());
            TestCluster.await("the log to go", () -> logLength(cluster, other) <= 12 * MEGABYTE);

            // What is left is enough to start from, for one and for all.
            final int follower = (cluster.awaitLeader() + 1) % 3;
            cluster.assertAudited();
            // Behind the snapshot, or nothing could bring back what a kill then takes from the recorded events.
            gateway.depositSurely(1, 1);
            cluster.assertSameEvents((int) eventCount(cluster));
            cluster.stop(follower);
            gateway.depositSurely(1, 1);
            for (final int streamId : new int[]{ConsensusModule.Configuration.LOG_STREAM_ID_DEFAULT, EventFrame.STREAM_ID}) {
                RecordedFiles.reopen(cluster.dataDir(follower), streamId);
                RecordedFiles.tearTail(cluster.dataDir(follower), streamId);
            }
            cluster.start(follower);
            cluster.awaitLeader();
            cluster.stopAll();
            cluster.startAll();
            gateway.connectAndLogon();
            gateway.depositSurely(1, 1);
            assertFalse(hash == gateway.stateHash());
            cluster.assertSameEvents((int) eventCount(cluster));
            cluster.assertAudited();
            cluster.stop(follower);
            RecordedFiles.flipBit(cluster.dataDir(follower), ConsensusModule.Configuration.LOG_STREAM_ID_DEFAULT, 10);
            assertEquals(MemberExit.DAMAGED, assertThrows(NodeException.class, () -> cluster.start(follower)).exit());
        }
    }

    @Test
    void shouldEndAMemberThatLacksLogThatNobodyHasAnyMore() {
        try (TestCluster cluster = new TestCluster(folder, 3).with(SMALL).with("--log-history-max", "4").startAll();
            TestGateway gateway = cluster.gateway(1)) {
            setUp(gateway);
            final int down = (cluster.awaitLeader() + 1) % 3;
            cluster.stop(down);
            for (int member = 0; member < 3; member++) {
                final int id = member;
                while (id != down && logStart(cluster, id) == 0) {
                    final long before = cluster.node(id).snapshotCount();
                    grow(gateway, 3 * MEGABYTE);
                    TestCluster.await("a snapshot", () -> cluster.node(id).snapshotCount() > before);
                }
            }
            final NodeException reason = (NodeException) cluster.start(down).awaitEnd();
            assertEquals(MemberExit.LEFT_BEHIND, reason.exit());
            assertTrue(reason.getMessage().contains("./bourse cluster replace " + down), reason.getMessage());
            gateway.depositSurely(1, 1);
        }
    }

    @Test
    void shouldFallBackOnTheOlderSnapshot() throws IOException {
        try (TestCluster cluster = new TestCluster(folder, 1).with(SMALL).startAll();
            TestGateway gateway = cluster.gateway(1)) {
            setUp(gateway);
            for (int i = 0; i < 8; i++) {
                grow(gateway, 2 * MEGABYTE);
                gateway.depositSurely(1, 1);
            }
            TestCluster.await("two snapshots", () -> snapshotRecordings(cluster, 0) == 4);
            final long hash = gateway.stateHash();
            cluster.stop(0);
            try (io.aeron.cluster.RecordingLog log =
                new io.aeron.cluster.RecordingLog(cluster.dataDir(0).resolve("cluster").toFile(), false)) {
                assertTrue(log.invalidateLatestSnapshot());
            }
            cluster.startAll();
            gateway.session();
            assertEquals(hash, gateway.stateHash());
        }
    }

    @Test
    void shouldRemoveEventsThatBothKindsOfConsumersHaveConfirmed() throws IOException {
        try (TestCluster cluster = new TestCluster(folder, 1).with(SMALL).startAll();
            TestGateway gateway = cluster.gateway(1);
            EventLog away = cluster.eventLog();
            ConsumerSession marketData = session(cluster, "md-1");
            ConsumerSession persistence = session(cluster, "persist-1")) {
            setUp(gateway);
            away.awaitCount(2);
            final EventCheckpoint early = away.checkpoint;
            deposits(gateway, 20_000);
            away.awaitCount(60_008);
            final long confirmed = away.checkpoint.nextPosition();
            assertTrue(confirmed > 8 * MEGABYTE, () -> "position " + confirmed);

            marketData.confirm(confirmed);
            final long endNs = System.nanoTime() + 4_000_000_000L;
            while (System.nanoTime() < endNs) {
                marketData.poll();
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
            assertEquals(0, eventStart(cluster), "persistence has not confirmed");

            persistence.confirm(5 * MEGABYTE);
            TestCluster.await("a segment to go", () -> marketData.poll() + persistence.poll() >= 0 &&
                eventStart(cluster) == 4 * MEGABYTE);
            persistence.confirm(confirmed);
            TestCluster.await("all segments but the last to go", () -> marketData.poll() + persistence.poll() >= 0 &&
                eventStart(cluster) == confirmed / (4 * MEGABYTE) * 4 * MEGABYTE);

            // Who has read on goes on; who has not is told.
            away.reopen();
            gateway.depositSurely(1, 7);
            away.awaitCount(60_008 + 3);
            final EventStreamReader late = EventStreamReader.impatient(
                cluster.connection.aeron(), cluster.endpoints, cluster.key("md-2"), early, (buffer, offset, length, at) -> { });
            final String sentence = assertThrows(EventsRemovedException.class,
                () -> TestCluster.await("a refusal", () -> late.poll(10) < 0)).getMessage();
            assertTrue(sentence.contains("the members have removed the events after") &&
                sentence.contains("its history begins at position="), sentence);

            // And the member starts from what it has.
            final long hash = gateway.stateHash();
            cluster.stop(0);
            cluster.startAll();
            gateway.session();
            assertEquals(hash, gateway.stateHash());
            cluster.assertAudited();
        }
    }

    @Test
    void shouldRemoveUnconfirmedEventsOnlyAboveTheLimit() throws IOException {
        try (TestCluster cluster = new TestCluster(folder, 1).with(SMALL).with("--event-history-max", "5").startAll();
            TestGateway gateway = cluster.gateway(1)) {
            setUp(gateway);
            deposits(gateway, 8_000);
            TestCluster.await("events", () -> eventLength(cluster) > 0);
            assertEquals(0, eventStart(cluster));
            deposits(gateway, 22_000);
            TestCluster.await("old events to go", () -> eventStart(cluster) >= 4 * MEGABYTE);
            assertTrue(eventLength(cluster) <= 12 * MEGABYTE);
        }
    }

    @Test
    void shouldRefuseWrongOptions() {
        for (final String[] wrong : List.of(
            new String[]{"--snapshot-log-length", "-1"}, new String[]{"--housekeeping-interval", "0"},
            new String[]{"--log-history", "-1"}, new String[]{"--event-history", "-1"},
            new String[]{"--event-history", "8", "--event-history-max", "7"},
            new String[]{"--log-history", "8", "--log-history-max", "7"}, new String[]{"--segment-length", "6"},
            new String[]{"--segment-length", "2"})) {
            try (TestCluster cluster = new TestCluster(folder, 1).with(wrong)) {
                final String message = assertThrows(
                    IllegalArgumentException.class, () -> ClusterNode.launch(cluster.options(0))).getMessage();
                assertTrue(message.startsWith(wrong[wrong.length - 2]), message);
            }
        }
    }

    private static ConsumerSession session(final TestCluster cluster, final String name) {
        return new ConsumerSession(cluster.connection.aeron(), cluster.endpoints, cluster.key(name));
    }

    private static void setUp(final TestGateway gateway) {
        gateway.connectAndLogon();
        gateway.defineAsset(65, 6);
        gateway.createAccount(1);
    }

    /** Log without events: messages that nobody understands. */
    private static void grow(final TestGateway gateway, final long bytes) {
        final UnsafeBuffer garbage = new UnsafeBuffer(new byte[GARBAGE_LENGTH]);
        for (long sent = 0; sent < bytes; sent += GARBAGE_LENGTH) {
            gateway.offer(garbage, GARBAGE_LENGTH);
        }
    }

    private static void deposits(final TestGateway gateway, final int count) {
        for (int i = 0; i < count; i++) {
            gateway.deposit(1, 1);
            gateway.poll();
        }
        gateway.depositSurely(1, 1);
    }

    private static long eventCount(final TestCluster cluster) {
        try (EventLog log = cluster.eventLog()) {
            log.awaitCount(1);
            TestCluster.await("the end", () -> log.reader.poll(1_000) == 0 && log.reader.isFollowing());
            return log.frames.size();
        }
    }

    private static int snapshotRecordings(final TestCluster cluster, final int memberId) {
        return (int) cluster.recordings(memberId).stream().filter(each -> each.channel().contains("alias=snapshot")).count();
    }

    private static long logLength(final TestCluster cluster, final int memberId) {
        return length(cluster, memberId, cluster.logRecording(memberId).recordingId());
    }

    private static long logStart(final TestCluster cluster, final int memberId) {
        return cluster.logRecording(memberId).startPosition();
    }

    private static long eventLength(final TestCluster cluster) {
        return length(cluster, 0, events(cluster).recordingId());
    }

    private static long eventStart(final TestCluster cluster) {
        return events(cluster).startPosition();
    }

    private static TestCluster.Recording events(final TestCluster cluster) {
        return cluster.recordings(0).stream().filter(each -> each.channel().contains("bourse-events")).findFirst()
            .orElseThrow();
    }

    private static long validSnapshots(final TestCluster cluster, final int memberId) {
        try (io.aeron.cluster.RecordingLog log =
            new io.aeron.cluster.RecordingLog(cluster.dataDir(memberId).resolve("cluster").toFile(), false)) {
            return log.entries().stream().filter(entry -> entry.isValid &&
                entry.type == io.aeron.cluster.RecordingLog.ENTRY_TYPE_SNAPSHOT && entry.serviceId == -1).count();
        }
    }

    /** Of the files of a recording. */
    private static long length(final TestCluster cluster, final int memberId, final long recordingId) {
        try (Stream<Path> files = Files.list(cluster.dataDir(memberId).resolve("archive"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(recordingId + "-"))
                .mapToLong(file -> file.toFile().length()).sum();
        } catch (final IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
