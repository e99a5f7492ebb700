package io.bourse.node;

import io.aeron.cluster.ConsensusModule;
import io.bourse.schema.CommandResultDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.wire.EventFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is acknowledged is what a majority has: without one nothing is, and whoever lags, loses or led ends with the same. */
@Timeout(240)
class MajorityTest {
    private static final int LOG = ConsensusModule.Configuration.LOG_STREAM_ID_DEFAULT;
    private static final long ACCOUNT = 1;
    /** The asset and the account were made under the first two of the sequence. */
    private static final long FIRST_DEPOSIT = 3;
    /** The sequence is added, so that each is found in the files of a log. */
    private static final long AMOUNT = 0x1234_5678_0000L;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(5);

    @TempDir
    Path folder;

    /** One of the others has stopped orderly, the other one has died. */
    @Test
    void shouldAcknowledgeNothingAloneAndExecuteWhatIsPendingWhenAnotherComesBack() {
        try (TestCluster cluster = new TestCluster(folder, 3).startAll(); TestGateway gateway = cluster.gateway(1)) {
            setUp(gateway);
            final int alone = cluster.awaitLeader();
            final int other = (alone + 1) % 3;
            final int third = (alone + 2) % 3;
            cluster.stop(third);
            gateway.depositSurely(ACCOUNT, AMOUNT);
            sendWhileMajorityGoes(gateway, cluster.node(alone), () -> kill(cluster, other));

            final long sent = gateway.inSequence;
            final long executed = assertStandsStill(cluster, gateway, alone);
            assertTrue(sent > executed, () -> "nothing is pending: sent=" + sent + ", executed=" + executed);
            assertTrue(answered(gateway).getLast() <= executed, "acknowledged without a majority");

            cluster.start(other);
            // The other one lacks what this one has.
            assertEquals(alone, cluster.awaitLeader());
            gateway.connectAndLogon();
            assertTrue(gateway.inSequence > executed && gateway.inSequence <= sent, () -> "last=" + gateway.inSequence);
            gateway.depositSurely(ACCOUNT, AMOUNT);
            cluster.start(third);
            cluster.awaitLeader();
            assertAllHaveOnce(cluster, gateway.inSequence);
        }
    }

    /** The tail is of a term that the others know nothing of, and they have been through two since. */
    @Test
    void shouldRollBackWhatADeposedLeaderAloneHadInItsLog() throws IOException {
        try (TestCluster cluster = new TestCluster(folder, 3).startAll(); TestGateway gateway = cluster.gateway(1)) {
            setUp(gateway);
            final int deposed = cluster.awaitLeader();
            final int other = (deposed + 1) % 3;
            final int third = (deposed + 2) % 3;
            cluster.stop(third);
            sendWhileMajorityGoes(gateway, cluster.node(deposed), () -> cluster.stop(other));
            cluster.stop(deposed);

            cluster.start(other);
            cluster.start(third);
            gateway.connectAndLogon();
            final long lost = gateway.inSequence + 1;
            assertTrue(hasInLog(cluster, deposed, AMOUNT + lost), "there is no tail");
            gateway.depositSurely(ACCOUNT, 1);
            final int leader = cluster.awaitLeader();
            cluster.stop(leader);
            cluster.start(leader);
            gateway.connectAndLogon();
            assertEquals(lost, gateway.inSequence);

            cluster.start(deposed);
            cluster.awaitLeader();
            gateway.depositSurely(ACCOUNT, 1);
            assertAllHaveOnce(cluster, gateway.inSequence);
            cluster.stopAll();
            assertFalse(hasInLog(cluster, deposed, AMOUNT + lost), "the tail is still there");
            cluster.assertAudited();
        }
    }

    @Test
    void shouldHaveWhatItAcknowledgedWhenAllHaveDied() {
        try (TestCluster cluster = new TestCluster(folder, 3).startAll(); TestGateway gateway = cluster.gateway(1)) {
            setUp(gateway);
            final CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
                for (int member = 0; member < 3; member++) {
                    kill(cluster, member);
                }
            });
            sendUntil(gateway, end::isDone);
            end.join();
            final long sent = gateway.inSequence;
            final List<Long> answered = answered(gateway);
            assertTrue(answered.size() > 2, "nothing was under way");

