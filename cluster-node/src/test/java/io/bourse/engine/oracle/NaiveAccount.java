package io.bourse.engine.oracle;

import java.math.BigInteger;
import java.util.Arrays;

/** An account of the oracle; number 0 collects the fees. */
final class NaiveAccount {
    static final int ASSETS_MAX = 16;

    long id;
    long externalHigh;
    long externalLow;
    boolean blocked;
    long group;
    int tier;
    int maxOrders;
    long maxNotional;
    /** 0: none. */
    long deadlineNs;
    final BigInteger[] available = new BigInteger[ASSETS_MAX];
    final BigInteger[] locked = new BigInteger[ASSETS_MAX];

    NaiveAccount() {
        Arrays.fill(available, BigInteger.ZERO);
        Arrays.fill(locked, BigInteger.ZERO);
    }
}
