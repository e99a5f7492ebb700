package io.bourse.engine;

import java.util.Arrays;

/**
 * Resting orders of one instrument in price-time priority. Knows nothing of money, accounts and ids: the caller keeps
 * those, and hands in orders with side, price and open quantity. Nothing is allocated but for growth of the pools.
 *
 * <p>Levels that a command changes are remembered; {@link #flush} at its end reports each once with its final total.
 */
final class OrderBook {
    private static final int INITIAL_TOUCHED = 16;

    private final BookSide bids;
    private final BookSide asks;
    private PriceLevel[] touched = new PriceLevel[INITIAL_TOUCHED];
    private int touchedCount;

    OrderBook(final LevelPool pool) {
        bids = new BookSide(Side.BUY, pool);
        asks = new BookSide(Side.SELL, pool);
    }

    /** Best level of a side; null when it is empty. */
    PriceLevel best(final Side side) {
        return side(side).best();
    }

    /** The level behind this one, away from the best; null behind the last. */
    PriceLevel next(final PriceLevel level) {
        return side(level.side).next(level);
    }

    /** The level of a price, if it holds orders; else null. */
    PriceLevel level(final Side side, final long priceTicks) {
        return side(side).find(priceTicks);
    }

    /** Whether levels have changed since the last flush. */
    boolean isTouched() {
        return touchedCount != 0;
    }

    /** Puts an order with open quantity behind the others of its price; it does not match. */
    void rest(final Order order) {
        order.hiddenLots = order.displayLots == 0 ? 0 : Math.max(0, order.remainingLots - order.displayLots);
        final PriceLevel level = side(order.side).occupy(order.priceTicks);
        level.append(order);
        touch(level);
    }

    /** As {@link #rest}, when a snapshot is loaded: nothing has changed for anybody. */
    void restore(final Order order) {
        side(order.side).occupy(order.priceTicks).append(order);
    }

    /** Takes out a resting order. */
    void remove(final Order order) {
        final PriceLevel level = order.level;
        level.remove(order);
        touch(level);
        if (level.first == null) {
            side(level.side).vacate(level);
        }
    }

    /** Trades the taker's open quantity against the other side, best price first, as far as the limit goes. */
    void match(final Order taker, final long limitTicks, final BookListener listener) {
        final BookSide opposite = opposite(taker.side);
        // Most orders do not trade: this much is inlined, the loop is called.
        if (taker.remainingLots > 0 && opposite.isBestWithin(limitTicks)) {
            matchFrom(opposite, taker, limitTicks, listener);
        }
    }

    private void matchFrom(
        final BookSide opposite, final Order taker, final long limitTicks, final BookListener listener) {
        final boolean prevents = taker.preventsSelfTrades;
        do {
            final PriceLevel level = opposite.best();
            final Order maker = level.first;
            if ((maker.mayExpire || prevents) && !listener.mayTrade(maker, taker)) {
                continue;
            }
            final long lots = Math.min(maker.remainingLots - maker.hiddenLots, taker.remainingLots);
            taker.remainingLots -= lots;
            fill(maker, lots);
            listener.onFill(maker, taker, level.priceTicks, lots);
        } while (taker.remainingLots > 0 && opposite.isBestWithin(limitTicks));
    }

    /**
     * Takes from the displayed quantity of a resting order. When all of that is used up an iceberg shows its next slice,
     * behind the others; an order with nothing left leaves.
     */
    void fill(final Order maker, final long lots) {
        final PriceLevel level = maker.level;
        maker.remainingLots -= lots;
        level.quantityLots -= lots;
        touch(level);
        if (maker.remainingLots == maker.hiddenLots) {
            useUp(maker, level);
        }
    }

    private void useUp(final Order maker, final PriceLevel level) {
        level.remove(maker);
        if (maker.hiddenLots != 0) {
            maker.hiddenLots -= Math.min(maker.displayLots, maker.hiddenLots);
            level.append(maker);
        } else if (level.first == null) {
            side(level.side).vacate(level);
        }
    }

    /** Lowers the open quantity of a resting order that keeps its place, hidden quantity first; something is left. */
    void reduce(final Order order, final long lots) {
        final PriceLevel level = order.level;
        final long hidden = Math.min(lots, order.hiddenLots);
        order.remainingLots -= lots;
        order.hiddenLots -= hidden;
        level.hiddenLots -= hidden;
        if (lots != hidden) {
            level.quantityLots -= lots - hidden;
            touch(level);
        }
    }

    /** Reports the levels changed since the last flush, in the order in which they first changed. */
    void flush(final BookListener listener) {
        final int count = touchedCount;
        touchedCount = 0;
        for (int i = 0; i < count; i++) {
            final PriceLevel level = touched[i];
            touched[i] = null;
            level.touched = false;
            listener.onLevelChanged(level.side, level.priceTicks, level.quantityLots, level.orderCount);
            if (level.first == null) {
                side(level.side).discard(level);
            }
        }
    }

    private void touch(final PriceLevel level) {
        if (level.touched) {
            return;
        }
        if (touchedCount == touched.length) {
            touched = Arrays.copyOf(touched, 2 * touchedCount);
        }
        level.touched = true;
        touched[touchedCount++] = level;
    }

    private BookSide opposite(final Side side) {
        return side == Side.BUY ? asks : bids;
    }

    private BookSide side(final Side side) {
        return side == Side.BUY ? bids : asks;
    }
}
