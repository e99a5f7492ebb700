package io.bourse.engine;

/** Keeps an order from trading with others of its account or trade group; the taker's mode decides how. */
final class SelfTrades {
    private final EngineListener listener;
    private final OpenOrders orders;
    private final OrderEnds ends;
    private boolean takerEnded;

    SelfTrades(final EngineListener listener, final OpenOrders orders, final OrderEnds ends) {
        this.listener = listener;
        this.orders = orders;
        this.ends = ends;
    }

    /** A taker begins to match. */
    void begin() {
        takerEnded = false;
    }

    /** Whether prevention has left nothing of the taker. */
    boolean takerEnded() {
        return takerEnded;
    }

    static boolean isOwn(final Account maker, final Order taker) {
        final Account account = taker.account;
        return maker == account || maker.tradeGroup != 0 && maker.tradeGroup == account.tradeGroup;
    }

    /** Instead of a trade: the maker leaves or loses, or the taker ends, or both. */
    void prevent(final Order maker, final Order taker) {
        if (taker.selfTradePrevention == SelfTradePrevention.DECREMENT) {
            decrement(maker, taker);
        } else {
            expire(maker, taker,
                taker.selfTradePrevention != SelfTradePrevention.EXPIRE_TAKER,
                taker.selfTradePrevention != SelfTradePrevention.EXPIRE_MAKER);
        }
    }

    private void expire(final Order maker, final Order taker, final boolean makerEnds, final boolean takerEnds) {
        long makerLots = 0;
        long takerLots = 0;
        if (makerEnds) {
            makerLots = maker.remainingLots;
            ends.withdraw(maker);
            maker.preventedLots += makerLots;
            maker.remainingLots = 0;
        }
        if (takerEnds) {
            takerLots = taker.remainingLots;
            taker.preventedLots += takerLots;
            taker.remainingLots = 0;
            takerEnded = true;
        }
        report(maker, taker, makerLots, takerLots);
        if (makerEnds) {
            ends.expired(maker, CloseReason.SELF_TRADE_PREVENTION);
        } else {
            orders.keep(maker);
        }
    }

    private void decrement(final Order maker, final Order taker) {
        final long lots = Math.min(maker.remainingLots - maker.details.hiddenLots, taker.remainingLots);
        maker.instrument.book.fill(maker.slot, lots);
        maker.remainingLots -= lots;
        maker.preventedLots += lots;
        taker.remainingLots -= lots;
        taker.preventedLots += lots;
        takerEnded = taker.remainingLots == 0;
        final boolean makerEnds = maker.remainingLots == 0;
        if (makerEnds) {
            ends.unregister(maker);
        }
        report(maker, taker, lots, lots);
        if (makerEnds) {
            ends.expired(maker, CloseReason.SELF_TRADE_PREVENTION);
        } else {
            Exposures.update(maker);
            ends.release(maker, maker.reservation(lots));
            orders.keep(maker);
        }
        if (!taker.isMarketBuy()) {
            ends.release(taker, taker.reservation(lots));
        }
    }

    private void report(final Order maker, final Order taker, final long makerLots, final long takerLots) {
        final Instrument instrument = maker.instrument;
        listener.onPreventedMatch(
            instrument, ++instrument.lastPreventedMatchId, maker, taker, maker.priceTicks, makerLots, takerLots);
    }
}
