package io.bourse.engine.oracle;

import io.bourse.engine.BalanceCause;
import java.math.BigInteger;

/** Balances, and a line for every change. */
final class NaiveLedger {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private final NaiveState state;

    NaiveLedger(final NaiveState state) {
        this.state = state;
    }

    void change(
        final NaiveAccount account, final int asset, final BigInteger available, final BigInteger locked,
        final BalanceCause cause, final long reference, final int instrumentId) {
        if (available.signum() == 0 && locked.signum() == 0) {
            return;
        }
        account.available[asset] = account.available[asset].add(available);
        account.locked[asset] = account.locked[asset].add(locked);
        if (account.available[asset].signum() < 0 || account.locked[asset].signum() < 0) {
            throw new AssertionError("negative balance in the oracle: account=" + account.id + " asset=" + asset);
        }
        state.log.add(EventKind.BALANCE, account.id, asset, account.available[asset].longValueExact(),
            account.locked[asset].longValueExact(), available.longValueExact(), locked.longValueExact(), cause.code(),
            reference, instrumentId);
    }

    /** What an order pays with. */
    int assetOf(final NaiveOrder order) {
        final NaiveInstrument instrument = state.instrument(order.instrumentId);
        return order.isBuy() ? instrument.quote : instrument.base;
    }

    void lock(final NaiveOrder order, final BigInteger amount) {
        order.locked = order.locked.add(amount);
        change(state.account(order.accountId), assetOf(order), amount.negate(), amount, BalanceCause.ORDER_LOCKED, order.id,
            order.instrumentId);
    }

    void release(final NaiveOrder order, final BigInteger amount) {
        order.locked = order.locked.subtract(amount);
        change(state.account(order.accountId), assetOf(order), amount, amount.negate(), BalanceCause.ORDER_RELEASED,
            order.id, order.instrumentId);
    }

    /** Reservation of so many lots of an order with a limit, or of a sell. */
    BigInteger reservation(final NaiveOrder order, final long price, final long lots) {
        final NaiveInstrument instrument = state.instrument(order.instrumentId);
        return order.isBuy() ? instrument.quoteOf(price, lots) : instrument.baseOf(lots);
    }

    /** Of what an account receives; negative for a rebate that the fee account can pay. */
    BigInteger fee(final BigInteger received, final int ppm, final int asset) {
        final BigInteger product = received.multiply(BigInteger.valueOf(ppm));
        if (ppm >= 0) {
            return product.add(MILLION).subtract(BigInteger.ONE).divide(MILLION);
        }
        return product.negate().divide(MILLION).min(state.fees().available[asset]).negate();
    }

    void collect(final int asset, final BigInteger fee, final long tradeId, final int instrumentId) {
        change(state.fees(), asset, fee, BigInteger.ZERO,
            fee.signum() < 0 ? BalanceCause.REBATE_PAID : BalanceCause.FEE_COLLECTED, tradeId, instrumentId);
    }
}
