package io.bourse.engine.oracle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** An instrument of the oracle, and the arithmetic of its prices. */
final class NaiveInstrument {
    static final int TRADING = 2;
    static final int CLOSED = 5;
    static final int TIERS = 8;
    private static final BigInteger BASIS = BigInteger.valueOf(10_000);

    int id;
    int base;
    int quote;
    long lot;
    long unit;
    long minQuantity;
    long maxQuantity;
    long maxPrice;
    long minNotional;
    long maxNotional;
    int range;
    int band;
    int bandMode;
    long reference;
    int state;
    long lastPrice;
    long lastTradeId;
    long lastUpdateId;
    long lastMatchId;
    final int[] makerPpm = new int[TIERS];
    final int[] takerPpm = new int[TIERS];
    /** Triggered stops that are not activated yet, in order. */
    final List<NaiveOrder> waiting = new ArrayList<>();

    BigInteger quoteOf(final long price, final long lots) {
        return BigInteger.valueOf(price).multiply(BigInteger.valueOf(lots)).multiply(BigInteger.valueOf(unit));
    }

    BigInteger baseOf(final long lots) {
        return BigInteger.valueOf(lots).multiply(BigInteger.valueOf(lot));
    }

    /** Worst price of a market order. */
    long rangeEnd(final boolean buy, final long around) {
        if (range == 0) {
            return buy ? maxPrice : 1;
        }
        final BigInteger distance = share(around, range);
        final BigInteger center = BigInteger.valueOf(around);
        return buy ? center.add(distance).min(BigInteger.valueOf(maxPrice)).longValueExact()
            : center.subtract(distance).max(BigInteger.ONE).longValueExact();
    }

    private long bandReference() {
        return lastPrice != 0 ? lastPrice : reference;
    }

    boolean isOutsideBand(final long price) {
        if (band == 0 || bandReference() == 0) {
            return false;
        }
        final BigInteger away = BigInteger.valueOf(price).subtract(BigInteger.valueOf(bandReference())).abs();
        return away.compareTo(share(bandReference(), band)) > 0;
    }

    /** The limit, or the end of the band when that is nearer. */
    long withinBand(final boolean buy, final long price) {
        if (band == 0 || bandReference() == 0) {
            return price;
        }
        final BigInteger center = BigInteger.valueOf(bandReference());
        final BigInteger limit = BigInteger.valueOf(price);
        final BigInteger distance = share(bandReference(), band);
        return (buy ? limit.min(center.add(distance)) : limit.max(center.subtract(distance))).longValueExact();
    }

    static BigInteger share(final long price, final int basisPoints) {
        return BigInteger.valueOf(price).multiply(BigInteger.valueOf(basisPoints)).divide(BASIS);
    }

    /** Trigger price of a trailing stop for its best price. */
    long trailingStop(final boolean upwards, final long best, final int basisPoints) {
        final BigInteger distance = share(best, basisPoints).max(BigInteger.ONE);
        final BigInteger center = BigInteger.valueOf(best);
        return upwards ? center.add(distance).min(BigInteger.valueOf(maxPrice)).longValueExact()
            : center.subtract(distance).max(BigInteger.ONE).longValueExact();
    }
}
