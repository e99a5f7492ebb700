package io.bourse.engine;

/** Executes orders that the ladder has let in: reserves, parks, matches, settles, rests or ends them. */
final class Matcher implements BookListener {
    private final EngineListener listener;
    private final Ledger ledger;
    private final OpenOrders orders;
    private final OrderEnds ends;
    private final Expiries expiries;
    private final TriggeredStops triggered;
    private final TouchedBooks touched;
    private final SelfTrades selfTrades;
    private final LiveOrders live;
    private final Capacity capacity;
    private final OrderSlots slots;
    private final PriceLevels levels;
    private final Fees fees;
    /** Whose book is matched or flushed now. */
    private Instrument current;
    private boolean outOfMoney;
    /** Price of the first trade of the order that matches now; 0: none yet. */
    private long firstTradeTicks;
    long lastOrderId;

    Matcher(
        final EngineListener listener, final Ledger ledger, final OpenOrders orders, final OrderEnds ends,
        final Expiries expiries, final TriggeredStops triggered, final TouchedBooks touched, final LiveOrders live,
        final Capacity capacity, final OrderSlots slots, final PriceLevels levels) {
        this.listener = listener;
        this.ledger = ledger;
        this.orders = orders;
        this.ends = ends;
        this.expiries = expiries;
        this.triggered = triggered;
        this.touched = touched;
        this.live = live;
        this.capacity = capacity;
        this.slots = slots;
        this.levels = levels;
        fees = new Fees(ledger);
        selfTrades = new SelfTrades(listener, orders, ends);
    }

    /** Executes an order whose fields are filled in, but for its id; it belongs to the pool again when it does not stay. */
    void enter(final Order order, final long limitTicks, final long lockAmount, final CommandResult result) {
        final Instrument instrument = order.instrument;
        order.orderId = ++lastOrderId;
        order.locked = lockAmount;
        listener.onOrderAccepted(order);
        ledger.lock(order.account, order.reservedAssetId(), lockAmount, BalanceCause.ORDER_LOCKED,
            order.orderId, instrument.instrumentId);
        final OrderStatus status;
        if (order.orderType.isStop()) {
            ends.register(order);
            instrument.stops.park(order);
            status = OrderStatus.NEW;
        } else {
            status = match(order, limitTicks, instrument.priceBandMode == PriceBand.EXPIRE);
        }
        describe(order, status, result);
        order.answer(status);
        keepOrRetire(order);
    }

    /**
     * Gives a resting order a new limit and total, behind the others, where it may trade again.
     *
     * @param lockAmount what more is reserved, minor units; negative: what is free again
     */
    void amend(
        final Order order, final long priceTicks, final long quantityLots, final long lockAmount, final CommandResult result) {
        final Instrument instrument = order.instrument;
        touched.touch(instrument);
        instrument.book.remove(order);
        order.place = null;
        order.priceTicks = priceTicks;
        order.quantityLots = quantityLots;
        order.remainingLots = quantityLots - order.executedLots - order.preventedLots;
        listener.onOrderAmended(order, false);
        if (lockAmount > 0) {
            order.locked += lockAmount;
            ledger.lock(order.account, order.reservedAssetId(), lockAmount, BalanceCause.ORDER_LOCKED,
                order.orderId, instrument.instrumentId);
        } else {
            ends.release(order, -lockAmount);
        }
        final OrderStatus status = match(order, priceTicks, instrument.priceBandMode == PriceBand.EXPIRE);
        describe(order, status, result);
        keepOrRetire(order);
    }

    /** A triggered stop enters the market, or ends when it is due. */
    void activate(final Order order) {
        if (expiries.isDue(order)) {
            ends.expire(order, Expiries.reason(order));
            return;
        }
        final Instrument instrument = order.instrument;
        triggered.remove(order);
        order.place = null;
        order.triggered = true;
        listener.onOrderTriggered(order, instrument.lastTradePriceTicks);
        final long limitTicks = order.orderType.hasLimit()
            ? order.priceTicks : PriceBand.rangeEnd(instrument, order.side, instrument.lastTradePriceTicks);
        match(order, limitTicks, true);
        keepOrRetire(order);
    }

    /** End of a command: reports the levels that it has changed. */
    void flush() {
        final int count = touched.count();
        for (int i = 0; i < count; i++) {
            current = touched.release(i);
            current.book.flush(this);
        }
        touched.clear();
    }

