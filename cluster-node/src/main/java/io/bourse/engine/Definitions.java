package io.bourse.engine;

import java.util.Arrays;

/** What the operator sets up: assets, instruments, their states and fees. */
final class Definitions {
    private static final int DECIMALS_MAX = 18;
    private static final int BASIS_POINTS_MAX = 1_000_000;
    private static final int PRICE_BAND_MODE_MAX = 1;

    private final EngineListener listener;
    private final Ledger ledger;
    private final InstrumentTable instruments;
    private final Expiries expiries;

    Definitions(
        final EngineListener listener, final Ledger ledger, final InstrumentTable instruments, final Expiries expiries) {
        this.listener = listener;
        this.ledger = ledger;
        this.instruments = instruments;
        this.expiries = expiries;
    }

    RejectReason defineAsset(final long symbol0, final long symbol1, final int decimals, final CommandResult result) {
        if (!PackedText.isSymbol(symbol0, symbol1) || decimals < 0 || decimals > DECIMALS_MAX) {
            return RejectReason.INVALID_DEFINITION;
        }
        final Asset same = ledger.assetBySymbol(symbol0, symbol1);
        if (same != null) {
            result.subjectId = same.assetId;
            return RejectReason.DUPLICATE_SYMBOL;
        }
        if (ledger.isFullOfAssets()) {
            return RejectReason.LIMIT_REACHED;
        }
        final Asset asset = ledger.addAsset(symbol0, symbol1, decimals);
        result.subjectId = asset.assetId;
        listener.onAssetDefined(asset);
        return null;
    }

    RejectReason defineInstrument(final InstrumentDefinition definition, final CommandResult result) {
        if (!PackedText.isSymbol(definition.symbol0, definition.symbol1)) {
            return RejectReason.INVALID_DEFINITION;
        }
        final Asset base = ledger.asset(definition.baseAssetId);
        if (base == null || ledger.asset(definition.quoteAssetId) == null) {
            return RejectReason.UNKNOWN_ASSET;
        }
        final long quoteUnitsPerTickLot = quoteUnitsPerTickLot(definition, base.decimals);
        if (!isConsistent(definition) || quoteUnitsPerTickLot < 1 || !fits(definition, quoteUnitsPerTickLot)) {
            return RejectReason.INVALID_DEFINITION;
        }
        final InstrumentState state = InstrumentState.of(definition.initialState);
        if (state == null) {
            return RejectReason.INVALID_STATE;
        }
        final Instrument same = instruments.bySymbol(definition.symbol0, definition.symbol1);
        if (same != null) {
            result.subjectId = same.instrumentId;
            return RejectReason.DUPLICATE_SYMBOL;
        }
        if (instruments.isFull()) {
            return RejectReason.LIMIT_REACHED;
        }
        final Instrument instrument = instrumentOf(definition, quoteUnitsPerTickLot, state);
        instruments.add(instrument);
        result.subjectId = instrument.instrumentId;
        listener.onInstrumentDefined(instrument);
        return null;
    }

    RejectReason setState(final int instrumentId, final int stateCode, final CommandResult result) {
        final Instrument instrument = instruments.get(instrumentId);
        if (instrument == null) {
            return RejectReason.UNKNOWN_INSTRUMENT;
        }
        final InstrumentState state = InstrumentState.of(stateCode);
        if (state == null) {
            return RejectReason.INVALID_STATE;
        }
        result.subjectId = instrumentId;
        if (state != instrument.state) {
            instrument.state = state;
            listener.onInstrumentStateChanged(instrument);
            if (state == InstrumentState.CLOSED) {
                expiries.endSession(instrument);
            }
        }
        return null;
    }

