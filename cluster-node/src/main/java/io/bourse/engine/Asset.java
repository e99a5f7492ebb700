package io.bourse.engine;

/** Skeleton: accessors that the service encodes from. */
public final class Asset {
    public int assetId() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long symbol0() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long symbol1() {
        throw new UnsupportedOperationException("skeleton");
    }

    public int decimals() {
        throw new UnsupportedOperationException("skeleton");
    }
}
