package io.bourse.marketdata;

import io.bourse.client.Asset;
import io.bourse.client.EventCheckpoint;
import io.bourse.client.EventHandler;
import io.bourse.client.Instrument;
import io.bourse.schema.AssetDefinedDecoder;
import io.bourse.schema.BookDeltaDecoder;
import io.bourse.schema.CommandResultDecoder;
import io.bourse.schema.GatewayLoggedOnDecoder;
import io.bourse.schema.FeeRatesChangedDecoder;
import io.bourse.schema.InstrumentDefinedDecoder;
import io.bourse.schema.InstrumentStateChangedDecoder;
import io.bourse.schema.MarketSnapshotAssetDecoder;
import io.bourse.schema.MarketSnapshotBeginDecoder;
import io.bourse.schema.MarketSnapshotEndDecoder;
import io.bourse.schema.MarketSnapshotInstrumentDecoder;
import io.bourse.schema.MarketSnapshotLevelDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.Side;
import io.bourse.schema.TradeDecoder;
import io.bourse.wire.EventFrame;
import io.bourse.wire.PackedAscii;
import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Everything that is public, as a function of the events alone: assets, instruments, books, newest trades, one-minute
 * bars. Knows what has changed since the last write. Only valid to show between commands, see {@link #isAtBoundary}.
 */
final class PublicView implements EventHandler {
    private static final long NS_PER_MS = 1_000_000;

    private final TreeMap<Integer, Asset> assets = new TreeMap<>();
    private final TreeMap<Integer, PublicMarket> markets = new TreeMap<>();
    private final List<Asset> newAssets = new ArrayList<>();
    private final EventCheckpoint applied = new EventCheckpoint();
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final AssetDefinedDecoder assetDefined = new AssetDefinedDecoder();
    private final InstrumentDefinedDecoder instrumentDefined = new InstrumentDefinedDecoder();
    private final InstrumentStateChangedDecoder stateChanged = new InstrumentStateChangedDecoder();
    private final FeeRatesChangedDecoder feeRatesChanged = new FeeRatesChangedDecoder();
    private final TradeDecoder trade = new TradeDecoder();
    private final BookDeltaDecoder bookDelta = new BookDeltaDecoder();
    private final MarketSnapshotAssetDecoder snapshotAsset = new MarketSnapshotAssetDecoder();
    private final MarketSnapshotInstrumentDecoder snapshotInstrument = new MarketSnapshotInstrumentDecoder();
    private final MarketSnapshotLevelDecoder snapshotLevel = new MarketSnapshotLevelDecoder();
    private long openMinuteMs;
    private long engineTimeMs;
    private boolean atBoundary = true;
    private boolean isAwaitingSnapshot;
    private boolean isInSnapshot;

    /** Before the first event. */
    PublicView() {
    }

    /** Still empty, to be filled with what was stored at a checkpoint. */
    PublicView(final StoredCheckpoint stored) {
        final EventCheckpoint event = stored.event();
        applied.set(event.epoch(), event.eventSequence(), event.startPosition(), event.nextPosition(), event.chainHash());
        openMinuteMs = stored.minuteMs();
        engineTimeMs = stored.minuteMs();
    }

    /** Begins with the next market snapshot among the events: those before it are gone, and with them their trades. */
    static PublicView fromNextSnapshot() {
        final PublicView view = new PublicView();
        view.isAwaitingSnapshot = true;
        return view;
    }

    /** Whether a market snapshot has to come before anything is known. */
    boolean isAwaitingSnapshot() {
        return isAwaitingSnapshot;
    }

    /** @throws InconsistentEventsException if the event cannot follow what came before */
    @Override
    public void onEvent(
        final DirectBuffer buffer, final int offset, final int length, final EventCheckpoint checkpoint) {
        final long sequence = checkpoint.eventSequence();
        final int templateId = EventFrame.templateId(buffer, offset);
        if (isAwaitingSnapshot) {
            if (templateId != MarketSnapshotBeginDecoder.TEMPLATE_ID) {
                return;
            }
            isAwaitingSnapshot = false;
            isInSnapshot = true;
            applied.set(checkpoint.epoch(), sequence - 1, 0, 0, 0);
        }
        if (sequence <= applied.eventSequence()) {
            return;
        }
        if (sequence != applied.eventSequence() + 1) {
            throw new InconsistentEventsException("eventSequence=" + sequence + " after " + applied.eventSequence());
        }
        engineTimeMs = Math.max(engineTimeMs, EventFrame.timestampNs(buffer, offset) / NS_PER_MS);
        advanceTo(engineTimeMs);
        apply(buffer, offset, length);
        // A logon and a market snapshot are no sequenced commands and have no result; each is a step of its own.
        atBoundary = templateId == CommandResultDecoder.TEMPLATE_ID || templateId == GatewayLoggedOnDecoder.TEMPLATE_ID ||
            templateId == MarketSnapshotEndDecoder.TEMPLATE_ID;
        applied.set(checkpoint.epoch(), sequence, checkpoint.startPosition(), checkpoint.nextPosition(),
            checkpoint.chainHash());
    }

    /** Closes the bars of every minute that has ended by then; times that have passed already change nothing. */
    void advanceTo(final long timeMs) {
        final long minuteMs = MinuteBars.minute(timeMs);
        if (minuteMs > openMinuteMs) {
            if (openMinuteMs > 0) {
                for (final PublicMarket market : markets.values()) {
                    market.roll(openMinuteMs, minuteMs);
                }
            }
            openMinuteMs = minuteMs;
        }
    }

    void restore(final Asset asset) {
        assets.put(asset.assetId(), asset);
    }

    PublicMarket restore(final Instrument instrument) {
        final PublicMarket market = new PublicMarket(instrument);
        markets.put(instrument.instrumentId(), market);
        return market;
    }

    /** Everything up to here is written or will never be. */
    void clearChanges() {
        newAssets.clear();
        for (final PublicMarket market : markets.values()) {
            market.clearChanges();
        }
    }

    /** Whether the newest event ended its command. */
    boolean isAtBoundary() {
        return atBoundary;
    }

    /** Of the newest event. */
    long eventSequence() {
        return applied.eventSequence();
    }

    /** A copy of where this view stands. */
    StoredCheckpoint checkpoint() {
        return new StoredCheckpoint(applied.copy(), openMinuteMs);
    }

    /** Start of the minute whose bars are open. */
    long openMinuteMs() {
        return openMinuteMs;
    }

    /** Of the newest event. */
    long engineTimeMs() {
        return engineTimeMs;
    }

    Collection<Asset> assets() {
        return assets.values();
    }

    List<Asset> newAssets() {
        return newAssets;
    }

    /** By instrument id. */
    Collection<PublicMarket> markets() {
        return markets.values();
    }

    private void apply(final DirectBuffer buffer, final int offset, final int length) {
        messageHeader.wrap(buffer, offset);
        final int templateId = messageHeader.templateId();
        final int version = messageHeader.version();
        final int blockLength = messageHeader.blockLength();
        final int body = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        switch (templateId) {
            case BookDeltaDecoder.TEMPLATE_ID -> {
                checkLength(BookDeltaDecoder.BLOCK_LENGTH, length);
                onBookDelta(bookDelta.wrap(buffer, body, blockLength, version));
            }
            case TradeDecoder.TEMPLATE_ID -> {
                checkLength(TradeDecoder.BLOCK_LENGTH, length);
                onTrade(trade.wrap(buffer, body, blockLength, version));
            }
            case AssetDefinedDecoder.TEMPLATE_ID -> {
                checkLength(AssetDefinedDecoder.BLOCK_LENGTH, length);
                onAsset(assetDefined.wrap(buffer, body, blockLength, version));
            }
            case InstrumentDefinedDecoder.TEMPLATE_ID -> {
                // What version 1 added is not public.
                checkLength(InstrumentDefinedDecoder.referencePriceTicksEncodingOffset(), length);
                onInstrument(instrumentDefined.wrap(buffer, body, blockLength, version));
            }
            case InstrumentStateChangedDecoder.TEMPLATE_ID -> {
                checkLength(InstrumentStateChangedDecoder.BLOCK_LENGTH, length);
                stateChanged.wrap(buffer, body, blockLength, version);
                final PublicMarket market = market(stateChanged.instrumentId());
                market.instrument(market.instrument().withState(stateChanged.state()));
            }
            case FeeRatesChangedDecoder.TEMPLATE_ID -> {
                checkLength(FeeRatesChangedDecoder.BLOCK_LENGTH, length);
                feeRatesChanged.wrap(buffer, body, blockLength, version);
                if (feeRatesChanged.feeTier() == 0) {
                    final PublicMarket market = market(feeRatesChanged.instrumentId());
                    market.instrument(market.instrument().withFees(
                        feeRatesChanged.makerFeePpm(), feeRatesChanged.takerFeePpm()));
                }
            }
            default -> {
                // Private: orders, balances, accounts. Nothing of them is public.
                if (isInSnapshot) {
                    applySnapshot(templateId, buffer, body, length);
                }
            }
        }
    }

    /** What a view knows that has seen all events is no news; this one begins with it. */
    private void applySnapshot(final int templateId, final DirectBuffer buffer, final int body, final int length) {
        final int version = messageHeader.version();
        final int blockLength = messageHeader.blockLength();
        switch (templateId) {
            case MarketSnapshotAssetDecoder.TEMPLATE_ID -> {
                checkLength(MarketSnapshotAssetDecoder.BLOCK_LENGTH, length);
                snapshotAsset.wrap(buffer, body, blockLength, version);
                restore(new Asset(snapshotAsset.assetId(),
                    PackedAscii.unpack(snapshotAsset.symbol().word0(), snapshotAsset.symbol().word1()),
                    snapshotAsset.decimals()));
            }
            case MarketSnapshotInstrumentDecoder.TEMPLATE_ID -> {
                checkLength(MarketSnapshotInstrumentDecoder.BLOCK_LENGTH, length);
                final MarketSnapshotInstrumentDecoder event = snapshotInstrument.wrap(buffer, body, blockLength, version);
                restore(new Instrument(event.instrumentId(),
                    PackedAscii.unpack(event.symbol().word0(), event.symbol().word1()),
                    asset(event.baseAssetId()), asset(event.quoteAssetId()), event.tickQuoteUnits(), event.lotBaseUnits(),
                    event.quoteUnitsPerTickLot(), event.minQuantityLots(), event.maxQuantityLots(), event.maxPriceTicks(),
                    event.minNotional(), event.maxNotional(), event.makerFeePpm(), event.takerFeePpm(),
                    event.priceRangeBasisPoints(), event.state())).restored(event.updateId());
            }
            case MarketSnapshotLevelDecoder.TEMPLATE_ID -> {
                checkLength(MarketSnapshotLevelDecoder.BLOCK_LENGTH, length);
                snapshotLevel.wrap(buffer, body, blockLength, version);
                market(snapshotLevel.instrumentId()).restoreLevel(
                    known(snapshotLevel.side()), snapshotLevel.priceTicks(), snapshotLevel.quantityLots());
            }
            case MarketSnapshotBeginDecoder.TEMPLATE_ID -> {
                // Counts, for people.
            }
            case MarketSnapshotEndDecoder.TEMPLATE_ID -> isInSnapshot = false;
            default -> throw new InconsistentEventsException(
                "event template=" + templateId + " within a market snapshot, after " + applied);
        }
    }

    private void onBookDelta(final BookDeltaDecoder delta) {
        market(delta.instrumentId()).onBookDelta(
            delta.updateId(), known(delta.side()), delta.priceTicks(), delta.quantityLots());
    }

    private void onTrade(final TradeDecoder event) {
        market(event.instrumentId()).onTrade(new PublicTrade(event.tradeId(), engineTimeMs,
            known(event.takerSide()) == Side.SELL, event.priceTicks(), event.quantityLots(), event.quoteAmount()));
    }

    private void onAsset(final AssetDefinedDecoder event) {
        final Asset asset = new Asset(
            event.assetId(), PackedAscii.unpack(event.symbol().word0(), event.symbol().word1()), event.decimals());
        assets.put(asset.assetId(), asset);
        newAssets.add(asset);
    }

    private void onInstrument(final InstrumentDefinedDecoder event) {
        final Instrument instrument = new Instrument(event.instrumentId(),
            PackedAscii.unpack(event.symbol().word0(), event.symbol().word1()),
            asset(event.baseAssetId()), asset(event.quoteAssetId()), event.tickQuoteUnits(), event.lotBaseUnits(),
            event.quoteUnitsPerTickLot(), event.minQuantityLots(), event.maxQuantityLots(), event.maxPriceTicks(),
            event.minNotional(), event.maxNotional(), event.makerFeePpm(), event.takerFeePpm(),
            event.priceRangeBasisPoints(), event.state());
        final PublicMarket known = markets.get(instrument.instrumentId());
        if (known == null) {
            markets.put(instrument.instrumentId(), new PublicMarket(instrument));
        } else {
            known.instrument(instrument);
        }
    }

    private Asset asset(final int assetId) {
        final Asset asset = assets.get(assetId);
        if (asset == null) {
            throw new InconsistentEventsException("unknown assetId=" + assetId + " after event " + applied);
        }
        return asset;
    }

    private PublicMarket market(final int instrumentId) {
        final PublicMarket market = markets.get(instrumentId);
        if (market == null) {
            throw new InconsistentEventsException("unknown instrumentId=" + instrumentId + " after event " + applied);
        }
        return market;
    }

    private Side known(final Side side) {
        if (side != Side.BUY && side != Side.SELL) {
            throw new InconsistentEventsException("side=" + side + " after event " + applied);
        }
        return side;
    }

    private void checkLength(final int expected, final int length) {
        final int blockLength = messageHeader.blockLength();
        if (blockLength < expected || length < MessageHeaderDecoder.ENCODED_LENGTH + blockLength) {
            throw new InconsistentEventsException("event template=" + messageHeader.templateId() + " has a block of " +
                blockLength + " bytes in a frame of " + length + ", expected at least " + expected + ", after " + applied);
        }
    }
}
