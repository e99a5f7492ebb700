package io.bourse.engine;

/** Writes open and remembered orders for {@link EngineState}. {@link OrderLoader} reads the same. */
final class OrderRecords {
    private OrderRecords() {
    }

    /** The open orders of an instrument, see {@link RecordKind#ORDER}. */
    static void accept(
        final Instrument instrument, final OpenOrders orders, final OrderSlots slots, final PriceLevels levels,
        final StateVisitor visitor) {
        final OrderBook book = instrument.book;
        final StopBook stops = instrument.stops;
        for (int level = book.best(Side.BUY); level != PriceLevels.NONE; level = book.next(level)) {
            orders(levels.first(level), orders, slots, visitor);
        }
        for (int level = book.best(Side.SELL); level != PriceLevels.NONE; level = book.next(level)) {
            orders(levels.first(level), orders, slots, visitor);
        }
        stops(stops.rising, orders, slots, levels, visitor);
        stops(stops.falling, orders, slots, levels, visitor);
        orders(stops.risingTrailing.first, visitor);
        orders(stops.fallingTrailing.first, visitor);
        orders(stops.waiting.first, visitor);
    }

    static void accept(final RememberedOrders remembered, final StateVisitor visitor) {
        for (RememberedOrder order = remembered.oldest(); order != null; order = order.younger) {
            visitor.record(RecordKind.REMEMBERED_ORDER);
            visitor.field("accountId", order.account.accountId);
            visitor.field("clientOrderId0", order.clientOrderId0);
            visitor.field("clientOrderId1", order.clientOrderId1);
            visitor.field("clientOrderId2", order.clientOrderId2);
            visitor.field("clientOrderId3", order.clientOrderId3);
            visitor.field("content", order.content);
            visitor.field("orderId", order.orderId);
            visitor.field("status", order.status.code());
            visitor.field("executedLots", order.executedLots);
            visitor.field("executedQuote", order.executedQuote);
            visitor.field("remainingLots", order.remainingLots);
        }
    }

    private static void stops(
        final BookSide side, final OpenOrders orders, final OrderSlots slots, final PriceLevels levels,
        final StateVisitor visitor) {
        for (int level = side.best(); level != PriceLevels.NONE; level = side.next(level)) {
            orders(levels.first(level), orders, slots, visitor);
        }
    }

    private static void orders(final int first, final OpenOrders orders, final OrderSlots slots, final StateVisitor visitor) {
        for (int slot = first; slot != OrderSlots.NONE; slot = slots.next(slot)) {
            order(orders.show(slot), visitor);
        }
    }

    private static void orders(final Order first, final StateVisitor visitor) {
        for (Order order = first; order != null; order = order.details.next) {
            order(order, visitor);
        }
    }

    private static void order(final Order order, final StateVisitor visitor) {
        visitor.record(RecordKind.ORDER);
        request(order, visitor);
        answer(order, visitor);
    }

    private static void request(final Order order, final StateVisitor visitor) {
        visitor.field("orderId", order.orderId);
        visitor.field("accountId", order.account.accountId);
        visitor.field("instrumentId", order.instrument.instrumentId);
        visitor.field("place", order.place.code());
        visitor.field("side", order.side.code());
        visitor.field("orderType", order.orderType.code());
        visitor.field("timeInForce", order.timeInForce.code());
        visitor.field("selfTradePrevention", order.selfTradePrevention.code());
        visitor.field("priceTicks", order.priceTicks);
        visitor.field("quantityLots", order.quantityLots);
        visitor.field("quoteAmount", order.details.quoteAmount);
        visitor.field("executedLots", order.executedLots);
        visitor.field("executedQuote", order.executedQuote);
        visitor.field("preventedLots", order.preventedLots);
        visitor.field("remainingLots", order.remainingLots);
        visitor.field("displayLots", order.details.displayLots);
        visitor.field("hiddenLots", order.details.hiddenLots);
        visitor.field("locked", order.locked);
        visitor.field("triggered", order.triggered ? 1 : 0);
        visitor.field("stopPriceTicks", order.details.stopPriceTicks);
        visitor.field("trailingDeltaBasisPoints", order.details.trailingDeltaBasisPoints);
        visitor.field("bestTradeTicks", order.details.bestTradeTicks);
        visitor.field("notionalPriceTicks", order.notionalPriceTicks());
        visitor.field("expireTimeNs", order.details.expireTimeNs);
        visitor.field("sessionEndNs", order.details.day == null ? 0 : order.details.day.endNs);
        visitor.field("sessionId", order.sessionId);
        visitor.field("cancelOnDisconnect", order.cancelOnDisconnect ? 1 : 0);
        visitor.field("timestampNs", order.timestampNs);
    }

    private static void answer(final Order order, final StateVisitor visitor) {
        visitor.field("clientOrderId0", order.clientOrderId0);
        visitor.field("clientOrderId1", order.clientOrderId1);
        visitor.field("clientOrderId2", order.clientOrderId2);
        visitor.field("clientOrderId3", order.clientOrderId3);
        visitor.field("content", order.content);
        visitor.field("answerStatus", order.answerStatus.code());
        visitor.field("answerExecutedLots", order.answerExecutedLots);
        visitor.field("answerExecutedQuote", order.answerExecutedQuote);
        visitor.field("answerRemainingLots", order.answerRemainingLots);
    }
}
