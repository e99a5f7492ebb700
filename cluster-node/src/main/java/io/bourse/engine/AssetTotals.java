package io.bourse.engine;

/** Sums of one asset, minor units: accountsTotal + feesCollected = depositsTotal - withdrawalsTotal. */
public final class AssetTotals {
    public long accountsTotal;
    public long feesCollected;
    public long depositsTotal;
    public long withdrawalsTotal;
}
