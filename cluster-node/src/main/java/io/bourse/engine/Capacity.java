package io.bourse.engine;

/** What the engine may still hold. An original that is to be replaced counts as gone. */
final class Capacity {
    private final EngineLimits limits;
    private final OpenOrders orders;
    private final OrderSlots slots;
    private final PriceLevels levels;

    Capacity(final EngineLimits limits, final OpenOrders orders, final OrderSlots slots, final PriceLevels levels) {
        this.limits = limits;
        this.orders = orders;
        this.slots = slots;
        this.levels = levels;
    }

    /** Whether the account may have one more open order. */
    boolean hasOrder(final Account account, final Order original) {
        final int limit = account.maxOpenOrders == 0
            ? limits.openOrdersPerAccount() : Math.min(account.maxOpenOrders, limits.openOrdersPerAccount());
        return account.openOrderCount - (original == null ? 0 : 1) < limit;
    }

    /** Whether the exchange may hold one more open order. */
    boolean hasOrder(final Order original) {
        return orders.count() - (original == null ? 0 : 1) < limits.openOrders();
    }

    /** Whether there is a level of this price in the book, or room for one. */
    boolean hasLevel(final Instrument instrument, final Side side, final long priceTicks, final Order original) {
        return hasRoom(original) || instrument.book.level(side, priceTicks) != PriceLevels.NONE;
    }

    /** Whether there is a place for a stop at this trigger price. */
    boolean hasStop(
        final Instrument instrument, final boolean rising, final long triggerTicks, final boolean trailing,
        final Order original) {
        if (trailing) {
            final boolean frees = original != null && original.place == Place.PARKED &&
                original.details.trailingDeltaBasisPoints != 0;
            return instrument.stops.trailingCount() - (frees ? 1 : 0) < limits.trailingOrders();
        }
        return hasRoom(original) || instrument.stops.side(rising).find(triggerTicks) != PriceLevels.NONE;
    }

    private boolean hasRoom(final Order original) {
        return levels.occupiedLevels() < limits.levels() ||
            original != null && original.isInLevel() && levels.orderCount(slots.level(original.slot)) == 1;
    }
}
