package io.bourse.engine;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must hold after every command; walks everything. */
final class Invariants {
    private Invariants() {
    }

    static void check(final Engine engine) {
        long orders = 0;
        for (int id = 1; id <= engine.instrumentCount(); id++) {
            final OrderBook book = engine.instrument(id).book;
            orders += check(book, Side.BUY) + check(book, Side.SELL) + check(engine.instrument(id).stops);
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
            int count = 0;
            for (Order order = engine.nextOpenOrder(id, 0, 0); order != null; order = engine.nextOpenOrder(id, 0, last)) {
                require(order.orderId > last && order.accountId() == id, "list of accountId=" + id);
                require(engine.openOrder(id, order.orderId, 0, 0, 0, 0) == order, "index of orderId=" + order.orderId);
                checkNumbers(order);
                last = order.orderId;
                count++;
            }
            require(count == engine.account(id).openOrderCount, "open orders of accountId=" + id);
            ofAccounts += count;
        }
        require(ofAccounts == orders, "orders in lists of accounts=" + ofAccounts + " open=" + orders);
        checkMoney(engine);
    }

    /** What is derived: sums of open notional, deadlines of timers. */
    private static void checkAccounts(final Engine engine) {
        for (long id = 1; id <= engine.accountCount(); id++) {
            final Account account = engine.account(id);
            require(account.deadManDeadlineNs == DeadManTimers.NONE ||
                Math.max(engine.timestampNs(), account.deadManDeadlineNs) >= engine.nextDeadlineNs(),
                "timer of accountId=" + id + " is not among the timers");
            for (int instrumentId = 1; account.maxOpenNotional != 0 && instrumentId <= engine.instrumentCount(); instrumentId++) {
                BigInteger sum = BigInteger.ZERO;
                for (Order order = account.firstOrder; order != null; order = order.nextOfAccount) {
                    if (order.instrument.instrumentId == instrumentId) {
                        sum = sum.add(BigInteger.valueOf(order.notionalPriceTicks).multiply(
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
            orders += check(level, side);
        }
        return orders;
    }

    private static int check(final PriceLevel level, final Side side) {
        long displayed = 0;
        long hidden = 0;
        int count = 0;
        Order previous = null;
        for (Order order = level.first; order != null; order = order.nextInLevel) {
            require(order.level == level && order.previousInLevel == previous && order.remainingLots > 0 &&
                order.priceTicks == level.priceTicks && order.side == side, "links of orderId=" + order.orderId);
            require(order.hiddenLots >= 0 && order.hiddenLots < order.remainingLots &&
                (order.displayLots == 0 ? order.hiddenLots == 0 : order.remainingLots - order.hiddenLots <= order.displayLots),
                "hidden quantity of orderId=" + order.orderId);
            displayed += order.remainingLots - order.hiddenLots;
            hidden += order.hiddenLots;
            count++;
            previous = order;
        }
        require(count > 0 && level.last == previous && displayed == level.quantityLots && hidden == level.hiddenLots &&
            count == level.orderCount, "totals of level " + level.priceTicks);
        return count;
    }

    private static int check(final StopBook stops) {
        int count = 0;
        for (final boolean rising : new boolean[] {true, false}) {
            final BookSide side = stops.side(rising);
            for (PriceLevel level = side.best(); level != null; level = side.next(level)) {
                count += checkStops(level.first, level, rising, Place.PARKED);
            }
            final OrderList trailing = rising ? stops.risingTrailing : stops.fallingTrailing;
            final int trailingCount = checkStops(trailing.first, null, rising, Place.PARKED);
            require(trailingCount == trailing.count, "count of trailing stops");
            count += trailingCount;
        }
        long waiting = 0;
        for (Order order = stops.waiting.first; order != null; order = order.nextInLevel) {
            require(order.place == Place.WAITING && !order.triggered, "place of waiting orderId=" + order.orderId);
            waiting++;
        }
        require(waiting == stops.waiting.count, "count of waiting stops");
        return count + stops.waiting.count;
    }

    private static int checkStops(final Order first, final PriceLevel level, final boolean rising, final Place place) {
        int count = 0;
        long last = 0;
        for (Order order = first; order != null; order = order.nextInLevel) {
            final long trade = order.instrument.lastTradePriceTicks;
            require(order.place == place && order.level == level && order.triggersRising() == rising &&
                order.orderId > last && (level == null || level.priceTicks == order.stopPriceTicks),
                "place of parked orderId=" + order.orderId);
            require(level == null || trade == 0 || (rising ? trade < order.stopPriceTicks : trade > order.stopPriceTicks),
                "condition of parked orderId=" + order.orderId + " holds");
            last = order.orderId;
            count++;
        }
        return count;
    }

    private static void checkNumbers(final Order order) {
        require(order.open && order.executedLots + order.preventedLots + order.remainingLots == order.quantityLots,
            "quantities of orderId=" + order.orderId);
        require(order.isMarketBuy() || order.locked == order.reservation(order.remainingLots),
            "reservation of orderId=" + order.orderId + " is " + order.locked);
    }

    /** Open orders hold no more than what is locked; the rest belongs to pending withdrawals. */
    private static void checkMoney(final Engine engine) {
        final Map<String, Long> reserved = new HashMap<>();
        final Set<Long> accounts = new HashSet<>();
        for (long id = 1; id <= engine.accountCount(); id++) {
            for (Order order = engine.account(id).firstOrder; order != null; order = order.nextOfAccount) {
                reserved.merge(id + "/" + order.reservedAssetId(), order.locked, Long::sum);
                accounts.add(id);
            }
        }
        for (final long id : accounts) {
            for (int asset = 1; asset <= engine.assetCount(); asset++) {
                require(reserved.getOrDefault(id + "/" + asset, 0L) <= engine.locked(id, asset),
                    "accountId=" + id + " assetId=" + asset + " has less locked than its orders reserve");
            }
        }
    }

    private static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
