package io.bourse.gateway.http.v1;

import io.bourse.gateway.http.Route;

import java.util.ArrayList;
import java.util.List;

/** The route table of {@code /api/v1}: a part of it in each resource. */
public final class Api {
    private Api() {
    }

    /** All routes. */
    public static List<Route> routes(final Services services) {
        final List<Route> routes = new ArrayList<>();
        routes.addAll(new StatusResource(services).routes());
        routes.addAll(new CatalogueResource(services).routes());
        routes.addAll(new MarketResource(services).routes());
        routes.addAll(new UserResource(services).routes());
        routes.addAll(new FundsResource(services).routes());
        routes.addAll(new OrderResource(services).routes());
        routes.addAll(new OrdersResource(services).routes());
        routes.addAll(new AdminResource(services).routes());
        routes.addAll(new AdminUserResource(services).routes());
        return routes;
    }
}
