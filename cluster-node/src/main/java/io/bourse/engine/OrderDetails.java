package io.bourse.engine;

/**
 * What only some orders have: a client order id, a trigger, a hidden quantity, an end by time, an amount. Apart
 * from {@link Order}, so that an order without them takes half the cache lines. Pooled.
 */
final class OrderDetails extends Keyed {
    /** Of all orders that need none: everything is 0, and nobody writes to it. */
    static final OrderDetails NONE = new OrderDetails();

    Order order;
    OrderDetails nextFree;
    long clientOrderId0;
    long clientOrderId1;
    long clientOrderId2;
    long clientOrderId3;
    /** Content of the request, for those with a client order id. */
    long content;
    long quoteAmount;
    long displayLots;
    /** The part of the open quantity that a resting iceberg does not show. */
    long hiddenLots;
    long stopPriceTicks;
    int trailingDeltaBasisPoints;
    /** Of a trailing stop: the best trade price since entry. */
    long bestTradeTicks;
    /** Of a stop: its trigger price at entry. */
    long entryStopPriceTicks;
    long expireTimeNs;
    /** When it ends by time, ns; of DAY orders only while it is the first of an ended session. */
    long dueNs;
    int heapIndex;
    DayOrders day;
    Order nextOfDay;
    Order previousOfDay;

    /** Whether an order of this request has any. */
    static boolean areNeeded(final OrderRequest request) {
        return (request.clientOrderId0 | request.clientOrderId1 | request.clientOrderId2 | request.clientOrderId3 |
            request.quoteAmount | request.displayLots | request.stopPriceTicks | request.trailingDeltaBasisPoints |
            request.expireTimeNs) != 0 || request.timeInForce == TimeInForce.DAY.code();
    }

    /** The same when they are filled in. */
    boolean areNeeded(final TimeInForce timeInForce) {
        return hasClientOrderId() || timeInForce == TimeInForce.DAY ||
            (quoteAmount | displayLots | stopPriceTicks | trailingDeltaBasisPoints | expireTimeNs) != 0;
    }

    void fill(final OrderRequest request, final long requestContent) {
        clientOrderId0 = request.clientOrderId0;
        clientOrderId1 = request.clientOrderId1;
        clientOrderId2 = request.clientOrderId2;
        clientOrderId3 = request.clientOrderId3;
        content = requestContent;
        quoteAmount = request.quoteAmount;
        displayLots = request.displayLots;
        hiddenLots = 0;
        stopPriceTicks = request.stopPriceTicks;
        trailingDeltaBasisPoints = request.trailingDeltaBasisPoints;
        bestTradeTicks = 0;
        entryStopPriceTicks = 0;
        expireTimeNs = request.expireTimeNs;
        dueNs = 0;
    }

    /** It is a stop with this trigger price; a trailing one follows from the last trade. */
    void trigger(final long triggerTicks, final long lastTradePriceTicks) {
        stopPriceTicks = triggerTicks;
        entryStopPriceTicks = triggerTicks;
        bestTradeTicks = trailingDeltaBasisPoints == 0 ? 0 : lastTradePriceTicks;
    }

    boolean hasClientOrderId() {
        return (clientOrderId0 | clientOrderId1 | clientOrderId2 | clientOrderId3) != 0;
    }
}
