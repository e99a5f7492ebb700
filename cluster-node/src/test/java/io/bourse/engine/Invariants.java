package io.bourse.engine;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** What must hold after every command; walks everything. */
final class Invariants {
    private Invariants() {
    }

    static void check(final Engine engine) {
        final IntFunction<Order> open = engine.orders()::show;
        final OrderSlots slots = engine.slots();
        final PriceLevels levels = engine.levels();
        require(!OrderDetails.NONE.areNeeded(TimeInForce.GTC) && OrderDetails.NONE.hiddenLots == 0 &&
            OrderDetails.NONE.entryStopPriceTicks == 0 && OrderDetails.NONE.nextFree == null, "an order wrote to no details");
        long orders = 0;
        for (int id = 1; id <= engine.instrumentCount(); id++) {
            final OrderBook book = engine.instrument(id).book;
            orders += check(book, open, slots, levels, Side.BUY) + check(book, open, slots, levels, Side.SELL) +
                check(engine.instrument(id).stops, slots, levels);
            final int bid = book.best(Side.BUY);
            final int ask = book.best(Side.SELL);
            require(bid == PriceLevels.NONE || ask == PriceLevels.NONE || levels.priceTicks(bid) < levels.priceTicks(ask),
                "crossed book of instrumentId=" + id);
            require(!book.isChanged(), "levels touched after the command of instrumentId=" + id);
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
        checkTotals(engine);
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
                for (Order order = engine.nextOpenOrder(id, 0, 0); order != null;
                    order = engine.nextOpenOrder(id, 0, order.orderId)) {
                    if (order.instrument.instrumentId == instrumentId) {
                        sum = sum.add(BigInteger.valueOf(order.notionalPriceTicks()).multiply(
                            BigInteger.valueOf(order.remainingLots * order.instrument.quoteUnitsPerTickLot)));
                    }
                }
                final BigInteger kept = BigInteger.valueOf(account.exposures.high(instrumentId)).shiftLeft(Long.SIZE)
                    .add(new BigInteger(Long.toUnsignedString(account.exposures.low(instrumentId))));
                require(sum.equals(kept), "open notional of accountId=" + id + " is " + sum + " but " + kept + " is kept");
            }
        }
    }

    static long check(
        final OrderBook book, final IntFunction<Order> open, final OrderSlots slots, final PriceLevels levels, final Side side) {
        long orders = 0;
        long lastPrice = 0;
        boolean first = true;
        for (int level = book.best(side); level != PriceLevels.NONE; level = book.next(level)) {
            final long price = levels.priceTicks(level);
            require(first || (side == Side.BUY ? price < lastPrice : price > lastPrice), "levels out of order at " + price);
            require(book.level(side, price) == level, "level is not found: " + price);
            first = false;
            lastPrice = price;
            orders += check(level, open, slots, levels, side);
        }
        return orders;
    }

    private static int check(
        final int level, final IntFunction<Order> open, final OrderSlots slots, final PriceLevels levels, final Side side) {
        long displayed = 0;
        long hidden = 0;
        int count = 0;
        int previous = OrderSlots.NONE;
        for (int slot = levels.first(level); slot != OrderSlots.NONE; slot = slots.next(slot)) {
            final Order order = open.apply(slot);
            final long hiddenLots = order.details.hiddenLots;
            final long displayedLots = order.remainingLots - hiddenLots;
            require(slots.level(slot) == level && slots.previous(slot) == previous && order.remainingLots > 0 &&
                order.slot == slot && order.priceTicks == levels.priceTicks(level) && order.side == side &&
                levels.side(level) == side && slots.lots(slot) == displayedLots, "links of orderId=" + order.orderId);
            require(hiddenLots >= 0 && displayedLots > 0 &&
                (order.details.displayLots == 0 ? hiddenLots == 0 : displayedLots <= order.details.displayLots),
                "hidden quantity of orderId=" + order.orderId);
            displayed += displayedLots;
            hidden += hiddenLots;
            count++;
            previous = slot;
        }
        require(count > 0 && displayed == levels.quantityLots(level) && hidden == levels.hiddenLots(level) &&
            count == levels.orderCount(level), "totals of level " + levels.priceTicks(level));
        return count;
    }

    private static int check(final StopBook stops, final OrderSlots slots, final PriceLevels levels) {
        int count = 0;
        for (final boolean rising : new boolean[] {true, false}) {
            final BookSide side = stops.side(rising);
            for (int level = side.best(); level != PriceLevels.NONE; level = side.next(level)) {
                for (int slot = levels.first(level); slot != OrderSlots.NONE; slot = slots.next(slot)) {
                    final Order order = slots.order(slot);
                    checkStop(order, rising);
                    final int next = slots.next(slot);
                    require(order.details.stopPriceTicks == levels.priceTicks(level) &&
                        (next == OrderSlots.NONE || order.orderId < slots.order(next).orderId),
                        "place of parked orderId=" + order.orderId);
                    count++;
                }
            }
            final OrderList trailing = rising ? stops.risingTrailing : stops.fallingTrailing;
            final int trailingCount = checkTrailing(trailing.first, rising);
            require(trailingCount == trailing.count, "count of trailing stops");
            count += trailingCount;
        }
        long waiting = 0;
        for (Order order = stops.waiting.first; order != null; order = order.details.next) {
            require(order.place == Place.WAITING && !order.triggered, "place of waiting orderId=" + order.orderId);
            waiting++;
        }
        require(waiting == stops.waiting.count, "count of waiting stops");
        return count + stops.waiting.count;
    }

    private static int checkTrailing(final Order first, final boolean rising) {
        int count = 0;
        long last = 0;
        for (Order order = first; order != null; order = order.details.next) {
            checkStop(order, rising);
            require(order.orderId > last, "place of trailing orderId=" + order.orderId);
            last = order.orderId;
            count++;
        }
        return count;
    }

    private static void checkStop(final Order order, final boolean rising) {
        final long trade = order.instrument.lastTradePriceTicks;
        require(order.place == Place.PARKED && order.triggersRising() == rising, "place of parked orderId=" + order.orderId);
        require(order.details.trailingDeltaBasisPoints != 0 || trade == 0 ||
            (rising ? trade < order.details.stopPriceTicks : trade > order.details.stopPriceTicks),
            "condition of parked orderId=" + order.orderId + " holds");
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
            for (Order order = engine.nextOpenOrder(id, 0, 0); order != null;
                order = engine.nextOpenOrder(id, 0, order.orderId)) {
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

    /** What all accounts have and what fees have collected is what has come in and not gone out. */
    private static void checkTotals(final Engine engine) {
        final AssetTotals totals = new AssetTotals();
        for (int asset = 1; asset <= engine.assetCount(); asset++) {
            engine.assetTotals(asset, totals);
            require(totals.feesCollected >= 0 && totals.accountsTotal + totals.feesCollected ==
                totals.depositsTotal - totals.withdrawalsTotal, "money of assetId=" + asset);
        }
    }

    private static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
