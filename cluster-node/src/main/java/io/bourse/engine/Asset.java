package io.bourse.engine;

/** Something that balances are held in. Ids are 1, 2, 3 ... */
public final class Asset {
    long symbol0;
    long symbol1;
    long feesCollected;
    long depositsTotal;
    long withdrawalsTotal;
    int assetId;
    int decimals;

    Asset() {
    }

    /** First word of the packed symbol. */
    public long symbol0() {
        return symbol0;
    }

    /** Second word of the packed symbol. */
    public long symbol1() {
        return symbol1;
    }

    /** 1, 2, 3 ... */
    public int assetId() {
        return assetId;
    }

    /** Minor units are 10^-decimals; 0 to 18. */
    public int decimals() {
        return decimals;
    }
}
