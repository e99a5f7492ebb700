package io.bourse.gateway.http;

import io.bourse.client.Asset;
import io.bourse.client.Instrument;
import io.bourse.gateway.cluster.ClusterEventListener;
import io.bourse.marketdata.MarketDataReader;
import io.bourse.schema.AssetDefinedDecoder;
import io.bourse.schema.FeeRatesChangedDecoder;
import io.bourse.schema.InstrumentDefinedDecoder;
import io.bourse.schema.InstrumentStateChangedDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.wire.EventFrame;
import io.bourse.wire.PackedAscii;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The assets and instruments, in memory: from Redis at start and when an unknown one is asked for, and from the cluster's
 * events as they happen. Readable from any thread without waiting.
 */
public final class Catalogue implements ClusterEventListener {
    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);
    private static final long REFRESH_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final MarketDataReader reader;
    private final Workers workers;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final AssetDefinedDecoder assetDefined = new AssetDefinedDecoder();
    private final InstrumentDefinedDecoder instrumentDefined = new InstrumentDefinedDecoder();
    private final InstrumentStateChangedDecoder stateChanged = new InstrumentStateChangedDecoder();
    private final FeeRatesChangedDecoder feeRatesChanged = new FeeRatesChangedDecoder();
    private final Object refreshLock = new Object();
    private long lastRefreshNs = System.nanoTime() - REFRESH_INTERVAL_NS;
    private CompletableFuture<Void> lastRefresh = CompletableFuture.completedFuture(null);
    private volatile boolean isRead;
    private volatile Contents contents = new Contents(Map.of(), Map.of(), 0);

    /** Empty; {@link #refresh} fills it. */
    public Catalogue(final MarketDataReader reader, final Workers workers) {
        this.reader = reader;
        this.workers = workers;
    }

    /** Every asset, by id. */
    public List<Asset> assets() {
        return List.copyOf(contents.assets.values());
    }

    /** Every instrument, by id. */
    public List<Instrument> instruments() {
        return List.copyOf(contents.instruments.values());
    }

    /** An asset, or null. */
    public Asset asset(final int assetId) {
        return contents.assets.get(assetId);
    }

    /** An instrument, or null. */
    public Instrument instrument(final int instrumentId) {
        return contents.instruments.get(instrumentId);
    }

    /** An instrument by symbol, with or without its separator, if it is known now. */
    public Optional<Instrument> find(final String symbol) {
        return Optional.ofNullable(contents.bySymbol.get(symbol.toUpperCase(Locale.ROOT)));
    }

    /** An asset by symbol, if it is known now. */
    public Optional<Asset> findAsset(final String symbol) {
        return contents.assets.values().stream().filter(asset -> asset.symbol().equalsIgnoreCase(symbol)).findFirst();
    }

    /** An instrument by symbol, after a look into Redis for one that is not known yet; else 400 UNKNOWN_SYMBOL. */
    public CompletableFuture<Instrument> instrument(final String symbol) {
        final Optional<Instrument> found = find(symbol);
        return found.isPresent() ? CompletableFuture.completedFuture(found.get()) :
            refreshSoon().thenApply(ignored -> find(symbol).orElseThrow(
                () -> unknown("UNKNOWN_SYMBOL", "There is no such market; /api/v1/markets lists all.")));
    }

    /** An asset by symbol, after a look into Redis for one that is not known yet; else 400 UNKNOWN_ASSET. */
    public CompletableFuture<Asset> asset(final String symbol) {
        final Optional<Asset> found = findAsset(symbol);
        return found.isPresent() ? CompletableFuture.completedFuture(found.get()) :
            refreshSoon().thenApply(ignored -> findAsset(symbol).orElseThrow(
                () -> unknown("UNKNOWN_ASSET", "There is no such asset; /api/v1/assets lists all.")));
    }

    /** An asset that the engine has just answered for: who has defined it may use it before its event has come. */
    public void add(final Asset asset) {
        synchronized (this) {
            final Contents next = contents.copy();
            next.assets.putIfAbsent(asset.assetId(), asset);
            contents = new Contents(next.assets, next.instruments, contents.eventSequence);
        }
    }

    /** Whether anything has been read; before that no name is known. */
    public boolean isRead() {
        return isRead || contents.eventSequence > 0;
    }

    /** What to say of a name that is not there: 400, or 503 before anything has been read. */
    public HttpError unknown(final String code, final String reason) {
        return isRead() ? HttpError.badRequest(code, reason) :
            HttpError.unavailable("MARKET_DATA_UNAVAILABLE", "The markets have not been read yet.");
    }

    /** Looks into Redis unless that was begun a moment ago, and completes with that: asking for nonsense costs nothing. */
    public CompletableFuture<Void> refreshSoon() {
        final CompletableFuture<Void> begun;
        synchronized (refreshLock) {
            final long nowNs = System.nanoTime();
            if (nowNs - lastRefreshNs < REFRESH_INTERVAL_NS || !lastRefresh.isDone()) {
                return lastRefresh;
            }
            lastRefreshNs = nowNs;
            begun = new CompletableFuture<>();
            lastRefresh = begun;
        }
        workers.submit(() -> {
            refresh();
            return null;
        }).whenComplete((nothing, failure) -> {
            if (failure == null) {
                begun.complete(null);
            } else {
                begun.completeExceptionally(failure);
            }
        });
        return begun;
    }

    /** Reads everything from Redis; blocks. */
    public void refresh() {
        // Read first: what is read afterwards is at least as new.
        final long appliedEventSequence = reader.appliedEventSequence();
        final List<Asset> assets = reader.assets();
        final List<Instrument> instruments = reader.instruments();
        synchronized (this) {
            final boolean isNewer = appliedEventSequence >= contents.eventSequence;
            final Contents next = contents.copy();
            for (final Asset asset : assets) {
                next.assets.putIfAbsent(asset.assetId(), asset);
            }
            for (final Instrument instrument : instruments) {
                if (isNewer || !next.instruments.containsKey(instrument.instrumentId())) {
                    next.instruments.put(instrument.instrumentId(), instrument);
                }
            }
            contents = new Contents(next.assets, next.instruments, contents.eventSequence);
            isRead |= appliedEventSequence > 0;
        }
    }

    @Override
    public void onEvent(final DirectBuffer buffer, final int offset, final int length) {
        final int templateId = EventFrame.templateId(buffer, offset);
        if (templateId != AssetDefinedDecoder.TEMPLATE_ID && templateId != InstrumentDefinedDecoder.TEMPLATE_ID &&
            templateId != InstrumentStateChangedDecoder.TEMPLATE_ID && templateId != FeeRatesChangedDecoder.TEMPLATE_ID) {
            return;
        }
        synchronized (this) {
            final Contents next = contents.copy();
            switch (templateId) {
                case AssetDefinedDecoder.TEMPLATE_ID -> {
                    assetDefined.wrapAndApplyHeader(buffer, offset, header);
                    next.assets.put(assetDefined.assetId(), new Asset(assetDefined.assetId(),
                        PackedAscii.unpack(assetDefined.symbol().word0(), assetDefined.symbol().word1()),
                        assetDefined.decimals()));
                }
                case InstrumentDefinedDecoder.TEMPLATE_ID ->
                    define(instrumentDefined.wrapAndApplyHeader(buffer, offset, header), next);
                case FeeRatesChangedDecoder.TEMPLATE_ID -> {
                    feeRatesChanged.wrapAndApplyHeader(buffer, offset, header);
                    if (feeRatesChanged.feeTier() == 0) {
                        next.instruments.computeIfPresent(feeRatesChanged.instrumentId(), (id, instrument) ->
                            instrument.withFees(feeRatesChanged.makerFeePpm(), feeRatesChanged.takerFeePpm()));
                    }
                }
                default -> {
                    stateChanged.wrapAndApplyHeader(buffer, offset, header);
                    next.instruments.computeIfPresent(stateChanged.instrumentId(),
                        (id, instrument) -> instrument.withState(stateChanged.state()));
                }
            }
            contents = new Contents(next.assets, next.instruments, EventFrame.eventSequence(buffer, offset));
        }
    }

    private static void define(final InstrumentDefinedDecoder event, final Contents next) {
        final String symbol = PackedAscii.unpack(event.symbol().word0(), event.symbol().word1());
        final Asset base = next.assets.get(event.baseAssetId());
        final Asset quote = next.assets.get(event.quoteAssetId());
        if (base == null || quote == null) {
            LOG.info("instrument {} is defined on assets that are not known yet; it is read from Redis later", symbol);
            return;
        }
        next.instruments.put(event.instrumentId(), new Instrument(event.instrumentId(), symbol, base, quote,
            event.tickQuoteUnits(), event.lotBaseUnits(), event.quoteUnitsPerTickLot(), event.minQuantityLots(),
            event.maxQuantityLots(), event.maxPriceTicks(), event.minNotional(), event.maxNotional(), event.makerFeePpm(),
            event.takerFeePpm(), event.priceRangeBasisPoints(), event.state()));
    }

    private static final class Contents {
        private final Map<Integer, Asset> assets;
        private final Map<Integer, Instrument> instruments;
        private final Map<String, Instrument> bySymbol;
        private final long eventSequence;

        private Contents(
            final Map<Integer, Asset> assets, final Map<Integer, Instrument> instruments, final long eventSequence) {
            this.assets = assets;
            this.instruments = instruments;
            this.eventSequence = eventSequence;
            bySymbol = instruments.values().stream().collect(Collectors.toMap(Instrument::symbol, i -> i));
            instruments.values().forEach(i -> bySymbol.putIfAbsent(i.symbol().replace("_", ""), i));
        }

        private Contents copy() {
            return new Contents(new TreeMap<>(assets), new TreeMap<>(instruments), eventSequence);
        }
    }
}
