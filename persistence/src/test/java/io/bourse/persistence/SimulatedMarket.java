package io.bourse.persistence;

import io.bourse.schema.BalanceCause;
import io.bourse.schema.CloseReason;
import io.bourse.schema.OrderStatus;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import java.util.UUID;

/**
 * Appends to an event log what an engine would emit for random orders: sells rest, buys take them, some are cancelled,
 * and the money adds up.
 */
final class SimulatedMarket {
    private static final int BASE = 1;
    private static final int QUOTE = 2;
    private static final int INSTRUMENT = 1;
    private static final long QUOTE_UNITS_PER_TICK_LOT = 10;
    private static final long LOT = 1_000_000;

    private final Random random;
    private final EventLog log;
    private final int accountCount;
    private final long[][] available;
    private final long[][] locked;
    private final Deque<Resting> book = new ArrayDeque<>();
    private long orderId;
    private long tradeId;
    private long executedOrders;

    SimulatedMarket(final EventLog log, final long seed, final int accountCount) {
        this.log = log;
        this.random = new Random(seed);
        this.accountCount = accountCount;
        available = new long[3][accountCount + 1];
        locked = new long[3][accountCount + 1];
        log.gatewayLoggedOn();
        log.asset(BASE, "SOL", 9).result();
        log.asset(QUOTE, "USDC", 6).result();
        log.instrument(INSTRUMENT, "SOL_USDC", BASE, QUOTE).result();
        for (int account = 1; account <= accountCount; account++) {
            log.account(account, new UUID(seed, account)).result();
            for (int asset = BASE; asset <= QUOTE; asset++) {
                log.deposit(new UUID(asset, account), account, asset, 1_000_000_000_000_000L);
                change(account, asset, 1_000_000_000_000_000L, 0, BalanceCause.DEPOSIT);
                log.result();
            }
        }
    }

    long tradeCount() {
        return tradeId;
    }

    long orderCount() {
        return orderId;
    }

    /** Appends commands until the log has so many events more. */
    SimulatedMarket run(final int events) {
        final long until = log.eventSequence() + events;
        while (log.eventSequence() < until) {
            log.at(log.timeNs() + 1_000_000L * random.nextInt(200));
            final int choice = random.nextInt(10);
            if (book.isEmpty() || choice < 4) {
                sell();
            } else if (choice < 9) {
                buy();
            } else {
                cancel();
            }
        }
        return this;
    }

    private void sell() {
        final int account = account();
        final long lots = 1 + random.nextInt(1_000);
        final long priceTicks = 15_000 + random.nextInt(100);
        final long id = ++orderId;
        log.accepted(id, account, "sim-" + id, INSTRUMENT, Side.SELL, priceTicks, lots, 0, TimeInForce.GTC);
        change(account, BASE, -lots * LOT, lots * LOT, BalanceCause.ORDER_LOCKED);
        book.add(new Resting(id, account, priceTicks, lots));
        log.bookDelta().orderResult(id, OrderStatus.NEW);
    }

    private void buy() {
        final int account = account();
        final long lots = 1 + random.nextInt(1_000);
        final long id = ++orderId;
        log.accepted(id, account, "sim-" + id, INSTRUMENT, Side.BUY, 16_000, lots, 0, TimeInForce.IOC);
        final long lockedQuote = lots * 16_000 * QUOTE_UNITS_PER_TICK_LOT;
        change(account, QUOTE, -lockedQuote, lockedQuote, BalanceCause.ORDER_LOCKED);
        long remaining = lots;
        while (remaining > 0 && !book.isEmpty()) {
            final Resting maker = book.peek();
            final long filled = Math.min(remaining, maker.lots);
            maker.lots -= filled;
            remaining -= filled;
            trade(maker, id, account, filled, remaining);
            if (maker.lots == 0) {
                book.remove();
            }
        }
        final long left = lots - remaining;
        if (remaining > 0) {
            log.expired(id, account, left, CloseReason.IMMEDIATE_OR_CANCEL);
            final long released = remaining * 16_000 * QUOTE_UNITS_PER_TICK_LOT;
            change(account, QUOTE, released, -released, BalanceCause.ORDER_RELEASED);
        }
        log.bookDelta().orderResult(id, remaining > 0 ? OrderStatus.EXPIRED : OrderStatus.FILLED);
    }

    private void trade(final Resting maker, final long takerId, final int taker, final long lots, final long remaining) {
        log.trade(
            INSTRUMENT, ++tradeId, maker.priceTicks, lots, maker.orderId, takerId, maker.lots, remaining, Side.BUY);
        final long quote = lots * maker.priceTicks * QUOTE_UNITS_PER_TICK_LOT;
        final long reserved = lots * 16_000 * QUOTE_UNITS_PER_TICK_LOT;
        final long fee = 1 + quote / 10_000;
        change(maker.account, BASE, 0, -lots * LOT, BalanceCause.TRADE);
        change(maker.account, QUOTE, quote - fee, 0, BalanceCause.TRADE);
        change(0, QUOTE, fee, 0, BalanceCause.FEE_COLLECTED);
        change(taker, QUOTE, reserved - quote, -reserved, BalanceCause.TRADE);
        change(taker, BASE, lots * LOT, 0, BalanceCause.TRADE);
        executedOrders++;
    }

    private void cancel() {
        final Resting resting = book.removeLast();
        log.cancelled(resting.orderId, resting.account, 0, CloseReason.REQUESTED);
        change(resting.account, BASE, resting.lots * LOT, -resting.lots * LOT, BalanceCause.ORDER_RELEASED);
        log.bookDelta().result();
    }

    private void change(
        final int account, final int asset, final long availableDelta, final long lockedDelta, final BalanceCause cause) {
        available[asset][account] += availableDelta;
        locked[asset][account] += lockedDelta;
        log.balance(
            account, asset, available[asset][account], locked[asset][account], availableDelta, lockedDelta, cause);
    }

    private int account() {
        return 1 + random.nextInt(accountCount);
    }

    @Override
    public String toString() {
        return "SimulatedMarket{orders=" + orderId + ", trades=" + tradeId + ", fills=" + executedOrders +
            ", available=" + Arrays.toString(available[QUOTE]) + '}';
    }

    private static final class Resting {
        private final long orderId;
        private final int account;
        private final long priceTicks;
        private long lots;

        private Resting(final long orderId, final int account, final long priceTicks, final long lots) {
            this.orderId = orderId;
            this.account = account;
            this.priceTicks = priceTicks;
            this.lots = lots;
        }
    }
}
