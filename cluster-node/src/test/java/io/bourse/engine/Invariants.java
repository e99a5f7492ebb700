package io.bourse.engine;

import java.math.BigInteger;

/** What must hold after every command; walks everything. */
final class Invariants {
    private Invariants() {
    }

    static void check(final Engine engine) {
        long orders = 0;
        for (int id = 1; id <= engine.instrumentCount(); id++) {
            final OrderBook book = engine.instrument(id).book;
            orders += check(book, Side.BUY) + check(book, Side.SELL);
            final PriceLevel bid = book.best(Side.BUY);
            final PriceLevel ask = book.best(Side.SELL);
            require(bid == null || ask == null || bid.priceTicks < ask.priceTicks, "crossed book of instrumentId=" + id);
            require(!book.isTouched(), "levels touched after the command of instrumentId=" + id);
        }
        require(orders == engine.openOrderCount(), "orders in books=" + orders + " open=" + engine.openOrderCount());
        checkAccounts(engine);
        long ofAccounts = 0;
        for (long id = 1; id <= engine.accountCount(); id++) {
            long last = 0;
            for (Order order = engine.nextOpenOrder(id, 0, 0); order != null; order = engine.nextOpenOrder(id, 0, last)) {
                require(order.orderId > last && order.accountId() == id, "list of accountId=" + id);
                require(engine.openOrder(id, order.orderId, 0, 0, 0, 0) == order, "index of orderId=" + order.orderId);
                last = order.orderId;
                ofAccounts++;
            }
        }
        require(ofAccounts == orders, "orders in lists of accounts=" + ofAccounts + " open=" + orders);
    }

    /** What is derived: sums of open notional, deadlines of timers. */
    private static void checkAccounts(final Engine engine) {
        for (long id = 1; id <= engine.accountCount(); id++) {
            final Account account = engine.account(id);
            require(account.deadManDeadlineNs == DeadManTimers.NONE || account.deadManDeadlineNs >= engine.nextDeadlineNs(),
                "timer of accountId=" + id + " is not among the timers");
            for (int instrumentId = 1; account.maxOpenNotional != 0 && instrumentId <= engine.instrumentCount(); instrumentId++) {
                BigInteger sum = BigInteger.ZERO;
                for (Order order = account.firstOrder; order != null; order = order.nextOfAccount) {
                    if (order.instrument.instrumentId == instrumentId) {
                        sum = sum.add(BigInteger.valueOf(Exposures.notionalTicks(order)).multiply(
                            BigInteger.valueOf(order.remainingLots * order.instrument.quoteUnitsPerTickLot)));
                    }
                }
                final BigInteger kept = BigInteger.valueOf(account.exposures.high(instrumentId)).shiftLeft(Long.SIZE)
                    .add(new BigInteger(Long.toUnsignedString(account.exposures.low(instrumentId))));
                require(sum.equals(kept), "open notional of accountId=" + id + " is " + sum + " but " + kept + " is kept");
            }
        }
    }

    static long check(final OrderBook book, final Side side) {
        long orders = 0;
        long lastPrice = 0;
        boolean first = true;
        for (PriceLevel level = book.best(side); level != null; level = book.next(level)) {
            require(first || (side == Side.BUY ? level.priceTicks < lastPrice : level.priceTicks > lastPrice),
                "levels out of order at " + level.priceTicks);
            require(book.level(side, level.priceTicks) == level, "level is not found: " + level.priceTicks);
            first = false;
            lastPrice = level.priceTicks;
            long lots = 0;
            int count = 0;
            Order previous = null;
            for (Order order = level.first; order != null; order = order.nextInLevel) {
                require(order.level == level && order.previousInLevel == previous && order.remainingLots > 0 &&
                    order.priceTicks == level.priceTicks && order.side == side, "links of orderId=" + order.orderId);
                lots += order.remainingLots;
                count++;
                previous = order;
            }
            require(count > 0 && level.last == previous && lots == level.quantityLots && count == level.orderCount,
                "totals of level " + level.priceTicks);
            orders += count;
        }
        return orders;
    }

    private static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
