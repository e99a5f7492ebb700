package io.bourse.gateway.http.v1;

import io.bourse.gateway.http.HttpError;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Interval of bars, in both namings: in the original's, {@code 1m} is a month and {@code 1min} a minute.
 *
 * @param name as history knows it
 * @param ms   its length; of a month and a year the longest
 */
record KlineInterval(String name, long ms) {
    private static final Map<String, Long> LENGTH_MINUTES = Map.ofEntries(
        Map.entry("1m", 1L), Map.entry("3m", 3L), Map.entry("5m", 5L), Map.entry("15m", 15L), Map.entry("30m", 30L),
        Map.entry("1h", 60L), Map.entry("2h", 120L), Map.entry("4h", 240L), Map.entry("6h", 360L),
        Map.entry("8h", 480L), Map.entry("12h", 720L), Map.entry("1d", 1_440L), Map.entry("3d", 4_320L),
        Map.entry("1w", 10_080L), Map.entry("1M", 31 * 1_440L), Map.entry("1y", 366 * 1_440L));

    static KlineInterval parse(final String text) {
        final String name = switch (text) {
            case "1min" -> "1m";
            case "1m" -> "1M";
            default -> text;
        };
        final Long minutes = LENGTH_MINUTES.get(name);
        if (minutes == null) {
            throw HttpError.badRequest("UNKNOWN_INTERVAL", "Known intervals are 1min 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h " +
                "1d 3d 1w 1m (a month) 1M (the same) 1y.");
        }
        return new KlineInterval(name, TimeUnit.MINUTES.toMillis(minutes));
    }
}
