package io.bourse.gateway.http.v1;

import io.bourse.gateway.cluster.ClusterRequests;
import io.bourse.gateway.http.Catalogue;
import io.bourse.gateway.http.Workers;
import io.bourse.gateway.http.identity.Authenticator;
import io.bourse.gateway.http.identity.Sessions;
import io.bourse.marketdata.MarketDataReader;
import io.bourse.persistence.History;
import io.bourse.persistence.Users;

/**
 * What the resources answer with.
 *
 * @param cluster       commands and queries of the engine
 * @param reader        public data in Redis
 * @param history       in PostgreSQL
 * @param users         in PostgreSQL
 * @param catalogue     of assets and instruments
 * @param workers       for everything that blocks
 * @param authenticator of requests
 * @param sessions      of people
 * @param freshness     of the projections
 * @param isDemo        whether new users may be named without a signature and get play money
 * @param isAutoSettle  whether withdrawals are settled at once
 */
public record Services(
    ClusterRequests cluster, MarketDataReader reader, History history, Users users, Catalogue catalogue, Workers workers,
    Authenticator authenticator, Sessions sessions, Freshness freshness, boolean isDemo, boolean isAutoSettle) {
}
