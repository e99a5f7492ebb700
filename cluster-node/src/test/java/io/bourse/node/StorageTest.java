package io.bourse.node;

import io.bourse.schema.ResultCode;
import io.bourse.schema.Side;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Members on disks of their own that fill up: new orders stop before the disks are full, cancels do not. */
@Timeout(180)
class StorageTest {
    private static final int DISKS = 3;
    private static final long DISK_LENGTH = 512L * 1024 * 1024;

    @TempDir
    Path folder;

    @BeforeEach
    void mount() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "needs root to mount");
        for (int member = 0; member < DISKS; member++) {
            Files.createDirectories(disk(member));
            Assumptions.assumeTrue(0 == run("mount", "-t", "tmpfs", "-o", "size=" + DISK_LENGTH, "bourse-storage-test",
                disk(member).toString()), "needs to be allowed to mount");
        }
    }

    @AfterEach
    void unmount() throws Exception {
        for (int member = 0; member < DISKS; member++) {
            run("umount", "-l", disk(member).toString());
        }
    }

    @Test
    void shouldRefuseNewOrdersWhenNoMajorityHasRoom() throws IOException {
        try (TestCluster cluster = new TestCluster(folder, DISKS)
            .with("--housekeeping-interval", "1", "--storage-warning", "50", "--storage-refusal", "30").startAll();
            TestGateway gateway = cluster.gateway(1)) {
            gateway.connectAndLogon();
            final TestTrader trader = new TestTrader(gateway);
            trader.setUp();
            trader.limit(TestTrader.SELLER, Side.SELL, 100, 0);
            final long hash = gateway.stateHash();

            fill(1);
            TestCluster.await("the report of member 1", () -> gateway.stateHash() != hash);
            trader.limit(TestTrader.SELLER, Side.SELL, 101, 0);

            final long hashOfOne = gateway.stateHash();
            fill(2);
            TestCluster.await("the report of member 2", () -> gateway.stateHash() != hashOfOne);
            assertEquals(ResultCode.STORAGE_LOW, trader.tryLimit(TestTrader.SELLER, Side.SELL, 102));
            trader.cancelAll(TestTrader.SELLER);
            gateway.depositSurely(TestTrader.SELLER, 1);

            // It stands in the snapshot, and goes on with another leader.
            assertTrue(cluster.node(cluster.awaitLeader()).snapshot());
            TestCluster.await("snapshot", () -> cluster.node(0).snapshotCount() == 1);
            cluster.stopAll();
            cluster.startAll();
            gateway.connectAndLogon();
            assertEquals(ResultCode.STORAGE_LOW, trader.tryLimit(TestTrader.SELLER, Side.SELL, 102));

            Files.delete(filler(2));
            TestCluster.await("orders to be taken again",
                () -> trader.tryLimit(TestTrader.SELLER, Side.SELL, 102) == ResultCode.OK);
            cluster.assertAudited();
        }
    }

    @Test
    void shouldRefuseWrongOptions() {
        for (final String[] wrong : List.of(new String[]{"--storage-warning", "100"},
            new String[]{"--storage-refusal", "21"}, new String[]{"--storage-refusal", "-1"})) {
            try (TestCluster cluster = new TestCluster(folder, 1).with(wrong)) {
                final String message = assertThrows(
                    IllegalArgumentException.class, () -> ClusterNode.launch(cluster.options(0))).getMessage();
                assertTrue(message.startsWith(wrong[0]), message);
            }
        }
    }

    /** Three quarters, with something in it: tmpfs knows no holes that count. */
    private void fill(final int member) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
        try (FileChannel file = FileChannel.open(filler(member), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (file.size() < DISK_LENGTH / 4 * 3) {
                bytes.clear();
                file.write(bytes, file.size());
            }
        }
    }

    private Path filler(final int member) {
        return disk(member).resolve("filler");
    }

    /** The data folder itself, as {@link TestCluster} names it. */
    private Path disk(final int member) {
        return folder.resolve("member-" + member);
    }

    private static int run(final String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
