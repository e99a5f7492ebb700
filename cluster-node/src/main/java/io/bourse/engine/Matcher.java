package io.bourse.engine;

import java.util.Arrays;

/** Executes orders that the ladder has let in: reserves, matches, settles, rests or ends them. */
final class Matcher implements BookListener {
    private static final int INITIAL_TOUCHED = 8;

    private final EngineListener listener;
    private final Ledger ledger;
    private final OpenOrders orders;
    private final Fees fees;
    private Instrument[] touched = new Instrument[INITIAL_TOUCHED];
    private int touchedCount;
    /** Whose book is matched or flushed now. */
    private Instrument current;
    private boolean outOfMoney;
    long lastOrderId;

    Matcher(final EngineListener listener, final Ledger ledger, final OpenOrders orders) {
        this.listener = listener;
        this.ledger = ledger;
        this.orders = orders;
        fees = new Fees(ledger);
    }

    /** Executes an order whose fields are filled in, but for its id; it belongs to the pool again when it does not rest. */
    void enter(final Order order, final long limitTicks, final long lockAmount, final CommandResult result) {
        final Instrument instrument = order.instrument;
        order.orderId = ++lastOrderId;
        order.remainingLots = order.quantityLots;
        order.executedLots = 0;
        order.executedQuote = 0;
        order.locked = lockAmount;
        listener.onOrderAccepted(order);
        ledger.lock(order.account, reservedAssetId(order), lockAmount, BalanceCause.ORDER_LOCKED,
            order.orderId, instrument.instrumentId);
        touch(instrument);
        current = instrument;
        outOfMoney = false;
        if (order.orderType == OrderType.MARKET && order.side == Side.BUY) {
            matchMoney(order, limitTicks);
        } else {
            instrument.book.match(order, limitTicks, this);
        }
        final OrderStatus status = finish(order);
        describe(order, status, result);
        if (status != OrderStatus.NEW && status != OrderStatus.PARTIALLY_FILLED) {
            orders.giveBack(order);
        }
    }

    /** Takes out an open order. The object is valid until the next order enters. */
    void cancel(final Order order, final CloseReason reason) {
        touch(order.instrument);
        order.instrument.book.remove(order);
        orders.remove(order);
        listener.onOrderCancelled(order, reason);
        releaseRest(order);
        orders.giveBack(order);
    }

    /** End of a command: reports the levels that it has changed. */
    void flush() {
        for (int i = 0; i < touchedCount; i++) {
            final Instrument instrument = touched[i];
            touched[i] = null;
            instrument.touched = false;
            current = instrument;
            instrument.book.flush(this);
        }
        touchedCount = 0;
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
    public void onFill(final Order maker, final Order taker, final long priceTicks, final long quantityLots) {
        final Instrument instrument = current;
        final boolean takerBuys = taker.side == Side.BUY;
        final long quote = priceTicks * quantityLots * instrument.quoteUnitsPerTickLot;
        final long base = quantityLots * instrument.lotBaseUnits;
        final long makerFee = takerBuys
            ? fees.maker(maker, instrument.quoteAssetId, quote) : fees.maker(maker, instrument.baseAssetId, base);
        final long takerFee = fees.taker(taker, takerBuys ? base : quote);
        final long tradeId = ++instrument.lastTradeId;
        instrument.lastTradePriceTicks = priceTicks;
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
            orders.remove(maker);
            orders.giveBack(maker);
        } else {
            Exposures.update(maker);
        }
    }

    @Override
    public void onLevelChanged(final Side side, final long priceTicks, final long quantityLots, final int orderCount) {
        listener.onBookDelta(
            current.instrumentId, side, priceTicks, quantityLots, orderCount, ++current.lastUpdateId);
    }

    /**
     * A market buy is bounded by the money it has locked as well as by its quantity: by amount it has no other bound, and
     * by quantity the money may end first when there is no price range.
     */
    private void matchMoney(final Order taker, final long limitTicks) {
        final Instrument instrument = current;
        final OrderBook book = instrument.book;
        final boolean byAmount = taker.quoteAmount != 0;
        while (byAmount || taker.remainingLots > 0) {
            final PriceLevel level = book.best(Side.SELL);
            if (level == null || level.priceTicks > limitTicks) {
                return;
            }
            final long affordable = taker.locked / (level.priceTicks * instrument.quoteUnitsPerTickLot);
            if (affordable == 0) {
                outOfMoney = true;
                return;
            }
            final Order maker = level.first;
            final long lots = Math.min(
                Math.min(maker.remainingLots, affordable), byAmount ? Long.MAX_VALUE : taker.remainingLots);
            if (!byAmount) {
                taker.remainingLots -= lots;
            }
            book.fill(maker, lots);
            onFill(maker, taker, level.priceTicks, lots);
        }
    }

    private void settle(
        final Order buy, final Order sell, final long lots, final long quote, final long base,
        final long buyFee, final long sellFee) {
        final Instrument instrument = current;
        final int instrumentId = instrument.instrumentId;
        final int quoteAssetId = instrument.quoteAssetId;
        final int baseAssetId = instrument.baseAssetId;
        final long tradeId = instrument.lastTradeId;
        // A limit buy gives up the reservation of these lots at its limit, so what a better price saves is free at once.
        final long reserved = buy.orderType == OrderType.LIMIT
            ? buy.priceTicks * lots * instrument.quoteUnitsPerTickLot : quote;
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
    private OrderStatus finish(final Order order) {
        // An amount that does not pay another lot is spent as far as it can be.
        final boolean filled = order.quoteAmount == 0
            ? order.remainingLots == 0 : outOfMoney && order.executedLots > 0;
        if (filled || order.quoteAmount != 0 && order.locked == 0) {
            releaseRest(order);
            return OrderStatus.FILLED;
        }
        if (order.timeInForce == TimeInForce.GTC) {
            orders.add(order);
            order.instrument.book.rest(order);
            return order.openStatus();
        }
        listener.onOrderExpired(order, expiryReason(order));
        releaseRest(order);
        return OrderStatus.EXPIRED;
    }

    private CloseReason expiryReason(final Order order) {
        if (order.orderType == OrderType.LIMIT || outOfMoney) {
            return CloseReason.IMMEDIATE_OR_CANCEL;
        }
        return order.instrument.book.best(order.side.opposite()) == null ? CloseReason.NO_LIQUIDITY : CloseReason.PRICE_RANGE;
    }

    private void releaseRest(final Order order) {
        final long rest = order.locked;
        order.locked = 0;
        ledger.release(order.account, reservedAssetId(order), rest, BalanceCause.ORDER_RELEASED,
            order.orderId, order.instrument.instrumentId);
    }

    private void touch(final Instrument instrument) {
        if (instrument.touched) {
            return;
        }
        if (touchedCount == touched.length) {
            touched = Arrays.copyOf(touched, 2 * touchedCount);
        }
        instrument.touched = true;
        touched[touchedCount++] = instrument;
    }

    private static int reservedAssetId(final Order order) {
        return order.side == Side.BUY ? order.instrument.quoteAssetId : order.instrument.baseAssetId;
    }
}
