package io.bourse.system;

import java.math.BigDecimal;

/** Decimal texts as whole numbers of a smallest unit, by the JDK's own arithmetic. */
final class Scaled {
    private Scaled() {
    }

    /** The text as a number of 10^-decimals; fails when it is none. */
    static long units(final String text, final int decimals) {
        return new BigDecimal(text).scaleByPowerOfTen(decimals).longValueExact();
    }

    /** So many 10^-decimals as a plain text. */
    static String text(final long units, final int decimals) {
        return BigDecimal.valueOf(units, decimals).toPlainString();
    }
}
