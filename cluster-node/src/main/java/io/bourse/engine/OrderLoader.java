package io.bourse.engine;

import java.util.Arrays;

/** Reads open and remembered orders for {@link EngineLoader}, as {@link OrderRecords} wrote them. */
final class OrderLoader extends RecordReader {
    /** Room that is made at once whatever a snapshot promises. */
    private static final int RESERVED_MAX = 1 << 21;

    private final Ledger ledger;
    private final InstrumentTable instruments;
    private final OpenOrders orders;
    private final Expiries expiries;
    private final TriggeredStops triggered;
    private final RememberedOrders remembered;
    private final Matcher matcher;
    private long[] orderIds;

    OrderLoader(
        final Ledger ledger, final InstrumentTable instruments, final OpenOrders orders, final Expiries expiries,
        final TriggeredStops triggered, final RememberedOrders remembered, final Matcher matcher) {
        this.ledger = ledger;
        this.instruments = instruments;
        this.orders = orders;
        this.expiries = expiries;
        this.triggered = triggered;
        this.remembered = remembered;
        this.matcher = matcher;
    }

    /** So many orders will follow: tables that grow while they are filled cost a third of the time. */
    void expect(final long count) {
        final int reserved = Math.clamp(count, 1, RESERVED_MAX);
        orders.reserve(reserved);
        orderIds = new long[reserved];
    }

    void order() {
        final Order order = orders.take();
        orders.takeDetails(order);
        order.orderId = next();
        order.account = ledger.account(next());
        order.instrument = instruments.get(nextInt());
        order.place = Place.of(nextInt());
        order.side = Side.of(nextInt());
        order.orderType = OrderType.of(nextInt());
        order.timeInForce = TimeInForce.of(nextInt());
        order.selfTradePrevention = SelfTradePrevention.of(nextInt());
        readNumbers(order);
        readAnswer(order);
        require(order.orderId > 0 && order.orderId <= matcher.lastOrderId && orders.slot(order.orderId) == OrderSlots.NONE &&
            order.account != null && order.instrument != null && order.place != null && order.side != null &&
            order.orderType != null && order.timeInForce != null && order.selfTradePrevention != null &&
            order.answerStatus != null && order.remainingLots > 0 && order.locked > 0 && isPlaced(order),
            "orderId=", order.orderId, " is there twice, or its fields are not those of an open order");
        if (!order.details.areNeeded(order.timeInForce)) {
            orders.giveBackDetails(order);
        }
        order.open = true;
        orders.register(order);
        place(order);
        final int count = orders.count();
        if (count > orderIds.length) {
            orderIds = Arrays.copyOf(orderIds, 2 * orderIds.length);
        }
        orderIds[count - 1] = order.orderId;
        orders.keep(order);
    }

    void rememberedOrder() {
        final RememberedOrder order = new RememberedOrder();
        order.account = ledger.account(next());
        order.clientOrderId0 = next();
        order.clientOrderId1 = next();
        order.clientOrderId2 = next();
        order.clientOrderId3 = next();
        order.content = next();
        order.orderId = next();
        order.status = OrderStatus.of(nextInt());
        order.executedLots = next();
        order.executedQuote = next();
        order.remainingLots = next();
        require(order.account != null && order.status != null && remembered.restore(order),
            "remembered orderId=", order.orderId, " is there twice, is of nobody, or is one more than the limit");
    }

    /** Orders come in order of the books; lists of accounts and sessions are in order of id. */
    void link() {
        final int count = orders.count();
        Arrays.sort(orderIds, 0, count);
        for (int i = 0; i < count; i++) {
            final Order order = orders.show(orders.slot(orderIds[i]));
            orders.addToAccount(order);
            expiries.restore(order);
        }
    }

    /** When all orders are there: what is derived from them. */
    void countExposures() {
        for (int i = 1; i <= ledger.accountCount(); i++) {
            if (ledger.account(i).maxOpenNotional != 0) {
                Exposures.restart(ledger.account(i), orders);
            }
        }
    }

    private void readNumbers(final Order order) {
        order.priceTicks = next();
        order.quantityLots = next();
        order.details.quoteAmount = next();
        order.executedLots = next();
        order.executedQuote = next();
        order.preventedLots = next();
        order.remainingLots = next();
        order.details.displayLots = next();
        order.details.hiddenLots = next();
        order.locked = next();
        order.triggered = next() != 0;
        order.details.stopPriceTicks = next();
        order.details.trailingDeltaBasisPoints = nextInt();
        order.details.bestTradeTicks = next();
        // Of those with a limit, the limit.
        order.details.entryStopPriceTicks = next();
        order.details.expireTimeNs = next();
        order.details.dueNs = next();
        order.sessionId = next();
        order.cancelOnDisconnect = next() != 0;
        order.timestampNs = next();
    }

    private void readAnswer(final Order order) {
        order.clientOrderId0 = next();
        order.clientOrderId1 = next();
        order.clientOrderId2 = next();
        order.clientOrderId3 = next();
        order.content = next();
        order.answerStatus = OrderStatus.of(nextInt());
        order.answerExecutedLots = next();
        order.answerExecutedQuote = next();
        order.answerRemainingLots = next();
    }

    private static boolean isPlaced(final Order order) {
        final OrderDetails details = order.details;
        if (order.orderType.hasLimit() && details.entryStopPriceTicks != order.priceTicks) {
            return false;
        }
        return order.place == Place.RESTING
            ? order.priceTicks > 0 && details.hiddenLots >= 0 && details.hiddenLots < order.remainingLots &&
                (details.hiddenLots == 0 || details.displayLots > 0)
            : order.orderType.isStop() && details.stopPriceTicks > 0;
    }

    private void place(final Order order) {
        switch (order.place) {
            case RESTING -> order.instrument.book.restore(order);
            case PARKED -> order.instrument.stops.park(order);
            case WAITING -> triggered.restore(order);
            default -> throw new IllegalStateException("snapshot: orderId=" + order.orderId + " place=" + order.place);
        }
    }
}
