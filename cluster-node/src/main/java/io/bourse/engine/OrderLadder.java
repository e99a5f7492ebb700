package io.bourse.engine;

/**
 * Decides whether an order may enter, before anything changes: one guard after the other, cheapest and most general
 * first. The order of the guards is part of the contract (docs/ENGINE.md section 3, whose numbers stand here) and is tested.
 */
final class OrderLadder {
    private final Expiries expiries;
    private final LiveOrders live;
    private final Capacity capacity;
    private final PriceLevels levels;
    private final BlockedSessions blockedSessions;
    private final Storage storage;
    private long limitTicks;
    private long triggerTicks;
    private long lockAmount;

    OrderLadder(
        final Expiries expiries, final LiveOrders live, final Capacity capacity, final PriceLevels levels,
        final BlockedSessions blockedSessions, final Storage storage) {
        this.expiries = expiries;
        this.live = live;
        this.capacity = capacity;
        this.levels = levels;
        this.blockedSessions = blockedSessions;
        this.storage = storage;
    }

    /** Worst price at which the order that was let in may trade; for market orders the end of the price range. */
    long limitTicks() {
        return limitTicks;
    }

    /** Trigger price of the stop that was let in, of a trailing one its first; 0 for all others. */
    long triggerTicks() {
        return triggerTicks;
    }

    /** What the order that was let in locks: quote of a buy, base of a sell, minor units. */
    long lockAmount() {
        return lockAmount;
    }

    /**
     * For a new order, whose client order id is a text; null lets it in.
     *
     * @param idTaken an open or remembered order of the account has its client order id
     */
    RejectReason check(
        final OrderRequest request, final Instrument instrument, final Account account, final boolean idTaken) {
        if (instrument == null) {
            return RejectReason.UNKNOWN_INSTRUMENT;
        }
        if (instrument.state != InstrumentState.TRADING) {
            return RejectReason.INSTRUMENT_NOT_TRADING;
        }
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        final RejectReason reason = checkBlocked(account, request.sessionId);
        if (reason != null) {
            return reason;
        }
        final Side side = Side.of(request.side);
        return side == null ? RejectReason.INVALID_SIDE : check(request, instrument, account, side, null, idTaken);
    }

    /** For an order in the place of another, on its instrument and side; null lets it in. */
    RejectReason checkReplace(final OrderRequest request, final Order original, final boolean idTaken) {
        if (original.instrument.state != InstrumentState.TRADING) {
            return RejectReason.INSTRUMENT_NOT_TRADING;
        }
        final RejectReason reason = checkBlocked(original.account, request.sessionId);
        return reason == null
            ? check(request, original.instrument, original.account, original.side, original, idTaken) : reason;
    }

    /** Rungs 5 and 6, also for amends. */
    RejectReason checkBlocked(final Account account, final long sessionId) {
        if (account.blocked) {
            return RejectReason.ACCOUNT_BLOCKED;
        }
        return sessionId != 0 && blockedSessions.contains(account.accountId, sessionId) ? RejectReason.SESSION_BLOCKED : null;
    }

    /** Room on the disks, and rungs 8 to 28. */
    private RejectReason check(
        final OrderRequest request, final Instrument instrument, final Account account, final Side side,
        final Order original, final boolean idTaken) {
        if (storage.isLow()) {
            return RejectReason.STORAGE_LOW;
        }
        RejectReason reason = RequestChecks.check(request, instrument, side, expiries.nowNs);
        if (reason != null) {
            return reason;
        }
        final OrderType type = OrderType.of(request.orderType);
        triggerTicks = 0;
        reason = type.isStop() ? checkStop(request, instrument, side, type) : checkPrice(request, instrument, side, type);
        if (reason != null) {
            return reason;
        }
        if (idTaken) {
            return RejectReason.DUPLICATE_CLIENT_ORDER_ID;
        }
        if (type.isStop() || TimeInForce.of(request.timeInForce).mayRest()) {
            reason = checkRoom(request, instrument, account, side, original);
            if (reason != null) {
                return reason;
            }
        }
        if (type == OrderType.LIMIT_MAKER && live.crosses(instrument.book, side, request.priceTicks)) {
            return RejectReason.POST_ONLY_WOULD_CROSS;
        }
        return checkBalance(request, instrument, account, side, original);
    }

    /** Rungs 19 to 22 for those that enter the market at once. */
    private RejectReason checkPrice(
        final OrderRequest request, final Instrument instrument, final Side side, final OrderType type) {
        if (type == OrderType.MARKET) {
            final RejectReason reason = request.quoteAmount == 0
                ? null : RequestChecks.checkNotional(request.quoteAmount, instrument);
            return reason == null ? checkReference(instrument, side) : reason;
        }
        limitTicks = request.priceTicks;
        final RejectReason reason = RequestChecks.checkNotional(
            Products.of(request.priceTicks, request.quantityLots, instrument.quoteUnitsPerTickLot), instrument);
        if (reason != null) {
            return reason;
        }
        return instrument.priceBandMode == PriceBand.REJECT && PriceBand.isOutside(instrument, request.priceTicks)
            ? RejectReason.PRICE_OUTSIDE_BAND : null;
    }

