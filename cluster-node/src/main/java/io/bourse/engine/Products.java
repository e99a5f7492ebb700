package io.bourse.engine;

/** Exact arithmetic on amounts that are never negative: what does not fit is a value, not an exception. */
final class Products {
    /** Instead of a product that does not fit. */
    static final long OVERFLOW = -1;

    private static final long MILLION = 1_000_000;
    private static final long BASIS_POINTS = 10_000;

    private Products() {
    }

    /** a x b, or OVERFLOW; an OVERFLOW operand gives OVERFLOW. */
    static long of(final long a, final long b) {
        if (a < 0 || b < 0) {
            return OVERFLOW;
        }
        final long low = a * b;
        return Math.multiplyHigh(a, b) == 0 && low >= 0 ? low : OVERFLOW;
    }

    /** a x b x c, or OVERFLOW. */
    static long of(final long a, final long b, final long c) {
        return of(of(a, b), c);
    }

    /** The fee on an amount, rounded up; at most the amount while the rate is at most a million. */
    static long fee(final long amount, final int ratePpm) {
        return amount / MILLION * ratePpm + (amount % MILLION * ratePpm + MILLION - 1) / MILLION;
    }

    /** The rebate on an amount, rounded down. */
    static long rebate(final long amount, final int ratePpm) {
        return amount / MILLION * ratePpm + amount % MILLION * ratePpm / MILLION;
    }

    /** A part of a price in basis points, rounded down, or OVERFLOW. */
    static long basisPoints(final long priceTicks, final int basisPoints) {
        final long whole = of(priceTicks / BASIS_POINTS, basisPoints);
        final long sum = whole + priceTicks % BASIS_POINTS * basisPoints / BASIS_POINTS;
        return whole < 0 || sum < 0 ? OVERFLOW : sum;
    }
}
