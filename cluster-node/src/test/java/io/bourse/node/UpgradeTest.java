package io.bourse.node;

import io.bourse.service.ApplicationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.agrona.SemanticVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A rolling upgrade as docs/OPERATIONS.md has it: the leader last, orders all the time. */
@Timeout(240)
class UpgradeTest {
    private static final long ACCOUNT = 1;
    private static final int DEPOSITS = 20;
    private static final int MAJOR = SemanticVersion.major(ApplicationVersion.CURRENT);
    private static final int MINOR = SemanticVersion.minor(ApplicationVersion.CURRENT);

    @TempDir
    Path folder;
    private final Map<Integer, Process> older = new HashMap<>();

    @Test
    void shouldLoseAndDoubleNothingAndEndAnOlderMemberThatMeetsANewerLeader() throws Exception {
        final Path olderClasses = BentClasses.compile(folder, "io/bourse/service/ApplicationVersion.java",
            "compose(" + MAJOR + ", " + MINOR + ", ", "compose(" + MAJOR + ", " + (MINOR - 1) + ", ");
        try (TestCluster cluster = new TestCluster(folder, 3); TestGateway gateway = cluster.gateway(1)) {
            for (int member = 0; member < 3; member++) {
                older.put(member, cluster.startProcess(member, olderClasses));
            }
            gateway.connectAndLogon();
            gateway.defineAsset(65, 6);
            gateway.createAccount(ACCOUNT);
            final int leader = gateway.leaderMemberId();
            upgrade(cluster, gateway, (leader + 1) % 3);
            upgrade(cluster, gateway, (leader + 2) % 3);
            assertEquals(leader, gateway.leaderMemberId(), "nothing happened to it");
            upgrade(cluster, gateway, leader);

            final int follower = (cluster.awaitLeader() + 1) % 3;
            cluster.stop(follower);
            older.put(follower, cluster.startProcess(follower, olderClasses));
            assertTrue(older.get(follower).waitFor(60, TimeUnit.SECONDS), "it executes what it does not know");
            assertNotEquals(0, older.get(follower).exitValue());
            assertTrue(Files.readString(cluster.output(follower)).contains(
                "is of version " + MAJOR + "." + MINOR + ".0, this member of " + MAJOR + "." + (MINOR - 1) + ".0"));
            cluster.start(follower);
            cluster.awaitLeader();
            deposit(gateway);

            final List<Long> expected = LongStream.rangeClosed(3, gateway.inSequence).boxed().toList();
            try (EventLog log = cluster.eventLog()) {
                TestCluster.await("all deposits", () -> {
                    log.reader.poll(1_000);
                    return log.depositIds().size() >= expected.size();
                });
                assertEquals(expected, log.depositIds());
                cluster.assertSameEvents(log.frames.size());
            }
            cluster.stopAll();
            cluster.assertAudited();
        } finally {
            for (final Process process : older.values()) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private void upgrade(final TestCluster cluster, final TestGateway gateway, final int member) throws InterruptedException {
        deposit(gateway);
        older.get(member).destroy();
        assertTrue(older.get(member).waitFor(30, TimeUnit.SECONDS));
        deposit(gateway);
        final ClusterNode newer = cluster.start(member);
        TestCluster.await("member " + member, newer::isActive);
        deposit(gateway);
    }

    private static void deposit(final TestGateway gateway) {
        for (int i = 0; i < DEPOSITS; i++) {
            gateway.depositSurely(ACCOUNT, 1);
        }
    }
}
