package io.bourse.engine;

/** A deposit, withdrawal or transfer that is remembered, so that its id has one effect and one answer. Reused when forgotten. */
final class Transfer extends Keyed {
    long accountId;
    long idempotencyHigh;
    long idempotencyLow;
    long amount;
    /** Of a withdrawal; else 0. */
    long withdrawalId;
    /** Who is paid by a transfer; else 0. */
    long toAccountId;
    /** Answer that was given. */
    long available;
    /** Answer that was given. */
    long locked;
    int assetId;
    boolean settledAtOnce;
    /** The next younger one. */
    Transfer younger;

    boolean isSameDeposit(final int asset, final long minorUnits) {
        return withdrawalId == 0 && toAccountId == 0 && asset == assetId && minorUnits == amount;
    }

    boolean isSameWithdrawal(final int asset, final long minorUnits, final boolean settleAtOnce) {
        return withdrawalId != 0 && asset == assetId && minorUnits == amount && settleAtOnce == settledAtOnce;
    }

    boolean isSameTransfer(final long payeeId, final int asset, final long minorUnits) {
        return toAccountId == payeeId && asset == assetId && minorUnits == amount;
    }
}
