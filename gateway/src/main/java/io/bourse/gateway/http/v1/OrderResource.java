package io.bourse.gateway.http.v1;

import io.bourse.client.Asset;
import io.bourse.client.Instrument;
import io.bourse.gateway.cluster.ClusterRequests;
import io.bourse.gateway.cluster.Outcome;
import io.bourse.gateway.http.Field;
import io.bourse.gateway.http.HttpAnswer;
import io.bourse.gateway.http.HttpCall;
import io.bourse.gateway.http.HttpError;
import io.bourse.gateway.http.HttpErrors;
import io.bourse.gateway.http.Json;
import io.bourse.gateway.http.Parameters;
import io.bourse.gateway.http.Route;
import io.bourse.persistence.History;
import io.bourse.schema.Side;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static io.bourse.gateway.http.Route.Access.USER;

/** One order: enter, look at, amend, replace, cancel. */
final class OrderResource {
    private static final String PATH = "/api/v1/order";

    private final Services services;

    OrderResource(final Services services) {
        this.services = services;
    }

    List<Route> routes() {
        final Field orderId = Field.id("order_id");
        final Field clientOrderId = Field.text("client_order_id");
        final Field market = Field.text("market");
        return List.of(
            Route.post(PATH, USER, this::create, with(OrderForm.TERMS, market, Field.text("side"), clientOrderId))
                .failing("Failed to Create Order"),
            Route.get(PATH, USER, this::show, orderId, clientOrderId, market).optionalBody(),
            Route.put(PATH, USER, this::amend, orderId, clientOrderId, market, Field.decimal("price"),
                Field.decimal("quantity")).failing("Failed to Amend Order"),
            Route.post(PATH + "/replace", USER, this::replace, with(OrderForm.TERMS, orderId, clientOrderId, market,
                Field.text("mode"), Field.text("new_client_order_id"))).failing("Failed to Replace Order"),
            Route.delete(PATH, USER, this::cancel, orderId, clientOrderId, market).optionalBody()
                .failing("Failed to Cancel Order"));
    }

    private CompletableFuture<HttpAnswer> create(final HttpCall call) {
        final Parameters parameters = call.parameters();
        return services.catalogue().instrument(parameters.required("market")).thenCompose(instrument -> {
            final OrderForm form = OrderForm.of(parameters, instrument, OrderForm.side(parameters.required("side")),
                parameters.text("client_order_id"));
            return services.cluster()
                .newOrder(call.principal().accountId(), instrument.instrumentId(), form.side(), form.order())
                .thenApplyAsync(outcome -> {
                    UserResource.checkOk(outcome);
                    return HttpAnswer.ok(entered("Created Order", call, form, outcome));
                }, call.executor());
        });
    }

    private CompletableFuture<HttpAnswer> show(final HttpCall call) {
        final OrderId id = OrderId.of(call.parameters());
        return find(call, id,
            open -> InstrumentLookup.byId(services.catalogue(), open.instrumentId()).thenApplyAsync(instrument ->
                HttpAnswer.ok(OrderTexts.open(call.principal(), instrument, open)), call.executor()),
            past -> InstrumentLookup.byId(services.catalogue(), past.instrumentId()).thenApply(instrument ->
                HttpAnswer.ok(OrderTexts.past(call.principal(), instrument, past))));
    }

    /** The market says how the numbers are to be read, so the order is looked up first; the engine still decides. */
    private CompletableFuture<HttpAnswer> amend(final HttpCall call) {
        final Parameters parameters = call.parameters();
        final OrderId id = OrderId.of(parameters);
        if (parameters.text("price") == null && parameters.text("quantity") == null) {
            throw HttpError.badRequest("MISSING_FIELD", "Give a price, a quantity or both.");
        }
        return original(call, id).thenCompose(original -> {
            final Instrument instrument = original.instrument;
            final long priceTicks = parameters.text("price") == null ?
                original.priceTicks : OrderForm.price("price", parameters, instrument);
            final long quantityLots = parameters.text("quantity") == null ?
                original.quantityLots : OrderForm.quantity(parameters, instrument);
            return services.cluster()
                .amendOrder(call.principal().accountId(), id.orderId(), id.clientOrderId(), priceTicks, quantityLots)
                .thenApplyAsync(outcome -> {
                    UserResource.checkOk(outcome);
                    final Map<String, Object> answer =
                        state("Amended Order", call, instrument, original.side, outcome);
                    answer.put("price", instrument.priceText(priceTicks));
                    answer.put("quantity", instrument.quantityText(quantityLots));
                    return HttpAnswer.ok(answer);
                }, call.executor());
        });
    }

    private CompletableFuture<HttpAnswer> replace(final HttpCall call) {
        final Parameters parameters = call.parameters();
        final OrderId id = OrderId.of(parameters);
        final boolean regardless = switch (parameters.text("mode", "ATOMIC")) {
            case "ATOMIC" -> false;
            case "CANCEL_REGARDLESS" -> true;
            default -> throw HttpError.badRequest("INVALID_MODE", "The mode must be ATOMIC or CANCEL_REGARDLESS.");
        };
        return original(call, id).thenCompose(original -> {
            final OrderForm form =
                OrderForm.of(parameters, original.instrument, original.side, parameters.text("new_client_order_id"));
            return services.cluster().replaceOrder(
                call.principal().accountId(), id.orderId(), id.clientOrderId(), regardless, form.order())
                .thenApplyAsync(outcome -> replaced(call, original, form, outcome), call.executor());
        });
    }

