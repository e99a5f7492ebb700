package io.bourse.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.bourse.persistence.jooq.tables.records.OrdersRecord;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import static io.bourse.persistence.jooq.Tables.ORDERS;
import static io.bourse.persistence.jooq.Tables.TRADES;

/**
 * What has happened, from PostgreSQL; numbers in ticks, lots and minor units. Every call may block on the database and is
 * for worker threads; one that finds no database throws {@link org.jooq.exception.DataAccessException} after three
 * seconds at most.
 */
public final class History implements AutoCloseable {
    /** Most rows or bars of one answer; a higher limit is taken as this one. */
    public static final int LIMIT_MAX = 5_000;

    private static final int CONNECTIONS_MAX = 8;

    /**
     * An order; texts of enumerations are the names in the schema. {@code clientOrderId} is empty for none,
     * {@code closeReason} null unless it was cancelled or has expired, {@code triggeredNs} 0 unless it is a stop that has
     * entered the market.
     */
    public record OrderRow(
        long orderId, String clientOrderId, long accountId, int instrumentId, String side, String orderType,
        String timeInForce, long priceTicks, long quantityLots, long quoteAmount, long executedLots, long executedQuote,
        String status, String closeReason, long timestampNs, long updatedNs, OrderTerms terms) {
    }

    /** What only some orders have; 0 and NONE for none. {@code stopPriceTicks} of a trailing stop is its latest known. */
    public record OrderTerms(
        long stopPriceTicks, int trailingDeltaBasisPoints, long triggeredNs, long displayLots, long expireTimeNs,
        String selfTradePrevention, long preventedLots) {
    }

    /** A public trade: no accounts. */
    public record TradeRow(
        long tradeId, int instrumentId, long priceTicks, long quantityLots, long quoteAmount, boolean buyerIsMaker,
        long timestampNs) {
    }

    /** A bar; {@code startMs} inclusive, {@code endMs} exclusive. */
    public record KlineRow(
        long startMs, long endMs, long openTicks, long highTicks, long lowTicks, long closeTicks, long volumeLots,
        long quoteVolume, long tradeCount) {
    }

    /** A trade with the client order ids of both its orders, each empty for none. */
    public record RunTradeRow(
        long tradeId, long priceTicks, long quantityLots, long makerOrderId, String makerClientOrderId, long takerOrderId,
        String takerClientOrderId, boolean buyerIsMaker, long timestampNs) {
    }

    private final HikariDataSource pool;
    private final DSLContext dsl;
    private final Klines klines;

    History(final Postgres postgres, final InstantSource clock) {
        pool = postgres.pool("bourse-history", CONNECTIONS_MAX);
        dsl = Postgres.dsl(pool);
        klines = new Klines(dsl, clock);
    }

