package io.bourse.system;

import io.bourse.system.Attempt.Outcome;
import io.bourse.system.Observed.Balance;
import io.bourse.system.Observed.Market;
import io.bourse.system.Observed.OpenOrder;
import io.bourse.system.Observed.StoredOrder;
import io.bourse.system.Observed.StoredTrade;
import io.bourse.system.Observed.Totals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says what is wrong with an exchange at rest, given what its traders were told and what can be read from the engine and
 * from PostgreSQL. Shares no code with the exchange.
 */
final class ExchangeChecker {
    private record Holding(long accountId, int assetId) {
    }

    private final Observed observed;
    private final List<String> violations = new ArrayList<>();
    private final Map<Long, StoredOrder> ordersById = new HashMap<>();

    private ExchangeChecker(final Observed observed) {
        this.observed = observed;
    }

    /** All violations; empty when everything is as it was promised. */
    static List<String> violations(final Observed observed, final List<Attempt> orders, final List<Attempt> cancels) {
        final ExchangeChecker checker = new ExchangeChecker(observed);
        checker.checkOrderIdsAreUnique();
        checker.checkAttempts(orders);
        checker.checkCancels(cancels);
        checker.checkEngineAgreesOnOpenOrders();
        checker.checkTrades();
        checker.checkExecutedQuantities();
        checker.checkMoney();
        checker.checkLockedFunds();
        checker.checkBooksAreNotCrossed();
        return checker.violations;
    }

    private void checkOrderIdsAreUnique() {
        for (final StoredOrder order : observed.orders()) {
            if (ordersById.putIfAbsent(order.orderId(), order) != null) {
                violation("order stored twice: " + order);
            }
        }
    }

    private void checkAttempts(final List<Attempt> attempts) {
        final Map<String, List<StoredOrder>> byClientOrderId = new HashMap<>();
        for (final StoredOrder order : observed.orders()) {
            byClientOrderId.computeIfAbsent(order.accountId() + "/" + order.clientOrderId(), key -> new ArrayList<>()).add(order);
        }
        for (final Attempt attempt : attempts) {
            final List<StoredOrder> stored =
                byClientOrderId.getOrDefault(attempt.accountId() + "/" + attempt.clientOrderId(), List.of());
            final int least = attempt.outcome() == Outcome.ACKNOWLEDGED ? 1 : 0;
            final int most = attempt.outcome() == Outcome.REJECTED ? 0 : 1;
            if (stored.size() < least || stored.size() > most) {
                violation("stored " + stored.size() + " times: " + attempt);
            } else if (!stored.isEmpty()) {
                checkStoredAsSent(attempt, stored.getFirst());
            }
        }
    }

    private void checkStoredAsSent(final Attempt attempt, final StoredOrder stored) {
        final boolean isSame = stored.isBuy() == attempt.isBuy() && stored.priceTicks() == attempt.priceTicks() &&
            stored.quantityLots() == attempt.quantityLots();
        final boolean isAcknowledgedOne = attempt.outcome() != Outcome.ACKNOWLEDGED ||
            stored.orderId() == attempt.orderId() && stored.executedLots() >= attempt.executedLots();
        if (!isSame || !isAcknowledgedOne) {
            violation("sent " + attempt + ", stored " + stored);
        }
    }

    private void checkCancels(final List<Attempt> cancels) {
        for (final Attempt cancel : cancels) {
            final StoredOrder stored = ordersById.get(cancel.orderId());
            if (cancel.outcome() == Outcome.ACKNOWLEDGED && (stored == null || !"CANCELLED".equals(stored.status()))) {
                violation("acknowledged " + cancel + ", stored " + stored);
            }
        }
    }

    private void checkEngineAgreesOnOpenOrders() {
        for (final StoredOrder stored : ordersById.values()) {
            final OpenOrder open = observed.engineOpenOrders().get(stored.orderId());
            if (stored.isOpen() != (open != null)) {
                violation("engine says " + open + ", stored " + stored);
            } else if (open != null &&
                (open.executedLots() != stored.executedLots() || open.quantityLots() != stored.quantityLots())) {
                violation("engine says " + open + ", stored " + stored);
            }
        }
        for (final OpenOrder open : observed.engineOpenOrders().values()) {
            if (!ordersById.containsKey(open.orderId())) {
                violation("open in the engine and not stored: " + open);
            }
        }
    }

