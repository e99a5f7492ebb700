package io.bourse.marketdata;

import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;

/** Open quantity by price of one side of one book, and which prices have changed since the last write. */
final class BookSide {
    /** Told one level. */
    @FunctionalInterface
    interface LevelListener {
        /** Quantity 0: the level is gone. */
        void onLevel(long priceTicks, long quantityLots);
    }

    private final Long2LongHashMap lotsByTicks = new Long2LongHashMap(0);
    private final LongHashSet changedTicks = new LongHashSet();

    void put(final long priceTicks, final long quantityLots) {
        if (quantityLots == 0) {
            lotsByTicks.remove(priceTicks);
        } else {
            lotsByTicks.put(priceTicks, quantityLots);
        }
        changedTicks.add(priceTicks);
    }

    int levelCount() {
        return lotsByTicks.size();
    }

    boolean isChanged() {
        return !changedTicks.isEmpty();
    }

    /** Every changed level once, with its quantity now, in no particular order. */
    void forEachChange(final LevelListener listener) {
        final LongHashSet.LongIterator ticks = changedTicks.iterator();
        while (ticks.hasNext()) {
            final long priceTicks = ticks.nextValue();
            listener.onLevel(priceTicks, lotsByTicks.get(priceTicks));
        }
    }

    /** Every level, in no particular order. */
    void forEachLevel(final LevelListener listener) {
        lotsByTicks.forEachLong(listener::onLevel);
    }

    void clearChanges() {
        changedTicks.clear();
    }
}