    private static HttpAnswer replaced(
        final HttpCall call, final Original original, final OrderForm form, final Outcome outcome) {
        if (!outcome.isOk() && outcome.count() > 0) {
            final HttpError error = HttpErrors.of(outcome.code());
            throw HttpError.of(error.status(), error.code(), error.getMessage() + " The original order is cancelled.");
        }
        UserResource.checkOk(outcome);
        final Map<String, Object> answer = entered("Replaced Order", call, form, outcome);
        answer.put("replaced_order_id", Long.toString(original.orderId));
        return HttpAnswer.ok(answer);
    }

    private CompletableFuture<HttpAnswer> cancel(final HttpCall call) {
        final OrderId id = OrderId.of(call.parameters());
        return services.cluster().cancelOrder(call.principal().accountId(), id.orderId(), id.clientOrderId())
            .thenApplyAsync(outcome -> {
                UserResource.checkOk(outcome);
                return HttpAnswer.ok(Json.object(
                    "order_id", Long.toString(outcome.subjectId()),
                    "status", "Cancelled Order"));
            }, call.executor());
    }

    /** What an order is that is to be changed; it may have ended meanwhile, then a repeated request finds its answer. */
    private CompletableFuture<Original> original(final HttpCall call, final OrderId id) {
        return find(call, id,
            open -> InstrumentLookup.byId(services.catalogue(), open.instrumentId()).thenApply(instrument -> new Original(
                open.orderId(), instrument, open.side(), open.terms().priceTicks(), open.terms().quantityLots())),
            past -> InstrumentLookup.byId(services.catalogue(), past.instrumentId()).thenApply(instrument -> new Original(
                past.orderId(), instrument, Side.valueOf(past.side()), past.priceTicks(), past.quantityLots())));
    }

    /** An order where it is: open ones are the engine's to tell, past ones are read from PostgreSQL. */
    private <T> CompletableFuture<T> find(
        final HttpCall call, final OrderId id, final Later<ClusterRequests.OpenOrder, T> open,
        final Later<History.OrderRow, T> past) {
        final long accountId = call.principal().accountId();
        return services.cluster().openOrder(accountId, id.orderId(), id.clientOrderId()).thenCompose(page -> {
            if (!page.orders().isEmpty()) {
                return open.apply(page.orders().getFirst());
            }
            return services.workers().submit(() -> {
                ReadYourWrites.await(services.history(), page.eventSequence());
                return services.history().order(accountId, id.orderId(), id.clientOrderId())
                    .orElseThrow(OrderId::unknown);
            }).thenCompose(past::apply);
        });
    }

    private static Map<String, Object> entered(
        final String status, final HttpCall call, final OrderForm form, final Outcome outcome) {
        final Map<String, Object> answer = state(status, call, form.instrument(), form.side(), outcome);
        final String clientOrderId = form.order().clientOrderId();
        answer.put("client_order_id", clientOrderId.isEmpty() ? null : clientOrderId);
        answer.put("order_type", form.order().type().name());
        answer.put("time_in_force", form.order().timeInForce().name());
        return answer;
    }

    private static Map<String, Object> state(
        final String status, final HttpCall call, final Instrument instrument, final Side side, final Outcome outcome) {
        return Json.object(
            "status", status,
            "order_id", Long.toString(outcome.subjectId()),
            "user_id", call.principal().userId(),
            "market", instrument.symbol(),
            "side", side.name(),
            "order_status", outcome.status().name(),
            "executed_quantity", instrument.quantityText(outcome.executedLots()),
            "executed_quote_quantity", instrument.quoteText(outcome.executedQuote()),
            "remaining_quantity", instrument.quantityText(outcome.remainingLots()),
            "timestamp", TimeUnit.NANOSECONDS.toMillis(outcome.timestampNs()),
            "fills", outcome.fills().stream().map(fill -> fill(instrument, side, fill)).toList());
    }

    private static Map<String, Object> fill(final Instrument instrument, final Side side, final Outcome.Fill fill) {
        final Asset received = side == Side.BUY ? instrument.base() : instrument.quote();
        return Json.object(
            "trade_id", fill.tradeId(),
            "price", instrument.priceText(fill.priceTicks()),
            "quantity", instrument.quantityText(fill.quantityLots()),
            "quote_quantity", instrument.quoteText(fill.quoteAmount()),
            "fee", received.amountText(fill.fee()),
            "fee_asset", received.symbol());
    }

    private static Field[] with(final Field[] fields, final Field... more) {
        return Stream.concat(Stream.of(more), Stream.of(fields)).toArray(Field[]::new);
    }

    /** Goes on with what was found. */
    @FunctionalInterface
    private interface Later<F, T> {
        CompletableFuture<T> apply(F found);
    }

    private record Original(long orderId, Instrument instrument, Side side, long priceTicks, long quantityLots) {
    }
}
