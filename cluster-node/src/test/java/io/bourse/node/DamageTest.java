package io.bourse.node;

import io.aeron.cluster.ConsensusModule;
import io.bourse.wire.EventFrame;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a member finds on its disk is not what it wrote. */
@Timeout(180)
class DamageTest {
    private static final int LOG = ConsensusModule.Configuration.LOG_STREAM_ID_DEFAULT;
    private static final int EVENTS_PER_DEPOSIT = 3;
    private static final int EVENTS_OF_SETUP = 5;
    private static final int THIRD = 2;

    @TempDir
    Path folder;

    @Test
    void shouldRefuseAFlippedBitAndRepairATornTailAndComeBackEmpty() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, 3); TestGateway gateway = cluster.gateway(1)) {
            cluster.start(0);
            cluster.start(1);
            Process third = cluster.startProcess(THIRD);
            try {
                setUp(gateway);
                deposit(gateway, 30);
                awaitEvents(cluster, gateway, 30);
                kill(third);
                RecordedFiles.tearTail(cluster.dataDir(THIRD), LOG);
                RecordedFiles.tearTail(cluster.dataDir(THIRD), EventFrame.STREAM_ID);
                third = cluster.startProcess(THIRD);
                deposit(gateway, 10);
                awaitEvents(cluster, gateway, 40);
                assertEquals(2, Files.readString(cluster.output(THIRD)).split("cut off an incomplete frame").length - 1);

                for (final int streamId : new int[]{LOG, EventFrame.STREAM_ID}) {
                    kill(third);
                    RecordedFiles.flipBit(cluster.dataDir(THIRD), streamId, 30);
                    third = cluster.startProcess(THIRD);
                    assertTrue(third.waitFor(20, TimeUnit.SECONDS));
                    assertEquals(MemberExit.DAMAGED.code(), third.exitValue());
                    final String said = Files.readString(cluster.output(THIRD));
                    assertTrue(said.contains("cluster-node: archive ") && said.contains("./bourse cluster repair N"), said);
                    Files.move(cluster.dataDir(THIRD), folder.resolve("aside-" + streamId));
                    third = cluster.startProcess(THIRD);
                    deposit(gateway, 5);
                    awaitEvents(cluster, gateway, streamId == LOG ? 45 : 50);
                }
            } finally {
                kill(third);
            }
        }
    }

    /** After an orderly stop there is no torn tail: what is wrong then was whole before. */
    @Test
    void shouldLookAtEverythingAlsoAfterAnOrderlyStop() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, 1); TestGateway gateway = cluster.gateway(1)) {
            cluster.startAll();
            setUp(gateway);
            deposit(gateway, 10);
            assertTrue(cluster.node(0).snapshot());
            TestCluster.await("snapshot", () -> cluster.node(0).snapshotCount() == 1);
            cluster.stop(0);
            // Before the snapshot, so that nothing would have been read of it.
            final long flipped = RecordedFiles.flipBit(cluster.dataDir(0), LOG, 4);
            assertEquals(MemberExit.DAMAGED, assertThrows(NodeException.class, () -> cluster.start(0)).exit());
            RecordedFiles.flipBitAt(cluster.dataDir(0), LOG, flipped);
            cluster.startAll();
            cluster.stop(0);
            RecordedFiles.tearTail(cluster.dataDir(0), LOG);
            assertEquals(MemberExit.DAMAGED, assertThrows(NodeException.class, () -> cluster.start(0)).exit());
        }
    }

    /** The member that copies hears of the damage too; it is not the one to stop. */
    @Test
    void shouldStopAMemberWhoseDamageAppearsWhileItRuns() throws Exception {
        try (TestCluster cluster = new TestCluster(folder, 3); TestGateway gateway = cluster.gateway(1)) {
            cluster.startAll();
            setUp(gateway);
            deposit(gateway, 20);
            final int leader = cluster.awaitLeader();
            final int wiped = (leader + 1) % 3;
            cluster.stop(wiped);
            IoUtil.delete(cluster.dataDir(wiped).toFile(), false);
            RecordedFiles.flipBit(cluster.dataDir(leader), LOG, 10);
            cluster.start(wiped);
            final NodeException damage = assertInstanceOf(NodeException.class, cluster.node(leader).awaitEnd());
            assertEquals(MemberExit.DAMAGED, damage.exit());
            cluster.stop(leader);
            deposit(gateway, 10);
            cluster.awaitLeader();
            assertTrue(cluster.node(wiped).isRunning());
            try (EventLog log = cluster.eventsOf(wiped)) {
                log.awaitCount(EVENTS_OF_SETUP + 30 * EVENTS_PER_DEPOSIT + gateway.logonCount - 1);
            }
            assertEquals(MemberExit.DAMAGED, assertThrows(NodeException.class, () -> cluster.start(leader)).exit());
        }
    }

    private static void awaitEvents(final TestCluster cluster, final TestGateway gateway, final int deposits) {
        cluster.assertSameEvents(EVENTS_OF_SETUP + deposits * EVENTS_PER_DEPOSIT + gateway.logonCount - 1);
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

    private static void kill(final Process process) throws InterruptedException {
        process.destroyForcibly();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    }
}
