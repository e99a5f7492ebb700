package io.bourse.engine;

/** A deposit or withdrawal that is remembered, so that its id has one effect and one answer. Reused when forgotten. */
final class Transfer extends Keyed {
    long accountId;
    long idempotencyHigh;
    long idempotencyLow;
    long amount;
    /** 0 for deposits. */
    long withdrawalId;
    /** Answer that was given. */
    long available;
    /** Answer that was given. */
    long locked;
    int assetId;
    boolean settledAtOnce;
    /** The next younger one. */
    Transfer younger;

    boolean isSame(final boolean withdrawal, final int asset, final long minorUnits, final boolean settleAtOnce) {
        return withdrawal == (withdrawalId != 0) && asset == assetId && minorUnits == amount && settleAtOnce == settledAtOnce;
    }
}
