package io.bourse.engine;

/** What the two sides of a trade pay, by instrument and fee tier, in what they receive; minor units. */
final class Fees {
    /** Tiers are 0 to one less. */
    static final int TIERS = 8;
    /** All that is received. */
    static final int RATE_MAX_PPM = 1_000_000;
    /** Largest rebate. */
    static final int MAKER_RATE_MIN_PPM = -100_000;

    private final Ledger ledger;

    Fees(final Ledger ledger) {
        this.ledger = ledger;
    }

    static boolean isMakerRate(final int ppm) {
        return ppm >= MAKER_RATE_MIN_PPM && ppm <= RATE_MAX_PPM;
    }

    static boolean isTakerRate(final int ppm) {
        return ppm >= 0 && ppm <= RATE_MAX_PPM;
    }

    static boolean isTier(final int feeTier) {
        return feeTier >= 0 && feeTier < TIERS;
    }

    /** Rounded up; negative for a rebate: that is rounded down, and at most what the fee account has of the asset. */
    long maker(final Order maker, final int assetId, final long received) {
        final int ratePpm = maker.instrument.makerFeesPpm[maker.account.feeTier];
        return ratePpm >= 0
            ? Products.fee(received, ratePpm)
            : -Math.min(Products.rebate(received, -ratePpm), ledger.asset(assetId).feesCollected);
    }

    /** Rounded up. */
    long taker(final Order taker, final long received) {
        return Products.fee(received, taker.instrument.takerFeesPpm[taker.account.feeTier]);
    }
}
