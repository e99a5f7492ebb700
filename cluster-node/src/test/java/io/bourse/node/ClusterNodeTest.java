package io.bourse.node;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class ClusterNodeTest {
    @TempDir
    Path folder;

    @Test
    void shouldAnswerCommandsByEgress() {
        final long startNs = System.nanoTime();
        try (TestCluster cluster = new TestCluster(folder, 3).startAll();
            TestGateway gateway = new TestGateway(cluster.connection, cluster.endpoints, 1)) {
            System.out.println("leader after ms " + (System.nanoTime() - startNs) / 1_000_000);
            gateway.connectAndLogon();
            System.out.println("logon after ms " + (System.nanoTime() - startNs) / 1_000_000);
            gateway.defineAsset(65, 6);
            gateway.createAccount(1);
            gateway.deposit(1, 1_000);
            TestCluster.await("results", () -> {
                gateway.poll();
                return gateway.resultCorrelationIds().size() == 3;
            });
            assertEquals(3, gateway.inSequence);
            assertTrue(gateway.stateHash() != 0);
        }
    }
}
