package io.bourse.gateway.cluster;

import io.bourse.schema.OrderType;
import io.bourse.schema.SelfTradePrevention;
import io.bourse.schema.TimeInForce;

/**
 * What an order is to do, in the units of its instrument.
 *
 * @param type                     limit, market, stop
 * @param timeInForce              how long it stays
 * @param priceTicks               limit; 0 for types without
 * @param quantityLots             to trade; 0 when {@code quoteAmount} says how much
 * @param quoteAmount              market buys: quote minor units to spend; else 0
 * @param stopPriceTicks           trigger of a stop; 0 for all others and for trailing stops
 * @param trailingDeltaBasisPoints of a trailing stop; else 0
 * @param displayLots              what an iceberg shows; else 0
 * @param expireTimeNs             GTD: since the epoch; else 0
 * @param selfTradePrevention      what it does about its owner's own orders
 * @param sessionId                the client's session, opaque; 0 for none
 * @param cancelOnDisconnect       whether the end of the session cancels it
 * @param clientOrderId            up to 36 characters of ASCII; null or empty for none
 */
public record NewOrder(
    OrderType type, TimeInForce timeInForce, long priceTicks, long quantityLots, long quoteAmount, long stopPriceTicks,
    int trailingDeltaBasisPoints, long displayLots, long expireTimeNs, SelfTradePrevention selfTradePrevention,
    long sessionId, boolean cancelOnDisconnect, String clientOrderId) {

    /** A plain limit order. */
    public static NewOrder limit(
        final TimeInForce timeInForce, final long priceTicks, final long quantityLots, final String clientOrderId) {
        return new NewOrder(OrderType.LIMIT, timeInForce, priceTicks, quantityLots, 0, 0, 0, 0, 0, SelfTradePrevention.NONE,
            0, false, clientOrderId);
    }
}
