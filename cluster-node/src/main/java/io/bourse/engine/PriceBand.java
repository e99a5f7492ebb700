package io.bourse.engine;

/** How far prices may be from a reference: the band of limits, and the range of market orders. */
final class PriceBand {
    /** Mode of an instrument: a limit outside of the band is refused. */
    static final int REJECT = 0;
    /** Mode of an instrument: an order trades as far as the band goes, then it expires. */
    static final int EXPIRE = 1;

    private PriceBand() {
    }

    /** Whether a limit is outside of the band of the instrument. */
    static boolean isOutside(final Instrument instrument, final long priceTicks) {
        return priceTicks > upper(instrument) || priceTicks < lower(instrument);
    }

    /** The limit of an order, or the end of the band where that comes first. */
    static long clamp(final Instrument instrument, final Side side, final long limitTicks) {
        return side == Side.BUY
            ? Math.min(limitTicks, upper(instrument)) : Math.max(limitTicks, lower(instrument));
    }

    /** The worst price of a market order: the end of the price range around a reference; unlimited without a range. */
    static long rangeEnd(final Instrument instrument, final Side side, final long referenceTicks) {
        final long distance = instrument.priceRangeBasisPoints == 0
            ? Products.OVERFLOW : Products.basisPoints(referenceTicks, instrument.priceRangeBasisPoints);
        if (side == Side.BUY) {
            final long room = instrument.maxPriceTicks - referenceTicks;
            return referenceTicks + (distance < 0 ? room : Math.min(distance, room));
        }
        return distance < 0 ? 1 : Math.max(1, referenceTicks - distance);
    }

    private static long upper(final Instrument instrument) {
        final long reference = reference(instrument);
        final long distance = distance(instrument, reference);
        final long upper = reference + distance;
        return distance < 0 || upper < 0 ? Long.MAX_VALUE : upper;
    }

    private static long lower(final Instrument instrument) {
        final long reference = reference(instrument);
        final long distance = distance(instrument, reference);
        return distance < 0 ? Long.MIN_VALUE : reference - distance;
    }

    /** Negative: there is no band. */
    private static long distance(final Instrument instrument, final long reference) {
        return instrument.priceBandBasisPoints == 0 || reference == 0
            ? Products.OVERFLOW : Products.basisPoints(reference, instrument.priceBandBasisPoints);
    }

    private static long reference(final Instrument instrument) {
        return instrument.lastTradePriceTicks != 0 ? instrument.lastTradePriceTicks : instrument.referencePriceTicks;
    }
}
