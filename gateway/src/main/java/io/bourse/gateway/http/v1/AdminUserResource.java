package io.bourse.gateway.http.v1;

import io.bourse.gateway.cluster.Outcome;
import io.bourse.gateway.http.Field;
import io.bourse.gateway.http.HttpAnswer;
import io.bourse.gateway.http.HttpCall;
import io.bourse.gateway.http.HttpError;
import io.bourse.gateway.http.Json;
import io.bourse.gateway.http.Parameters;
import io.bourse.gateway.http.Route;
import io.bourse.persistence.Users;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import static io.bourse.gateway.http.Route.Access.OPERATOR;

/** What an operator does to users: the kill switch and their settings. */
final class AdminUserResource {
    private static final int FEE_TIER_MAX = 7;

    private final Services services;

    AdminUserResource(final Services services) {
        this.services = services;
    }

    List<Route> routes() {
        // Not user_id, which says who asks.
        return List.of(
            Route.post("/api/v1/admin/users/{id}/block", OPERATOR, this::block, Field.flag("blocked")),
            Route.post("/api/v1/admin/users/{id}/settings", OPERATOR, this::set, Field.integer("trade_group"),
                Field.integer("fee_tier"), Field.integer("max_open_orders"), Field.integer("max_open_notional")));
    }

    private CompletableFuture<HttpAnswer> block(final HttpCall call) {
        final boolean isBlocked = Boolean.parseBoolean(call.parameters().required("blocked"));
        return forUser(call, isBlocked ? "Blocked User" : "Unblocked User",
            user -> services.cluster().operator().blockAccount(user.accountId(), isBlocked));
    }

    private CompletableFuture<HttpAnswer> set(final HttpCall call) {
        final Parameters parameters = call.parameters();
        final long tradeGroup = setting(parameters, "trade_group", Long.MAX_VALUE);
        final int feeTier = (int) setting(parameters, "fee_tier", FEE_TIER_MAX);
        final int maxOpenOrders = (int) setting(parameters, "max_open_orders", Integer.MAX_VALUE);
        final long maxOpenNotional = setting(parameters, "max_open_notional", Long.MAX_VALUE);
        return forUser(call, "Set User", user -> services.cluster().operator()
            .setAccountSettings(user.accountId(), tradeGroup, feeTier, maxOpenOrders, maxOpenNotional));
    }

    private CompletableFuture<HttpAnswer> forUser(
        final HttpCall call, final String status, final Function<Users.User, CompletableFuture<Outcome>> command) {
        return UserLookup.byId(services, UserLookup.id(call.parameters().required("id"))).thenCompose(user ->
            command.apply(user).thenApplyAsync(outcome -> {
                UserResource.checkOk(outcome);
                return HttpAnswer.ok(Json.object(
                    "status", status, "user_id", user.userId().toString(), "cancelled_orders", outcome.count()));
            }, call.executor()));
    }

    /** All are set at once, so all must be given. */
    private static long setting(final Parameters parameters, final String name, final long max) {
        parameters.required(name);
        final long number = parameters.number(name, 0);
        if (number > max) {
            throw HttpError.badRequest("OUT_OF_RANGE", "The field " + name + " must be 0 to " + max + ".");
        }
        return number;
    }
}