            cluster.startAll();
            gateway.connectAndLogon();
            assertTrue(gateway.inSequence >= answered.getLast() && gateway.inSequence <= sent,
                () -> "last=" + gateway.inSequence + ", acknowledged=" + answered.getLast() + ", sent=" + sent);
            gateway.depositSurely(ACCOUNT, 1);
            assertAllHaveOnce(cluster, gateway.inSequence);
            cluster.assertAudited();
        }
    }

    @Test
    void shouldLoseNothingOnANetworkThatLosesFramesOfTheLog() {
        LossyLog.install();
        try (TestCluster cluster = new TestCluster(folder, 3).startAll(); TestGateway gateway = cluster.gateway(1)) {
            setUp(gateway);
            for (int i = 0; i < 100; i++) {
                gateway.depositSurely(ACCOUNT, 1);
            }
            assertTrue(LossyLog.lostCount() > 10, () -> "lost " + LossyLog.lostCount());
            assertAllHaveOnce(cluster, gateway.inSequence);
        } finally {
            LossyLog.uninstall();
        }
    }

    /** A member whose service takes its time holds up nobody, and gets where the others are. */
    @Test
    void shouldNotWaitForASlowMember() throws Exception {
        final Path slow = BentClasses.compile(folder, "io/bourse/service/ExchangeService.java",
            "if (!audit.onMessage(", "java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);if (!audit.onMessage(");
        try (TestCluster cluster = new TestCluster(folder, 3).startAll(); TestGateway gateway = cluster.gateway(1)) {
            setUp(gateway);
            final int follower = (cluster.awaitLeader() + 1) % 3;
            cluster.stop(follower);
            final Process process = cluster.startProcess(follower, slow);
            try (EventLog log = cluster.eventsOf(follower)) {
                TestCluster.await("the process", () -> said(cluster, follower).contains(" started in "));
                log.awaitCount(1);
                // That may have taken longer than a silent session lives.
                gateway.connectAndLogon();
                for (int i = 0; i < 100; i++) {
                    gateway.deposit(ACCOUNT, 1);
                }
                TestCluster.await("all answers", () -> {
                    gateway.poll();
                    return answered(gateway).getLast() == gateway.inSequence;
                });
                while (log.reader.poll(100) > 0) {
                    continue;
                }
                final List<Long> slowDeposits = log.depositIds();
                assertTrue(slowDeposits.size() < 100, () -> "it is not slow: " + slowDeposits.size());
                assertAllHaveOnce(cluster, gateway.inSequence);
                assertTrue(process.isAlive());
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    /** Sends while the last follower stops and until the leader has noticed. */
    private static void sendWhileMajorityGoes(final TestGateway gateway, final ClusterNode leader, final Runnable stop) {
        final CompletableFuture<Void> end = CompletableFuture.runAsync(stop);
        sendUntil(gateway, () -> end.isDone() && !leader.isActive());
        end.join();
    }

    private static void sendUntil(final TestGateway gateway, final BooleanSupplier condition) {
        TestCluster.await("members to stop", () -> {
            gateway.tryDeposit(ACCOUNT, AMOUNT + gateway.inSequence + 1);
            LockSupport.parkNanos(PAUSE_NS);
            return condition.getAsBoolean();
        });
    }

    /** Stops a member and leaves its files as if it had not had the time for that. */
    private static void kill(final TestCluster cluster, final int memberId) {
        cluster.stop(memberId);
        try {
            RecordedFiles.reopen(cluster.dataDir(memberId), LOG);
            RecordedFiles.reopen(cluster.dataDir(memberId), EventFrame.STREAM_ID);
            Files.createFile(cluster.dataDir(memberId).resolve("running"));
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** For a second there are no answers and no events; returns the last of the sequence that was executed. */
    private static long assertStandsStill(final TestCluster cluster, final TestGateway gateway, final int memberId) {
        try (EventLog log = cluster.eventsOf(memberId)) {
            log.awaitCount(1);
            TestCluster.await("the end of the events", () -> log.reader.poll(1_000) == 0 && log.reader.isFollowing());
            final int eventCount = log.frames.size();
            final long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            TestCluster.await("a second", () -> {
                gateway.tryDeposit(ACCOUNT, AMOUNT);
                log.reader.poll(100);
                return System.nanoTime() - untilNs >= 0;
            });
            assertEquals(eventCount, log.frames.size());
            return log.depositIds().getLast();
        }
    }

    private static void assertAllHaveOnce(final TestCluster cluster, final long lastSequence) {
        final List<Long> expected = LongStream.rangeClosed(FIRST_DEPOSIT, lastSequence).boxed().toList();
        try (EventLog log = cluster.eventLog()) {
            TestCluster.await("sequence " + lastSequence, () -> {
                log.reader.poll(1_000);
                return !log.frames.isEmpty() && log.depositIds().contains(lastSequence);
            });
            assertEquals(expected, log.depositIds());
            cluster.assertSameEvents(log.frames.size());
        }
        for (int member = 0; member < 3; member++) {
            assertTrue(cluster.node(member) == null || cluster.node(member).isRunning());
        }
    }

    /** What of the sequence was answered by egress. */
    private static List<Long> answered(final TestGateway gateway) {
        final List<Long> sequences = new ArrayList<>();
        gateway.forEachFrame(frame -> {
            if (EventFrame.templateId(frame, 0) == CommandResultDecoder.TEMPLATE_ID) {
                sequences.add(new CommandResultDecoder().wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder()).inSequence());
            }
        });
        return sequences;
    }

    private static boolean hasInLog(final TestCluster cluster, final int memberId, final long amount) throws IOException {
        try {
            return RecordedFiles.find(cluster.dataDir(memberId), LOG, 0, body -> {
                for (int i = 0; i <= body.capacity() - Long.BYTES; i++) {
                    if (body.getLong(i, ByteOrder.LITTLE_ENDIAN) == amount) {
                        return true;
                    }
                }
                return false;
            }) > 0;
        } catch (final AssertionError nowhere) {
            return false;
        }
    }

    private static String said(final TestCluster cluster, final int memberId) {
        try {
            return Files.readString(cluster.output(memberId));
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void setUp(final TestGateway gateway) {
        gateway.connectAndLogon();
        gateway.defineAsset(65, 6);
        gateway.createAccount(ACCOUNT);
        gateway.depositSurely(ACCOUNT, 1);
    }
}
