package io.bourse.marketdata;

import io.bourse.client.Asset;
import io.bourse.client.Instrument;

import java.util.HashMap;
import java.util.Map;

/**
 * Turns what has changed in the view into Redis commands: data at every write, so that it always belongs to the
 * checkpoint; updates of tickers and open bars only so often.
 */
final class ViewWriter {
    /** Least time between two updates of one open bar. */
    static final long KLINE_INTERVAL_NS = 400_000_000L;
    /** Least time between two updates of one ticker. */
    static final long TICKER_INTERVAL_NS = 1_000_000_000L;

    private final PublicView view;
    private final Map<String, String> tickerTexts = new HashMap<>();
    private long klinesNs;
    private long tickersNs;

    ViewWriter(final PublicView view, final long nowNs) {
        this.view = view;
        klinesNs = nowNs - KLINE_INTERVAL_NS;
        tickersNs = nowNs - TICKER_INTERVAL_NS;
    }

    /** Whether a ticker or an open bar waits to be told and its time has come. */
    boolean isUpdateDue(final long nowNs) {
        final boolean isKlineTime = nowNs - klinesNs >= KLINE_INTERVAL_NS;
        final boolean isTickerTime = nowNs - tickersNs >= TICKER_INTERVAL_NS;
        if (isKlineTime || isTickerTime) {
            for (final PublicMarket market : view.markets()) {
                if (isKlineTime && market.isKlineStale() || isTickerTime && market.isTickerStale()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether so much has happened that it is better to tell readers to begin again. */
    boolean isTooMuch() {
        for (final PublicMarket market : view.markets()) {
            if (market.isTradesOverflown()) {
                return true;
            }
        }
        return false;
    }

    /** Everything that has changed; the view counts it as written. */
    RedisBatch takeChanges(final long nowNs) {
        final RedisBatch batch = new RedisBatch();
        for (final Asset asset : view.newAssets()) {
            batch.add("HSET", RedisKeys.ASSETS, Integer.toString(asset.assetId()), PublicJson.asset(asset));
        }
        final boolean isKlineTime = nowNs - klinesNs >= KLINE_INTERVAL_NS;
        final boolean isTickerTime = nowNs - tickersNs >= TICKER_INTERVAL_NS;
        for (final PublicMarket market : view.markets()) {
            writeMarket(batch, market);
            if (isKlineTime && market.isKlineStale()) {
                publishKline(batch, market);
                klinesNs = nowNs;
            }
            if (isTickerTime && market.isTickerStale()) {
                writeTicker(batch, market);
                tickersNs = nowNs;
            }
        }
        view.clearChanges();
        return batch;
    }

    private void writeMarket(final RedisBatch batch, final PublicMarket market) {
        final Instrument instrument = market.instrument();
        final String symbol = market.symbol();
        if (market.isDefinitionChanged()) {
            batch.add("HSET", RedisKeys.INSTRUMENTS, symbol, PublicJson.instrument(instrument));
        }
        for (final PublicTrade trade : market.newTrades()) {
            writeTrade(batch, symbol, trade);
            publish(batch, "trade." + symbol, PublicJson.trade(instrument, trade));
        }
        if (!market.newTrades().isEmpty()) {
            batch.add("ZREMRANGEBYRANK", RedisKeys.trades(symbol), "0", Integer.toString(-PublicMarket.TRADES_KEPT - 1));
        }
        for (final Bar bar : market.bars().touched()) {
            writeBar(batch, symbol, bar);
        }
        for (final Bar bar : market.bars().closed()) {
            publish(batch, "kline_1m." + symbol, PublicJson.kline(instrument, bar, true, view.engineTimeMs()));
        }
        if (market.lastUpdateId() != market.writtenUpdateId()) {
            market.bids().forEachChange((ticks, lots) -> writeLevel(batch, RedisKeys.bids(symbol), ticks, lots));
            market.asks().forEachChange((ticks, lots) -> writeLevel(batch, RedisKeys.asks(symbol), ticks, lots));
            batch.add("SET", RedisKeys.updateId(symbol), Long.toString(market.lastUpdateId()));
            publish(batch, "depth." + symbol, PublicJson.depth(market, view.engineTimeMs()));
        }
    }

    private void publishKline(final RedisBatch batch, final PublicMarket market) {
        final Bar open = market.bars().bar(view.openMinuteMs());
        if (open != null) {
            publish(batch, "kline_1m." + market.symbol(),
                PublicJson.kline(market.instrument(), open, false, view.engineTimeMs()));
        }
        market.clearKlineStale();
    }

    private void writeTicker(final RedisBatch batch, final PublicMarket market) {
        final String symbol = market.symbol();
        final String members = Ticker.members(market, view.openMinuteMs());
        if (!members.equals(tickerTexts.put(symbol, members))) {
            batch.add("HSET", RedisKeys.TICKERS, symbol, PublicJson.ticker(symbol, members));
            publish(batch, "ticker." + symbol, PublicJson.tickerUpdate(symbol, members, view.engineTimeMs()));
        }
        market.clearTickerStale();
    }

    /** A whole market as it is; nothing of it is there. */
    void writeWhole(final PublicMarket market, final Batches batches) {
        final String symbol = market.symbol();
        batches.next().add("HSET", RedisKeys.INSTRUMENTS, symbol, PublicJson.instrument(market.instrument()));
        market.bids().forEachLevel((ticks, lots) -> addLevel(batches.next(), RedisKeys.bids(symbol), ticks, lots));
        market.asks().forEachLevel((ticks, lots) -> addLevel(batches.next(), RedisKeys.asks(symbol), ticks, lots));
        batches.next().add("SET", RedisKeys.updateId(symbol), Long.toString(market.lastUpdateId()));
        for (final PublicTrade trade : market.trades()) {
            writeTrade(batches.next(), symbol, trade);
        }
        for (final Bar bar : market.bars().all()) {
            final String minute = Long.toString(bar.minuteMs());
            batches.next().add("ZADD", RedisKeys.klines(symbol), minute, bar.text());
        }
        final String members = Ticker.members(market, view.openMinuteMs());
        tickerTexts.put(symbol, members);
        batches.next().add("HSET", RedisKeys.TICKERS, symbol, PublicJson.ticker(symbol, members));
        market.clearTickerStale();
        market.clearKlineStale();
    }

    /** Hands out the batch that the next command goes to. */
    @FunctionalInterface
    interface Batches {
        RedisBatch next();
    }

    static void publish(final RedisBatch batch, final String stream, final String data) {
        batch.add("PUBLISH", RedisKeys.channel(stream), data);
    }

    private static void writeTrade(final RedisBatch batch, final String symbol, final PublicTrade trade) {
        batch.add("ZADD", RedisKeys.trades(symbol), Long.toString(trade.tradeId()), trade.text());
    }

    private static void writeBar(final RedisBatch batch, final String symbol, final Bar bar) {
        final String key = RedisKeys.klines(symbol);
        final String minute = Long.toString(bar.minuteMs());
        batch.add("ZREMRANGEBYSCORE", key, minute, minute)
            .add("ZADD", key, minute, bar.text())
            .add("ZREMRANGEBYSCORE", key, "-inf", Long.toString(bar.minuteMs() - MinuteBars.RETENTION_MS));
    }

    private static void writeLevel(final RedisBatch batch, final String key, final long priceTicks, final long lots) {
        final String price = sortable(priceTicks);
        // Everything that begins with the price and a space: the level with whatever quantity it had.
        batch.add("ZREMRANGEBYLEX", key, "[" + price + " ", "(" + price + "!");
        if (lots > 0) {
            batch.add("ZADD", key, "0", price + " " + lots);
        }
    }

    private static void addLevel(final RedisBatch batch, final String key, final long priceTicks, final long lots) {
        batch.add("ZADD", key, "0", sortable(priceTicks) + " " + lots);
    }

    private static String sortable(final long priceTicks) {
        final String digits = Long.toString(priceTicks);
        return "0000000000000000000".substring(digits.length()) + digits;
    }
}
