package io.bourse.client;

/** Exact decimal texts of scaled integers; no floating point, no exponents, ASCII digits only. */
public final class Decimals {
    /** Longest text that is looked at: 19 digits, a point, a sign and some leading or trailing zeros. */
    public static final int MAX_TEXT_LENGTH = 40;

    private Decimals() {
    }

    /**
     * Parses a plain decimal number: an optional minus sign, digits, and optionally a point and more digits.
     *
     * @param text     such as {@code 12.50}
     * @param decimals places of the result, 0 to 18; further places must be zeros
     * @return the number times 10^decimals
     * @throws NumberFormatException with a sentence fit for the sender, if the text is anything else or does not fit
     */
    public static long parse(final String text, final int decimals) {
        final int length = text.length();
        if (length > MAX_TEXT_LENGTH) {
            throw new NumberFormatException("number is longer than " + MAX_TEXT_LENGTH + " characters");
        }
        final boolean negative = length > 0 && text.charAt(0) == '-';
        long units = 0;
        int digits = 0;
        int places = -1;
        for (int i = negative ? 1 : 0; i < length; i++) {
            final char c = text.charAt(i);
            if (c == '.' && places < 0 && digits > 0) {
                places = 0;
            } else if (c >= '0' && c <= '9') {
                digits++;
                if (places < 0 || places < decimals) {
                    units = appendDigit(units, c - '0', text);
                    places = places < 0 ? places : places + 1;
                } else if (c != '0') {
                    throw new NumberFormatException(text + " has more than " + decimals + " decimal places");
                }
            } else {
                throw new NumberFormatException("not a plain decimal number: " + text);
            }
        }
        if (digits == 0 || text.charAt(length - 1) == '.') {
            throw new NumberFormatException("not a plain decimal number: " + text);
        }
        for (int i = Math.max(places, 0); i < decimals; i++) {
            units = appendDigit(units, 0, text);
        }
        return negative ? -units : units;
    }

    /**
     * The plain decimal text of a scaled integer, without trailing zeros.
     *
     * @param units    the number times 10^decimals
     * @param decimals 0 to 18
     */
    public static String format(final long units, final int decimals) {
        if (decimals == 0) {
            return Long.toString(units);
        }
        final String digits = Long.toString(units).substring(units < 0 ? 1 : 0);
        final String padded = digits.length() > decimals ? digits : "0".repeat(decimals - digits.length() + 1) + digits;
        final int point = padded.length() - decimals;
        int end = padded.length();
        while (end > point && padded.charAt(end - 1) == '0') {
            end--;
        }
        return (units < 0 ? "-" : "") + padded.substring(0, point) + (end > point ? "." + padded.substring(point, end) : "");
    }

    private static long appendDigit(final long units, final int digit, final String text) {
        final long high = Math.multiplyHigh(units, 10L);
        final long next = units * 10 + digit;
        if (high != 0 || next < 0) {
            throw new NumberFormatException("number is too large: " + text);
        }
        return next;
    }
}
