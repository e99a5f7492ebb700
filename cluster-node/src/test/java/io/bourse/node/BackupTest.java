package io.bourse.node;

import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a backup has copied is as good as a member's own folder. */
@Timeout(240)
class BackupTest {
    private static final String[] SMALL = {
        "--snapshot-log-length", "2", "--segment-length", "4", "--log-history", "0", "--housekeeping-interval", "1"};
    private static final int EVENTS_OF_SETUP = 5;
    private static final int EVENTS_PER_DEPOSIT = 3;
    private static final int GARBAGE_LENGTH = 1_024;

    @TempDir
    Path folder;

    /** The log is purged, so that the member cannot copy it from the others as it does otherwise. */
    @Test
    void shouldReplaceAMemberThatIsLostAfterThePurge() throws IOException {
        try (TestCluster cluster = new TestCluster(folder, 3).with(SMALL).startAll();
            TestGateway gateway = cluster.gateway(1)) {
            final int deposits = purgedCluster(cluster, gateway);
            final int lost = (cluster.awaitLeader() + 1) % 3;
            cluster.stop(lost);
            IoUtil.delete(cluster.dataDir(lost).toFile(), false);
            gateway.depositSurely(1, 1);

            backUpOnce(cluster);
            gateway.depositSurely(1, 1);
            BackupNode.restore(backup(), cluster.dataDir(lost));
            cluster.start(lost);
            TestCluster.await("the member to take part", () -> cluster.node(lost).isActive());
            gateway.depositSurely(1, 1);
            cluster.assertSameEvents(EVENTS_OF_SETUP + (deposits + 3) * EVENTS_PER_DEPOSIT + relogons(gateway));

            // The others may go on without the one that led, so the new one counts.
            cluster.stop(cluster.awaitLeader());
            gateway.depositSurely(1, 1);
            cluster.stopAll();
            cluster.assertAudited();
        }
    }

    @Test
    void shouldSeedANewClusterFromWhichConsumersGoOn() throws IOException {
        try (TestCluster cluster = new TestCluster(folder, 3).with(SMALL).startAll();
            TestGateway gateway = cluster.gateway(1);
            EventLog log = cluster.eventLog()) {
            final int deposits = purgedCluster(cluster, gateway);
            log.awaitCount(EVENTS_OF_SETUP + deposits * EVENTS_PER_DEPOSIT);
            // It follows, and goes on after a stop and after the end of the member that it copied from.
            try (BackupNode backup = launch(cluster)) {
                TestCluster.await("a complete copy", backup::isComplete);
                gateway.depositSurely(1, 1);
                cluster.stop(cluster.awaitLeader());
                gateway.depositSurely(1, 1);
            }
            for (int member = 0; member < 3; member++) {
                if (cluster.node(member) == null) {
                    cluster.start(member);
                }
            }
            cluster.awaitLeader();
            gateway.depositSurely(1, 1);
            final long hash = gateway.stateHash();
            final int count = EVENTS_OF_SETUP + (deposits + 3) * EVENTS_PER_DEPOSIT + relogons(gateway);
            backUpOnce(cluster);

            cluster.stopAll();
            for (int member = 0; member < 3; member++) {
                IoUtil.delete(cluster.dataDir(member).toFile(), false);
                BackupNode.restore(backup(), cluster.dataDir(member));
            }
            cluster.startAll();
            gateway.session();
            assertEquals(hash, gateway.stateHash());
            log.reopen();
            gateway.connectAndLogon();
            gateway.depositSurely(1, 1);
            log.awaitCount(count + EVENTS_PER_DEPOSIT);
            assertTrue(log.isContiguous());
            cluster.assertSameEvents(log.frames.size());
        }
    }

    @Test
    void shouldRefuseAFolderInUseAForeignKeyAndWrongOptions() throws IOException {
        try (TestCluster cluster = new TestCluster(folder, 1).startAll()) {
            try (BackupNode backup = launch(cluster)) {
                assertThrows(NodeException.class, () -> launch(cluster));
                assertTrue(backup.logPosition() >= -1);
            }
            assertThrows(NodeException.class, () -> BackupNode.restore(folder, cluster.dataDir(1)));
            cluster.key("gw-1").write(folder.resolve("wrong-key"));
            assertThrows(IllegalArgumentException.class, () -> BackupNode.launch(BackupNode.parse(
                "--principal-key-file", folder.resolve("wrong-key").toString(), "--data-dir", backup().toString())));
            assertThrows(IllegalArgumentException.class, () -> BackupNode.launch(BackupNode.parse(
                "--principal-key-file", folder.resolve("wrong-key").toString(), "--data-dir", backup().toString(),
                "--query-interval", "0")));
        }
    }

    /** Returns the number of deposits made. */
    private int purgedCluster(final TestCluster cluster, final TestGateway gateway) {
        gateway.connectAndLogon();
        gateway.defineAsset(65, 6);
        gateway.createAccount(1);
        int deposits = 0;
        while (deposits < 60 && !isPurged(cluster)) {
            final org.agrona.concurrent.UnsafeBuffer garbage = new org.agrona.concurrent.UnsafeBuffer(new byte[GARBAGE_LENGTH]);
            for (int i = 0; i < 2_000; i++) {
                gateway.offer(garbage, GARBAGE_LENGTH);
            }
            gateway.depositSurely(1, 1);
            deposits++;
            cluster.awaitInStep();
        }
        TestCluster.await("the log to be purged", () -> isPurged(cluster));
        return deposits;
    }

    private boolean isPurged(final TestCluster cluster) {
        for (int member = 0; member < 3; member++) {
            if (cluster.logRecording(member).startPosition() == 0) {
                return false;
            }
        }
        return true;
    }

    private void backUpOnce(final TestCluster cluster) {
        try (BackupNode backup = launch(cluster, "--once")) {
            assertNull(backup.awaitEnd());
            assertTrue(backup.isComplete());
        }
    }

    private BackupNode launch(final TestCluster cluster, final String... more) {
        try {
            cluster.key("admin-1").write(folder.resolve("admin-key"));
        } catch (final IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        final String[] arguments = Stream.concat(Stream.of(
            "--cluster-hosts", String.join(",", cluster.endpoints.hosts()), "--cluster-port-base",
            "" + cluster.endpoints.portBase(), "--principal-key-file", folder.resolve("admin-key").toString(),
            "--data-dir", backup().toString(), "--profile", "dev"), Stream.of(more)).toArray(String[]::new);
        return BackupNode.launch(BackupNode.parse(arguments));
    }

    private Path backup() {
        return folder.resolve("backup");
    }

    private static int relogons(final TestGateway gateway) {
        return gateway.logonCount - 1;
    }
}
