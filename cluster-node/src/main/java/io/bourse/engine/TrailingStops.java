package io.bourse.engine;

/** The trigger price of a trailing stop follows the best trade price since entry. */
final class TrailingStops {
    private TrailingStops() {
    }

    /** Trigger price at a distance from the best price: above the lowest, or below the highest, by 1 tick at least. */
    static long triggerTicks(
        final boolean triggersRising, final long bestTicks, final int deltaBasisPoints, final long maxPriceTicks) {
        // A delta of less than 100 % always fits.
        final long distance = Math.max(1, Products.basisPoints(bestTicks, deltaBasisPoints));
        return triggersRising
            ? bestTicks + Math.min(distance, maxPriceTicks - bestTicks) : bestTicks - Math.min(distance, bestTicks - 1);
    }

    /**
     * Follows trades whose prices rise or fall all the way from the first to the last; true when one of them triggers.
     * The result is the same as that of looking at each of them: prices that move towards the trigger leave the best one
     * alone after the first trade, and prices that move away from it can trigger only with the first.
     */
    static boolean follow(final Order order, final long firstTicks, final long lastTicks, final long maxPriceTicks) {
        final boolean rising = order.triggersRising();
        advance(order, rising, firstTicks, maxPriceTicks);
        if (rising
            ? Math.max(firstTicks, lastTicks) >= order.details.stopPriceTicks
            : Math.min(firstTicks, lastTicks) <= order.details.stopPriceTicks) {
            return true;
        }
        advance(order, rising, lastTicks, maxPriceTicks);
        return false;
    }

    private static void advance(final Order order, final boolean rising, final long ticks, final long maxPriceTicks) {
        if (rising ? ticks < order.details.bestTradeTicks : ticks > order.details.bestTradeTicks) {
            order.details.bestTradeTicks = ticks;
            order.details.stopPriceTicks = triggerTicks(rising, ticks, order.details.trailingDeltaBasisPoints, maxPriceTicks);
        }
    }
}