    static void describe(final Order order, final OrderStatus status, final CommandResult result) {
        result.subjectId = order.orderId;
        result.orderStatus = status.code();
        result.executedLots = order.executedLots;
        result.executedQuote = order.executedQuote;
        result.remainingLots = order.remainingLots;
        result.clientOrderId0 = order.clientOrderId0;
        result.clientOrderId1 = order.clientOrderId1;
        result.clientOrderId2 = order.clientOrderId2;
        result.clientOrderId3 = order.clientOrderId3;
    }

    @Override
    public boolean mayTrade(final int makerSlot, final Order taker) {
        if (live.isDue(makerSlot)) {
            final Order maker = orders.order(makerSlot);
            ends.expire(maker, Expiries.reason(maker));
            return false;
        }
        if (taker.preventsSelfTrades() && SelfTrades.isOwn(orders.account(makerSlot), taker)) {
            selfTrades.prevent(orders.order(makerSlot), taker);
            return false;
        }
        return true;
    }

    @Override
    public void onFill(final int makerSlot, final Order taker, final long priceTicks, final long quantityLots) {
        final Order maker = orders.filled(makerSlot, quantityLots);
        final Instrument instrument = current;
        final boolean takerBuys = taker.side == Side.BUY;
        final long quote = priceTicks * quantityLots * instrument.quoteUnitsPerTickLot;
        final long base = quantityLots * instrument.lotBaseUnits;
        final long makerFee = takerBuys
            ? fees.maker(maker, instrument.quoteAssetId, quote) : fees.maker(maker, instrument.baseAssetId, base);
        final long takerFee = fees.taker(taker, takerBuys ? base : quote);
        final long tradeId = ++instrument.lastTradeId;
        instrument.lastTradePriceTicks = priceTicks;
        if (firstTradeTicks == 0) {
            firstTradeTicks = priceTicks;
        }
        maker.remainingLots -= quantityLots;
        maker.executedLots += quantityLots;
        maker.executedQuote += quote;
        taker.executedLots += quantityLots;
        taker.executedQuote += quote;
        listener.onTrade(instrument, tradeId, maker, taker, priceTicks, quantityLots, quote, makerFee, takerFee);
        if (takerBuys) {
            settle(taker, maker, quantityLots, quote, base, takerFee, makerFee);
        } else {
            settle(maker, taker, quantityLots, quote, base, makerFee, takerFee);
        }
        if (maker.remainingLots == 0) {
            ends.fillMaker(maker);
        } else {
            Exposures.update(maker);
            orders.keep(maker);
        }
    }

    @Override
    public void onLevelChanged(final Side side, final long priceTicks, final long quantityLots, final int orderCount) {
        listener.onBookDelta(
            current.instrumentId, side, priceTicks, quantityLots, orderCount, ++current.lastUpdateId);
    }

    /** Matches an order, rests or ends what is left, and queues the stops that it has triggered. */
    private OrderStatus match(final Order order, final long limitTicks, final boolean banded) {
        final Instrument instrument = order.instrument;
        current = instrument;
        outOfMoney = false;
        firstTradeTicks = 0;
        selfTrades.begin();
        long limit = limitTicks;
        boolean outside = false;
        if (banded && order.orderType.hasLimit()) {
            outside = PriceBand.isOutside(instrument, limitTicks);
            limit = PriceBand.clamp(instrument, order.side, limitTicks);
        }
        if (order.timeInForce == TimeInForce.FOK && !live.covers(order, limit)) {
            ends.expireTaker(order, CloseReason.FILL_OR_KILL);
            return OrderStatus.EXPIRED;
        }
        if (order.isMarketBuy()) {
            matchMoney(order, limit);
        } else {
            instrument.book.match(order, limit, mustAsk(order), this);
        }
        final OrderStatus status = finish(order, outside);
        if (instrument.book.isChanged()) {
            touched.touch(instrument);
        }
        if (firstTradeTicks != 0) {
            triggered.onTrades(instrument, firstTradeTicks, instrument.lastTradePriceTicks);
        }
        return status;
    }

