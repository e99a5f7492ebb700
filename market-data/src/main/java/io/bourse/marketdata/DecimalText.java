package io.bourse.marketdata;

import io.bourse.client.Asset;
import io.bourse.client.Instrument;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Decimal texts of public numbers. Totals may exceed what fits a long in minor units, so the slow way is exact too. */
final class DecimalText {
    /** Decimal places of a percentage. */
    static final int PERCENT_DECIMALS = 3;

    private DecimalText() {
    }

    static String price(final Instrument instrument, final long ticks) {
        return scaled(ticks, instrument.tickQuoteUnits(), instrument.quote());
    }

    static String quantity(final Instrument instrument, final long lots) {
        return scaled(lots, instrument.lotBaseUnits(), instrument.base());
    }

    static String quote(final Instrument instrument, final long units) {
        return instrument.quoteText(units);
    }

    static String exact(final BigInteger units, final Asset asset) {
        return plain(new BigDecimal(units, asset.decimals()));
    }

    /** Change from one price to another in percent, half up; 0 from a price of 0. */
    static String percent(final long fromTicks, final long toTicks) {
        if (fromTicks == 0) {
            return "0";
        }
        return plain(BigDecimal.valueOf(toTicks).subtract(BigDecimal.valueOf(fromTicks)).movePointRight(2)
            .divide(BigDecimal.valueOf(fromTicks), PERCENT_DECIMALS, RoundingMode.HALF_UP));
    }

    private static String scaled(final long count, final long unitsEach, final Asset asset) {
        final long low = count * unitsEach;
        return Math.multiplyHigh(count, unitsEach) == low >> 63 ? asset.amountText(low) :
            exact(BigInteger.valueOf(count).multiply(BigInteger.valueOf(unitsEach)), asset);
    }

    private static String plain(final BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
