package io.bourse.persistence;

import io.bourse.schema.TradeDecoder;
import org.jooq.BatchBindStep;
import org.jooq.DSLContext;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import static io.bourse.persistence.jooq.Tables.KLINES_1M;
import static io.bourse.persistence.jooq.Tables.TRADES;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.least;

/** The trades of a batch of events, and what they add to the one-minute bars. */
final class TradeRows {
    private static final long MS_PER_MINUTE = 60_000;
    private static final long NS_PER_MINUTE = MS_PER_MINUTE * 1_000_000;

    private final Map<BarKey, Bar> bars = new HashMap<>();
    private final CopyRows rows = new CopyRows(
        TRADES.INSTRUMENT_ID, TRADES.TRADE_ID, TRADES.EVENT_SEQUENCE, TRADES.PRICE_TICKS, TRADES.QUANTITY_LOTS,
        TRADES.QUOTE_AMOUNT, TRADES.MAKER_ORDER_ID, TRADES.TAKER_ORDER_ID, TRADES.MAKER_ACCOUNT_ID,
        TRADES.TAKER_ACCOUNT_ID, TRADES.MAKER_FEE, TRADES.TAKER_FEE, TRADES.TAKER_SIDE, TRADES.TIMESTAMP_NS);

    void clear() {
        bars.clear();
        rows.clear();
    }

    void onTrade(final TradeDecoder event, final long eventSequence, final long timestampNs) {
        rows.row()
            .putInt(event.instrumentId())
            .putLong(event.tradeId())
            .putLong(eventSequence)
            .putLong(event.priceTicks())
            .putLong(event.quantityLots())
            .putLong(event.quoteAmount())
            .putLong(event.makerOrderId())
            .putLong(event.takerOrderId())
            .putLong(event.makerAccountId())
            .putLong(event.takerAccountId())
            .putLong(event.makerFee())
            .putLong(event.takerFee())
            .putAscii(event.takerSide().name())
            .putLong(timestampNs);
        final long startMs = Math.floorDiv(timestampNs, NS_PER_MINUTE) * MS_PER_MINUTE;
        bars.computeIfAbsent(new BarKey(event.instrumentId(), startMs), key -> new Bar(event.priceTicks()))
            .add(event.priceTicks(), event.quantityLots(), event.quoteAmount());
    }

    void write(final Connection connection, final DSLContext dsl) throws SQLException {
        rows.write(connection);
        if (!bars.isEmpty()) {
            writeBars(dsl);
        }
    }

    private void writeBars(final DSLContext dsl) {
        final BatchBindStep batch = dsl.batch(dsl
            .insertInto(KLINES_1M, KLINES_1M.INSTRUMENT_ID, KLINES_1M.START_MS, KLINES_1M.OPEN_TICKS,
                KLINES_1M.HIGH_TICKS, KLINES_1M.LOW_TICKS, KLINES_1M.CLOSE_TICKS, KLINES_1M.VOLUME_LOTS,
                KLINES_1M.QUOTE_VOLUME, KLINES_1M.TRADE_COUNT)
            .values(0, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L)
            .onConflict(KLINES_1M.INSTRUMENT_ID, KLINES_1M.START_MS)
            .doUpdate()
            .set(KLINES_1M.HIGH_TICKS, greatest(KLINES_1M.HIGH_TICKS, excluded(KLINES_1M.HIGH_TICKS)))
            .set(KLINES_1M.LOW_TICKS, least(KLINES_1M.LOW_TICKS, excluded(KLINES_1M.LOW_TICKS)))
            .set(KLINES_1M.CLOSE_TICKS, excluded(KLINES_1M.CLOSE_TICKS))
            .set(KLINES_1M.VOLUME_LOTS, KLINES_1M.VOLUME_LOTS.plus(excluded(KLINES_1M.VOLUME_LOTS)))
            .set(KLINES_1M.QUOTE_VOLUME, KLINES_1M.QUOTE_VOLUME.plus(excluded(KLINES_1M.QUOTE_VOLUME)))
            .set(KLINES_1M.TRADE_COUNT, KLINES_1M.TRADE_COUNT.plus(excluded(KLINES_1M.TRADE_COUNT))));
        bars.forEach((key, bar) -> batch.bind(
            key.instrumentId, key.startMs, bar.openTicks, bar.highTicks, bar.lowTicks, bar.closeTicks, bar.volumeLots,
            bar.quoteVolume, bar.tradeCount));
        batch.execute();
    }

    private record BarKey(int instrumentId, long startMs) {
    }

    private static final class Bar {
        private final long openTicks;
        private long highTicks;
        private long lowTicks;
        private long closeTicks;
        private long volumeLots;
        private long quoteVolume;
        private long tradeCount;

        private Bar(final long openTicks) {
            this.openTicks = openTicks;
            highTicks = openTicks;
            lowTicks = openTicks;
        }

        private void add(final long priceTicks, final long quantityLots, final long quoteAmount) {
            highTicks = Math.max(highTicks, priceTicks);
            lowTicks = Math.min(lowTicks, priceTicks);
            closeTicks = priceTicks;
            volumeLots = Math.addExact(volumeLots, quantityLots);
            quoteVolume = Math.addExact(quoteVolume, quoteAmount);
            tradeCount++;
        }
    }
}
