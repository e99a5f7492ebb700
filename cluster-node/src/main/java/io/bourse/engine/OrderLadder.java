package io.bourse.engine;

/**
 * Decides whether an order may enter, before anything changes: one guard after the other, cheapest and most general
 * first. The order of the guards is part of the contract and is tested.
 */
final class OrderLadder {
    private final EngineLimits limits;
    private final OpenOrders orders;
    private final LevelPool levels;
    private final AccountRules accountRules;
    private long limitTicks;
    private long lockAmount;

    OrderLadder(
        final EngineLimits limits, final OpenOrders orders, final LevelPool levels, final AccountRules accountRules) {
        this.limits = limits;
        this.orders = orders;
        this.levels = levels;
        this.accountRules = accountRules;
    }

    /** Worst price at which the order that was let in may trade; for market orders the end of the price range. */
    long limitTicks() {
        return limitTicks;
    }

    /** What the order that was let in locks: quote of a buy, base of a sell, minor units. */
    long lockAmount() {
        return lockAmount;
    }

    /** For a new order; null lets it in. */
    RejectReason check(final OrderRequest request, final Instrument instrument, final Account account) {
        if (!PackedText.isText(
            request.clientOrderId0, request.clientOrderId1, request.clientOrderId2, request.clientOrderId3)) {
            return RejectReason.MALFORMED;
        }
        if (instrument == null) {
            return RejectReason.UNKNOWN_INSTRUMENT;
        }
        if (instrument.state != InstrumentState.TRADING) {
            return RejectReason.INSTRUMENT_NOT_TRADING;
        }
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        final RejectReason blocked = accountRules.checkBlocked(account, request.sessionId);
        if (blocked != null) {
            return blocked;
        }
        final Side side = Side.of(request.side);
        if (side == null) {
            return RejectReason.INVALID_SIDE;
        }
        return check(request, instrument, account, side, null);
    }

    /** For an order in the place of another, on its instrument and side; null lets it in. */
    RejectReason checkReplace(final OrderRequest request, final Order original) {
        if (original.instrument.state != InstrumentState.TRADING) {
            return RejectReason.INSTRUMENT_NOT_TRADING;
        }
        final RejectReason blocked = accountRules.checkBlocked(original.account, request.sessionId);
        if (blocked != null) {
            return blocked;
        }
        return check(request, original.instrument, original.account, original.side, original);
    }

    private RejectReason check(
        final OrderRequest request, final Instrument instrument, final Account account, final Side side, final Order original) {
        final OrderType type = OrderType.of(request.orderType);
        if (type == null) {
            return RejectReason.INVALID_ORDER_TYPE;
        }
        final TimeInForce timeInForce = TimeInForce.of(request.timeInForce);
        if (timeInForce == null || type == OrderType.MARKET && timeInForce != TimeInForce.IOC) {
            return RejectReason.INVALID_TIME_IN_FORCE;
        }
        RejectReason reason = type == OrderType.LIMIT
            ? checkLimit(request, instrument) : checkMarket(request, instrument, side);
        if (reason == null) {
            reason = checkClientOrderId(request, account, original);
        }
        if (reason == null && timeInForce == TimeInForce.GTC) {
            reason = checkCapacity(request, instrument, account, side, original);
        }
        return reason == null ? checkBalance(request, instrument, account, side, original) : reason;
    }

    private RejectReason checkLimit(final OrderRequest request, final Instrument instrument) {
        if (request.priceTicks <= 0) {
            return RejectReason.INVALID_PRICE;
        }
        if (request.quantityLots <= 0) {
            return RejectReason.INVALID_QUANTITY;
        }
        if (request.quoteAmount != 0) {
            return RejectReason.INVALID_AMOUNT;
        }
        if (request.priceTicks > instrument.maxPriceTicks) {
            return RejectReason.PRICE_ABOVE_MAXIMUM;
        }
        final RejectReason reason = checkQuantity(request.quantityLots, instrument);
        if (reason != null) {
            return reason;
        }
        limitTicks = request.priceTicks;
        final long notional = Products.of(request.priceTicks, request.quantityLots, instrument.quoteUnitsPerTickLot);
        return notional < 0 ? RejectReason.OVERFLOW : checkNotional(notional, instrument);
    }

    private RejectReason checkMarket(final OrderRequest request, final Instrument instrument, final Side side) {
        if (request.priceTicks != 0) {
            return RejectReason.INVALID_PRICE;
        }
        if (request.quoteAmount == 0) {
            if (request.quantityLots <= 0) {
                return RejectReason.INVALID_QUANTITY;
            }
            final RejectReason reason = checkQuantity(request.quantityLots, instrument);
            if (reason != null) {
                return reason;
            }
        } else {
            // By amount: it takes the place of the quantity, and only buyers have an amount of quote to spend.
            if (request.quoteAmount < 0 || request.quantityLots != 0 || side != Side.BUY) {
                return RejectReason.INVALID_AMOUNT;
            }
            final RejectReason reason = checkNotional(request.quoteAmount, instrument);
            if (reason != null) {
                return reason;
            }
        }
        return checkPriceRange(instrument, side);
    }