    private void checkTrades() {
        final Map<Integer, TreeMap<Long, StoredTrade>> byInstrument = new HashMap<>();
        for (final StoredTrade trade : observed.trades()) {
            final TreeMap<Long, StoredTrade> trades = byInstrument.computeIfAbsent(trade.instrumentId(), key -> new TreeMap<>());
            if (trades.putIfAbsent(trade.tradeId(), trade) != null) {
                violation("trade stored twice: " + trade);
            }
            checkTrade(trade, ordersById.get(trade.makerOrderId()), ordersById.get(trade.takerOrderId()));
        }
        byInstrument.forEach((instrumentId, trades) -> {
            if (trades.firstKey() != 1 || trades.lastKey() != trades.size()) {
                violation("trade ids of instrument " + instrumentId + " are not dense: " + trades.size() + " trades from " +
                    trades.firstKey() + " to " + trades.lastKey());
            }
        });
    }

    private void checkTrade(final StoredTrade trade, final StoredOrder maker, final StoredOrder taker) {
        if (maker == null || taker == null) {
            violation("trade of an order that is not stored: " + trade + " maker " + maker + " taker " + taker);
            return;
        }
        final Market market = observed.markets().get(trade.instrumentId());
        final boolean isWithinLimit = "MARKET".equals(taker.orderType()) || (taker.isBuy() ?
            trade.priceTicks() <= taker.priceTicks() : trade.priceTicks() >= taker.priceTicks());
        if (maker.isBuy() == taker.isBuy() || trade.quantityLots() <= 0 || trade.priceTicks() != maker.priceTicks() ||
            !isWithinLimit || maker.accountId() != trade.makerAccountId() || taker.accountId() != trade.takerAccountId() ||
            trade.quoteAmount() != trade.priceTicks() * trade.quantityLots() * market.quoteUnitsPerTickLot()) {
            violation("impossible trade " + trade + " of maker " + maker + " and taker " + taker);
        }
    }

    private void checkExecutedQuantities() {
        final Map<Long, long[]> executed = new HashMap<>();
        for (final StoredTrade trade : observed.trades()) {
            for (final long orderId : new long[]{trade.makerOrderId(), trade.takerOrderId()}) {
                final long[] sums = executed.computeIfAbsent(orderId, key -> new long[2]);
                sums[0] += trade.quantityLots();
                sums[1] += trade.quoteAmount();
            }
        }
        for (final StoredOrder order : ordersById.values()) {
            final long[] sums = executed.getOrDefault(order.orderId(), new long[2]);
            if (sums[0] != order.executedLots() || sums[1] != order.executedQuote()) {
                violation("trades sum to " + sums[0] + " lots and " + sums[1] + " units of quote, stored " + order);
            }
            final boolean isFilled = order.quantityLots() > 0 && order.executedLots() == order.quantityLots();
            if (order.executedLots() > order.quantityLots() && order.quantityLots() > 0 ||
                order.quantityLots() > 0 && isFilled != "FILLED".equals(order.status()) ||
                order.isOpen() && (order.executedLots() == 0) != "NEW".equals(order.status())) {
                violation("status and executed quantity contradict each other: " + order);
            }
        }
    }

    private void checkMoney() {
        final Map<Holding, Balance> stored = byHolding(observed.balances());
        final Map<Holding, Balance> ledger = byHolding(observed.ledger());
        for (final Balance balance : stored.values()) {
            if (balance.available() < 0 || balance.locked() < 0) {
                violation("negative balance " + balance);
            }
            final Holding holding = new Holding(balance.accountId(), balance.assetId());
            final Balance sum = ledger.getOrDefault(holding, new Balance(holding.accountId(), holding.assetId(), 0, 0));
            if (!balance.equals(sum)) {
                violation("ledger sums to " + sum + ", stored balance is " + balance);
            }
        }
        ledger.forEach((holding, sum) -> {
            if (!stored.containsKey(holding)) {
                violation("ledger entries without a balance: " + sum);
            }
        });
        for (final Balance balance : observed.engineBalances()) {
            final Balance other = stored.getOrDefault(
                new Holding(balance.accountId(), balance.assetId()), new Balance(balance.accountId(), balance.assetId(), 0, 0));
            if (!balance.equals(other)) {
                violation("engine says " + balance + ", stored " + other);
            }
        }
        observed.totals().forEach((assetId, totals) -> checkTotals(assetId, totals, stored));
    }

