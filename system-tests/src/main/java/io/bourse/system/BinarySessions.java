package io.bourse.system;

import io.bourse.client.AeronConnection;
import io.bourse.gateway.cluster.ClusterAgent;
import io.bourse.gateway.cluster.ClusterAgentConfiguration;
import io.bourse.gateway.cluster.ClusterRequests;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.ClusterKey;
import io.bourse.wire.Principal;
import io.bourse.wire.Profile;
import org.agrona.CloseHelper;

import java.util.ArrayList;
import java.util.List;

/** Sessions of this process with the cluster, each under a gateway id of its own. */
final class BinarySessions implements AutoCloseable {
    private static final int FIRST_GATEWAY_ID = 901;

    private final List<ClusterAgent> agents = new ArrayList<>();
    private final AeronConnection aeron;
    private final ClusterEndpoints endpoints;
    private final ClusterKey key;

    BinarySessions(final ClusterEndpoints endpoints, final ClusterKey key) {
        this.endpoints = endpoints;
        this.key = key;
        this.aeron = AeronConnection.connect(null, Profile.FAST);
    }

    ClusterRequests open() {
        final int gatewayId = FIRST_GATEWAY_ID + agents.size();
        final ClusterAgent agent = new ClusterAgent(new ClusterAgentConfiguration(gatewayId,
            key.principal(Principal.GATEWAY.named(gatewayId)), endpoints, aeron.aeron(), Profile.FAST,
            ClusterAgentConfiguration.DEFAULT_REQUEST_DEADLINE_NS));
        agents.add(agent);
        agent.start();
        return agent.requests();
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(agents);
        CloseHelper.quietClose(aeron);
    }
}
