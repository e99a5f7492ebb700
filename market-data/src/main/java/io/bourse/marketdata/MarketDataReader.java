package io.bourse.marketdata;

import io.bourse.client.Asset;
import io.bourse.client.Instrument;
import org.redisson.api.BatchOptions;
import org.redisson.api.BatchResult;
import org.redisson.api.RBatch;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Read side of market data: what gateways read from Redis. Every call may block, at most some 3 s; never on an event
 * loop. Safe for any number of threads. Every method throws {@link MarketDataException}, with a sentence fit for the
 * client, when Redis does not answer, is being filled, holds nothing of the symbol, or holds what cannot be understood.
 */
public final class MarketDataReader implements AutoCloseable {
    /** Stream name that tells a listener that updates may be missing: begin again with snapshots. */
    public static final String RECONNECT = "reconnect";
    /** Most levels of each side that {@link #depth} returns. */
    public static final int DEPTH_LIMIT_MAX = 5_000;
    /** Most trades that {@link #trades} returns; no more are kept. */
    public static final int TRADES_LIMIT_MAX = PublicMarket.TRADES_KEPT;
    /** Most bars that {@link #klines} returns; no more are kept. */
    public static final int KLINES_LIMIT_MAX = (int) (MinuteBars.RETENTION_MS / MinuteBars.MINUTE_MS) + 1;

    private static final int SYMBOL_LENGTH_MAX = 18;
    private static final BatchOptions ATOMIC =
        BatchOptions.defaults().executionMode(BatchOptions.ExecutionMode.IN_MEMORY_ATOMIC);

    private final RedissonClient redisson;
    private final Map<String, Definition> definitions = new ConcurrentHashMap<>();
    private volatile UpdateSubscription subscription;

    private MarketDataReader(final RedissonClient redisson) {
        this.redisson = redisson;
    }

    /** Hears each public update as market-data publishes it, on a Redisson thread: hand over, never block. */
    @FunctionalInterface
    public interface Listener {
        /**
         * One update. Updates of one stream come in order; those of {@code depth} without gaps between two
         * {@link #RECONNECT}.
         *
         * @param stream such as {@code depth.SOL_USDC}, {@code trade.SOL_USDC}, {@code ticker.SOL_USDC},
         *               {@code kline_1m.SOL_USDC}, or {@link #RECONNECT}
         * @param data   the JSON object of the frame's {@code data}, ready to send; of a reconnect: the reason
         */
        void onUpdate(String stream, String data);
    }

    /**
     * A reader with connections of its own, made when they are first needed, so that Redis may come up later.
     *
     * @param redisUrl {@code redis://[user:password@]host[:port][/database]}, or rediss for TLS
     * @throws IllegalArgumentException if the URL is not of this form
     */
    public static MarketDataReader connect(final String redisUrl) {
        return new MarketDataReader(RedisClient.connect(redisUrl, "bourse-reader", new RedisWatch()));
    }

    /** Every asset, by id. */
    public List<Asset> assets() {
        return guarded(() -> redisson.<String, String>getMap(RedisKeys.ASSETS, StringCodec.INSTANCE).readAllValues()
            .stream().map(PublicJson::parseAsset).sorted(Comparator.comparingInt(Asset::assetId)).toList());
    }

    /** Every instrument, by id. */
    public List<Instrument> instruments() {
        return guarded(() -> redisson.<String, String>getMap(RedisKeys.INSTRUMENTS, StringCodec.INSTANCE).readAllValues()
            .stream().map(PublicJson::parseInstrument)
            .sorted(Comparator.comparingInt(Instrument::instrumentId)).toList());
    }

