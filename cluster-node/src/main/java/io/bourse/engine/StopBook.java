package io.bourse.engine;

/**
 * The stops of one instrument. Parked ones wait in order of their trigger price, so that a trade meets only those that it
 * triggers; trailing ones, whose trigger price moves with every trade, in lists that are walked. Triggered ones wait in a
 * queue until they enter the market.
 */
final class StopBook {
    /** Triggered by prices that rise to theirs; in order like asks. */
    final BookSide rising;
    /** Triggered by prices that fall to theirs; in order like bids. */
    final BookSide falling;
    final OrderList risingTrailing = new OrderList();
    final OrderList fallingTrailing = new OrderList();
    final OrderList waiting = new OrderList();
    private final OrderSlots slots;
    private final PriceLevels levels;
    private final OrderSort sort = new OrderSort();
    private int parkedCount;
    private Order collected;

    StopBook(final OrderSlots slots, final PriceLevels levels) {
        this.slots = slots;
        this.levels = levels;
        rising = new BookSide(Side.SELL, levels);
        falling = new BookSide(Side.BUY, levels);
    }

    int trailingCount() {
        return risingTrailing.count + fallingTrailing.count;
    }

    /** The side in which an order parks. */
    BookSide side(final boolean triggersRising) {
        return triggersRising ? rising : falling;
    }

    /** A stop begins to wait for its price. */
    void park(final Order order) {
        order.place = Place.PARKED;
        parkedCount++;
        if (order.details.trailingDeltaBasisPoints != 0) {
            trailing(order).append(order);
        } else {
            final int level = side(order.triggersRising()).occupy(order.details.stopPriceTicks);
            levels.append(level, order.slot, 0, 0);
        }
    }

    /** Takes out a parked or waiting stop. */
    void remove(final Order order) {
        if (order.place == Place.WAITING) {
            waiting.remove(order);
            return;
        }
        parkedCount--;
        if (order.details.trailingDeltaBasisPoints != 0) {
            trailing(order).remove(order);
        } else {
            removeFromLevel(order);
        }
    }

    /** A triggered stop goes to the end of the queue. */
    void queue(final Order order) {
        order.place = Place.WAITING;
        waiting.append(order);
    }

    /**
     * Queues the stops that the trades of one order have triggered, lowest id first. The prices in between the first and
     * the last one rise or fall all the way.
     *
     * @return how many
     */
    int trigger(final long firstTicks, final long lastTicks, final Instrument instrument) {
        if (parkedCount == 0) {
            return 0;
        }
        final long lowest = Math.min(firstTicks, lastTicks);
        final long highest = Math.max(firstTicks, lastTicks);
        while (rising.isBestWithin(highest)) {
            collect(rising.best());
        }
        while (falling.isBestWithin(lowest)) {
            collect(falling.best());
        }
        trail(risingTrailing, firstTicks, lastTicks, instrument.maxPriceTicks);
        trail(fallingTrailing, firstTicks, lastTicks, instrument.maxPriceTicks);
        return collected == null ? 0 : queueCollected();
    }

    private int queueCollected() {
        Order order = sort.sort(collected);
        collected = null;
        int count = 0;
        while (order != null) {
            final Order next = order.details.next;
            queue(order);
            count++;
            order = next;
        }
        parkedCount -= count;
        return count;
    }

    private void collect(final int level) {
        while (!levels.isEmpty(level)) {
            final Order order = slots.order(levels.first(level));
            removeFromLevel(order);
            collect(order);
        }
    }

    private void collect(final Order order) {
        order.details.next = collected;
        collected = order;
    }

    private void removeFromLevel(final Order order) {
        final int level = slots.level(order.slot);
        levels.remove(level, order.slot, 0);
        levels.settle(level);
        final BookSide side = side(order.triggersRising());
        if (levels.isEmpty(level) && side.vacate(level)) {
            side.discard(levels.page(level));
        }
    }

    private void trail(final OrderList list, final long firstTicks, final long lastTicks, final long maxPriceTicks) {
        Order order = list.first;
        while (order != null) {
            final Order next = order.details.next;
            if (TrailingStops.follow(order, firstTicks, lastTicks, maxPriceTicks)) {
                list.remove(order);
                collect(order);
            }
            order = next;
        }
    }

    private OrderList trailing(final Order order) {
        return order.triggersRising() ? risingTrailing : fallingTrailing;
    }
}
