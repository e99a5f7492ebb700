package io.bourse.client;

import static java.util.Objects.requireNonNull;

/**
 * An asset as outsiders see it.
 *
 * @param assetId  from 1
 * @param symbol   such as USDC
 * @param decimals 0 to 18: one whole unit is 10^decimals minor units
 */
public record Asset(int assetId, String symbol, int decimals) {
    public Asset {
        requireNonNull(symbol, "symbol");
        if (decimals < 0 || decimals > 18) {
            throw new IllegalArgumentException("decimals must be 0 to 18: " + decimals);
        }
    }

    /** Minor units as a decimal text. */
    public String amountText(final long units) {
        return Decimals.format(units, decimals);
    }

    /**
     * A decimal text as minor units.
     *
     * @throws NumberFormatException if it is not a plain decimal number of at most {@link #decimals} places that fits
     */
    public long parseAmount(final String text) {
        return Decimals.parse(text, decimals);
    }
}
