package io.bourse.engine.oracle;

import io.bourse.engine.BalanceCause;
import io.bourse.engine.CloseReason;
import io.bourse.engine.OrderStatus;
import java.math.BigInteger;

/** One order against the book, until it is filled, rests or has ended. */
final class NaiveMatching {
    static final int EXPIRE_TAKER = 1;
    static final int EXPIRE_MAKER = 2;
    static final int EXPIRE_BOTH = 3;
    static final int DECREMENT = 4;

    private final NaiveState state;
    private final NaiveLedger ledger;
    private final NaiveLadder ladder;
    private final NaiveEnds ends;
    private final NaiveStops stops;

    NaiveMatching(
        final NaiveState state, final NaiveLedger ledger, final NaiveLadder ladder, final NaiveEnds ends,
        final NaiveStops stops) {
        this.state = state;
        this.ledger = ledger;
        this.ladder = ladder;
        this.ends = ends;
        this.stops = stops;
    }

    /** Its status afterwards. */
    OrderStatus match(final NaiveOrder taker) {
        final NaiveInstrument instrument = state.instrument(taker.instrumentId);
        final boolean clamped = taker.hasLimit() && (instrument.bandMode == 1 || taker.activated);
        final boolean outside = clamped && instrument.isOutsideBand(taker.price);
        final long end = !taker.hasLimit() ? ladder.marketEnd(taker)
            : clamped ? instrument.withinBand(taker.isBuy(), taker.price) : taker.price;
        if (taker.timeInForce == NaiveOrder.FOK && executable(taker, end).compareTo(BigInteger.valueOf(taker.remaining)) < 0) {
            ends.expire(taker, CloseReason.FILL_OR_KILL);
            return OrderStatus.EXPIRED;
        }
        CloseReason stopped = null;
        while (stopped == null && (taker.isByAmount() ? taker.locked.signum() > 0 : taker.remaining > 0)) {
            final NaiveOrder maker = state.best(taker.instrumentId, !taker.isBuy(), false);
            if (maker == null) {
                stopped = CloseReason.NO_LIQUIDITY;
            } else if (taker.isBuy() ? maker.price > end : maker.price < end) {
                stopped = state.best(taker.instrumentId, !taker.isBuy(), true) == null ? CloseReason.NO_LIQUIDITY
                    : CloseReason.PRICE_RANGE;
            } else if (maker.isDue(state.nowNs)) {
                ends.expireDue(maker);
            } else if (taker.prevention != 0 && state.isOwn(taker, maker)) {
                if (prevent(taker, maker, instrument)) {
                    ends.expire(taker, CloseReason.SELF_TRADE_PREVENTION);
                    return OrderStatus.EXPIRED_IN_MATCH;
                }
            } else {
                final long lots = affordable(taker, maker, instrument);
                if (lots == 0) {
                    stopped = CloseReason.IMMEDIATE_OR_CANCEL;
                } else {
                    trade(taker, maker, lots, instrument);
                }
            }
        }
        return finish(taker, stopped, outside);
    }

    private OrderStatus finish(final NaiveOrder taker, final CloseReason stopped, final boolean outside) {
        final boolean filled = taker.isByAmount()
            ? taker.locked.signum() == 0 || stopped == CloseReason.IMMEDIATE_OR_CANCEL && taker.executed > 0
            : taker.remaining == 0;
        if (filled) {
            ends.end(taker);
            return OrderStatus.FILLED;
        }
        CloseReason reason = null;
        if (!taker.hasLimit()) {
            reason = stopped;
        } else if (outside) {
            reason = CloseReason.PRICE_BAND;
        } else if (taker.isImmediate()) {
            reason = CloseReason.IMMEDIATE_OR_CANCEL;
        } else if (!state.hasRoom(taker, NaiveOrder.Place.RESTING, null)) {
            reason = CloseReason.CAPACITY;
        }
        if (reason != null) {
            ends.expire(taker, reason);
            return OrderStatus.EXPIRED;
        }
        rest(taker);
        return taker.executed == 0 ? OrderStatus.NEW : OrderStatus.PARTIALLY_FILLED;
    }

    private void rest(final NaiveOrder order) {
        if (!state.open.contains(order)) {
            state.open.add(order);
        }
        order.place = NaiveOrder.Place.RESTING;
        show(order);
        state.touch(order);
    }

    /** A new slice, behind all others of its level. */
    private void show(final NaiveOrder order) {
        order.shown = order.display == 0 ? order.remaining : Math.min(order.display, order.remaining);
        order.turn = ++state.lastTurn;
    }

    private static long affordable(final NaiveOrder taker, final NaiveOrder maker, final NaiveInstrument instrument) {
        final long wanted = taker.isByAmount() ? maker.shown : Math.min(maker.shown, taker.remaining);
        return taker.isBoundedByMoney()
            ? taker.locked.divide(instrument.quoteOf(maker.price, 1)).min(BigInteger.valueOf(wanted)).longValueExact()
            : wanted;
    }

    /** What a fill-or-kill order could get: level by level, first what is displayed, then what is hidden. */
    private BigInteger executable(final NaiveOrder taker, final long end) {
        BigInteger sum = BigInteger.ZERO;
        final java.util.List<NaiveOrder> queue = new java.util.ArrayList<>();
        for (final NaiveOrder maker : state.open) {
            if (maker.place == NaiveOrder.Place.RESTING && maker.instrumentId == taker.instrumentId &&
                maker.side != taker.side && !maker.isDue(state.nowNs) &&
                (taker.isBuy() ? maker.price <= end : maker.price >= end)) {
                queue.add(maker);
            }
        }
        queue.sort((one, other) -> NaiveState.isBefore(one, other) ? -1 : 1);
        long hidden = 0;
        long price = 0;
        for (final NaiveOrder maker : queue) {
            if (maker.price != price) {
                sum = sum.add(BigInteger.valueOf(hidden));
                hidden = 0;
                price = maker.price;
            }
            final boolean own = taker.prevention != 0 && state.isOwn(taker, maker);
            if (own && taker.prevention != EXPIRE_MAKER) {
                return sum;
            }
            if (!own) {
                sum = sum.add(BigInteger.valueOf(maker.shown));
                hidden += maker.remaining - maker.shown;
            }
        }
        return sum.add(BigInteger.valueOf(hidden));
    }

