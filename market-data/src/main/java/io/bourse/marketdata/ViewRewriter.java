package io.bourse.marketdata;

import io.bourse.client.Asset;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a whole view in the place of whatever Redis holds, in steps of bounded size. Until the last step the checkpoint
 * says "rebuilding", so nobody takes a part for the whole; another process that does the same wins or loses as a whole.
 */
final class ViewRewriter {
    /** Commands in one step. */
    static final int COMMANDS_MAX = 2_000;

    private final RedisStore store;
    private final PublicView view;
    private final ViewWriter writer;
    private String stored;
    private String marker;
    private RedisBatch batch;

    ViewRewriter(final RedisStore store, final PublicView view, final ViewWriter writer) {
        this.store = store;
        this.view = view;
        this.writer = writer;
    }

    /**
     * Writes everything and tells readers to begin again.
     *
     * @param expected checkpoint that stands in Redis
     * @param next     checkpoint of the view
     * @return the checkpoint that stands there then: {@code next}, or what another process wrote in between
     */
    String rewrite(final String expected, final String next) {
        stored = expected;
        marker = StoredCheckpoint.rebuildingText(ThreadLocalRandom.current().nextLong());
        batch = new RedisBatch();
        for (final String symbol : store.hash(RedisKeys.INSTRUMENTS).keySet()) {
            delete(symbol);
        }
        for (final PublicMarket market : view.markets()) {
            delete(market.symbol());
        }
        batch.add("DEL", RedisKeys.ASSETS, RedisKeys.INSTRUMENTS, RedisKeys.TICKERS);
        if (!send(marker)) {
            return stored;
        }
        for (final Asset asset : view.assets()) {
            next().add("HSET", RedisKeys.ASSETS, Integer.toString(asset.assetId()), PublicJson.asset(asset));
        }
        for (final PublicMarket market : view.markets()) {
            writer.writeWhole(market, this::next);
        }
        if (stored.equals(marker)) {
            ViewWriter.publish(batch, RedisKeys.RESET_STREAM, "{\"e\":\"reset\"}");
            send(next);
        }
        view.clearChanges();
        return stored;
    }

    private void delete(final String symbol) {
        batch.add("DEL", RedisKeys.bids(symbol), RedisKeys.asks(symbol), RedisKeys.updateId(symbol),
            RedisKeys.trades(symbol), RedisKeys.klines(symbol));
    }

    private RedisBatch next() {
        // After another process has taken over, the rest is collected and never sent.
        if (batch.commandCount() >= COMMANDS_MAX && stored.equals(marker)) {
            send(marker);
        }
        return batch;
    }

    private boolean send(final String checkpoint) {
        stored = store.commit(stored, checkpoint, batch);
        batch = new RedisBatch();
        return stored.equals(checkpoint);
    }
}
