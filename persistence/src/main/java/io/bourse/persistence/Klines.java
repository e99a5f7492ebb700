package io.bourse.persistence;

import io.bourse.persistence.History.KlineRow;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import static io.bourse.persistence.jooq.Tables.KLINES_1M;
import static org.jooq.impl.DSL.arrayAgg;
import static org.jooq.impl.DSL.arrayGet;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.sum;

/**
 * Bars of any interval, made of the one-minute bars. PostgreSQL adds minutes up to bars of equal length, or to days;
 * days become months and years here, and here the gaps are filled.
 */
final class Klines {
    private static final Field<Long> OPEN =
        arrayGet(arrayAgg(KLINES_1M.OPEN_TICKS).orderBy(KLINES_1M.START_MS), 1);
    private static final Field<Long> CLOSE =
        arrayGet(arrayAgg(KLINES_1M.CLOSE_TICKS).orderBy(KLINES_1M.START_MS.desc()), 1);
    private static final Field<Long> HIGH = max(KLINES_1M.HIGH_TICKS);
    private static final Field<Long> LOW = min(KLINES_1M.LOW_TICKS);
    private static final Field<BigDecimal> VOLUME = sum(KLINES_1M.VOLUME_LOTS);
    private static final Field<BigDecimal> QUOTE_VOLUME = sum(KLINES_1M.QUOTE_VOLUME);
    private static final Field<BigDecimal> TRADES = sum(KLINES_1M.TRADE_COUNT);

    private final DSLContext dsl;
    private final InstantSource clock;

    Klines(final DSLContext dsl, final InstantSource clock) {
        this.dsl = dsl;
        this.clock = clock;
    }

    List<KlineRow> rows(
        final int instrumentId, final KlineInterval interval, final long startMs, final long endMs, final int limit) {
        final Record2<Long, Long> span = dsl.select(min(KLINES_1M.START_MS), max(KLINES_1M.START_MS))
            .from(KLINES_1M)
            .where(KLINES_1M.INSTRUMENT_ID.eq(instrumentId))
            .fetchSingle();
        if (span.value1() == null || limit <= 0) {
            return List.of();
        }
        final long firstBarMs = interval.startMs(span.value1());
        final long nowMs = Math.max(clock.millis(), span.value2());
        final long behindMs = Math.min(Math.min(endMs, KlineInterval.MS_MAX), nowMs + 1);
        if (behindMs <= firstBarMs) {
            return List.of();
        }
        final long lastBarMs = interval.startMs(behindMs - 1);
        final long fromMs;
        final long toMs;
        if (startMs > 0) {
            final long wantedMs = Math.min(startMs, KlineInterval.MS_MAX);
            final long alignedMs = interval.startMs(wantedMs);
            fromMs = Math.max(firstBarMs, alignedMs == wantedMs ? alignedMs : interval.plusMs(alignedMs, 1));
            toMs = Math.min(lastBarMs, interval.plusMs(fromMs, limit - 1));
        } else {
            toMs = lastBarMs;
            fromMs = Math.max(firstBarMs, interval.plusMs(lastBarMs, 1 - limit));
        }
        return fromMs > toMs ? List.of() : filled(instrumentId, interval, fromMs, toMs);
    }

    /** The bars that begin at {@code fromMs}, {@code toMs} and between. */
    private List<KlineRow> filled(
        final int instrumentId, final KlineInterval interval, final long fromMs, final long toMs) {
        final List<KlineRow> parts = traded(instrumentId, interval, fromMs, interval.plusMs(toMs, 1));
        final List<KlineRow> bars = new ArrayList<>();
        long closeTicks = 0;
        int part = 0;
        for (long barMs = fromMs; barMs <= toMs;) {
            final long nextMs = interval.plusMs(barMs, 1);
            KlineRow bar = null;
            for (; part < parts.size() && parts.get(part).startMs() < nextMs; part++) {
                bar = joined(bar, parts.get(part), barMs, nextMs);
            }
            if (bar == null) {
                closeTicks = bars.isEmpty() ? closeBefore(instrumentId, barMs) : closeTicks;
                bar = new KlineRow(barMs, nextMs, closeTicks, closeTicks, closeTicks, closeTicks, 0, 0, 0);
            }
            closeTicks = bar.closeTicks();
            bars.add(bar);
            barMs = nextMs;
        }
        return bars;
    }

    private List<KlineRow> traded(
        final int instrumentId, final KlineInterval interval, final long fromMs, final long toMs) {
        // Arithmetic with numbers as bind values, so each must be cast: PostgreSQL would guess their types.
        final Field<Long> grid = DSL.val(interval.gridMs()).cast(SQLDataType.BIGINT);
        final Field<Long> origin = DSL.val(interval.gridOriginMs()).cast(SQLDataType.BIGINT);
        final Field<Long> step = KLINES_1M.START_MS.minus(origin).div(grid).as("step");
        return dsl.select(step, OPEN, HIGH, LOW, CLOSE, VOLUME, QUOTE_VOLUME, TRADES)
            .from(KLINES_1M)
            .where(KLINES_1M.INSTRUMENT_ID.eq(instrumentId))
            .and(KLINES_1M.START_MS.ge(fromMs))
            .and(KLINES_1M.START_MS.lt(toMs))
            .groupBy(step)
            .orderBy(step)
            .fetch(row -> row(row, row.get(step) * interval.gridMs() + interval.gridOriginMs()));
    }

    private long closeBefore(final int instrumentId, final long barMs) {
        return dsl.select(KLINES_1M.CLOSE_TICKS)
            .from(KLINES_1M)
            .where(KLINES_1M.INSTRUMENT_ID.eq(instrumentId))
            .and(KLINES_1M.START_MS.lt(barMs))
            .orderBy(KLINES_1M.START_MS.desc())
            .limit(1)
            .fetchSingle()
            .value1();
    }

    private static KlineRow row(final Record row, final long startMs) {
        return new KlineRow(
            startMs, 0, row.get(OPEN), row.get(HIGH), row.get(LOW), row.get(CLOSE),
            row.get(VOLUME).longValueExact(), row.get(QUOTE_VOLUME).longValueExact(), row.get(TRADES).longValueExact());
    }

    private static KlineRow joined(final KlineRow bar, final KlineRow part, final long startMs, final long endMs) {
        return bar == null ?
            new KlineRow(startMs, endMs, part.openTicks(), part.highTicks(), part.lowTicks(), part.closeTicks(),
                part.volumeLots(), part.quoteVolume(), part.tradeCount()) :
            new KlineRow(startMs, endMs, bar.openTicks(), Math.max(bar.highTicks(), part.highTicks()),
                Math.min(bar.lowTicks(), part.lowTicks()), part.closeTicks(),
                Math.addExact(bar.volumeLots(), part.volumeLots()), Math.addExact(bar.quoteVolume(), part.quoteVolume()),
                bar.tradeCount() + part.tradeCount());
    }
}
