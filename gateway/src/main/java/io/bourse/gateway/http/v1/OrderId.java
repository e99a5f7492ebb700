package io.bourse.gateway.http.v1;

import io.bourse.gateway.http.HttpError;
import io.bourse.gateway.http.Parameters;

/** Names an order by the exchange's id, or when that is 0 by the client's. */
record OrderId(long orderId, String clientOrderId) {
    static OrderId of(final Parameters parameters) {
        final String orderId = parameters.text("order_id");
        final String clientOrderId = parameters.text("client_order_id");
        if ((orderId == null) == (clientOrderId == null)) {
            throw HttpError.badRequest("MISSING_FIELD", "Give either order_id or client_order_id.");
        }
        if (orderId == null) {
            OrderForm.checkClientOrderId(clientOrderId);
            return new OrderId(0, clientOrderId);
        }
        // Whatever is not one of our ids is an id of nothing.
        if (!orderId.matches("[1-9][0-9]{0,17}")) {
            throw unknown();
        }
        return new OrderId(Long.parseLong(orderId), "");
    }

    static HttpError unknown() {
        return HttpError.notFound("UNKNOWN_ORDER", "There is no such order.");
    }
}
