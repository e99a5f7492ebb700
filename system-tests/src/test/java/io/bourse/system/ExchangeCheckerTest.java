package io.bourse.system;

import io.bourse.system.Attempt.Outcome;
import io.bourse.system.Observed.Balance;
import io.bourse.system.Observed.Market;
import io.bourse.system.Observed.OpenOrder;
import io.bourse.system.Observed.StoredOrder;
import io.bourse.system.Observed.StoredTrade;
import io.bourse.system.Observed.Totals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A checker that never complains proves nothing: each defect planted into a healthy history must be found. */
final class ExchangeCheckerTest {
    private static final int SOL = 1;
    private static final int USDC = 2;
    private static final int SOL_USDC = 1;
    private static final long SELLER = 1;
    private static final long BUYER = 2;

    private final List<StoredOrder> orders = new ArrayList<>();
    private final List<StoredTrade> trades = new ArrayList<>();
    private final List<Balance> balances = new ArrayList<>();
    private final List<Balance> ledger = new ArrayList<>();
    private final Map<Integer, Totals> totals = new HashMap<>();
    private final Map<Long, OpenOrder> engineOpenOrders = new HashMap<>();
    private final List<Balance> engineBalances = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Attempt> cancels = new ArrayList<>();

    /** SELL 10 at 100 meets BUY 4 and BUY 3 at 100; 3 stay open. One lot is 10 units of SOL, one tick-lot 5 units of USDC. */
    @BeforeEach
    void writeAHealthyHistory() {
        orders.add(new StoredOrder(1, "s1", SELLER, SOL_USDC, false, "LIMIT", 100, 10, 7, 3500, "PARTIALLY_FILLED"));
        orders.add(new StoredOrder(2, "b1", BUYER, SOL_USDC, true, "LIMIT", 100, 4, 4, 2000, "FILLED"));
        orders.add(new StoredOrder(3, "b2", BUYER, SOL_USDC, true, "LIMIT", 100, 3, 3, 1500, "FILLED"));
        orders.add(new StoredOrder(4, "b3", BUYER, SOL_USDC, true, "LIMIT", 90, 2, 0, 0, "CANCELLED"));
        trades.add(new StoredTrade(1, SOL_USDC, 100, 4, 2000, 1, 2, SELLER, BUYER, 2, 1));
        trades.add(new StoredTrade(2, SOL_USDC, 100, 3, 1500, 1, 3, SELLER, BUYER, 1, 1));
        balances.add(new Balance(SELLER, SOL, 900, 30));
        balances.add(new Balance(SELLER, USDC, 3497, 0));
        balances.add(new Balance(BUYER, SOL, 68, 0));
        balances.add(new Balance(BUYER, USDC, 6500, 0));
        balances.add(new Balance(Observed.FEE_ACCOUNT, SOL, 2, 0));
        balances.add(new Balance(Observed.FEE_ACCOUNT, USDC, 3, 0));
        ledger.addAll(balances);
        engineBalances.addAll(balances.subList(0, 4));
        totals.put(SOL, new Totals(998, 2, 1000, 0));
        totals.put(USDC, new Totals(9997, 3, 10000, 0));
        engineOpenOrders.put(1L, new OpenOrder(1, "s1", 10, 7));
        attempts.add(attempt(SELLER, "s1", false, 100, 10, Outcome.ACKNOWLEDGED, 1, 0));
        attempts.add(attempt(BUYER, "b1", true, 100, 4, Outcome.ACKNOWLEDGED, 2, 4));
        attempts.add(attempt(BUYER, "b2", true, 100, 3, Outcome.UNKNOWN, 0, 0));
        attempts.add(attempt(BUYER, "b3", true, 90, 2, Outcome.ACKNOWLEDGED, 4, 0));
        attempts.add(attempt(BUYER, "b4", true, 1, 2, Outcome.REJECTED, 0, 0));
        attempts.add(attempt(BUYER, "b5", true, 1, 2, Outcome.UNKNOWN, 0, 0));
        cancels.add(attempt(BUYER, "b3", true, 90, 2, Outcome.ACKNOWLEDGED, 4, 0));
        assertEquals(List.of(), violations());
    }

    @Test
    void shouldFindADroppedTrade() {
        trades.removeLast();
        assertFound("trades sum to");
    }

    @Test
    void shouldFindADroppedTradeInTheMiddle() {
        trades.removeFirst();
        assertFound("not dense");
    }

    @Test
    void shouldFindATradeStoredTwice() {
        trades.add(trades.getFirst());
        assertFound("trade stored twice");
    }

