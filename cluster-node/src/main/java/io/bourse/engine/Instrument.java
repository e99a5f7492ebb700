package io.bourse.engine;

/** A market: base against quote. Ids are 1, 2, 3 ... */
public final class Instrument {
    long symbol0;
    long symbol1;
    long tickQuoteUnits;
    long lotBaseUnits;
    long quoteUnitsPerTickLot;
    long minQuantityLots;
    long maxQuantityLots;
    long maxPriceTicks;
    long minNotional;
    long maxNotional;
    long lastTradePriceTicks;
    long lastTradeId;
    long lastUpdateId;
    int instrumentId;
    int baseAssetId;
    int quoteAssetId;
    /** By fee tier of the maker. */
    final int[] makerFeesPpm = new int[Fees.TIERS];
    /** By fee tier of the taker. */
    final int[] takerFeesPpm = new int[Fees.TIERS];
    int priceRangeBasisPoints;
    int priceBandBasisPoints;
    int priceBandMode;
    long referencePriceTicks;
    long lastPreventedMatchId;
    InstrumentState state;
    OrderBook book;
    StopBook stops;
    /** DAY orders of the present session; null when there are none yet. */
    DayOrders day;
    /** The current command has changed its book. */
    boolean touched;

    Instrument() {
    }

    /** First word of the packed symbol. */
    public long symbol0() {
        return symbol0;
    }

    /** Second word of the packed symbol. */
    public long symbol1() {
        return symbol1;
    }

    /** Price of one whole base unit at one tick, in quote minor units. */
    public long tickQuoteUnits() {
        return tickQuoteUnits;
    }

    /** One lot, in base minor units. */
    public long lotBaseUnits() {
        return lotBaseUnits;
    }

    /** Quote minor units of one lot at one tick; at least 1. */
    public long quoteUnitsPerTickLot() {
        return quoteUnitsPerTickLot;
    }

    /** Smallest order, lots. */
    public long minQuantityLots() {
        return minQuantityLots;
    }

    /** Largest order, lots. */
    public long maxQuantityLots() {
        return maxQuantityLots;
    }

    /** Highest limit, ticks. */
    public long maxPriceTicks() {
        return maxPriceTicks;
    }

    /** Smallest price x quantity, quote minor units. */
    public long minNotional() {
        return minNotional;
    }

    /** Largest price x quantity, quote minor units. */
    public long maxNotional() {
        return maxNotional;
    }

    /** Price of the newest trade, ticks; 0 before the first. */
    public long lastTradePriceTicks() {
        return lastTradePriceTicks;
    }

    /** 1, 2, 3 ... */
    public int instrumentId() {
        return instrumentId;
    }

    /** Asset that is traded. */
    public int baseAssetId() {
        return baseAssetId;
    }

    /** Asset that prices are in. */
    public int quoteAssetId() {
        return quoteAssetId;
    }

    /** Parts per million of what a maker of tier 0 receives; negative: a rebate. */
    public int makerFeePpm() {
        return makerFeesPpm[0];
    }

    /** Parts per million of what a taker of tier 0 receives. */
    public int takerFeePpm() {
        return takerFeesPpm[0];
    }

    /** How far from the reference a market order may trade; 0: anywhere. */
    public int priceRangeBasisPoints() {
        return priceRangeBasisPoints;
    }

    /** How far from the reference a limit may be; 0: anywhere. */
    public int priceBandBasisPoints() {
        return priceBandBasisPoints;
    }

    /** 0: a limit outside of the band is refused; 1: what is left of it expires. */
    public int priceBandMode() {
        return priceBandMode;
    }

    /** What the band refers to before the first trade, ticks; 0: no band until then. */
    public long referencePriceTicks() {
        return referencePriceTicks;
    }

    /** What it takes now. */
    public InstrumentState state() {
        return state;
    }

    /** Id of the newest book delta; 0 before the first. */
    public long lastUpdateId() {
        return lastUpdateId;
    }
}
