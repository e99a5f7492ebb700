package io.bourse.persistence;

import java.util.List;
import java.util.Optional;

/**
 * Skeleton. What has happened, from PostgreSQL; numbers in ticks, lots and minor units. Every call may block.
 */
public final class History {
    /** An order; {@code status} one of NEW, PARTIALLY_FILLED, FILLED, CANCELLED, EXPIRED. */
    public record OrderRow(
        long orderId, String clientOrderId, long accountId, int instrumentId, String side, String orderType,
        String timeInForce, long priceTicks, long quantityLots, long quoteAmount, long executedLots, long executedQuote,
        String status, String closeReason, long timestampNs, long updatedNs) {
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

    /** Sequence of the newest event whose rows are committed. */
    public long appliedEventSequence() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** An account's order by id, or by its newest use of a client order id when {@code orderId} is 0. */
    public Optional<OrderRow> order(final long accountId, final long orderId, final String clientOrderId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Orders of an account, newest first, with ids below {@code beforeOrderId}; {@code instrumentId} 0 for all. */
    public List<OrderRow> orders(
        final long accountId, final int instrumentId, final long beforeOrderId, final int limit) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Trades of an instrument, newest first, with ids below {@code beforeTradeId}. */
    public List<TradeRow> trades(final int instrumentId, final long beforeTradeId, final int limit) {
        throw new UnsupportedOperationException("skeleton");
    }

    /**
     * Bars in order of time, made of the one-minute bars. A bar without trades repeats the previous close with zero
     * volume; before the first trade there are none.
     *
     * @param interval one of 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M 1y; weeks from Monday, all UTC
     * @throws IllegalArgumentException for another interval
     */
    public List<KlineRow> klines(
        final int instrumentId, final String interval, final long startMs, final long endMs, final int limit) {
        throw new UnsupportedOperationException("skeleton");
    }
}
