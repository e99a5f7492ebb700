package io.bourse.engine;

/** Questions about a side of a book in which orders that are due do not count. */
final class LiveOrders {
    private final Expiries expiries;
    private final OpenOrders orders;
    private final OrderSlots slots;
    private final PriceLevels levels;

    LiveOrders(final Expiries expiries, final OpenOrders orders, final OrderSlots slots, final PriceLevels levels) {
        this.expiries = expiries;
        this.orders = orders;
        this.slots = slots;
        this.levels = levels;
    }

    /** The best level with an order that may trade; {@link PriceLevels#NONE} when there is none. */
    int best(final OrderBook book, final Side side) {
        int level = book.best(side);
        while (level != PriceLevels.NONE && !hasLive(level)) {
            level = book.next(level);
        }
        return level;
    }

    /** Whether a limit would trade on arrival. */
    boolean crosses(final OrderBook book, final Side side, final long limitTicks) {
        final int opposite = best(book, side.opposite());
        return opposite != PriceLevels.NONE && isWithin(opposite, side, limitTicks);
    }

    /**
     * Whether a fill-or-kill order finds its whole quantity at or better than a limit. What may trade is never more than what
     * rests, so levels are counted first, and orders looked at only where these would do, as far as the quantity goes.
     */
    boolean covers(final Order order, final long limitTicks) {
        return covers(order, limitTicks, true) &&
            (!order.preventsSelfTrades() && expiries.firstDue() == null || covers(order, limitTicks, false));
    }

    private boolean covers(final Order order, final long limitTicks, final boolean byLevel) {
        final OrderBook book = order.instrument.book;
        long lots = 0;
        int level = book.best(order.side.opposite());
        while (level != PriceLevels.NONE && isWithin(level, order.side, limitTicks)) {
            if (byLevel) {
                lots += levels.quantityLots(level) + levels.hiddenLots(level);
            } else {
                final long executable = executable(level, order, order.remainingLots - lots);
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

    /** Lots of a level, no more than are wanted need be counted; the complement of the lots before an own order that ends it. */
    private long executable(final int level, final Order taker, final long wantedLots) {
        long displayed = 0;
        long hidden = 0;
        for (int slot = levels.first(level); slot != OrderSlots.NONE && displayed < wantedLots; slot = slots.next(slot)) {
            if (isDue(slot)) {
                continue;
            }
            if (taker.preventsSelfTrades() && SelfTrades.isOwn(orders.account(slot), taker)) {
                if (taker.selfTradePrevention != SelfTradePrevention.EXPIRE_MAKER) {
                    return ~displayed;
                }
            } else {
                displayed += slots.lots(slot);
                hidden += orders.hiddenLots(slot);
            }
        }
        return displayed + hidden;
    }

    private boolean hasLive(final int level) {
        int slot = levels.first(level);
        while (slot != OrderSlots.NONE && isDue(slot)) {
            slot = slots.next(slot);
        }
        return slot != OrderSlots.NONE;
    }

    /** Whether the order of a slot should have ended by now; it must not trade. */
    boolean isDue(final int slot) {
        return !slots.packed().holds(slot) && expiries.isDue(slots.order(slot));
    }

    private boolean isWithin(final int level, final Side side, final long limitTicks) {
        final long priceTicks = levels.priceTicks(level);
        return side == Side.BUY ? priceTicks <= limitTicks : priceTicks >= limitTicks;
    }
}