    /**
     * JSON {@code {"bids":[[price,quantity]..],"asks":[..],"lastUpdateId":n}} of the best {@code limit} levels, best
     * first; all of one moment.
     *
     * @param limit 1 to {@link #DEPTH_LIMIT_MAX}; other values are taken for the nearest of these
     */
    public String depth(final String symbol, final int limit) {
        final int last = Math.clamp(limit, 1, DEPTH_LIMIT_MAX) - 1;
        final List<?> answers = read(symbol, batch -> {
            batch.getBucket(RedisKeys.updateId(symbol), StringCodec.INSTANCE).getAsync();
            batch.getScoredSortedSet(RedisKeys.bids(symbol), StringCodec.INSTANCE).valueRangeReversedAsync(0, last);
            batch.getScoredSortedSet(RedisKeys.asks(symbol), StringCodec.INSTANCE).valueRangeAsync(0, last);
        });
        final Instrument instrument = instrument(symbol, answers);
        final StringBuilder json = new StringBuilder(256).append("{\"bids\":");
        appendLevels(json, instrument, texts(answers.get(3)));
        appendLevels(json.append(",\"asks\":"), instrument, texts(answers.get(4)));
        final Object updateId = answers.get(2);
        return json.append(",\"lastUpdateId\":")
            .append(updateId == null ? 0 : StoredNumbers.parse(updateId.toString(), 1)[0]).append('}').toString();
    }

    /**
     * JSON array of the newest trades, newest first, of ids below {@code beforeTradeId}. Of each instrument the newest
     * {@link #TRADES_LIMIT_MAX} are kept, older ones are history.
     *
     * @param limit         1 to {@link #TRADES_LIMIT_MAX}; other values are taken for the nearest of these
     * @param beforeTradeId {@link Long#MAX_VALUE}, or 0 or less, for no such bound
     */
    public String trades(final String symbol, final int limit, final long beforeTradeId) {
        final double before = beforeTradeId <= 0 ? Double.POSITIVE_INFINITY : beforeTradeId;
        final int count = Math.clamp(limit, 1, TRADES_LIMIT_MAX);
        final List<?> answers = read(symbol, batch ->
            batch.getScoredSortedSet(RedisKeys.trades(symbol), StringCodec.INSTANCE)
                .valueRangeReversedAsync(0, true, before, false, 0, count));
        final Instrument instrument = instrument(symbol, answers);
        final StringBuilder json = new StringBuilder(256).append('[');
        for (final String text : texts(answers.get(2))) {
            PublicJson.appendTrade(json.append(json.length() == 1 ? "" : ","), instrument, PublicTrade.parse(text));
        }
        return json.append(']').toString();
    }

    /**
     * JSON array of one-minute bars, oldest first, of minutes that had trades.
     *
     * @param fromMs earliest start of a bar, in ms
     * @param limit  1 to {@link #KLINES_LIMIT_MAX}; other values are taken for the nearest of these
     */
    public String klines(final String symbol, final long fromMs, final int limit) {
        final int count = Math.clamp(limit, 1, KLINES_LIMIT_MAX);
        final List<?> answers = read(symbol, batch ->
            batch.getScoredSortedSet(RedisKeys.klines(symbol), StringCodec.INSTANCE)
                .valueRangeAsync(fromMs, true, Double.POSITIVE_INFINITY, true, 0, count));
        final Instrument instrument = instrument(symbol, answers);
        final StringBuilder json = new StringBuilder(256).append('[');
        for (final String text : texts(answers.get(2))) {
            PublicJson.appendBar(json.append(json.length() == 1 ? "" : ","), instrument, Bar.parse(text));
        }
        return json.append(']').toString();
    }

    /** JSON object of the rolling 24 hours of one instrument. */
    public String ticker(final String symbol) {
        final List<?> answers = read(symbol, batch ->
            batch.getMap(RedisKeys.TICKERS, StringCodec.INSTANCE).getAsync(symbol));
        final Instrument instrument = instrument(symbol, answers);
        final Object ticker = answers.get(2);
        return ticker == null ? emptyTicker(instrument) : PublicJson.object(ticker.toString()).toString();
    }

    /** JSON array of the rolling 24 hours of every instrument, by instrument id. */
    public String tickers() {
        return guarded(() -> {
            final Map<String, String> tickers =
                redisson.<String, String>getMap(RedisKeys.TICKERS, StringCodec.INSTANCE).readAllMap();
            final StringBuilder json = new StringBuilder(256).append('[');
            for (final Instrument instrument : instruments()) {
                final String ticker = tickers.get(instrument.symbol());
                json.append(json.length() == 1 ? "" : ",")
                    .append(ticker == null ? emptyTicker(instrument) : PublicJson.object(ticker).toString());
            }
            return json.append(']').toString();
        });
    }

