package io.bourse.engine;

import java.util.Arrays;

/** A holder of balances and orders. Ids are 1, 2, 3 ...; 0 is the operator and, in events, the fee account. */
public final class Account extends Keyed {
    private static final int INITIAL_ASSETS = 8;

    final long accountId;
    final long externalIdHigh;
    final long externalIdLow;
    final OrderIdList orderIds = new OrderIdList();
    int openOrderCount;
    RememberedOrder oldestRememberedOrder;
    RememberedOrder youngestRememberedOrder;
    int rememberedOrderCount;
    boolean blocked;
    long tradeGroup;
    int feeTier;
    int maxOpenOrders;
    long maxOpenNotional;
    /** Kept up to date while there is a limit of open notional; null before the first. */
    Exposures exposures;
    long deadManDeadlineNs;
    /** Place of its timer, for {@link DeadManTimers}. */
    int deadManIndex;
    private long[] available = new long[INITIAL_ASSETS];
    private long[] locked = new long[INITIAL_ASSETS];

    Account(final long accountId, final long externalIdHigh, final long externalIdLow) {
        this.accountId = accountId;
        this.externalIdHigh = externalIdHigh;
        this.externalIdLow = externalIdLow;
    }

    /** 1, 2, 3 ... */
    public long accountId() {
        return accountId;
    }

    /** First half of the id by which the account was asked for. */
    public long externalIdHigh() {
        return externalIdHigh;
    }

    /** Second half of the id by which the account was asked for. */
    public long externalIdLow() {
        return externalIdLow;
    }

    /** Whether it may not enter orders. */
    public boolean isBlocked() {
        return blocked;
    }

    /** Accounts of the same group, not 0, do not trade with each other when they ask for prevention. */
    public long tradeGroup() {
        return tradeGroup;
    }

    /** 0 to 7. */
    public int feeTier() {
        return feeTier;
    }

    /** Open orders that it may have; 0: the limit of the engine. */
    public int maxOpenOrders() {
        return maxOpenOrders;
    }

    /** Open price x quantity that it may have per instrument, quote minor units; 0: no limit. */
    public long maxOpenNotional() {
        return maxOpenNotional;
    }

    /** When its dead-man timer fires, ns since the epoch; 0: no timer. */
    public long deadManDeadlineNs() {
        return deadManDeadlineNs;
    }

    /** Minor units that can be used. */
    long available(final int assetId) {
        return assetId < available.length ? available[assetId] : 0;
    }

    /** Minor units reserved by orders and withdrawals. */
    long locked(final int assetId) {
        return assetId < locked.length ? locked[assetId] : 0;
    }

    void balance(final int assetId, final long newAvailable, final long newLocked) {
        if (assetId >= available.length) {
            final int length = Math.max(assetId + 1, 2 * available.length);
            available = Arrays.copyOf(available, length);
            locked = Arrays.copyOf(locked, length);
        }
        available[assetId] = newAvailable;
        locked[assetId] = newLocked;
    }
}
