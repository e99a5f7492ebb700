package io.bourse.engine;

/** Changes limit and total of resting orders: its own ladder, then in place or through the book again. */
final class Amendments {
    private final EngineListener listener;
    private final OpenOrders orders;
    private final Expiries expiries;
    private final LiveOrders live;
    private final Capacity capacity;
    private final OrderLadder ladder;
    private final OrderEnds ends;
    private final TouchedBooks touched;
    private final Matcher matcher;

    Amendments(
        final EngineListener listener, final OpenOrders orders, final Expiries expiries, final LiveOrders live,
        final Capacity capacity, final OrderLadder ladder, final OrderEnds ends, final TouchedBooks touched,
        final Matcher matcher) {
        this.listener = listener;
        this.orders = orders;
        this.expiries = expiries;
        this.live = live;
        this.capacity = capacity;
        this.ladder = ladder;
        this.ends = ends;
        this.touched = touched;
        this.matcher = matcher;
    }

    /** For an open order of the account that asks, which it ends or keeps. */
    RejectReason amend(
        final Order order, final long priceTicks, final long quantityLots, final CommandResult result) {
        final RejectReason reason = carryOut(order, priceTicks, quantityLots, result);
        if (reason != null) {
            orders.keep(order);
        }
        return reason;
    }

    private RejectReason carryOut(
        final Order order, final long priceTicks, final long quantityLots, final CommandResult result) {
        RejectReason reason = checkRequest(order, priceTicks, quantityLots);
        if (reason != null) {
            return reason;
        }
        // It asks for nothing new, so what the instrument takes of new orders does not matter.
        if (quantityLots <= order.executedLots + order.preventedLots) {
            ends.cancel(order, CloseReason.AMENDED);
            Matcher.describe(order, OrderStatus.CANCELLED, result);
            return null;
        }
        reason = checkNumbers(order, priceTicks, quantityLots);
        if (reason != null) {
            return reason;
        }
        final long remainingLots = quantityLots - order.executedLots - order.preventedLots;
        final long lockAmount = (order.side == Side.BUY
            ? priceTicks * remainingLots * order.instrument.quoteUnitsPerTickLot
            : remainingLots * order.instrument.lotBaseUnits) - order.locked;
        reason = checkChange(order, priceTicks, remainingLots, lockAmount);
        if (reason != null) {
            return reason;
        }
        if (priceTicks == order.priceTicks && remainingLots <= order.remainingLots) {
            lower(order, quantityLots, order.remainingLots - remainingLots, -lockAmount);
            Matcher.describe(order, order.openStatus(), result);
            orders.keep(order);
        } else {
            matcher.amend(order, priceTicks, quantityLots, lockAmount, result);
        }
        return null;
    }

    /** What is asked of every amend; the numbers only of one that leaves the order open. */
    private RejectReason checkRequest(final Order order, final long priceTicks, final long quantityLots) {
        if (order.place != Place.RESTING || expiries.isDue(order)) {
            return RejectReason.ORDER_NOT_AMENDABLE;
        }
        if (order.instrument.state != InstrumentState.TRADING) {
            return RejectReason.INSTRUMENT_NOT_TRADING;
        }
        if (priceTicks <= 0) {
            return RejectReason.INVALID_PRICE;
        }
        return quantityLots <= 0 ? RejectReason.INVALID_QUANTITY : null;
    }

    private static RejectReason checkNumbers(final Order order, final long priceTicks, final long quantityLots) {
        final Instrument instrument = order.instrument;
        if (RequestChecks.isSlicedTooThin(quantityLots, order.details.displayLots)) {
            return RejectReason.INVALID_DISPLAY_QUANTITY;
        }
        if (priceTicks > instrument.maxPriceTicks) {
            return RejectReason.PRICE_ABOVE_MAXIMUM;
        }
        final RejectReason reason = RequestChecks.checkQuantity(quantityLots, instrument);
        return reason == null ? RequestChecks.checkNotional(
            Products.of(priceTicks, quantityLots, instrument.quoteUnitsPerTickLot), instrument) : reason;
    }

    /** Only for orders that stay open. */
    private RejectReason checkChange(
        final Order order, final long priceTicks, final long remainingLots, final long lockAmount) {
        final Instrument instrument = order.instrument;
        final boolean changesPrice = priceTicks != order.priceTicks;
        if (changesPrice && instrument.priceBandMode == PriceBand.REJECT && PriceBand.isOutside(instrument, priceTicks)) {
            return RejectReason.PRICE_OUTSIDE_BAND;
        }
        final long unit = instrument.quoteUnitsPerTickLot;
        final long notional = priceTicks * remainingLots * unit;
        if (notional > order.priceTicks * order.remainingLots * unit &&
            !Exposures.allows(order.account, instrument, notional, order)) {
            return RejectReason.OPEN_NOTIONAL_ABOVE_LIMIT;
        }
        if (changesPrice) {
            if (!capacity.hasLevel(instrument, order.side, priceTicks, order)) {
                return RejectReason.LIMIT_REACHED;
            }
            if (order.orderType == OrderType.LIMIT_MAKER && live.crosses(instrument.book, order.side, priceTicks)) {
                return RejectReason.POST_ONLY_WOULD_CROSS;
            }
        }
        return lockAmount > order.account.available(order.reservedAssetId()) ? RejectReason.INSUFFICIENT_BALANCE : null;
    }

    private void lower(final Order order, final long quantityLots, final long lots, final long freed) {
        touched.touch(order.instrument);
        order.quantityLots = quantityLots;
        order.instrument.book.reduce(order, lots);
        Exposures.update(order);
        listener.onOrderAmended(order, true);
        ends.release(order, freed);
    }
}