    RejectReason setFeeRates(
        final int instrumentId, final int feeTier, final int makerFeePpm, final int takerFeePpm, final CommandResult result) {
        final Instrument instrument = instruments.get(instrumentId);
        if (instrument == null) {
            return RejectReason.UNKNOWN_INSTRUMENT;
        }
        if (!Fees.isTier(feeTier) || !Fees.isMakerRate(makerFeePpm) || !Fees.isTakerRate(takerFeePpm)) {
            return RejectReason.INVALID_SETTING;
        }
        instrument.makerFeesPpm[feeTier] = makerFeePpm;
        instrument.takerFeesPpm[feeTier] = takerFeePpm;
        result.subjectId = instrumentId;
        listener.onFeeRatesChanged(instrumentId, feeTier, makerFeePpm, takerFeePpm);
        return null;
    }

    /** Quote minor units of one lot at one tick; 0 when that is not a whole number, or does not fit. */
    private static long quoteUnitsPerTickLot(final InstrumentDefinition definition, final int baseDecimals) {
        long baseUnit = 1;
        for (int i = 0; i < baseDecimals; i++) {
            baseUnit *= 10;
        }
        final long product = Products.of(definition.tickQuoteUnits, definition.lotBaseUnits);
        return product < 0 || product % baseUnit != 0 ? 0 : product / baseUnit;
    }

    private static boolean isConsistent(final InstrumentDefinition definition) {
        return definition.baseAssetId != definition.quoteAssetId &&
            definition.minQuantityLots >= 1 && definition.maxQuantityLots >= definition.minQuantityLots &&
            definition.maxPriceTicks >= 1 &&
            definition.minNotional >= 0 && definition.maxNotional >= Math.max(1, definition.minNotional) &&
            Fees.isMakerRate(definition.makerFeePpm) && Fees.isTakerRate(definition.takerFeePpm) &&
            isDistance(definition.priceRangeBasisPoints) && isDistance(definition.priceBandBasisPoints) &&
            definition.priceBandMode >= 0 && definition.priceBandMode <= PRICE_BAND_MODE_MAX &&
            definition.referencePriceTicks >= 0 && definition.referencePriceTicks <= definition.maxPriceTicks;
    }

    private static boolean isDistance(final int basisPoints) {
        return basisPoints >= 0 && basisPoints <= BASIS_POINTS_MAX;
    }

    private static boolean fits(final InstrumentDefinition definition, final long quoteUnitsPerTickLot) {
        return Products.of(definition.maxPriceTicks, definition.maxQuantityLots, quoteUnitsPerTickLot) > 0 &&
            Products.of(definition.maxPriceTicks, definition.tickQuoteUnits) > 0 &&
            Products.of(definition.maxQuantityLots, definition.lotBaseUnits) > 0;
    }

    private static Instrument instrumentOf(
        final InstrumentDefinition definition, final long quoteUnitsPerTickLot, final InstrumentState state) {
        final Instrument instrument = new Instrument();
        instrument.symbol0 = definition.symbol0;
        instrument.symbol1 = definition.symbol1;
        instrument.tickQuoteUnits = definition.tickQuoteUnits;
        instrument.lotBaseUnits = definition.lotBaseUnits;
        instrument.quoteUnitsPerTickLot = quoteUnitsPerTickLot;
        instrument.minQuantityLots = definition.minQuantityLots;
        instrument.maxQuantityLots = definition.maxQuantityLots;
        instrument.maxPriceTicks = definition.maxPriceTicks;
        instrument.minNotional = definition.minNotional;
        instrument.maxNotional = definition.maxNotional;
        instrument.baseAssetId = definition.baseAssetId;
        instrument.quoteAssetId = definition.quoteAssetId;
        Arrays.fill(instrument.makerFeesPpm, definition.makerFeePpm);
        Arrays.fill(instrument.takerFeesPpm, definition.takerFeePpm);
        instrument.priceRangeBasisPoints = definition.priceRangeBasisPoints;
        instrument.priceBandBasisPoints = definition.priceBandBasisPoints;
        instrument.priceBandMode = definition.priceBandMode;
        instrument.referencePriceTicks = definition.referencePriceTicks;
        instrument.state = state;
        return instrument;
    }
}