    /** The range refers to the last trade; before the first one, to the best price on the other side. */
    private RejectReason checkReference(final Instrument instrument, final Side side) {
        long reference = instrument.lastTradePriceTicks;
        if (reference == 0 && instrument.priceRangeBasisPoints != 0) {
            final int opposite = live.best(instrument.book, side.opposite());
            if (opposite == PriceLevels.NONE) {
                return RejectReason.NO_REFERENCE_PRICE;
            }
            reference = levels.priceTicks(opposite);
        }
        limitTicks = PriceBand.rangeEnd(instrument, side, Math.max(1, reference));
        return null;
    }

    /** Rungs 19 to 22 for stops. */
    private RejectReason checkStop(
        final OrderRequest request, final Instrument instrument, final Side side, final OrderType type) {
        final boolean rising = type.triggersRising(side);
        final long last = instrument.lastTradePriceTicks;
        final boolean trailing = request.trailingDeltaBasisPoints != 0;
        if (trailing && last == 0) {
            return RejectReason.NO_REFERENCE_PRICE;
        }
        triggerTicks = trailing
            ? TrailingStops.triggerTicks(rising, last, request.trailingDeltaBasisPoints, instrument.maxPriceTicks)
            : request.stopPriceTicks;
        limitTicks = request.priceTicks;
        final RejectReason reason = RequestChecks.checkNotional(Products.of(type.hasLimit() ? request.priceTicks : triggerTicks,
            request.quantityLots, instrument.quoteUnitsPerTickLot), instrument);
        if (reason != null) {
            return reason;
        }
        final boolean holds = last != 0 && (rising ? last >= triggerTicks : last <= triggerTicks);
        return holds && !trailing ? RejectReason.WOULD_TRIGGER_IMMEDIATELY : null;
    }

    /** Rungs 24 to 26, for those that may stay open. An original makes room for its replacement. */
    private RejectReason checkRoom(
        final OrderRequest request, final Instrument instrument, final Account account, final Side side,
        final Order original) {
        if (!capacity.hasOrder(account, original)) {
            return RejectReason.TOO_MANY_OPEN_ORDERS;
        }
        final OrderType type = OrderType.of(request.orderType);
        // Rung 19 has seen that it fits.
        final long notional = (type.hasLimit() ? request.priceTicks : triggerTicks) *
            request.quantityLots * instrument.quoteUnitsPerTickLot;
        if (!Exposures.allows(account, instrument, notional, original)) {
            return RejectReason.OPEN_NOTIONAL_ABOVE_LIMIT;
        }
        if (!capacity.hasOrder(original)) {
            return RejectReason.LIMIT_REACHED;
        }
        final boolean hasPlace = type.isStop()
            ? capacity.hasStop(
                instrument, type.triggersRising(side), triggerTicks, request.trailingDeltaBasisPoints != 0, original)
            : capacity.hasLevel(instrument, side, request.priceTicks, original);
        return hasPlace ? null : RejectReason.LIMIT_REACHED;
    }

    /** Rung 28. */
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
            lockAmount = Products.of(worstTicks(instrument), request.quantityLots, instrument.quoteUnitsPerTickLot);
            if (request.orderType == OrderType.MARKET.code() && instrument.priceRangeBasisPoints == 0) {
                return checkUnlimitedBuy(instrument, available);
            }
        }
        return lockAmount > available ? RejectReason.INSUFFICIENT_BALANCE : null;
    }

    /** What a lot of a buy costs at worst; a stop without a limit will trade around its trigger price. */
    private long worstTicks(final Instrument instrument) {
        if (limitTicks != 0) {
            return limitTicks;
        }
        return instrument.priceRangeBasisPoints == 0
            ? triggerTicks : PriceBand.rangeEnd(instrument, Side.BUY, triggerTicks);
    }

    /** A market buy without a price range has no worst price: it locks what there is, enough for one lot at least. */
    private RejectReason checkUnlimitedBuy(final Instrument instrument, final long available) {
        lockAmount = Math.min(lockAmount, available);
        final int best = live.best(instrument.book, Side.SELL);
        final long leastTicks = best == PriceLevels.NONE ? 1 : levels.priceTicks(best);
        return leastTicks * instrument.quoteUnitsPerTickLot > available ? RejectReason.INSUFFICIENT_BALANCE : null;
    }
}
