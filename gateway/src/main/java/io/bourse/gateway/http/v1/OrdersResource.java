package io.bourse.gateway.http.v1;

import io.bourse.client.Instrument;
import io.bourse.gateway.cluster.ClusterRequests;
import io.bourse.gateway.http.Field;
import io.bourse.gateway.http.HttpAnswer;
import io.bourse.gateway.http.HttpCall;
import io.bourse.gateway.http.HttpError;
import io.bourse.gateway.http.HttpErrors;
import io.bourse.gateway.http.Json;
import io.bourse.gateway.http.Route;
import io.bourse.schema.ResultCode;
import io.bourse.schema.Side;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static io.bourse.gateway.http.Route.Access.USER;

/** The caller's orders: open ones from the engine, all of them from PostgreSQL. */
final class OrdersResource {
    private static final String PATH = "/api/v1/orders";
    private static final int ORDERS = 500;
    private static final int ORDERS_MAX = 1_000;

    private final Services services;

    OrdersResource(final Services services) {
        this.services = services;
    }

    List<Route> routes() {
        final Field market = Field.text("market");
        return List.of(
            Route.get(PATH, USER, this::list, market, Field.text("status"), Field.integer("limit"), Field.id("after"),
                Field.id("before")).optionalBody(),
            Route.delete(PATH, USER, this::cancelAll, market, Field.text("side")).optionalBody()
                .failing("Failed to Cancel Orders"));
    }

    private CompletableFuture<HttpAnswer> list(final HttpCall call) {
        final String status = call.parameters().text("status", "open");
        final int limit = call.parameters().count("limit", ORDERS, ORDERS_MAX);
        final long after = id(call, "after", 0);
        final long before = id(call, "before", Long.MAX_VALUE);
        return switch (status) {
            case "open" -> instrumentId(call).thenCompose(instrumentId ->
                open(call, instrumentId, after, limit, new ArrayList<>()));
            case "all" -> instrumentId(call).thenCompose(instrumentId -> all(call, instrumentId, before, limit));
            default -> throw HttpError.badRequest("INVALID_STATUS", "The status must be open or all.");
        };
    }

    /** Page after page, in order of id, until there are enough. */
    private CompletableFuture<HttpAnswer> open(
        final HttpCall call, final int instrumentId, final long after, final int limit,
        final List<ClusterRequests.OpenOrder> orders) {
        return services.cluster().openOrders(call.principal().accountId(), instrumentId, after)
            .thenComposeAsync(page -> {
                checkOk(page);
                orders.addAll(page.orders());
                if (page.more() && orders.size() < limit) {
                    return open(call, instrumentId, page.orders().getLast().orderId(), limit, orders);
                }
                final List<ClusterRequests.OpenOrder> all = orders.subList(0, Math.min(limit, orders.size()));
                return known(all.stream().map(ClusterRequests.OpenOrder::instrumentId).toList()).thenApply(ignored ->
                    HttpAnswer.ok(all.stream().map(order -> OrderTexts.open(call.principal(),
                        InstrumentLookup.required(services.catalogue(), order.instrumentId()), order)).toList()));
            }, call.executor());
    }

    private CompletableFuture<HttpAnswer> all(
        final HttpCall call, final int instrumentId, final long before, final int limit) {
        final long accountId = call.principal().accountId();
        // Asked only for how far the engine is: the caller must find what it has just done.
        return services.cluster().openOrders(accountId, instrumentId, Long.MAX_VALUE - 1).thenCompose(page -> {
            checkOk(page);
            return services.workers().submit(() -> {
                ReadYourWrites.await(services.history(), page.eventSequence());
                return services.history().orders(accountId, instrumentId, before, limit);
            });
        }).thenCompose(rows -> known(rows.stream().map(row -> row.instrumentId()).toList()).thenApply(ignored ->
            HttpAnswer.ok(rows.stream().map(row -> OrderTexts.past(call.principal(),
                InstrumentLookup.required(services.catalogue(), row.instrumentId()), row)).toList())));
    }

    private CompletableFuture<HttpAnswer> cancelAll(final HttpCall call) {
        final String sideText = call.parameters().text("side");
        final Side side = sideText == null ? null : OrderForm.side(sideText);
        return instrumentId(call).thenCompose(instrumentId ->
            services.cluster().cancelAll(call.principal().accountId(), instrumentId, side, 0).thenApplyAsync(outcome -> {
                UserResource.checkOk(outcome);
                return HttpAnswer.ok(Json.object(
                    "status", "Cancelled All Orders",
                    "user_id", call.principal().userId(),
                    "count", outcome.count()));
            }, call.executor()));
    }

    private CompletableFuture<Integer> instrumentId(final HttpCall call) {
        final String market = call.parameters().text("market");
        return market == null ? CompletableFuture.completedFuture(0) :
            services.catalogue().instrument(market).thenApply(Instrument::instrumentId);
    }

    private CompletableFuture<Void> known(final List<Integer> instrumentIds) {
        final boolean isKnown = instrumentIds.stream().allMatch(id -> services.catalogue().instrument(id) != null);
        return isKnown ? CompletableFuture.completedFuture(null) : services.catalogue().refreshSoon();
    }

    private static void checkOk(final ClusterRequests.OrderPage page) {
        if (page.code() != ResultCode.OK) {
            throw HttpErrors.of(page.code());
        }
    }

    private static long id(final HttpCall call, final String name, final long otherwise) {
        final String text = call.parameters().text(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw HttpError.badRequest("BAD_NUMBER", "The field " + name + " must be an order id.");
        }
        return Long.parseLong(text);
    }
}
