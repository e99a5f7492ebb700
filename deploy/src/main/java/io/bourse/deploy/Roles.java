package io.bourse.deploy;

import io.bourse.gateway.Gateway;
import io.bourse.gateway.GatewayOptions;
import io.bourse.marketdata.MarketData;
import io.bourse.marketdata.MarketDataOptions;
import io.bourse.node.ClusterNode;
import io.bourse.persistence.Persistence;
import io.bourse.persistence.PersistenceOptions;

/** Starts roles inside this process, by the same options that they take in one of their own. */
final class Roles {
    private Roles() {
    }

    static ClusterNode member(final RoleConfiguration role) {
        return ClusterNode.launch(ClusterNode.parse(role.arguments()));
    }

    static AutoCloseable marketData(final RoleConfiguration role) {
        return MarketData.launch(MarketDataOptions.parse(role.arguments()));
    }

    static AutoCloseable persistence(final RoleConfiguration role) {
        return Persistence.launch(PersistenceOptions.parse(role.arguments()));
    }

    static AutoCloseable gateway(final RoleConfiguration role) {
        return Gateway.launch(GatewayOptions.parse(role.arguments()));
    }
}
