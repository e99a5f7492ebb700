package io.bourse.gateway.http.v1;

import io.bourse.client.Asset;
import io.bourse.client.Instrument;
import io.bourse.gateway.cluster.ClusterRequests;
import io.bourse.gateway.cluster.Outcome;
import io.bourse.gateway.http.Field;
import io.bourse.gateway.http.HttpAnswer;
import io.bourse.gateway.http.HttpCall;
import io.bourse.gateway.http.HttpError;
import io.bourse.gateway.http.Json;
import io.bourse.gateway.http.Parameters;
import io.bourse.gateway.http.Route;
import io.bourse.persistence.History;
import io.bourse.schema.Side;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static io.bourse.gateway.http.Route.Access.USER;

/** One order: enter, look at, cancel. */
final class OrderResource {
    private static final String PATH = "/api/v1/order";
    private static final String NO_ID = "";

    private final Services services;

    OrderResource(final Services services) {
        this.services = services;
    }

    List<Route> routes() {
        final Field orderId = Field.id("order_id");
        final Field clientOrderId = Field.text("client_order_id");
        final Field market = Field.text("market");
        return List.of(
            Route.post(PATH, USER, this::create, OrderForm.FIELDS).failing("Failed to Create Order"),
            Route.get(PATH, USER, this::show, orderId, clientOrderId, market).optionalBody(),
            Route.delete(PATH, USER, this::cancel, orderId, clientOrderId, market).optionalBody()
                .failing("Failed to Cancel Order"));
    }

    private CompletableFuture<HttpAnswer> create(final HttpCall call) {
        return services.catalogue().instrument(call.parameters().required("market")).thenCompose(instrument -> {
            final OrderForm form = OrderForm.of(call.parameters(), instrument);
            return services.cluster().newOrder(call.principal().accountId(), instrument.instrumentId(), form.side(),
                form.type(), form.timeInForce(), form.priceTicks(), form.quantityLots(), form.quoteAmount(),
                form.clientOrderId() == null ? NO_ID : form.clientOrderId())
                .thenApplyAsync(outcome -> created(call, form, outcome), call.executor());
        });
    }

    private CompletableFuture<HttpAnswer> show(final HttpCall call) {
        final Id id = Id.of(call.parameters());
        final long accountId = call.principal().accountId();
        return services.cluster().openOrder(accountId, id.orderId, id.clientOrderId).thenCompose(page -> {
            if (!page.orders().isEmpty()) {
                final ClusterRequests.OpenOrder order = page.orders().getFirst();
                return InstrumentLookup.byId(services.catalogue(), order.instrumentId()).thenApplyAsync(instrument ->
                    HttpAnswer.ok(OrderTexts.open(call.principal(), instrument, order)), call.executor());
            }
            return services.workers().submit(() -> {
                ReadYourWrites.await(services.history(), page.eventSequence());
                return services.history().order(accountId, id.orderId, id.clientOrderId)
                    .orElseThrow(OrderResource::unknownOrder);
            }).thenCompose(order -> past(call, order));
        });
    }

    private CompletableFuture<HttpAnswer> past(final HttpCall call, final History.OrderRow order) {
        return InstrumentLookup.byId(services.catalogue(), order.instrumentId()).thenApply(instrument ->
            HttpAnswer.ok(OrderTexts.past(call.principal(), instrument, order)));
    }

    private CompletableFuture<HttpAnswer> cancel(final HttpCall call) {
        final Id id = Id.of(call.parameters());
        return services.cluster().cancelOrder(call.principal().accountId(), id.orderId, id.clientOrderId)
            .thenApplyAsync(outcome -> {
                UserResource.checkOk(outcome);
                return HttpAnswer.ok(Json.object(
                    "order_id", Long.toString(outcome.subjectId()),
                    "status", "Cancelled Order"));
            }, call.executor());
    }

    private static HttpAnswer created(final HttpCall call, final OrderForm form, final Outcome outcome) {
        UserResource.checkOk(outcome);
        final Instrument instrument = form.instrument();
        return HttpAnswer.ok(Json.object(
            "status", "Created Order",
            "order_id", Long.toString(outcome.subjectId()),
            "client_order_id", form.clientOrderId(),
            "user_id", call.principal().userId(),
            "market", instrument.symbol(),
            "side", form.side().name(),
            "order_type", form.type().name(),
            "order_status", outcome.status().name(),
            "executed_quantity", instrument.quantityText(outcome.executedLots()),
            "executed_quote_quantity", instrument.quoteText(outcome.executedQuote()),
            "remaining_quantity", instrument.quantityText(outcome.remainingLots()),
            "timestamp", TimeUnit.NANOSECONDS.toMillis(outcome.timestampNs()),
            "fills", outcome.fills().stream().map(fill -> fill(form, fill)).toList()));
    }

    private static Map<String, Object> fill(final OrderForm form, final Outcome.Fill fill) {
        final Instrument instrument = form.instrument();
        final Asset received = form.side() == Side.BUY ? instrument.base() : instrument.quote();
        return Json.object(
            "trade_id", fill.tradeId(),
            "price", instrument.priceText(fill.priceTicks()),
            "quantity", instrument.quantityText(fill.quantityLots()),
            "quote_quantity", instrument.quoteText(fill.quoteAmount()),
            "fee", received.amountText(fill.fee()),
            "fee_asset", received.symbol());
    }

    private static HttpError unknownOrder() {
        return HttpError.notFound("UNKNOWN_ORDER", "There is no such order.");
    }

    /** Names an order by the exchange's id, or when that is 0 by the client's. */
    private record Id(long orderId, String clientOrderId) {
        private static Id of(final Parameters parameters) {
            final String orderId = parameters.text("order_id");
            final String clientOrderId = parameters.text("client_order_id");
            if ((orderId == null) == (clientOrderId == null)) {
                throw HttpError.badRequest("MISSING_FIELD", "Give either order_id or client_order_id.");
            }
            if (orderId == null) {
                OrderForm.checkClientOrderId(clientOrderId);
                return new Id(0, clientOrderId);
            }
            // Whatever is not one of our ids is an id of nothing.
            if (!orderId.matches("[1-9][0-9]{0,17}")) {
                throw unknownOrder();
            }
            return new Id(Long.parseLong(orderId), NO_ID);
        }
    }
}
