package io.bourse.engine;

/** What defines an instrument, unchecked; units as in the schema. Reused by the caller. */
public final class InstrumentDefinition {
    public long symbol0;
    public long symbol1;
    public long tickQuoteUnits;
    public long lotBaseUnits;
    public long minQuantityLots;
    public long maxQuantityLots;
    public long maxPriceTicks;
    public long minNotional;
    public long maxNotional;
    public int baseAssetId;
    public int quoteAssetId;
    public int makerFeePpm;
    public int takerFeePpm;
    public int priceRangeBasisPoints;
    public int priceBandBasisPoints;
    /** 0: a limit outside of the band is refused; 1: what is left of it expires. */
    public int priceBandMode;
    /** What the band refers to before the first trade; 0: no band until then. */
    public long referencePriceTicks;
    /** {@link InstrumentState} code. */
    public int initialState;
}
