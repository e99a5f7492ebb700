package io.bourse.engine;

/** Skeleton: accessors that the service encodes from. */
public final class Instrument {
    public int instrumentId() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long symbol0() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long symbol1() {
        throw new UnsupportedOperationException("skeleton");
    }

    public int baseAssetId() {
        throw new UnsupportedOperationException("skeleton");
    }

    public int quoteAssetId() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long tickQuoteUnits() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long lotBaseUnits() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long quoteUnitsPerTickLot() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long minQuantityLots() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long maxQuantityLots() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long maxPriceTicks() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long minNotional() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long maxNotional() {
        throw new UnsupportedOperationException("skeleton");
    }

    public int makerFeePpm() {
        throw new UnsupportedOperationException("skeleton");
    }

    public int takerFeePpm() {
        throw new UnsupportedOperationException("skeleton");
    }

    public int priceRangeBasisPoints() {
        throw new UnsupportedOperationException("skeleton");
    }

    public InstrumentState state() {
        throw new UnsupportedOperationException("skeleton");
    }
}
