package io.bourse.engine;

/** What a market is made of for tests that are about something else: asset 1 for asset 2, no fees, no bands. */
final class PlainMarket {
    private PlainMarket() {
    }

    /** One that trades at once, with ticks, lots and least quantity of 1; the caller may change it. */
    static InstrumentDefinition definition(final long symbol, final long maxQuantityLots, final long maxPriceTicks) {
        final InstrumentDefinition definition = new InstrumentDefinition();
        definition.symbol0 = symbol;
        definition.baseAssetId = 1;
        definition.quoteAssetId = 2;
        definition.tickQuoteUnits = 1;
        definition.lotBaseUnits = 1;
        definition.minQuantityLots = 1;
        definition.maxQuantityLots = maxQuantityLots;
        definition.maxPriceTicks = maxPriceTicks;
        definition.maxNotional = Long.MAX_VALUE;
        definition.initialState = InstrumentState.TRADING.code();
        return definition;
    }
}
