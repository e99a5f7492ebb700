package io.bourse.engine;

/**
 * What only some orders have: a trigger, a hidden quantity, an end by time, an amount. Apart from {@link Order}, because
 * every order would have to carry it through the cache otherwise. Pooled.
 */
final class OrderDetails {
    /** Of all orders that need none: everything is 0, and nobody writes to it. */
    static final OrderDetails NONE = new OrderDetails();

    OrderDetails nextFree;
    long quoteAmount;
    long displayLots;
    /** The part of the open quantity that a resting iceberg does not show. */
    long hiddenLots;
    long stopPriceTicks;
    /** Of a stop: its trigger price at entry, which is what one without a limit counts as its price. */
    long entryStopPriceTicks;
    int trailingDeltaBasisPoints;
    /** Of a trailing stop: the best trade price since entry. */
    long bestTradeTicks;
    /** Links of an {@link OrderList}. */
    Order next;
    Order previous;
    long expireTimeNs;
    /** When it ends by time, ns; of DAY orders only while it is the first of an ended session. */
    long dueNs;
    int heapIndex;
    DayOrders day;
    Order nextOfDay;
    Order previousOfDay;

    /** Whether an order of this request has any; a time of expiry has only what may expire. */
    static boolean areNeeded(final OrderRequest request, final TimeInForce timeInForce) {
        return timeInForce.mayExpire() ||
            (request.quoteAmount | request.displayLots | request.stopPriceTicks | request.trailingDeltaBasisPoints) != 0;
    }

    /** The same when they are filled in. */
    boolean areNeeded(final TimeInForce timeInForce) {
        return timeInForce.mayExpire() ||
            (quoteAmount | displayLots | stopPriceTicks | trailingDeltaBasisPoints | expireTimeNs) != 0;
    }

    void fill(final OrderRequest request) {
        quoteAmount = request.quoteAmount;
        displayLots = request.displayLots;
        hiddenLots = 0;
        stopPriceTicks = request.stopPriceTicks;
        entryStopPriceTicks = 0;
        trailingDeltaBasisPoints = request.trailingDeltaBasisPoints;
        bestTradeTicks = 0;
        expireTimeNs = request.expireTimeNs;
        dueNs = 0;
    }

    /** It is a stop with this trigger price; a trailing one follows from the last trade. */
    void trigger(final long triggerTicks, final long lastTradePriceTicks) {
        stopPriceTicks = triggerTicks;
        entryStopPriceTicks = triggerTicks;
        bestTradeTicks = trailingDeltaBasisPoints == 0 ? 0 : lastTradePriceTicks;
    }
}
