package io.bourse.engine;

/** Questions about a side of a book in which orders that are due do not count. */
final class LiveOrders {
    private final Expiries expiries;

    LiveOrders(final Expiries expiries) {
        this.expiries = expiries;
    }

    /** The best level with an order that may trade; null when there is none. */
    PriceLevel best(final OrderBook book, final Side side) {
        PriceLevel level = book.best(side);
        while (level != null && !hasLive(level)) {
            level = book.next(level);
        }
        return level;
    }

    /** Whether a limit would trade on arrival. */
    boolean crosses(final OrderBook book, final Side side, final long limitTicks) {
        final PriceLevel opposite = best(book, side.opposite());
        return opposite != null && isWithin(opposite, side, limitTicks);
    }

    /** Whether a fill-or-kill order finds its whole quantity at or better than a limit. */
    boolean covers(final Order order, final long limitTicks) {
        final OrderBook book = order.instrument.book;
        final boolean byLevel = !order.preventsSelfTrades && expiries.firstDue() == null;
        long lots = 0;
        PriceLevel level = book.best(order.side.opposite());
        while (level != null && isWithin(level, order.side, limitTicks)) {
            if (byLevel) {
                lots += level.quantityLots + level.hiddenLots;
            } else {
                final long executable = executable(level, order);
                if (executable < 0) {
                    // Ends at an own order, behind the displayed quantity before it.
                    return lots + ~executable >= order.remainingLots;
                }
                lots += executable;
            }
            if (lots >= order.remainingLots) {
                return true;
            }
            level = book.next(level);
        }
        return false;
    }

    /** Lots of a level; the complement of the lots before an own order that ends the order. */
    private long executable(final PriceLevel level, final Order taker) {
        long displayed = 0;
        long hidden = 0;
        for (Order maker = level.first; maker != null; maker = maker.nextInLevel) {
            if (expiries.isDue(maker)) {
                continue;
            }
            if (taker.preventsSelfTrades && SelfTrades.isOwn(maker, taker)) {
                if (taker.selfTradePrevention != SelfTradePrevention.EXPIRE_MAKER) {
                    return ~displayed;
                }
            } else {
                displayed += maker.remainingLots - maker.hiddenLots;
                hidden += maker.hiddenLots;
            }
        }
        return displayed + hidden;
    }

    private boolean hasLive(final PriceLevel level) {
        Order order = level.first;
        while (order != null && expiries.isDue(order)) {
            order = order.nextInLevel;
        }
        return order != null;
    }

    private static boolean isWithin(final PriceLevel level, final Side side, final long limitTicks) {
        return side == Side.BUY ? level.priceTicks <= limitTicks : level.priceTicks >= limitTicks;
    }
}
