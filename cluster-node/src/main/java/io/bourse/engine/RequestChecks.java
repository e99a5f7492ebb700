package io.bourse.engine;

/** The rungs of the ladder that look at nothing but the request, the limits of its instrument and the time. */
final class RequestChecks {
    private static final int TRAILING_DELTA_MAX = 9_999;
    /** In so many slices at most an iceberg shows its quantity: each is a trade, and one taker may want all of them. */
    private static final int ICEBERG_SLICES_MAX = 1_000;

    private RequestChecks() {
    }

    /** Rungs 8 to 18 of the ladder; null when there is nothing to object to. */
    static RejectReason check(
        final OrderRequest request, final Instrument instrument, final Side side, final long nowNs) {
        final OrderType type = OrderType.of(request.orderType);
        if (type == null) {
            return RejectReason.INVALID_ORDER_TYPE;
        }
        final TimeInForce timeInForce = TimeInForce.of(request.timeInForce);
        if (timeInForce == null || !goTogether(type, timeInForce)) {
            return RejectReason.INVALID_TIME_IN_FORCE;
        }
        final SelfTradePrevention prevention = SelfTradePrevention.of(request.selfTradePrevention);
        if (prevention == null || prevention == SelfTradePrevention.DECREMENT && request.quoteAmount != 0) {
            return RejectReason.INVALID_SELF_TRADE_PREVENTION;
        }
        final int delta = request.trailingDeltaBasisPoints;
        if (delta != 0 && (!type.isStop() || delta < 0 || delta > TRAILING_DELTA_MAX)) {
            return RejectReason.INVALID_TRAILING_DELTA;
        }
        final boolean hasStopPrice = type.isStop() && delta == 0;
        if (hasStopPrice
            ? request.stopPriceTicks <= 0 || request.stopPriceTicks > instrument.maxPriceTicks : request.stopPriceTicks != 0) {
            return RejectReason.INVALID_STOP_PRICE;
        }
        final long display = request.displayLots;
        if (display != 0 &&
            (display < 0 || display > request.quantityLots || isSlicedTooThin(request.quantityLots, display) ||
                !type.hasLimit() || !timeInForce.mayRest())) {
            return RejectReason.INVALID_DISPLAY_QUANTITY;
        }
        if (timeInForce == TimeInForce.GTD ? request.expireTimeNs <= nowNs : request.expireTimeNs != 0) {
            return RejectReason.INVALID_EXPIRY;
        }
        return checkNumbers(request, type, instrument, side);
    }

    /** For a positive quantity; 0 is displayed of what is no iceberg. */
    static boolean isSlicedTooThin(final long quantityLots, final long displayLots) {
        return displayLots != 0 && (quantityLots - 1) / ICEBERG_SLICES_MAX >= displayLots;
    }

    static RejectReason checkQuantity(final long quantityLots, final Instrument instrument) {
        if (quantityLots < instrument.minQuantityLots) {
            return RejectReason.QUANTITY_BELOW_MINIMUM;
        }
        return quantityLots > instrument.maxQuantityLots ? RejectReason.QUANTITY_ABOVE_MAXIMUM : null;
    }

    /** A product of {@link Products}, or an amount. */
    static RejectReason checkNotional(final long notional, final Instrument instrument) {
        if (notional < 0) {
            return RejectReason.OVERFLOW;
        }
        if (notional < instrument.minNotional) {
            return RejectReason.NOTIONAL_BELOW_MINIMUM;
        }
        return notional > instrument.maxNotional ? RejectReason.NOTIONAL_ABOVE_MAXIMUM : null;
    }

    private static boolean goTogether(final OrderType type, final TimeInForce timeInForce) {
        if (type == OrderType.MARKET) {
            return timeInForce == TimeInForce.IOC;
        }
        return timeInForce.mayRest() || type.hasLimit() && type != OrderType.LIMIT_MAKER;
    }

    private static RejectReason checkNumbers(
        final OrderRequest request, final OrderType type, final Instrument instrument, final Side side) {
        if (type.hasLimit() ? request.priceTicks <= 0 : request.priceTicks != 0) {
            return RejectReason.INVALID_PRICE;
        }
        final boolean byAmount = type == OrderType.MARKET && request.quoteAmount != 0;
        if (!byAmount && request.quantityLots <= 0) {
            return RejectReason.INVALID_QUANTITY;
        }
        // An amount takes the place of the quantity, and only buyers have an amount of quote to spend.
        if (request.quoteAmount != 0 &&
            (request.quoteAmount < 0 || !byAmount || side != Side.BUY || request.quantityLots != 0)) {
            return RejectReason.INVALID_AMOUNT;
        }
        if (byAmount) {
            return null;
        }
        return request.priceTicks > instrument.maxPriceTicks
            ? RejectReason.PRICE_ABOVE_MAXIMUM : checkQuantity(request.quantityLots, instrument);
    }
}
