package io.bourse.gateway.http.v1;

import io.bourse.client.Instrument;
import io.bourse.gateway.cluster.ClusterRequests;
import io.bourse.gateway.cluster.NewOrder;
import io.bourse.gateway.http.Json;
import io.bourse.gateway.http.identity.Principal;
import io.bourse.persistence.History;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Orders as clients see them: the same fields whether the engine or PostgreSQL knows them. */
final class OrderTexts {
    private OrderTexts() {
    }

    static Map<String, Object> open(
        final Principal principal, final Instrument instrument, final ClusterRequests.OpenOrder order) {
        final NewOrder terms = order.terms();
        final Map<String, Object> texts = order(principal, instrument, order.orderId(), terms.clientOrderId(),
            order.timestampNs());
        texts.put("side", order.side().name());
        texts.put("order_type", terms.type().name());
        texts.put("time_in_force", terms.timeInForce().name());
        texts.put("order_status", order.executedLots() == 0 ? "NEW" : "PARTIALLY_FILLED");
        amounts(texts, instrument, terms.priceTicks(), terms.quantityLots(), order.executedLots(), order.executedQuote());
        terms(texts, instrument, new History.OrderTerms(terms.stopPriceTicks(), terms.trailingDeltaBasisPoints(), 0,
            terms.displayLots(), terms.expireTimeNs(), terms.selfTradePrevention().name(), order.preventedLots()));
        return texts;
    }

    static Map<String, Object> past(
        final Principal principal, final Instrument instrument, final History.OrderRow order) {
        final Map<String, Object> texts = order(principal, instrument, order.orderId(), order.clientOrderId(),
            order.timestampNs());
        texts.put("side", order.side());
        texts.put("order_type", order.orderType());
        texts.put("time_in_force", order.timeInForce());
        texts.put("order_status", order.status());
        if (order.closeReason() != null && !order.closeReason().isEmpty()) {
            texts.put("close_reason", order.closeReason());
        }
        amounts(texts, instrument, order.priceTicks(), order.quantityLots(), order.executedLots(), order.executedQuote());
        if (order.quoteAmount() != 0) {
            texts.put("quote_quantity", instrument.quoteText(order.quoteAmount()));
        }
        terms(texts, instrument, order.terms());
        texts.put("updated", TimeUnit.NANOSECONDS.toMillis(order.updatedNs()));
        return texts;
    }

    private static Map<String, Object> order(
        final Principal principal, final Instrument instrument, final long orderId, final String clientOrderId,
        final long timestampNs) {
        return Json.object(
            "order_id", Long.toString(orderId),
            "client_order_id", clientOrderId == null || clientOrderId.isEmpty() ? null : clientOrderId,
            "user_id", principal.userId(),
            "market", instrument.symbol(),
            "timestamp", TimeUnit.NANOSECONDS.toMillis(timestampNs));
    }

    private static void amounts(
        final Map<String, Object> texts, final Instrument instrument, final long priceTicks, final long quantityLots,
        final long executedLots, final long executedQuote) {
        texts.put("price", instrument.priceText(priceTicks));
        texts.put("quantity", instrument.quantityText(quantityLots));
        texts.put("filled_quantity", instrument.quantityText(executedLots));
        texts.put("filled_quote_quantity", instrument.quoteText(executedQuote));
    }

    /** What only some orders have is there only where they have it. */
    private static void terms(
        final Map<String, Object> texts, final Instrument instrument, final History.OrderTerms terms) {
        if (terms.stopPriceTicks() != 0) {
            texts.put("stop_price", instrument.priceText(terms.stopPriceTicks()));
        }
        if (terms.trailingDeltaBasisPoints() != 0) {
            texts.put("trailing_delta", terms.trailingDeltaBasisPoints());
        }
        if (terms.triggeredNs() != 0) {
            texts.put("triggered", TimeUnit.NANOSECONDS.toMillis(terms.triggeredNs()));
        }
        if (terms.displayLots() != 0) {
            texts.put("display_quantity", instrument.quantityText(terms.displayLots()));
        }
        if (terms.expireTimeNs() != 0) {
            texts.put("expire_time", TimeUnit.NANOSECONDS.toMillis(terms.expireTimeNs()));
        }
        if (!"NONE".equals(terms.selfTradePrevention())) {
            texts.put("stp_mode", terms.selfTradePrevention());
        }
        if (terms.preventedLots() != 0) {
            texts.put("prevented_quantity", instrument.quantityText(terms.preventedLots()));
        }
    }
}
