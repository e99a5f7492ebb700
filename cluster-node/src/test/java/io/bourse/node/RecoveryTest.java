package io.bourse.node;

import io.aeron.cluster.service.ClusteredServiceContainer;
import io.bourse.wire.EventFrame;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Members die, come back, and have lost nothing. */
@Timeout(180)
class RecoveryTest {
    /** Events of one deposit: DepositApplied, BalanceChanged, CommandResult. */
    private static final int EVENTS_PER_DEPOSIT = 3;
    /** GatewayLoggedOn, AssetDefined, AccountCreated and two results. */
    private static final int EVENTS_OF_SETUP = 5;
    private static final int SERVICE_SNAPSHOT = ClusteredServiceContainer.Configuration.SNAPSHOT_STREAM_ID_DEFAULT;

    @TempDir
    Path folder;

    @Test
    void shouldRecordTheSameEventsOnAllMembersWhoeverDies() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, 3);
            TestGateway gateway = cluster.gateway(1);
            EventLog log = cluster.eventLog()) {
            cluster.start(0);
            cluster.start(1);
            Process third = cluster.startProcess(2);
            try {
                setUp(gateway);
                deposit(gateway, 40);
                log.awaitCount(EVENTS_OF_SETUP + 40 * EVENTS_PER_DEPOSIT);

                kill(third);
                deposit(gateway, 40);
                log.awaitCount(EVENTS_OF_SETUP + 80 * EVENTS_PER_DEPOSIT);
                third = cluster.startProcess(2);
                awaitMember(cluster, 2);

                final int inProcess = cluster.node(0).isLeader() || !cluster.node(1).isLeader() ? 0 : 1;
                cluster.stop(inProcess);
                log.reopen();
                deposit(gateway, 40);
                final int relogons = relogons(gateway);
                log.awaitCount(EVENTS_OF_SETUP + 120 * EVENTS_PER_DEPOSIT + relogons);
                cluster.start(inProcess);
                awaitMember(cluster, inProcess);
                assertTrue(log.isContiguous());
                cluster.assertSameEvents(EVENTS_OF_SETUP + 120 * EVENTS_PER_DEPOSIT + relogons);
            } finally {
                kill(third);
            }
        }
    }

    @Test
    void shouldGoOnFromASnapshotWithTheSameStateAndEvents() throws IOException {
        try (TestCluster cluster = new TestCluster(folder, 1);
            TestGateway gateway = cluster.gateway(1);
            EventLog log = cluster.eventLog()) {
            cluster.startAll();
            setUp(gateway);
            deposit(gateway, 50);
            final long hash = gateway.stateHash();
            assertTrue(cluster.node(0).snapshot());
            TestCluster.await("snapshot", () -> cluster.node(0).snapshotCount() == 1);
            assertTrue(ClusterNode.isLeader(cluster.dataDir(0)));

            cluster.stop(0);
            cluster.startAll();
            gateway.session();
            assertEquals(hash, gateway.stateHash());
            gateway.logon();
            deposit(gateway, 10);
            final long hashAtEnd = gateway.stateHash();

            // Replays what came after the snapshot, its events suppressed; the tail of the recording is torn besides.
            cluster.stop(0);
            RecordedFiles.tearTail(cluster.dataDir(0), EventFrame.STREAM_ID);
            RecordedFiles.reopen(cluster.dataDir(0), EventFrame.STREAM_ID);
            Files.createFile(cluster.dataDir(0).resolve("running"));
            cluster.startAll();
            gateway.session();
            assertEquals(hashAtEnd, gateway.stateHash());
            gateway.logon();
            deposit(gateway, 10);
            log.awaitCount(EVENTS_OF_SETUP + 70 * EVENTS_PER_DEPOSIT + relogons(gateway));
            assertTrue(log.isContiguous());

            cluster.stop(0);
            RecordedFiles.flipBit(cluster.dataDir(0), SERVICE_SNAPSHOT, 2);
            final NodeException damaged = assertThrows(NodeException.class, () -> cluster.start(0));
            assertEquals(MemberExit.DAMAGED, damaged.exit());
        }
    }

    /** Its archive has to prove who it is to the others' archives: the log of earlier terms is replicated, not replayed. */
    @Test
    void shouldCopyTheLogOfSeveralTermsToAnEmptyMember() throws IOException {
        try (TestCluster cluster = new TestCluster(folder, 3);
            TestGateway gateway = cluster.gateway(1)) {
            cluster.startAll();
            setUp(gateway);
            for (int term = 0; term < 2; term++) {
                deposit(gateway, 10);
                final int leader = cluster.awaitLeader();
                cluster.stop(leader);
                deposit(gateway, 10);
                cluster.start(leader);
                cluster.awaitLeader();
            }
            final int wiped = (cluster.awaitLeader() + 1) % 3;
            cluster.stop(wiped);
            IoUtil.delete(cluster.dataDir(wiped).toFile(), false);
            cluster.start(wiped);
            cluster.awaitLeader();
            deposit(gateway, 1);
            cluster.assertSameEvents(EVENTS_OF_SETUP + 41 * EVENTS_PER_DEPOSIT + relogons(gateway));
        }
    }

    /** The disk of one member has lost events that its snapshot is behind, another one has lost its Raft log. */
    @Test
    void shouldGoOnBehindAGapInTheEventsAndWithoutARaftLog() throws IOException {
        try (TestCluster cluster = new TestCluster(folder, 3); TestGateway gateway = cluster.gateway(1)) {
            cluster.startAll();
            setUp(gateway);
            deposit(gateway, 20);
            assertTrue(cluster.node(cluster.awaitLeader()).snapshot());
            TestCluster.await("snapshots", () ->
                IntStream.range(0, 3).allMatch(member -> cluster.node(member).snapshotCount() == 1));
            deposit(gateway, 5);

            final Path gapped = cluster.dataDir(2);
            cluster.stop(2);
            final long cut = RecordedFiles.frame(gapped, EventFrame.STREAM_ID, 30)[1];
            RecordedFiles.zero(gapped, EventFrame.STREAM_ID, cut);
            RecordedFiles.reopen(gapped, EventFrame.STREAM_ID);
            cluster.start(2);
            cluster.awaitLeader();
            deposit(gateway, 5);
            final int count = EVENTS_OF_SETUP + 30 * EVENTS_PER_DEPOSIT + relogons(gateway);
            // Whichever member it begins with: who has the gap is left at its edge.
            try (EventLog log = cluster.eventLog()) {
                log.awaitCount(count);
                assertTrue(log.isContiguous());
            }
            assertTrue(RecordedFiles.recording(gapped, EventFrame.STREAM_ID).startPosition() > cut);

            cluster.stop(1);
            IoUtil.delete(cluster.dataDir(1).resolve("cluster").toFile(), false);
            cluster.start(1);
            cluster.awaitLeader();
            deposit(gateway, 5);
            final int more = EVENTS_OF_SETUP + 35 * EVENTS_PER_DEPOSIT + relogons(gateway);
            try (EventLog intact = cluster.eventsOf(0); EventLog copied = cluster.eventsOf(1)) {
                intact.awaitCount(more);
                copied.awaitCount(more);
                assertEquals(intact.describe(), copied.describe());
            }
        }
    }

    @Test
    void shouldRefuseAKeyThatOthersCanRead() throws IOException {
        try (TestCluster cluster = new TestCluster(folder, 1)) {
            Files.setPosixFilePermissions(cluster.keyFile(), PosixFilePermissions.fromString("rw-r--r--"));
            final String message = assertThrows(
                IllegalArgumentException.class, () -> ClusterNode.launch(cluster.options(0))).getMessage();
            assertTrue(message.contains("chmod 600 " + cluster.keyFile()), message);
            assertFalse(Files.exists(cluster.dataDir(0)));
        }
    }

    @Test
    void shouldRefuseAFolderInUseAndWrongOptions() {
        try (TestCluster cluster = new TestCluster(folder, 1)) {
            cluster.startAll();
            final NodeException inUse =
                assertThrows(NodeException.class, () -> ClusterNode.launch(cluster.options(0)));
            assertTrue(inUse.getMessage().contains("in use"), inUse.getMessage());
        }
        for (final String[] wrong : new String[][]{
            {"--member-id", "3", "--cluster-hosts", "a,b,c", "--data-dir", "x", "--cluster-key-file", "x"},
            {"--member-id", "0", "--cluster-hosts", "a,b", "--data-dir", "x", "--cluster-key-file", "x"},
            {"--member-id", "0", "--snapshot-interval", "1", "--data-dir", "x", "--cluster-key-file", "x"},
            {"--member-id", "0", "--cluster-port-base", "80", "--data-dir", "x", "--cluster-key-file", "x"}}) {
            final IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> ClusterNode.launch(ClusterNode.parse(wrong)));
            assertNotNull(refusal.getMessage());
        }
    }

    private static void setUp(final TestGateway gateway) {
        gateway.connectAndLogon();
        gateway.defineAsset(65, 6);
        gateway.createAccount(1);
    }

    private static void deposit(final TestGateway gateway, final int count) {
        for (int i = 0; i < count; i++) {
            gateway.depositSurely(1, 1_000 + i);
        }
    }

    private static int relogons(final TestGateway gateway) {
        return gateway.logonCount - 1;
    }

    private static void awaitMember(final TestCluster cluster, final int memberId) {
        try (EventLog log = cluster.eventsOf(memberId)) {
            log.awaitCount(EVENTS_OF_SETUP);
        }
    }

    private static void kill(final Process process) throws InterruptedException {
        process.destroyForcibly();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    }
}
