package io.bourse.engine;

/** How orders become open and how they end: indexes and lists, the event, the money, what is remembered of them. */
final class OrderEnds {
    private final EngineListener listener;
    private final Ledger ledger;
    private final OpenOrders orders;
    private final Expiries expiries;
    private final TriggeredStops triggered;
    private final RememberedOrders remembered;
    private final TouchedBooks touched;

    OrderEnds(
        final EngineListener listener, final Ledger ledger, final OpenOrders orders, final Expiries expiries,
        final TriggeredStops triggered, final RememberedOrders remembered, final TouchedBooks touched) {
        this.listener = listener;
        this.ledger = ledger;
        this.orders = orders;
        this.expiries = expiries;
        this.triggered = triggered;
        this.remembered = remembered;
        this.touched = touched;
    }

    /** A new order stays open; the caller puts it where it waits. */
    void register(final Order order) {
        order.open = true;
        orders.add(order);
        if (order.mayExpire()) {
            expiries.add(order);
        }
    }

    /** An order that is nowhere any more is not open any more. */
    void unregister(final Order order) {
        order.open = false;
        orders.remove(order);
        if (order.mayExpire()) {
            expiries.remove(order);
        }
    }

    /** Takes out an open order, wherever it waits. */
    void withdraw(final Order order) {
        final Instrument instrument = order.instrument;
        if (order.place == Place.RESTING) {
            touched.touch(instrument);
            instrument.book.remove(order);
        } else {
            triggered.remove(order);
        }
        unregister(order);
    }

    /** Ends an open order. The object is valid until the next order enters. */
    void cancel(final Order order, final CloseReason reason) {
        withdraw(order);
        listener.onOrderCancelled(order, reason);
        release(order, order.locked);
        retire(order);
    }

    /** Ends an open order that is not in the middle of matching. */
    void expire(final Order order, final CloseReason reason) {
        withdraw(order);
        expired(order, reason);
    }

    /** The event and the money of an order that is out of everything already. */
    void expired(final Order order, final CloseReason reason) {
        listener.onOrderExpired(order, reason);
        release(order, order.locked);
        retire(order);
    }

    /** Ends an order in the middle of its matching; the caller retires it. */
    void expireTaker(final Order order, final CloseReason reason) {
        if (order.open) {
            unregister(order);
        }
        listener.onOrderExpired(order, reason);
        release(order, order.locked);
    }

    /** The same for one that has got all that it wanted: no event, and what is left of the money is free. */
    void fillTaker(final Order order) {
        if (order.open) {
            unregister(order);
        }
        release(order, order.locked);
    }

    /** A maker that has left the book because nothing of it is left. */
    void fillMaker(final Order order) {
        unregister(order);
        retire(order);
    }

    /** Frees a part of the reservation; without a line when that is 0. */
    void release(final Order order, final long amount) {
        order.locked -= amount;
        ledger.release(order.account, order.reservedAssetId(), amount, BalanceCause.ORDER_RELEASED,
            order.orderId, order.instrument.instrumentId);
    }

    /** The order belongs to the pool again. */
    void retire(final Order order) {
        if (order.hasClientOrderId()) {
            remembered.remember(order);
        }
        orders.giveBack(order);
    }
}