    /**
     * History in a database that {@link Persistence} has prepared. Does not look at the database yet.
     *
     * @param url          jdbc:postgresql://...
     * @param user         role
     * @param passwordFile first line is the role's password, readable by its owner only; null for none
     * @throws IllegalArgumentException if the URL is none of PostgreSQL
     * @throws UncheckedIOException     if the file is missing or open to others; the message says which
     */
    public static History connect(final String url, final String user, final Path passwordFile) {
        try {
            return new History(Postgres.of(url, user, passwordFile), InstantSource.system());
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure.getMessage(), failure);
        }
    }

    /** Sequence of the newest event whose rows are committed. */
    public long appliedEventSequence() {
        return CheckpointTable.eventSequence(dsl);
    }

    /** An account's order by id, or by its newest use of a client order id when {@code orderId} is 0. */
    public Optional<OrderRow> order(final long accountId, final long orderId, final String clientOrderId) {
        if (orderId == 0 && (clientOrderId == null || clientOrderId.isEmpty() || clientOrderId.indexOf(0) >= 0)) {
            return Optional.empty();
        }
        final Condition wanted = orderId != 0 ? ORDERS.ORDER_ID.eq(orderId) : ORDERS.CLIENT_ORDER_ID.eq(clientOrderId);
        return dsl.selectFrom(ORDERS)
            .where(wanted)
            .and(ORDERS.ACCOUNT_ID.eq(accountId))
            .orderBy(ORDERS.ORDER_ID.desc())
            .limit(1)
            .fetchOptional(History::orderRow);
    }

    /**
     * Orders of an account, newest first, with ids below {@code beforeOrderId}; {@code instrumentId} 0 for all.
     *
     * @param beforeOrderId Long.MAX_VALUE to begin with the newest
     * @param limit         most rows, up to {@link #LIMIT_MAX}
     */
    public List<OrderRow> orders(
        final long accountId, final int instrumentId, final long beforeOrderId, final int limit) {
        return dsl.selectFrom(ORDERS)
            .where(ORDERS.ACCOUNT_ID.eq(accountId))
            .and(instrumentId == 0 ? DSL.noCondition() : ORDERS.INSTRUMENT_ID.eq(instrumentId))
            .and(ORDERS.ORDER_ID.lt(beforeOrderId))
            .orderBy(ORDERS.ORDER_ID.desc())
            .limit(bounded(limit))
            .fetch(History::orderRow);
    }

    /**
     * Trades of an instrument, newest first, with ids below {@code beforeTradeId}.
     *
     * @param beforeTradeId Long.MAX_VALUE to begin with the newest
     * @param limit         most rows, up to {@link #LIMIT_MAX}
     */
    public List<TradeRow> trades(final int instrumentId, final long beforeTradeId, final int limit) {
        return dsl.selectFrom(TRADES)
            .where(TRADES.INSTRUMENT_ID.eq(instrumentId))
            .and(TRADES.TRADE_ID.lt(beforeTradeId))
            .orderBy(TRADES.TRADE_ID.desc())
            .limit(bounded(limit))
            .fetch(row -> new TradeRow(
                row.getTradeId(), row.getInstrumentId(), row.getPriceTicks(), row.getQuantityLots(), row.getQuoteAmount(),
                RunTrades.buyerIsMaker(row.getTakerSide()), row.getTimestampNs()));
    }

    /**
     * Bars in order of time, made of the one-minute bars. A bar without trades repeats the previous close with zero
     * volume; before the first trade there are none, and none begins in the future.
     *
     * @param interval one of 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M 1y; weeks from Monday, all UTC
     * @param startMs  bars that begin at or after it, the first {@code limit} of them; 0 for the newest {@code limit} bars
     * @param endMs    bars that begin before it; Long.MAX_VALUE for no bound
     * @param limit    most bars, up to {@link #LIMIT_MAX}
     * @throws IllegalArgumentException for another interval
     */
    public List<KlineRow> klines(
        final int instrumentId, final String interval, final long startMs, final long endMs, final int limit) {
        return klines.rows(instrumentId, KlineInterval.of(interval), startMs, endMs, bounded(limit));
    }

    /**
     * Hands over, in order of trade id, each trade of an instrument in which an order took part whose client order id
     * begins with a prefix. Reads page by page, so a run of any length takes little memory.
     *
     * @param clientOrderIdPrefix not empty
     * @return the number of trades
     */
    public long runTrades(final int instrumentId, final String clientOrderIdPrefix, final Consumer<RunTradeRow> listener) {
        return new RunTrades(dsl, instrumentId, clientOrderIdPrefix).forEach(listener);
    }

    /** Whether the tables agree with each other, and how much they hold: at one moment, with a look at every row. */
    public Consistency consistency() {
        return Consistency.read(dsl);
    }

    @Override
    public void close() {
        pool.close();
    }

    private static int bounded(final int limit) {
        return Math.clamp(limit, 0, LIMIT_MAX);
    }

    private static OrderRow orderRow(final OrdersRecord row) {
        return new OrderRow(
            row.getOrderId(), RunTrades.text(row.getClientOrderId()), row.getAccountId(), row.getInstrumentId(),
            row.getSide().getLiteral(), row.getOrderType().getLiteral(), row.getTimeInForce().getLiteral(),
            row.getPriceTicks(), row.getQuantityLots(), row.getQuoteAmount(), row.getExecutedLots(), row.getExecutedQuote(),
            row.getStatus().getLiteral(), row.getCloseReason() == null ? null : row.getCloseReason().getLiteral(),
            row.getTimestampNs(), row.getUpdatedNs(),
            new OrderTerms(row.getStopPriceTicks(), row.getTrailingDeltaBasisPoints(), row.getTriggeredNs(),
                row.getDisplayLots(), row.getExpireTimeNs(), row.getSelfTradePrevention().getLiteral(),
                row.getPreventedLots()));
    }
}