    private static RejectReason checkQuantity(final long quantityLots, final Instrument instrument) {
        if (quantityLots < instrument.minQuantityLots) {
            return RejectReason.QUANTITY_BELOW_MINIMUM;
        }
        return quantityLots > instrument.maxQuantityLots ? RejectReason.QUANTITY_ABOVE_MAXIMUM : null;
    }

    private static RejectReason checkNotional(final long notional, final Instrument instrument) {
        if (notional < instrument.minNotional) {
            return RejectReason.NOTIONAL_BELOW_MINIMUM;
        }
        return notional > instrument.maxNotional ? RejectReason.NOTIONAL_ABOVE_MAXIMUM : null;
    }

    /** The range refers to the last trade; before the first one, to the best price on the other side. */
    private RejectReason checkPriceRange(final Instrument instrument, final Side side) {
        final boolean buying = side == Side.BUY;
        limitTicks = buying ? instrument.maxPriceTicks : 1;
        if (instrument.priceRangeBasisPoints == 0) {
            return null;
        }
        long reference = instrument.lastTradePriceTicks;
        if (reference == 0) {
            final PriceLevel opposite = instrument.book.best(side.opposite());
            if (opposite == null) {
                return RejectReason.NO_REFERENCE_PRICE;
            }
            reference = opposite.priceTicks;
        }
        final long distance = Products.basisPoints(reference, instrument.priceRangeBasisPoints);
        if (distance >= 0) {
            limitTicks = buying
                ? reference + Math.min(distance, instrument.maxPriceTicks - reference)
                : reference - Math.min(distance, reference - 1);
        }
        return null;
    }

    private RejectReason checkClientOrderId(final OrderRequest request, final Account account, final Order original) {
        final Order same = orders.get(
            account, request.clientOrderId0, request.clientOrderId1, request.clientOrderId2, request.clientOrderId3);
        return same != null && same != original ? RejectReason.DUPLICATE_CLIENT_ORDER_ID : null;
    }

    /** Only for orders that may rest. An original makes room for its replacement. */
    private RejectReason checkCapacity(
        final OrderRequest request, final Instrument instrument, final Account account, final Side side, final Order original) {
        final long priceTicks = request.priceTicks;
        if (!accountRules.hasRoom(account, account.openOrderCount - (original == null ? 0 : 1))) {
            return RejectReason.TOO_MANY_OPEN_ORDERS;
        }
        if (!Exposures.allows(account, instrument, priceTicks * request.quantityLots * instrument.quoteUnitsPerTickLot,
            original == null ? 0 : original.countedNotional)) {
            return RejectReason.OPEN_NOTIONAL_ABOVE_LIMIT;
        }
        if (original != null) {
            final boolean freesLevel = original.level.orderCount == 1;
            return freesLevel || hasLevel(instrument, side, priceTicks) ? null : RejectReason.LIMIT_REACHED;
        }
        if (orders.count() >= limits.openOrders()) {
            return RejectReason.LIMIT_REACHED;
        }
        return hasLevel(instrument, side, priceTicks) ? null : RejectReason.LIMIT_REACHED;
    }

    private boolean hasLevel(final Instrument instrument, final Side side, final long priceTicks) {
        return levels.occupiedLevels() < limits.levels() || instrument.book.level(side, priceTicks) != null;
    }

    private RejectReason checkBalance(
        final OrderRequest request, final Instrument instrument, final Account account, final Side side, final Order original) {
        final boolean buying = side == Side.BUY;
        final long freed = original == null ? 0 : original.locked;
        final long available = freed + account.available(buying ? instrument.quoteAssetId : instrument.baseAssetId);
        if (!buying) {
            lockAmount = Products.of(request.quantityLots, instrument.lotBaseUnits);
        } else if (request.quoteAmount != 0) {
            lockAmount = request.quoteAmount;
        } else {
            lockAmount = Products.of(limitTicks, request.quantityLots, instrument.quoteUnitsPerTickLot);
            if (request.priceTicks == 0 && instrument.priceRangeBasisPoints == 0) {
                return checkUnlimitedBuy(instrument, available);
            }
        }
        return lockAmount > available ? RejectReason.INSUFFICIENT_BALANCE : null;
    }

    /** A market buy without a price range has no worst price: it locks what there is, enough for one lot at least. */
    private RejectReason checkUnlimitedBuy(final Instrument instrument, final long available) {
        lockAmount = Math.min(lockAmount, available);
        final PriceLevel best = instrument.book.best(Side.SELL);
        final long leastTicks = best == null ? 1 : best.priceTicks;
        return leastTicks * instrument.quoteUnitsPerTickLot > available ? RejectReason.INSUFFICIENT_BALANCE : null;
    }
}
