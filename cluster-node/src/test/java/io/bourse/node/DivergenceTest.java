package io.bourse.node;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One of three members computes something else than the others: it is the one that stops, and only it. */
@Timeout(120)
class DivergenceTest {
    private static final String TRANSFERS = "io/bourse/engine/Transfers.java";
    private static final int EVENTS_PER_DEPOSIT = 3;
    private static final int EVENTS_OF_SETUP = 5;
    private static final int BENT = 2;

    @TempDir
    Path folder;

    @Test
    void shouldStopAMemberWhoseEventsAreNotThoseOfTheMajority() throws Exception {
        final Path bent = BentClasses.compile(folder, TRANSFERS,
            "ledger.change(account, assetId, amount, 0, BalanceCause.DEPOSIT, 0, 0);",
            "ledger.change(account, assetId, amount + 1, 0, BalanceCause.DEPOSIT, 0, 0);");
        try (TestCluster cluster = new TestCluster(folder, 3); TestGateway gateway = cluster.gateway(1)) {
            cluster.start(0);
            cluster.start(1);
            Process third = cluster.startProcess(BENT, bent);
            try {
                setUp(gateway);
                deposit(gateway, 30);
                assertEnded(cluster, third);

                // The others go on; the one that was stopped does not come back by being started again.
                deposit(gateway, 10);
                third = cluster.startProcess(BENT);
                assertEnded(cluster, third);

                final List<String> differences = ClusterAudit.run(
                    List.of(cluster.dataDir(0), cluster.dataDir(1), cluster.dataDir(BENT)), 20, false, line -> { });
                assertTrue(differences.stream().anyMatch(each -> each.matches("events of members \\d and \\d differ .*")),
                    differences::toString);

                // Its folder put aside, it copies everything from the others.
                Files.move(cluster.dataDir(BENT), folder.resolve("aside"));
                third = cluster.startProcess(BENT);
                deposit(gateway, 10);
                cluster.assertSameEvents(EVENTS_OF_SETUP + 50 * EVENTS_PER_DEPOSIT + gateway.logonCount - 1);
                assertTrue(third.isAlive());
                assertTrue(cluster.node(0).isRunning() && cluster.node(1).isRunning());
            } finally {
                third.destroyForcibly().waitFor();
            }
        }
    }

    /** What no event tells is in the snapshots. */
    @Test
    void shouldStopAMemberWhoseStateIsSilentlyNotThatOfTheMajority() throws Exception {
        final Path bent = BentClasses.compile(folder, TRANSFERS,
            "asset.depositsTotal += amount;", "asset.depositsTotal += amount + 1;");
        try (TestCluster cluster = new TestCluster(folder, 3); TestGateway gateway = cluster.gateway(1)) {
            cluster.start(0);
            cluster.start(1);
            final Process third = cluster.startProcess(BENT, bent);
            try {
                setUp(gateway);
                deposit(gateway, 30);
                cluster.assertSameEvents(EVENTS_OF_SETUP + 30 * EVENTS_PER_DEPOSIT + gateway.logonCount - 1);
                assertTrue(third.isAlive());
                TestCluster.await("a snapshot to begin", () -> cluster.node(0).snapshot() || cluster.node(1).snapshot() ||
                    ClusterNode.snapshot(cluster.dataDir(BENT)));
                assertEnded(cluster, third);
                deposit(gateway, 5);
                assertTrue(cluster.node(0).isRunning() && cluster.node(1).isRunning());
            } finally {
                third.destroyForcibly().waitFor();
            }
        }
    }

    private static void assertEnded(final TestCluster cluster, final Process member) throws IOException, InterruptedException {
        assertTrue(member.waitFor(40, TimeUnit.SECONDS), () -> "still runs: " + read(cluster));
        assertEquals(MemberExit.DIVERGED.code(), member.exitValue(), () -> read(cluster));
        assertTrue(read(cluster).contains("a majority is against it. If all others are healthy, ./bourse cluster repair 2"),
            () -> read(cluster));
        for (int i = 0; i < BENT; i++) {
            assertTrue(cluster.node(i).isRunning());
        }
        assertNull(cluster.node(BENT));
    }

    private static String read(final TestCluster cluster) {
        try {
            return Files.readString(cluster.output(BENT));
        } catch (final IOException unreadable) {
            return unreadable.toString();
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
}
