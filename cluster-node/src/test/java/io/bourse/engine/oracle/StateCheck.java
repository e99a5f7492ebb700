package io.bourse.engine.oracle;

import io.bourse.engine.AssetTotals;
import io.bourse.engine.Engine;
import io.bourse.engine.Order;
import java.math.BigInteger;
import java.util.List;

/** The whole state of the engine against that of the oracle, and what must always hold of it. */
final class StateCheck {
    private StateCheck() {
    }

    static void check(final Engine engine, final NaiveEngine oracle) {
        final NaiveState state = oracle.state;
        require(engine.timestampNs() == state.nowNs, "time", engine.timestampNs(), state.nowNs);
        require(engine.openOrderCount() == state.open.size(), "open orders", engine.openOrderCount(), state.open.size());
        require(engine.accountCount() == state.accounts.size() - 1, "accounts", engine.accountCount(), state.accounts.size());
        for (final NaiveAccount account : state.accounts) {
            if (account.id != 0) {
                checkOrders(engine, state.open, account.id);
            }
        }
        for (final NaiveInstrument instrument : state.instruments) {
            checkNotCrossed(state, instrument.id);
            require(engine.instrument(instrument.id).lastTradePriceTicks() == instrument.lastPrice, "last price",
                engine.instrument(instrument.id).lastTradePriceTicks(), instrument.lastPrice);
        }
        for (int asset = 1; asset <= oracle.assetCount(); asset++) {
            checkMoney(engine, oracle, asset);
        }
    }

    private static void checkOrders(final Engine engine, final List<NaiveOrder> open, final long accountId) {
        Order order = engine.nextOpenOrder(accountId, 0, 0);
        for (final NaiveOrder expected : open) {
            if (expected.accountId == accountId) {
                require(order != null, "an order is missing", expected.id, 0);
                checkOrder(order, expected);
                require(engine.openOrder(accountId, expected.id, 0, 0, 0, 0) == order, "find by id", expected.id, 0);
                require(!expected.hasClientId() || engine.openOrder(accountId, 0, expected.clientId(0), expected.clientId(1),
                    expected.clientId(2), expected.clientId(3)) == order, "find by client order id", expected.id, 0);
                order = engine.nextOpenOrder(accountId, 0, order.orderId());
            }
        }
        require(order == null, "an order too many of account", accountId, 0);
    }

    private static void checkOrder(final Order order, final NaiveOrder expected) {
        require(order.orderId() == expected.id, "order id", order.orderId(), expected.id);
        require(order.remainingLots() == expected.remaining, "remaining", order.remainingLots(), expected.remaining);
        require(order.executedLots() == expected.executed, "executed", order.executedLots(), expected.executed);
        require(order.preventedLots() == expected.prevented, "prevented", order.preventedLots(), expected.prevented);
        require(order.priceTicks() == expected.price, "price", order.priceTicks(), expected.price);
        require(order.stopPriceTicks() == expected.stop, "stop price", order.stopPriceTicks(), expected.stop);
        require(order.quantityLots() == order.executedLots() + order.preventedLots() + order.remainingLots(),
            "original = executed + prevented + remaining", order.quantityLots(), order.remainingLots());
        require(order.displayLots() == expected.display && order.sessionId() == expected.session &&
            order.expireTimeNs() == expected.expires && order.timestampNs() == expected.enteredNs, "attributes of order",
            expected.id, expected.id);
    }

    private static void checkNotCrossed(final NaiveState state, final int instrumentId) {
        final NaiveOrder bid = state.best(instrumentId, true, false);
        final NaiveOrder ask = state.best(instrumentId, false, false);
        require(bid == null || ask == null || bid.price < ask.price, "crossed book of instrument", instrumentId, 0);
    }

    private static void checkMoney(final Engine engine, final NaiveEngine oracle, final int asset) {
        BigInteger sum = BigInteger.ZERO;
        for (final NaiveAccount account : oracle.state.accounts) {
            if (account.id == 0) {
                continue;
            }
            final long available = engine.available(account.id, asset);
            final long locked = engine.locked(account.id, asset);
            require(available >= 0 && locked >= 0, "negative balance", available, locked);
            require(account.available[asset].equals(BigInteger.valueOf(available)), "available", available, account.id);
            require(reserved(oracle, account, asset).equals(BigInteger.valueOf(locked)), "locked = sum of reservations",
                locked, account.id);
            sum = sum.add(BigInteger.valueOf(available)).add(BigInteger.valueOf(locked));
        }
        final AssetTotals totals = new AssetTotals();
        require(engine.assetTotals(asset, totals), "totals of asset", asset, 0);
        require(BigInteger.valueOf(totals.accountsTotal).equals(sum), "total of accounts", totals.accountsTotal, asset);
        require(oracle.state.fees().available[asset].equals(BigInteger.valueOf(totals.feesCollected)), "fees",
            totals.feesCollected, asset);
        require(sum.add(BigInteger.valueOf(totals.feesCollected))
            .equals(BigInteger.valueOf(totals.depositsTotal).subtract(BigInteger.valueOf(totals.withdrawalsTotal))),
            "conservation of asset", asset, totals.depositsTotal);
        require(oracle.transfers.deposited[asset].equals(BigInteger.valueOf(totals.depositsTotal)) &&
            oracle.transfers.withdrawn[asset].equals(BigInteger.valueOf(totals.withdrawalsTotal)), "deposits, withdrawals",
            totals.depositsTotal, totals.withdrawalsTotal);
    }

    private static BigInteger reserved(final NaiveEngine oracle, final NaiveAccount account, final int asset) {
        BigInteger sum = BigInteger.ZERO;
        for (final NaiveOrder order : oracle.state.open) {
            final NaiveInstrument instrument = oracle.state.instrument(order.instrumentId);
            if (order.accountId == account.id && (order.isBuy() ? instrument.quote : instrument.base) == asset) {
                sum = sum.add(order.locked);
            }
        }
        for (final NaiveTransfers.Pending withdrawal : oracle.transfers.pending) {
            if (withdrawal.account() == account && withdrawal.asset() == asset) {
                sum = sum.add(withdrawal.amount());
            }
        }
        return sum;
    }

    private static void require(final boolean condition, final String what, final long actual, final long expected) {
        if (!condition) {
            throw new AssertionError(what + ": " + actual + ", " + expected);
        }
    }
}
