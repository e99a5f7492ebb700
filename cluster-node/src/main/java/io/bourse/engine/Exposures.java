package io.bourse.engine;

import java.util.Arrays;

/**
 * Open notional of one account by instrument: the sum over its open orders of price x remaining x unit. Kept only while
 * the account has a limit. Derived from the orders, so it is not in the snapshot: {@link #restart} adds them up.
 *
 * <p>Each order remembers what it has been counted with, so that an update needs only the order as it is now. The sums are
 * of 128 bits: a limit may be set for an account whose orders together do not fit into 63.
 */
final class Exposures {
    private static final int INITIAL_INSTRUMENTS = 8;

    private long[] high = new long[INITIAL_INSTRUMENTS];
    private long[] low = new long[INITIAL_INSTRUMENTS];

    /** An open order is new, or its price or open quantity has changed. */
    static void update(final Order order) {
        final Account account = order.account;
        if (account.maxOpenNotional != 0) {
            account.exposures.count(order,
                order.notionalPriceTicks() * order.remainingLots * order.instrument.quoteUnitsPerTickLot);
        }
    }

    /** An order is open no more. */
    static void remove(final Order order) {
        final Account account = order.account;
        if (account.maxOpenNotional != 0) {
            account.exposures.count(order, 0);
        }
    }

    /** Whether the account may have so much more open in the instrument, in the place of an original (null: none) in it. */
    static boolean allows(
        final Account account, final Instrument instrument, final long notional, final Order original) {
        return account.maxOpenNotional == 0 || account.exposures.fits(
            instrument.instrumentId, notional, original == null ? 0 : original.countedNotional, account.maxOpenNotional);
    }

    /** Counts the open orders of an account anew. */
    static void restart(final Account account, final OpenOrders orders) {
        if (account.exposures == null) {
            account.exposures = new Exposures();
        }
        Arrays.fill(account.exposures.high, 0);
        Arrays.fill(account.exposures.low, 0);
        for (int i = 0; i < account.orderIds.size(); i++) {
            final int slot = orders.slot(account.orderIds.get(i));
            if (slot != OrderSlots.NONE) {
                final Order order = orders.order(slot);
                order.countedNotional = 0;
                update(order);
                orders.keep(order);
            }
        }
    }

    /** Low 64 bits of the sum of an instrument. */
    long low(final int instrumentId) {
        return instrumentId < low.length ? low[instrumentId] : 0;
    }

    /** High 64 bits of the sum of an instrument. */
    long high(final int instrumentId) {
        return instrumentId < high.length ? high[instrumentId] : 0;
    }

    private boolean fits(final int instrumentId, final long notional, final long freedNotional, final long limit) {
        // The freed notional is part of the sum; of a sum beyond 64 bits it leaves more than any limit.
        final long rest = low(instrumentId) - freedNotional;
        return high(instrumentId) == 0 && rest >= 0 && rest <= limit && notional <= limit - rest;
    }

    private void count(final Order order, final long notional) {
        final int instrumentId = order.instrument.instrumentId;
        if (instrumentId >= low.length) {
            final int length = Math.max(instrumentId + 1, 2 * low.length);
            high = Arrays.copyOf(high, length);
            low = Arrays.copyOf(low, length);
        }
        final long removed = order.countedNotional;
        final long sum = low[instrumentId];
        final long rest = sum - removed;
        if (Long.compareUnsigned(sum, removed) < 0) {
            high[instrumentId]--;
        }
        low[instrumentId] = rest + notional;
        if (Long.compareUnsigned(low[instrumentId], rest) < 0) {
            high[instrumentId]++;
        }
        order.countedNotional = notional;
    }
}