    /** Sequence of the newest event that is in Redis; 0 for an empty Redis and for one that is being filled. */
    public long appliedEventSequence() {
        final StoredCheckpoint checkpoint = guarded(() -> checkpoint(
            redisson.<String>getBucket(RedisKeys.CHECKPOINT, StringCodec.INSTANCE).get()));
        return checkpoint == null ? 0 : checkpoint.event().eventSequence();
    }

    /** Whether Redis answers and holds market data. */
    public boolean isHealthy() {
        try {
            return appliedEventSequence() > 0;
        } catch (final MarketDataException e) {
            return false;
        }
    }

    /**
     * Starts to tell every update of every stream to one listener. Returns at once; the listener hears
     * {@link #RECONNECT} as soon as Redis is there, and again after every gap.
     *
     * @throws IllegalStateException if this reader has a listener already
     */
    public synchronized void subscribe(final Listener listener) {
        if (subscription != null) {
            throw new IllegalStateException("this reader has a listener already, connect another reader");
        }
        subscription = new UpdateSubscription(redisson, listener);
        subscription.start();
    }

    /** Whether the listener is told updates: who asks for them earlier is told to begin again when they come. */
    public boolean isSubscribed() {
        final UpdateSubscription current = subscription;
        return current != null && current.isSubscribed();
    }

    @Override
    public void close() {
        if (subscription != null) {
            subscription.close();
        }
        redisson.shutdown(0, RedisClient.TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    /** Checkpoint, definition of the instrument, and what {@code reads} adds: all of one moment. */
    private List<?> read(final String symbol, final BatchReads reads) {
        if (symbol == null || symbol.isEmpty() || symbol.length() > SYMBOL_LENGTH_MAX) {
            throw unknownSymbol(symbol);
        }
        return guarded(() -> {
            final RBatch batch = redisson.createBatch(ATOMIC);
            batch.getBucket(RedisKeys.CHECKPOINT, StringCodec.INSTANCE).getAsync();
            batch.getMap(RedisKeys.INSTRUMENTS, StringCodec.INSTANCE).getAsync(symbol);
            reads.addTo(batch);
            final BatchResult<?> result = batch.execute();
            return result.getResponses();
        });
    }

    private Instrument instrument(final String symbol, final List<?> answers) {
        if (checkpoint(answers.get(0)) == null) {
            throw new MarketDataException("market data is being gathered, try again in a few seconds");
        }
        if (answers.get(1) == null) {
            definitions.remove(symbol);
            throw unknownSymbol(symbol);
        }
        final String json = answers.get(1).toString();
        final Definition known = definitions.get(symbol);
        if (known != null && known.json.equals(json)) {
            return known.instrument;
        }
        final Instrument instrument = PublicJson.parseInstrument(json);
        definitions.put(symbol, new Definition(json, instrument));
        return instrument;
    }

    private static StoredCheckpoint checkpoint(final Object text) {
        return text == null ? null : StoredCheckpoint.parse(text.toString());
    }

    private static void appendLevels(
        final StringBuilder json, final Instrument instrument, final Collection<String> levels) {
        final int begin = json.append('[').length();
        for (final String level : levels) {
            final long[] numbers = StoredNumbers.parse(level, 2);
            PublicJson.appendLevel(json.append(json.length() == begin ? "" : ","), instrument, numbers[0], numbers[1]);
        }
        json.append(']');
    }

    private static String emptyTicker(final Instrument instrument) {
        return PublicJson.ticker(instrument.symbol(), Ticker.members(new PublicMarket(instrument), 0));
    }

    private static List<String> texts(final Object answer) {
        return answer instanceof Collection<?> members ? members.stream().map(String::valueOf).toList() : List.of();
    }

    private static MarketDataException unknownSymbol(final String symbol) {
        return new MarketDataException("unknown symbol: " +
            (symbol == null ? "" : symbol.substring(0, Math.min(symbol.length(), SYMBOL_LENGTH_MAX))));
    }

    private static <T> T guarded(final Supplier<T> read) {
        try {
            return read.get();
        } catch (final RedisException e) {
            throw new MarketDataException("market data is not available: Redis does not answer", e);
        } catch (final ArithmeticException | ClassCastException e) {
            throw new MarketDataException("market data in Redis cannot be understood: " + e.getMessage(), e);
        }
    }

    private record Definition(String json, Instrument instrument) {
    }

    /** Adds reads to a batch. */
    @FunctionalInterface
    private interface BatchReads {
        void addTo(RBatch batch);
    }
}
