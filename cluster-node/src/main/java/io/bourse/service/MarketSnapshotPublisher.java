package io.bourse.service;

import io.bourse.engine.Asset;
import io.bourse.engine.Engine;
import io.bourse.engine.Instrument;
import io.bourse.engine.RecordKind;
import io.bourse.engine.StateVisitor;
import io.bourse.schema.InstrumentState;
import io.bourse.schema.MarketSnapshotAssetEncoder;
import io.bourse.schema.MarketSnapshotBeginEncoder;
import io.bourse.schema.MarketSnapshotEndEncoder;
import io.bourse.schema.MarketSnapshotInstrumentEncoder;
import io.bourse.schema.MarketSnapshotLevelEncoder;
import io.bourse.schema.Side;

/**
 * Puts into the event stream what is public, for a market-data process that cannot begin with the first event any more. The
 * levels come out of the one traversal of the state: orders of a book stand there by side, price and priority.
 */
final class MarketSnapshotPublisher implements StateVisitor {
    /** Code of an order that rests, in its record. */
    private static final int IN_BOOK = 0;

    private final MarketSnapshotBeginEncoder begin = new MarketSnapshotBeginEncoder();
    private final MarketSnapshotAssetEncoder assetEncoder = new MarketSnapshotAssetEncoder();
    private final MarketSnapshotInstrumentEncoder instrumentEncoder = new MarketSnapshotInstrumentEncoder();
    private final MarketSnapshotLevelEncoder level = new MarketSnapshotLevelEncoder();
    private final MarketSnapshotEndEncoder end = new MarketSnapshotEndEncoder();
    private final EventFrames frames;
    private Engine engine;
    private RecordKind kind;
    private int publishedInstrumentId;
    private long levelCount;
    // Of the order whose fields are being read.
    private int instrumentId;
    private long place;
    private int side;
    private long priceTicks;
    private long remainingLots;
    private long hiddenLots;
    // Of the level that is being summed up.
    private int levelInstrumentId;
    private int levelSide;
    private long levelPriceTicks;
    private long levelQuantityLots;
    private int levelOrderCount;

    MarketSnapshotPublisher(final EventFrames frames) {
        this.frames = frames;
    }

    void publish(final Engine source) {
        engine = source;
        kind = null;
        publishedInstrumentId = 0;
        levelCount = 0;
        levelOrderCount = 0;
        frames.head(begin.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        begin.assetCount(engine.assetCount()).instrumentCount(engine.instrumentCount());
        frames.publish(false);
        for (int assetId = 1; assetId <= engine.assetCount(); assetId++) {
            publish(engine.asset(assetId));
        }
        engine.accept(this);
        endOrder();
        endLevel();
        publishInstrumentsThrough(engine.instrumentCount());
        frames.head(end.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        end.levelCount(levelCount);
        frames.publish(false);
    }

    @Override
    public void record(final RecordKind recordKind) {
        endOrder();
        kind = recordKind;
    }

    @Override
    public void field(final String name, final long value) {
        if (kind != RecordKind.ORDER) {
            return;
        }
        switch (name) {
            case "instrumentId" -> instrumentId = (int) value;
            case "place" -> place = value;
            case "side" -> side = (int) value;
            case "priceTicks" -> priceTicks = value;
            case "remainingLots" -> remainingLots = value;
            case "hiddenLots" -> hiddenLots = value;
            default -> {
                // Private.
            }
        }
    }

    private void endOrder() {
        if (kind != RecordKind.ORDER || place != IN_BOOK) {
            return;
        }
        if (levelOrderCount > 0 &&
            (instrumentId != levelInstrumentId || side != levelSide || priceTicks != levelPriceTicks)) {
            endLevel();
        }
        levelInstrumentId = instrumentId;
        levelSide = side;
        levelPriceTicks = priceTicks;
        levelQuantityLots += remainingLots - hiddenLots;
        levelOrderCount++;
    }

    private void endLevel() {
        if (levelOrderCount == 0) {
            return;
        }
        publishInstrumentsThrough(levelInstrumentId);
        frames.head(level.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        level
            .priceTicks(levelPriceTicks)
            .quantityLots(levelQuantityLots)
            .orderCount(levelOrderCount)
            .instrumentId(levelInstrumentId)
            .side(Side.get((short) levelSide));
        frames.publish(false);
        levelCount++;
        levelQuantityLots = 0;
        levelOrderCount = 0;
    }

    private void publishInstrumentsThrough(final int id) {
        while (publishedInstrumentId < id) {
            publish(engine.instrument(++publishedInstrumentId));
        }
    }

    private void publish(final Asset asset) {
        frames.head(assetEncoder.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        assetEncoder.symbol().word0(asset.symbol0()).word1(asset.symbol1());
        assetEncoder.assetId(asset.assetId()).decimals(asset.decimals());
        frames.publish(false);
    }

    private void publish(final Instrument instrument) {
        frames.head(instrumentEncoder.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        instrumentEncoder.symbol().word0(instrument.symbol0()).word1(instrument.symbol1());
        instrumentEncoder
            .tickQuoteUnits(instrument.tickQuoteUnits())
            .lotBaseUnits(instrument.lotBaseUnits())
            .quoteUnitsPerTickLot(instrument.quoteUnitsPerTickLot())
            .minQuantityLots(instrument.minQuantityLots())
            .maxQuantityLots(instrument.maxQuantityLots())
            .maxPriceTicks(instrument.maxPriceTicks())
            .minNotional(instrument.minNotional())
            .maxNotional(instrument.maxNotional())
            .updateId(instrument.lastUpdateId())
            .instrumentId(instrument.instrumentId())
            .baseAssetId(instrument.baseAssetId())
            .quoteAssetId(instrument.quoteAssetId())
            .makerFeePpm(instrument.makerFeePpm())
            .takerFeePpm(instrument.takerFeePpm())
            .priceRangeBasisPoints(instrument.priceRangeBasisPoints())
            .state(InstrumentState.get((short) instrument.state().code()));
        frames.publish(false);
    }
}
