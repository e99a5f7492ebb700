package io.bourse.persistence;

import io.bourse.persistence.History.KlineRow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class KlinesTest {
    private static final String[] INTERVALS = {
        "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M", "1y"};
    private static final int INSTRUMENT = 1;
    private static final long NOW_MS = ms("2024-03-05T10:30:20Z");

    private static History history;
    private static List<KlineRow> minutes;

    @BeforeAll
    static void writeMinutes() throws Exception {
        final Postgres database = TestPostgres.shared().newDatabase();
        history = new History(database, InstantSource.fixed(Instant.ofEpochMilli(NOW_MS)));
        TestPostgres.execute(database, "insert into assets values (1, 'SOL', 9, 0), (2, 'USDC', 6, 0);" +
            "insert into instruments values (1, 'SOL_USDC', 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 'TRADING', 0)," +
            "(2, 'BTC_USDC', 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 'TRADING', 0)");
        minutes = randomMinutes(new Random(5));
        final StringBuilder rows = new StringBuilder();
        for (final KlineRow bar : minutes) {
            rows.append(rows.isEmpty() ? "" : ",").append("(1,").append(bar.startMs()).append(',').append(bar.openTicks())
                .append(',').append(bar.highTicks()).append(',').append(bar.lowTicks()).append(',').append(bar.closeTicks())
                .append(',').append(bar.volumeLots()).append(',').append(bar.quoteVolume()).append(',')
                .append(bar.tradeCount()).append(')');
        }
        TestPostgres.execute(database, "insert into klines_1m values " + rows);
    }

    @AfterAll
    static void close() {
        history.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M", "1y"})
    void shouldEqualBarsAddedUpByHand(final String interval) {
        final List<KlineRow> expected = byHand(KlineInterval.of(interval));
        final int count = Math.min(History.LIMIT_MAX, expected.size());

        assertEquals(
            expected.subList(expected.size() - count, expected.size()),
            history.klines(INSTRUMENT, interval, 0, Long.MAX_VALUE, Integer.MAX_VALUE));
        assertEquals(
            expected.subList(0, count), history.klines(INSTRUMENT, interval, 1, Long.MAX_VALUE, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource({
        "1m, 2024-02-29T23:59:00Z, 2024-03-01T00:00:00Z",
        "3m, 2024-02-29T23:57:00Z, 2024-03-01T00:00:00Z",
        "1h, 2024-02-29T23:00:00Z, 2024-03-01T00:00:00Z",
        "8h, 2024-02-29T16:00:00Z, 2024-03-01T00:00:00Z",
        "1d, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
        "3d, 2024-02-29T00:00:00Z, 2024-03-03T00:00:00Z",
        "1w, 2024-02-26T00:00:00Z, 2024-03-04T00:00:00Z",
        "1M, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "1y, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z"})
    void shouldBeginAndEndWhereTheCalendarSays(final String name, final String start, final String end) {
        final KlineInterval interval = KlineInterval.of(name);

        final long startMs = interval.startMs(ms("2024-02-29T23:59:59.999Z"));

        assertEquals(ms(start), startMs);
        assertEquals(ms(end), interval.plusMs(startMs, 1));
        assertEquals(ms(start), interval.plusMs(ms(end), -1));
    }

    @Test
    void shouldRepeatTheCloseInGapsAndEndWithTheBarOfNow() {
        final List<KlineRow> bars = history.klines(INSTRUMENT, "1m", NOW_MS - 180_000, Long.MAX_VALUE, 100);

        final long close = minutes.getLast().closeTicks();
        final long lastMs = ms("2024-03-05T10:30:00Z");
        assertEquals(List.of(
            new KlineRow(lastMs - 120_000, lastMs - 60_000, close, close, close, close, 0, 0, 0),
            new KlineRow(lastMs - 60_000, lastMs, close, close, close, close, 0, 0, 0),
            new KlineRow(lastMs, lastMs + 60_000, close, close, close, close, 0, 0, 0)), bars);
    }

    @Test
    void shouldTakeBarsThatBeginInTheRange() {
        final long startMs = ms("2024-03-01T00:00:00Z");

        assertEquals(List.of(startMs, startMs + 3_600_000),
            starts(history.klines(INSTRUMENT, "1h", startMs, startMs + 7_200_000, 100)));
        assertEquals(List.of(startMs + 3_600_000),
            starts(history.klines(INSTRUMENT, "1h", startMs + 1, startMs + 7_200_000, 100)));
        assertEquals(List.of(startMs), starts(history.klines(INSTRUMENT, "1h", startMs, startMs + 7_200_000, 1)));
        assertEquals(List.of(startMs + 3_600_000), starts(history.klines(INSTRUMENT, "1h", 0, startMs + 7_200_000, 1)));
    }

    @Test
    void shouldHaveNoBarsBeforeTheFirstTradeOrInTheFutureOrWithoutTrades() {
        final long firstMs = minutes.getFirst().startMs();

        assertEquals(List.of(), history.klines(INSTRUMENT, "1m", 1, firstMs, 10));
        assertEquals(List.of(firstMs), starts(history.klines(INSTRUMENT, "1m", 1, firstMs + 1, 10)));
        assertEquals(List.of(), history.klines(INSTRUMENT, "1m", NOW_MS + 60_000, Long.MAX_VALUE, 10));
        assertEquals(List.of(), history.klines(INSTRUMENT, "1y", Long.MAX_VALUE, Long.MAX_VALUE, 10));
        assertEquals(List.of(), history.klines(INSTRUMENT, "1m", 0, Long.MIN_VALUE, 10));
        assertEquals(List.of(), history.klines(INSTRUMENT, "1m", 0, Long.MAX_VALUE, 0));
        assertEquals(List.of(), history.klines(2, "1m", 0, Long.MAX_VALUE, 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1min", "2m", "1m; drop table orders", "1D", "1H", "1s"})
    void shouldRefuseOtherIntervals(final String interval) {
        assertThrows(IllegalArgumentException.class, () -> history.klines(INSTRUMENT, interval, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> history.klines(INSTRUMENT, null, 0, 1, 1));
        assertEquals(INTERVALS.length, KlineInterval.values().length);
    }

    /** Minutes with trades from October to March, dense around the ends of months and with long gaps. */
    private static List<KlineRow> randomMinutes(final Random random) {
        final List<KlineRow> bars = new ArrayList<>();
        long startMs = ms("2023-10-30T22:58:00Z");
        while (startMs < NOW_MS - 600_000) {
            final long low = 1_000 + random.nextInt(100);
            final long high = low + random.nextInt(50);
            final long open = low + random.nextLong(high - low + 1);
            final long close = low + random.nextLong(high - low + 1);
            final long volume = 1 + random.nextInt(1_000);
            bars.add(new KlineRow(
                startMs, startMs + 60_000, open, high, low, close, volume, volume * close, 1 + random.nextInt(9)));
            final int gapMinutes = random.nextInt(50) == 0 ? random.nextInt(12_000) : 1 + random.nextInt(90);
            startMs += 60_000L * gapMinutes;
        }
        return bars;
    }

    private static List<KlineRow> byHand(final KlineInterval interval) {
        final List<KlineRow> bars = new ArrayList<>();
        long barMs = interval.startMs(minutes.getFirst().startMs());
        long close = 0;
        int next = 0;
        while (barMs <= NOW_MS) {
            final long endMs = interval.plusMs(barMs, 1);
            final int first = next;
            while (next < minutes.size() && minutes.get(next).startMs() < endMs) {
                next++;
            }
            final List<KlineRow> parts = minutes.subList(first, next);
            if (parts.isEmpty()) {
                bars.add(new KlineRow(barMs, endMs, close, close, close, close, 0, 0, 0));
            } else {
                close = parts.getLast().closeTicks();
                bars.add(new KlineRow(
                    barMs, endMs, parts.getFirst().openTicks(),
                    parts.stream().mapToLong(KlineRow::highTicks).max().orElseThrow(),
                    parts.stream().mapToLong(KlineRow::lowTicks).min().orElseThrow(), close,
                    parts.stream().mapToLong(KlineRow::volumeLots).sum(),
                    parts.stream().mapToLong(KlineRow::quoteVolume).sum(),
                    parts.stream().mapToLong(KlineRow::tradeCount).sum()));
            }
            barMs = endMs;
        }
        return bars;
    }

    private static List<Long> starts(final List<KlineRow> bars) {
        return bars.stream().map(KlineRow::startMs).toList();
    }

    private static long ms(final String time) {
        return Instant.parse(time).toEpochMilli();
    }
}
