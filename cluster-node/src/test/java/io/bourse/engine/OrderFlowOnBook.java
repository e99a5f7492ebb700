package io.bourse.engine;

/** Plays an order flow on the bare {@link OrderBook}, with the pool and index of orders that the engine uses. */
final class OrderFlowOnBook implements BookListener {
    private final OrderSlots slots = new OrderSlots();
    final PriceLevels levels = new PriceLevels(slots, new Hashing());
    final OrderBook book = new OrderBook(slots, levels);
    private final OpenOrders pool = new OpenOrders(null, null, slots, levels, new Hashing());
    private final OrderIndex index = new OrderIndex(slots);
    private final OrderFlow flow;
    private final OrderFlowReports reports;
    private int sequence;

    /** Reports may be null. */
    OrderFlowOnBook(final OrderFlow flow, final OrderFlowReports reports) {
        this.flow = flow;
        this.reports = reports;
    }

    void play(final int message) {
        sequence = message;
        switch (flow.type(message)) {
            case OrderFlow.NEW -> enter(message);
            case OrderFlow.CANCEL -> cancel(message);
            case OrderFlow.MODIFY -> modify(message);
            default -> throw new IllegalArgumentException("type=" + flow.type(message));
        }
        book.flush(this);
    }

    @Override
    public void onFill(final int makerSlot, final Order taker, final long priceTicks, final long quantityLots) {
        final Order maker = slots.order(makerSlot);
        maker.remainingLots -= quantityLots;
        if (reports != null) {
            reports.trade(sequence, priceTicks, quantityLots, maker.orderId, taker.orderId);
        }
        if (maker.remainingLots == 0) {
            index.remove(makerSlot);
            pool.giveBack(maker);
        }
    }

    @Override
    public void onLevelChanged(final Side side, final long priceTicks, final long quantityLots, final int orderCount) {
        if (quantityLots < 0 || quantityLots == 0 != (orderCount == 0)) {
            throw new AssertionError("level " + priceTicks + " quantity=" + quantityLots + " orders=" + orderCount);
        }
    }

    private void enter(final int message) {
        final Order order = pool.take();
        order.orderId = flow.orderId(message);
        order.side = flow.side(message);
        order.priceTicks = flow.price(message);
        order.remainingLots = flow.quantity(message);
        if (reports != null) {
            reports.ack(message, order.side, order.orderId, order.priceTicks, order.remainingLots);
        }
        book.match(order, order.priceTicks, false, this);
        if (order.remainingLots > 0 && flow.isImmediate(message)) {
            if (reports != null) {
                reports.cancelAck(message, order.side, order.orderId, order.priceTicks);
            }
            pool.giveBack(order);
        } else {
            restOrRelease(order, false);
        }
    }

    private void cancel(final int message) {
        final int slot = index.get(flow.orderId(message));
        if (slot == OrderSlots.NONE) {
            if (reports != null) {
                reports.cancelReject(message, flow.orderId(message));
            }
            return;
        }
        final Order order = slots.order(slot);
        book.remove(order);
        index.remove(slot);
        if (reports != null) {
            reports.cancelAck(message, order.side, order.orderId, order.priceTicks);
        }
        pool.giveBack(order);
    }

    private void modify(final int message) {
        final int slot = index.get(flow.orderId(message));
        if (slot == OrderSlots.NONE) {
            if (reports != null) {
                reports.modifyReject(message, flow.orderId(message));
            }
            return;
        }
        final Order order = slots.order(slot);
        book.remove(order);
        order.priceTicks = flow.price(message);
        order.remainingLots = flow.quantity(message);
        book.match(order, order.priceTicks, false, this);
        if (reports != null) {
            reports.modifyAck(message, order.side, order.orderId, order.priceTicks, flow.quantity(message));
        }
        restOrRelease(order, true);
    }

    private void restOrRelease(final Order order, final boolean indexed) {
        if (order.remainingLots > 0) {
            if (!indexed) {
                order.slot = index.put(order.orderId);
                slots.order(order.slot, order);
            }
            book.rest(order);
        } else {
            if (indexed) {
                index.remove(order.slot);
            }
            pool.giveBack(order);
        }
    }
}