    /**
     * A buy without a limit is bounded by the money it has locked as well as by its quantity: by amount it has no other
     * bound, and by quantity the money may end first.
     */
    private void matchMoney(final Order taker, final long limitTicks) {
        final Instrument instrument = current;
        final OrderBook book = instrument.book;
        final boolean byAmount = taker.details.quoteAmount != 0;
        final boolean mustAsk = mustAsk(taker);
        while (byAmount ? taker.locked > 0 && !selfTrades.takerEnded() : taker.remainingLots > 0) {
            final int level = book.best(Side.SELL);
            if (level == PriceLevels.NONE || levels.priceTicks(level) > limitTicks) {
                return;
            }
            final int maker = levels.first(level);
            if (mustAsk && !mayTrade(maker, taker)) {
                continue;
            }
            final long priceTicks = levels.priceTicks(level);
            final long affordable = taker.locked / (priceTicks * instrument.quoteUnitsPerTickLot);
            if (affordable == 0) {
                outOfMoney = true;
                return;
            }
            final long lots = Math.min(Math.min(slots.lots(maker), affordable),
                byAmount ? Long.MAX_VALUE : taker.remainingLots);
            if (!byAmount) {
                taker.remainingLots -= lots;
            }
            book.fill(maker, lots);
            onFill(maker, taker, priceTicks, lots);
        }
    }

    /** Whether a maker may be one that must not trade with this taker. */
    private boolean mustAsk(final Order taker) {
        return taker.preventsSelfTrades() || expiries.firstDue() != null;
    }

    private void settle(
        final Order buy, final Order sell, final long lots, final long quote, final long base,
        final long buyFee, final long sellFee) {
        final Instrument instrument = current;
        final int instrumentId = instrument.instrumentId;
        final int quoteAssetId = instrument.quoteAssetId;
        final int baseAssetId = instrument.baseAssetId;
        final long tradeId = instrument.lastTradeId;
        // A buy with a limit gives up the reservation of these lots at its limit, so what a better price saves is free at once.
        final long reserved = buy.orderType.hasLimit() ? buy.priceTicks * lots * instrument.quoteUnitsPerTickLot : quote;
        buy.locked -= reserved;
        sell.locked -= base;
        ledger.change(buy.account, quoteAssetId, reserved - quote, -reserved, BalanceCause.TRADE, tradeId, instrumentId);
        ledger.change(buy.account, baseAssetId, base - buyFee, 0, BalanceCause.TRADE, tradeId, instrumentId);
        ledger.change(sell.account, baseAssetId, 0, -base, BalanceCause.TRADE, tradeId, instrumentId);
        ledger.change(sell.account, quoteAssetId, quote - sellFee, 0, BalanceCause.TRADE, tradeId, instrumentId);
        ledger.collectFee(baseAssetId, buyFee, tradeId, instrumentId);
        ledger.collectFee(quoteAssetId, sellFee, tradeId, instrumentId);
    }

    /** What becomes of the order after matching. */
    private OrderStatus finish(final Order order, final boolean outsideBand) {
        if (selfTrades.takerEnded()) {
            ends.expireTaker(order, CloseReason.SELF_TRADE_PREVENTION);
            return OrderStatus.EXPIRED_IN_MATCH;
        }
        // An amount that does not pay another lot is spent as far as it can be.
        final boolean filled = order.details.quoteAmount == 0
            ? order.remainingLots == 0 : outOfMoney && order.executedLots > 0 || order.locked == 0;
        if (filled) {
            ends.fillTaker(order);
            return OrderStatus.FILLED;
        }
        final CloseReason reason = expiryReason(order, outsideBand);
        if (reason == null) {
            rest(order);
            return order.openStatus();
        }
        ends.expireTaker(order, reason);
        return OrderStatus.EXPIRED;
    }

    /** Why what is left does not rest; null: it does. */
    private CloseReason expiryReason(final Order order, final boolean outsideBand) {
        if (outsideBand) {
            return CloseReason.PRICE_BAND;
        }
        if (!order.orderType.hasLimit()) {
            if (outOfMoney) {
                return CloseReason.IMMEDIATE_OR_CANCEL;
            }
            return live.best(order.instrument.book, order.side.opposite()) == PriceLevels.NONE
                ? CloseReason.NO_LIQUIDITY : CloseReason.PRICE_RANGE;
        }
        if (!order.timeInForce.mayRest()) {
            return CloseReason.IMMEDIATE_OR_CANCEL;
        }
        // The ladder has seen to the level of every order but of those that were parked.
        return order.triggered && !capacity.hasLevel(order.instrument, order.side, order.priceTicks, null)
            ? CloseReason.CAPACITY : null;
    }

    private void rest(final Order order) {
        if (order.open) {
            Exposures.update(order);
        } else {
            ends.register(order);
        }
        order.place = Place.RESTING;
        order.instrument.book.rest(order);
    }

    private void keepOrRetire(final Order order) {
        if (order.open) {
            orders.keep(order);
        } else {
            ends.retire(order);
        }
    }
}
