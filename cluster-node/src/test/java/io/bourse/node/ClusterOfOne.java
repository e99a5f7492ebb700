package io.bourse.node;

import io.bourse.client.AeronConnection;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.PrincipalKey;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** A running member that makes events, for tests of what reads them. */
public final class ClusterOfOne implements AutoCloseable {
    private final TestCluster cluster;
    private final TestGateway gateway;

    /** Starts the member and logs a gateway on. */
    public ClusterOfOne(final Path folder) {
        cluster = new TestCluster(folder, 1).startAll();
        gateway = cluster.gateway(1);
        gateway.connectAndLogon();
    }

    /** At least so many events. */
    public void produce(final int count) {
        for (int i = 0; i < count; i++) {
            gateway.depositSurely(1, 1);
        }
    }

    /** Waits, with a deadline. */
    public void await(final BooleanSupplier condition) {
        TestCluster.await("events", condition);
    }

    /** Of a reader of events. */
    public PrincipalKey key() {
        return cluster.key("md-1");
    }

    /** A media driver apart from the member's. */
    public AeronConnection connection() {
        return cluster.connection;
    }

    /** Of the member. */
    public ClusterEndpoints endpoints() {
        return cluster.endpoints;
    }

    @Override
    public void close() {
        gateway.close();
        cluster.close();
    }
}