    private void checkTotals(final int assetId, final Totals totals, final Map<Holding, Balance> stored) {
        if (totals.accountsTotal() + totals.feesCollected() != totals.depositsTotal() - totals.withdrawalsTotal()) {
            violation("asset " + assetId + " does not add up: " + totals);
        }
        long accounts = 0;
        long fees = 0;
        for (final Balance balance : stored.values()) {
            if (balance.assetId() == assetId) {
                final long sum = balance.available() + balance.locked();
                accounts += balance.accountId() == Observed.FEE_ACCOUNT ? 0 : sum;
                fees += balance.accountId() == Observed.FEE_ACCOUNT ? sum : 0;
            }
        }
        if (accounts != totals.accountsTotal() || fees != totals.feesCollected()) {
            violation("stored balances of asset " + assetId + " sum to accounts " + accounts + " fees " + fees +
                ", the engine says " + totals);
        }
        long traded = 0;
        for (final StoredTrade trade : observed.trades()) {
            final Market market = observed.markets().get(trade.instrumentId());
            final boolean isTakerBuy = ordersById.containsKey(trade.takerOrderId()) &&
                ordersById.get(trade.takerOrderId()).isBuy();
            traded += (isTakerBuy ? market.baseAssetId() : market.quoteAssetId()) == assetId ? trade.takerFee() : 0;
            traded += (isTakerBuy ? market.quoteAssetId() : market.baseAssetId()) == assetId ? trade.makerFee() : 0;
        }
        if (traded != totals.feesCollected()) {
            violation("fees of the trades of asset " + assetId + " sum to " + traded + ", the engine says " + totals);
        }
    }

    private void checkLockedFunds() {
        final Map<Holding, Long> reserved = new HashMap<>();
        for (final StoredOrder order : ordersById.values()) {
            if (order.isOpen()) {
                final Market market = observed.markets().get(order.instrumentId());
                final long remainingLots = order.quantityLots() - order.executedLots();
                final int assetId = order.isBuy() ? market.quoteAssetId() : market.baseAssetId();
                final long units = order.isBuy() ? order.priceTicks() * remainingLots * market.quoteUnitsPerTickLot() :
                    remainingLots * market.lotBaseUnits();
                reserved.merge(new Holding(order.accountId(), assetId), units, Long::sum);
            }
        }
        for (final Balance balance : observed.balances()) {
            final long expected = reserved.getOrDefault(new Holding(balance.accountId(), balance.assetId()), 0L);
            if (balance.accountId() != Observed.FEE_ACCOUNT && balance.locked() != expected) {
                violation("open orders lock " + expected + ", stored " + balance);
            }
        }
    }

    private void checkBooksAreNotCrossed() {
        for (final int instrumentId : observed.markets().keySet()) {
            long bestBid = 0;
            long bestAsk = Long.MAX_VALUE;
            for (final StoredOrder order : ordersById.values()) {
                if (order.isOpen() && order.instrumentId() == instrumentId) {
                    bestBid = order.isBuy() ? Math.max(bestBid, order.priceTicks()) : bestBid;
                    bestAsk = order.isBuy() ? bestAsk : Math.min(bestAsk, order.priceTicks());
                }
            }
            if (bestBid >= bestAsk) {
                violation("book of instrument " + instrumentId + " is crossed: bid " + bestBid + " ask " + bestAsk);
            }
        }
    }

    private Map<Holding, Balance> byHolding(final List<Balance> balances) {
        final Map<Holding, Balance> map = new HashMap<>();
        for (final Balance balance : balances) {
            if (map.put(new Holding(balance.accountId(), balance.assetId()), balance) != null) {
                violation("balance stored twice: " + balance);
            }
        }
        return map;
    }

    private void violation(final String text) {
        violations.add(text);
    }
}
