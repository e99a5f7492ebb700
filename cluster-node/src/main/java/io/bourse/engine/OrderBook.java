package io.bourse.engine;

import java.util.Arrays;

/**
 * Resting orders of one instrument in price-time priority. Knows nothing of money, accounts and ids: the caller keeps
 * those, and hands in orders, or their slots, with side, price and open quantity. Nothing is allocated but for growth of the
 * pools.
 *
 * <p>Levels that a command changes are remembered; {@link #flush} at its end reports each once with its final total.
 */
final class OrderBook {
    private static final int INITIAL_CHANGED = 16;

    private final OrderSlots slots;
    private final PriceLevels levels;
    private final BookSide bids;
    private final BookSide asks;
    private int[] changed = new int[INITIAL_CHANGED];
    private int changedCount;
    /** A page has lost its last order since the last flush, though another may have come. */
    private boolean hasEmptyPages;

    OrderBook(final OrderSlots slots, final PriceLevels levels) {
        this.slots = slots;
        this.levels = levels;
        bids = new BookSide(Side.BUY, levels);
        asks = new BookSide(Side.SELL, levels);
    }

    /** Best level of a side, of {@link PriceLevels}; none when it is empty. */
    int best(final Side side) {
        return side(side).best();
    }

    /** The level behind this one, away from the best; none behind the last. */
    int next(final int level) {
        return side(levels.side(level)).next(level);
    }

    /** The level of a price, if it holds orders; else none. */
    int level(final Side side, final long priceTicks) {
        return side(side).find(priceTicks);
    }

    /** Whether levels have changed since the last flush. */
    boolean isChanged() {
        return changedCount != 0;
    }

    /** Puts an order with open quantity behind the others of its price; it does not match. */
    void rest(final Order order) {
        final OrderDetails details = order.details;
        if (details.displayLots != 0) {
            details.hiddenLots = Math.max(0, order.remainingLots - details.displayLots);
        }
        rest(order.slot, order.side, order.priceTicks, order.remainingLots - details.hiddenLots, details.hiddenLots);
    }

    /** The same for the slot of one whose object the caller does not use. */
    void rest(final int slot, final Side side, final long priceTicks, final long displayedLots, final long hiddenLots) {
        final int level = side(side).occupy(priceTicks);
        if (levels.append(level, slot, displayedLots, hiddenLots)) {
            addChanged(level);
        }
    }

    /** As {@link #rest}, when a snapshot is loaded: nothing has changed for anybody. */
    void restore(final Order order) {
        final int level = side(order.side).occupy(order.priceTicks);
        levels.append(level, order.slot, order.remainingLots - order.details.hiddenLots, order.details.hiddenLots);
        levels.settle(level);
    }

    /** Takes out a resting order. */
    void remove(final Order order) {
        remove(order.slot, order.details.hiddenLots);
    }

    /** Takes out the resting order of a slot, of whose quantity so much is hidden. */
    void remove(final int slot, final long hiddenLots) {
        final int level = slots.level(slot);
        final boolean isAlone = slots.isAlone(slot);
        if (levels.remove(level, slot, hiddenLots)) {
            addChanged(level);
        }
        if (isAlone) {
            vacate(side(levels.side(level)), level);
        }
    }

    /**
     * Trades the taker's open quantity against the other side, best price first, as far as the limit goes.
     *
     * @param mustAsk ask {@link BookListener#mayTrade} before each fill
     */
    void match(final Order taker, final long limitTicks, final boolean mustAsk, final BookListener listener) {
        final BookSide opposite = opposite(taker.side);
        // Most orders do not trade: this much is inlined, the loop is called.
        if (taker.remainingLots > 0 && opposite.isBestWithin(limitTicks)) {
            matchFrom(opposite, taker, limitTicks, mustAsk, listener);
        }
    }

    private void matchFrom(
        final BookSide opposite, final Order taker, final long limitTicks, final boolean mustAsk, final BookListener listener) {
        do {
            final int level = opposite.best();
            final int maker = levels.first(level);
            if (mustAsk && !listener.mayTrade(maker, taker)) {
                continue;
            }
            final long lots = Math.min(slots.lots(maker), taker.remainingLots);
            taker.remainingLots -= lots;
            final long priceTicks = opposite.bestPriceTicks();
            fill(opposite, level, maker, lots);
            listener.onFill(maker, taker, priceTicks, lots);
        } while (taker.remainingLots > 0 && opposite.isBestWithin(limitTicks));
    }

    /**
     * Takes from the displayed quantity of a resting order. When all of that is used up an iceberg shows its next slice,
     * behind the others; an order with nothing left leaves. Its open quantity is the caller's to lower.
     */
    void fill(final int maker, final long lots) {
        final int level = slots.level(maker);
        fill(side(levels.side(level)), level, maker, lots);
    }

    private void fill(final BookSide side, final int level, final int maker, final long lots) {
        final long left = slots.lots(maker) - lots;
        slots.lots(maker, left);
        if (levels.lower(level, lots)) {
            addChanged(level);
        }
        if (left == 0) {
            useUp(side, level, maker);
        }
    }

    private void useUp(final BookSide side, final int level, final int maker) {
        levels.remove(level, maker, 0);
        if (levels.hiddenLots(level) != 0 && !slots.packed().holds(maker)) {
            showNext(level, slots.order(maker));
        }
        if (levels.isEmpty(level)) {
            vacate(side, level);
        }
    }

    private void vacate(final BookSide side, final int level) {
        hasEmptyPages |= side.vacate(level);
    }

    private void showNext(final int level, final Order maker) {
        final OrderDetails details = maker.details;
        final long lots = Math.min(details.displayLots, details.hiddenLots);
        if (lots != 0) {
            details.hiddenLots -= lots;
            levels.append(level, maker.slot, lots, -lots);
        }
    }

    /** Lowers the open quantity of a resting order that keeps its place, hidden quantity first; something is left. */
    void reduce(final Order order, final long lots) {
        final int level = slots.level(order.slot);
        final long hidden = Math.min(lots, order.details.hiddenLots);
        order.remainingLots -= lots;
        if (hidden != 0) {
            order.details.hiddenLots -= hidden;
            levels.lowerHidden(level, hidden);
        }
        if (lots != hidden) {
            slots.lots(order.slot, slots.lots(order.slot) - (lots - hidden));
            if (levels.lower(level, lots - hidden)) {
                addChanged(level);
            }
        }
    }

    /** Reports the levels changed since the last flush, in the order in which they first changed. */
    void flush(final BookListener listener) {
        final int count = changedCount;
        changedCount = 0;
        for (int i = 0; i < count; i++) {
            final int level = changed[i];
            levels.settle(level);
            final PricePage page = levels.page(level);
            listener.onLevelChanged(
                page.side, page.priceTicks(level), levels.quantityLots(level), levels.orderCount(level));
        }
        if (hasEmptyPages) {
            discardEmptyPages(count);
        }
    }

    private void discardEmptyPages(final int count) {
        hasEmptyPages = false;
        for (int i = 0; i < count; i++) {
            final PricePage page = levels.page(changed[i]);
            if (page.occupied == 0) {
                side(page.side).discard(page);
            }
        }
    }

    private void addChanged(final int level) {
        if (changedCount == changed.length) {
            changed = Arrays.copyOf(changed, 2 * changedCount);
        }
        changed[changedCount++] = level;
    }

    private BookSide opposite(final Side side) {
        return side == Side.BUY ? asks : bids;
    }

    private BookSide side(final Side side) {
        return side == Side.BUY ? bids : asks;
    }
}
