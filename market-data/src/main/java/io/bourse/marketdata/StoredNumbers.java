package io.bourse.marketdata;

/** Integers as Redis holds them: decimal, separated by one space. Whatever was stored is looked at with distrust. */
final class StoredNumbers {
    private static final int TEXT_LENGTH_MAX = 512;

    private StoredNumbers() {
    }

    /** @throws MarketDataException if the text is not exactly {@code count} integers of at least 0 */
    static long[] parse(final String text, final int count) {
        if (text == null || text.length() > TEXT_LENGTH_MAX) {
            throw new MarketDataException("expected " + count + " numbers in Redis, found " +
                (text == null ? "nothing" : text.length() + " characters"));
        }
        final String[] words = text.split(" ", -1);
        if (words.length != count) {
            throw new MarketDataException("expected " + count + " numbers in Redis, found: " + text);
        }
        final long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            try {
                numbers[i] = Long.parseLong(words[i]);
            } catch (final NumberFormatException e) {
                throw new MarketDataException("expected " + count + " numbers in Redis, found: " + text, e);
            }
            if (numbers[i] < 0) {
                throw new MarketDataException("negative number in Redis: " + text);
            }
        }
        return numbers;
    }

    /** One space between the numbers. */
    static String text(final long... numbers) {
        final StringBuilder text = new StringBuilder(numbers.length * 12);
        for (int i = 0; i < numbers.length; i++) {
            text.append(i == 0 ? "" : " ").append(numbers[i]);
        }
        return text.toString();
    }
}
