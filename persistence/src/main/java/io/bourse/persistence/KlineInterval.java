package io.bourse.persistence;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lengths of bars, by the text that names them. All in UTC; weeks begin on Monday; three days count from 1970. */
enum KlineInterval {
    MINUTE_1("1m", 1, ChronoUnit.MINUTES),
    MINUTE_3("3m", 3, ChronoUnit.MINUTES),
    MINUTE_5("5m", 5, ChronoUnit.MINUTES),
    MINUTE_15("15m", 15, ChronoUnit.MINUTES),
    MINUTE_30("30m", 30, ChronoUnit.MINUTES),
    HOUR_1("1h", 1, ChronoUnit.HOURS),
    HOUR_2("2h", 2, ChronoUnit.HOURS),
    HOUR_4("4h", 4, ChronoUnit.HOURS),
    HOUR_6("6h", 6, ChronoUnit.HOURS),
    HOUR_8("8h", 8, ChronoUnit.HOURS),
    HOUR_12("12h", 12, ChronoUnit.HOURS),
    DAY_1("1d", 1, ChronoUnit.DAYS),
    DAY_3("3d", 3, ChronoUnit.DAYS),
    WEEK_1("1w", 1, ChronoUnit.WEEKS),
    MONTH_1("1M", 1, ChronoUnit.MONTHS),
    YEAR_1("1y", 1, ChronoUnit.YEARS);

    /** Bars are made of times from the year 1970 to this moment, the year 9999. */
    static final long MS_MAX = 253_370_764_800_000L;

    private static final Map<String, KlineInterval> BY_NAME =
        Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(interval -> interval.text, Function.identity()));

    private final String text;
    private final int count;
    private final ChronoUnit unit;

    KlineInterval(final String text, final int count, final ChronoUnit unit) {
        this.text = text;
        this.count = count;
        this.unit = unit;
    }

    /**
     * @throws IllegalArgumentException if there is none of this name
     */
    static KlineInterval of(final String text) {
        final KlineInterval interval = text == null ? null : BY_NAME.get(text);
        if (interval == null) {
            throw new IllegalArgumentException("interval must be one of " +
                Arrays.stream(values()).map(known -> known.text).collect(Collectors.joining(" ")));
        }
        return interval;
    }

    /** Length of each bar if all are equally long, else of the parts that bars are added up from: days. */
    long gridMs() {
        return isCalendar() ? ChronoUnit.DAYS.getDuration().toMillis() : count * unit.getDuration().toMillis();
    }

    /** A moment at which a bar, or part, begins, so that all others follow at steps of {@link #gridMs}. */
    long gridOriginMs() {
        // The first day of 1970 was a Thursday; the Monday before it is three days earlier.
        return unit == ChronoUnit.WEEKS ? -ChronoUnit.DAYS.getDuration().toMillis() * 3 : 0;
    }

    /** Beginning of the bar that holds a moment. */
    long startMs(final long timeMs) {
        if (!isCalendar()) {
            return timeMs - Math.floorMod(timeMs - gridOriginMs(), gridMs());
        }
        final LocalDate day = Instant.ofEpochMilli(timeMs).atOffset(ZoneOffset.UTC).toLocalDate();
        return ms(unit == ChronoUnit.MONTHS ? day.withDayOfMonth(1) : day.withDayOfYear(1));
    }

    /** Beginning of the bar that is {@code bars} behind (negative: before) the one that begins at {@code startMs}. */
    long plusMs(final long startMs, final long bars) {
        if (!isCalendar()) {
            return startMs + bars * gridMs();
        }
        final LocalDate day = Instant.ofEpochMilli(startMs).atOffset(ZoneOffset.UTC).toLocalDate();
        return ms(day.plus(bars * count, unit));
    }

    private boolean isCalendar() {
        return unit == ChronoUnit.MONTHS || unit == ChronoUnit.YEARS;
    }

    private static long ms(final LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
