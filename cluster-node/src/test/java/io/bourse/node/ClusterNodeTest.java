package io.bourse.node;

import io.bourse.wire.EventFrame;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class ClusterNodeTest {
    @TempDir
    Path folder;

    @Test
    void shouldCarryEventsOnceByEgressAndByStream() {
        final long startNs = System.nanoTime();
        try (TestCluster cluster = new TestCluster(folder, 3).startAll();
            TestGateway gateway = new TestGateway(cluster.connection, cluster.endpoints, 1);
            EventLog log = new EventLog(cluster.connection, cluster.endpoints)) {
            System.out.println("leader after ms " + (System.nanoTime() - startNs) / 1_000_000);
            gateway.connectAndLogon();
            gateway.defineAsset(65, 6);
            gateway.createAccount(1);
            gateway.deposit(1, 1_000);
            TestCluster.await("results", () -> {
                gateway.poll();
                return gateway.resultCorrelationIds().size() == 3;
            });
            // GatewayLoggedOn; AssetDefined; AccountCreated; DepositApplied, BalanceChanged; three results.
            log.awaitCount(8);
            assertTrue(log.isContiguous());
            assertTrue(log.reader.isFollowing());
            final List<Integer> templates = log.frames.stream().map(frame -> EventFrame.templateId(frame, 0)).toList();
            assertEquals(List.of(100, 101, 120, 104, 120, 111, 109, 120), templates);
            gateway.forEachFrame(frame -> assertEquals(1, Collections.frequency(log.frames, frame)));
            assertEquals(3, gateway.egress.stream()
                .filter(message -> EventFrame.templateId(new UnsafeBuffer(message), 0) >= 100).count());
        }
    }
}