    @Test
    void shouldFindATradeOfAnUnknownOrder() {
        orders.removeIf(order -> order.orderId() == 3);
        assertFound("not stored");
    }

    @Test
    void shouldFindATradeAtTheWrongPrice() {
        trades.set(0, new StoredTrade(1, SOL_USDC, 99, 4, 1980, 1, 2, SELLER, BUYER, 2, 1));
        assertFound("impossible trade");
    }

    @Test
    void shouldFindAnAcknowledgedOrderThatIsLost() {
        attempts.add(attempt(BUYER, "lost", true, 1, 1, Outcome.ACKNOWLEDGED, 9, 0));
        assertFound("stored 0 times");
    }

    @Test
    void shouldFindAnOrderExecutedTwice() {
        orders.add(new StoredOrder(5, "b1", BUYER, SOL_USDC, true, "LIMIT", 100, 4, 0, 0, "CANCELLED"));
        assertFound("stored 2 times");
    }

    @Test
    void shouldFindAnUnknownOrderExecutedTwice() {
        orders.add(new StoredOrder(5, "b2", BUYER, SOL_USDC, true, "LIMIT", 100, 3, 0, 0, "CANCELLED"));
        assertFound("stored 2 times");
    }

    @Test
    void shouldFindARejectedOrderThatWasExecuted() {
        orders.add(new StoredOrder(5, "b4", BUYER, SOL_USDC, true, "LIMIT", 1, 2, 0, 0, "CANCELLED"));
        assertFound("stored 1 times");
    }

    @Test
    void shouldFindAnAnswerThatBelongsToAnotherOrder() {
        attempts.set(0, attempt(SELLER, "s1", false, 100, 10, Outcome.ACKNOWLEDGED, 2, 0));
        assertFound("sent ");
    }

    @Test
    void shouldFindACancelThatWasForgotten() {
        cancels.add(attempt(SELLER, "s1", false, 100, 10, Outcome.ACKNOWLEDGED, 1, 0));
        assertFound("acknowledged ");
    }

    @Test
    void shouldFindAnOpenOrderThatTheEngineLost() {
        engineOpenOrders.clear();
        assertFound("engine says null");
    }

    @Test
    void shouldFindAnOpenOrderThatIsNotStored() {
        engineOpenOrders.put(9L, new OpenOrder(9, "x", 1, 0));
        assertFound("open in the engine and not stored");
    }

    @Test
    void shouldFindOneUnitTooMuch() {
        balances.set(3, new Balance(BUYER, USDC, 6501, 0));
        assertFound("ledger sums to");
        assertFound("sum to accounts");
        assertFound("engine says Balance");
    }

    @Test
    void shouldFindTotalsThatDoNotAddUp() {
        totals.put(SOL, new Totals(998, 2, 1001, 0));
        assertFound("does not add up");
    }

    @Test
    void shouldFindFundsLockedForNoOrder() {
        balances.set(0, new Balance(SELLER, SOL, 899, 31));
        assertFound("open orders lock 30");
    }

    @Test
    void shouldFindAnOverfilledOrder() {
        orders.set(1, new StoredOrder(2, "b1", BUYER, SOL_USDC, true, "LIMIT", 100, 3, 4, 2000, "FILLED"));
        assertFound("contradict");
    }

    @Test
    void shouldFindACrossedBook() {
        orders.add(new StoredOrder(6, "c", BUYER, SOL_USDC, true, "LIMIT", 101, 1, 0, 0, "NEW"));
        assertFound("is crossed");
    }

    private List<String> violations() {
        final Observed observed = new Observed(orders, trades, balances, ledger, totals, engineOpenOrders, engineBalances,
            Map.of(SOL_USDC, new Market(SOL_USDC, SOL, USDC, 10, 5)));
        return ExchangeChecker.violations(observed, attempts, cancels);
    }

    private void assertFound(final String text) {
        final List<String> violations = violations();
        assertFalse(violations.isEmpty(), "the checker sees nothing wrong");
        assertTrue(violations.stream().anyMatch(violation -> violation.contains(text)), () -> text + " is not in " + violations);
    }

    private static Attempt attempt(
        final long accountId, final String clientOrderId, final boolean isBuy, final long priceTicks,
        final long quantityLots, final Outcome outcome, final long orderId, final long executedLots) {
        return new Attempt(
            accountId, clientOrderId, isBuy, priceTicks, quantityLots, outcome, orderId, executedLots, 0, 0, "");
    }
}