    private void trade(
        final NaiveOrder taker, final NaiveOrder maker, final long lots, final NaiveInstrument instrument) {
        final BigInteger quote = instrument.quoteOf(maker.price, lots);
        final BigInteger base = instrument.baseOf(lots);
        final int makerPpm = instrument.makerPpm[state.account(maker.accountId).tier];
        final int takerPpm = instrument.takerPpm[state.account(taker.accountId).tier];
        final int makerAsset = maker.isBuy() ? instrument.base : instrument.quote;
        final int takerAsset = taker.isBuy() ? instrument.base : instrument.quote;
        final BigInteger makerFee = ledger.fee(maker.isBuy() ? base : quote, makerPpm, makerAsset);
        final BigInteger takerFee = ledger.fee(taker.isBuy() ? base : quote, takerPpm, takerAsset);
        fill(maker, lots, quote);
        fill(taker, lots, quote);
        maker.shown -= lots;
        state.touch(maker);
        final long tradeId = ++instrument.lastTradeId;
        instrument.lastPrice = maker.price;
        state.log.add(EventKind.TRADE, instrument.id, tradeId, maker.id, taker.id, maker.price, lots, quote.longValueExact(),
            makerFee.longValueExact(), takerFee.longValueExact(), maker.executed, maker.executedQuote, maker.remaining,
            taker.executed, taker.executedQuote, taker.remaining);
        final NaiveOrder buyer = taker.isBuy() ? taker : maker;
        final NaiveOrder seller = taker.isBuy() ? maker : taker;
        final BigInteger buyFee = taker.isBuy() ? takerFee : makerFee;
        final BigInteger sellFee = taker.isBuy() ? makerFee : takerFee;
        final BigInteger reserved = buyer.hasLimit() ? instrument.quoteOf(buyer.price, lots) : quote;
        buyer.locked = buyer.locked.subtract(reserved);
        seller.locked = seller.locked.subtract(base);
        pay(buyer, instrument.quote, reserved.subtract(quote), reserved.negate(), tradeId);
        pay(buyer, instrument.base, base.subtract(buyFee), BigInteger.ZERO, tradeId);
        pay(seller, instrument.base, BigInteger.ZERO, base.negate(), tradeId);
        pay(seller, instrument.quote, quote.subtract(sellFee), BigInteger.ZERO, tradeId);
        ledger.collect(instrument.base, buyFee, tradeId, instrument.id);
        ledger.collect(instrument.quote, sellFee, tradeId, instrument.id);
        settleMaker(maker);
        stops.onTrade(instrument);
    }

    private static void fill(final NaiveOrder order, final long lots, final BigInteger quote) {
        order.executed += lots;
        order.executedQuote += quote.longValueExact();
        order.remaining -= order.isByAmount() ? 0 : lots;
    }

    private void pay(
        final NaiveOrder order, final int asset, final BigInteger available, final BigInteger locked, final long tradeId) {
        ledger.change(state.account(order.accountId), asset, available, locked, BalanceCause.TRADE, tradeId,
            order.instrumentId);
    }

    /** After it has lost lots: gone, or the next slice. */
    private void settleMaker(final NaiveOrder maker) {
        if (maker.remaining == 0) {
            ends.end(maker);
        } else if (maker.shown == 0) {
            show(maker);
        }
    }

    /** Whether the taker has ended. */
    private boolean prevent(final NaiveOrder taker, final NaiveOrder maker, final NaiveInstrument instrument) {
        final int mode = taker.prevention;
        final long smaller = Math.min(maker.shown, taker.remaining);
        final long ofTaker = mode == DECREMENT ? smaller : mode == EXPIRE_MAKER || taker.isByAmount() ? 0 : taker.remaining;
        final long ofMaker = mode == DECREMENT ? smaller : mode == EXPIRE_TAKER ? 0 : maker.remaining;
        taker.remaining -= ofTaker;
        taker.prevented += ofTaker;
        maker.remaining -= ofMaker;
        maker.prevented += ofMaker;
        maker.shown = mode == DECREMENT ? maker.shown - ofMaker : ofMaker == 0 ? maker.shown : 0;
        state.log.add(EventKind.PREVENTED, instrument.id, ++instrument.lastMatchId, maker.id, taker.id, maker.price, ofMaker,
            ofTaker, maker.remaining, maker.prevented, taker.remaining, taker.prevented);
        if (ofMaker > 0 && maker.remaining == 0) {
            ends.expire(maker, CloseReason.SELF_TRADE_PREVENTION);
        } else if (ofMaker > 0) {
            state.touch(maker);
            ledger.release(maker, ledger.reservation(maker, maker.price, ofMaker));
            if (maker.shown == 0) {
                show(maker);
            }
        }
        if (mode == DECREMENT && !taker.isBoundedByMoney()) {
            ledger.release(taker, ledger.reservation(taker, taker.price, ofTaker));
        }
        return mode == DECREMENT ? taker.remaining == 0 : mode != EXPIRE_MAKER;
    }
}
