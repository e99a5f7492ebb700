package io.bourse.marketdata;

import io.bourse.client.Asset;
import io.bourse.client.Instrument;

import java.util.List;

/** Skeleton. Read side of market data: what gateways read from Redis. Every call may block; never on an event loop. */
public final class MarketDataReader implements AutoCloseable {
    /** Hears each public update as market-data publishes it, on a Redisson thread: hand over, never block. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param stream such as {@code depth.SOL_USDC}, {@code trade.SOL_USDC}, {@code ticker.SOL_USDC},
         *               {@code kline_1m.SOL_USDC}
         * @param data   the JSON object of the frame's {@code data}, ready to send
         */
        void onUpdate(String stream, String data);
    }

    /** Connects to Redis. */
    public static MarketDataReader connect(final String redisUrl) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Every asset, by id. */
    public List<Asset> assets() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Every instrument, by id. */
    public List<Instrument> instruments() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** JSON {@code {"bids":[[price,quantity]..],"asks":[..],"lastUpdateId":n}} of the best {@code limit} levels. */
    public String depth(final String symbol, final int limit) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** JSON array of the newest trades, newest first, at most {@code limit}, of ids below {@code beforeTradeId}. */
    public String trades(final String symbol, final int limit, final long beforeTradeId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** JSON object of the rolling 24 hours of one instrument. */
    public String ticker(final String symbol) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Sequence of the newest event that is in Redis; 0 for an empty Redis. */
    public long appliedEventSequence() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Starts to tell every update of every stream to {@code listener}; onUpdate with stream "reconnect" after a gap. */
    public void subscribe(final Listener listener) {
        throw new UnsupportedOperationException("skeleton");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("skeleton");
    }
}
