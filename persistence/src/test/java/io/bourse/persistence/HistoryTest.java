package io.bourse.persistence;

import io.bourse.persistence.History.OrderRow;
import io.bourse.persistence.History.RunTradeRow;
import io.bourse.persistence.History.TradeRow;
import io.bourse.schema.CloseReason;
import io.bourse.schema.OrderStatus;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HistoryTest {
    private static final long TIME_NS = 1_700_000_000_000_000_000L;
    private static Postgres database;
    private static History history;
    private static EventLog log;

    @BeforeAll
    static void writeSomeHistory() throws Exception {
        database = TestPostgres.shared().newDatabase();
        history = new History(database, InstantSource.system());
        log = new EventLog().at(TIME_NS);
        log.asset(1, "SOL", 9).result();
        log.asset(2, "USDC", 6).result();
        log.instrument(1, "SOL_USDC", 1, 2).result();
        log.instrument(2, "SOL2_USDC", 1, 2).result();
        log.accepted(1, 1, "a", 1, Side.SELL, 100, 10, 0, TimeInForce.GTC).orderResult(1, OrderStatus.NEW);
        log.accepted(2, 1, "b", 2, Side.SELL, 100, 10, 0, TimeInForce.GTC).orderResult(2, OrderStatus.NEW);
        log.accepted(3, 2, "x", 1, Side.BUY, 100, 10, 0, TimeInForce.GTC)
            .trade(1, 1, 100, 10, 1, 3, 0, 0, Side.BUY).orderResult(3, OrderStatus.FILLED);
        log.at(TIME_NS + 1);
        log.accepted(4, 1, "a", 1, Side.BUY, 99, 5, 0, TimeInForce.GTC).orderResult(4, OrderStatus.NEW);
        log.accepted(5, 1, "run7-m1", 1, Side.BUY, 98, 5, 0, TimeInForce.GTC).orderResult(5, OrderStatus.NEW);
        log.accepted(6, 2, "run7-t1", 1, Side.SELL, 98, 7, 0, TimeInForce.GTC)
            .trade(1, 2, 99, 5, 4, 6, 0, 2, Side.SELL)
            .trade(1, 3, 98, 2, 5, 6, 3, 0, Side.SELL).orderResult(6, OrderStatus.FILLED);
        log.accepted(7, 2, "run8-t1", 1, Side.SELL, 98, 1, 0, TimeInForce.GTC)
            .trade(1, 4, 98, 1, 5, 7, 2, 0, Side.SELL).orderResult(7, OrderStatus.FILLED);
        log.accepted(8, 3, "other", 2, Side.BUY, 100, 1, 0, TimeInForce.GTC)
            .trade(2, 1, 100, 1, 2, 8, 9, 0, Side.BUY).orderResult(8, OrderStatus.FILLED);
        log.cancelled(5, 1, 3, CloseReason.CANCEL_ALL).result();
        AgentSteps.apply(database, log);
    }

    @AfterAll
    static void close() {
        history.close();
    }

    @Test
    void shouldSayUpToWhichEventItIsCurrent() {
        assertEquals(log.eventSequence(), history.appliedEventSequence());
    }

    @Test
    void shouldFindAnOrderByItsId() {
        final OrderRow order = history.order(1, 5, null).orElseThrow();

        assertEquals(new OrderRow(5, "run7-m1", 1, 1, "BUY", "LIMIT", "GTC", 98, 5, 0, 3, 2940, "CANCELLED", "CANCEL_ALL",
            TIME_NS + 1, TIME_NS + 1, new History.OrderTerms(0, 0, 0, 0, 0, "NONE", 0)), order);
    }

    @Test
    void shouldFindTheNewestUseOfAClientOrderId() {
        assertEquals(4, history.order(1, 0, "a").orElseThrow().orderId());
        assertEquals(1, history.order(1, 1, "a").orElseThrow().orderId());
    }

    @Test
    void shouldNotFindOrdersOfOthersOrNone() {
        assertEquals(Optional.empty(), history.order(2, 1, null));
        assertEquals(Optional.empty(), history.order(2, 0, "a"));
        assertEquals(Optional.empty(), history.order(1, 0, ""));
        assertEquals(Optional.empty(), history.order(1, 0, null));
        assertEquals(Optional.empty(), history.order(1, 0, "\0"));
        assertEquals(Optional.empty(), history.order(1, 0, "' or '1'='1"));
    }

    @Test
    void shouldPageThroughOrdersNewestFirst() {
        assertEquals(List.of(5L, 4L, 2L, 1L), ids(history.orders(1, 0, Long.MAX_VALUE, 10)));
        assertEquals(List.of(5L, 4L), ids(history.orders(1, 0, Long.MAX_VALUE, 2)));
        assertEquals(List.of(2L, 1L), ids(history.orders(1, 0, 4, 10)));
        assertEquals(List.of(2L), ids(history.orders(1, 2, Long.MAX_VALUE, 10)));
        assertEquals(List.of(), history.orders(99, 0, Long.MAX_VALUE, 10));
        assertEquals(List.of(), history.orders(1, 0, Long.MAX_VALUE, -1));
    }

    @Test
    void shouldPageThroughTradesNewestFirst() {
        assertEquals(List.of(
            new TradeRow(4, 1, 98, 1, 980, true, TIME_NS + 1), new TradeRow(3, 1, 98, 2, 1960, true, TIME_NS + 1)),
            history.trades(1, Long.MAX_VALUE, 2));
        assertEquals(List.of(
            new TradeRow(2, 1, 99, 5, 4950, true, TIME_NS + 1), new TradeRow(1, 1, 100, 10, 10_000, false, TIME_NS)),
            history.trades(1, 3, 10));
    }

    @Test
    void shouldListTheTradesOfARunInTheirOrder() {
        final List<RunTradeRow> trades = new ArrayList<>();

        assertEquals(3, history.runTrades(1, "run7-", trades::add));

        assertEquals(List.of(
            new RunTradeRow(2, 99, 5, 4, "a", 6, "run7-t1", true, TIME_NS + 1),
            new RunTradeRow(3, 98, 2, 5, "run7-m1", 6, "run7-t1", true, TIME_NS + 1),
            new RunTradeRow(4, 98, 1, 5, "run7-m1", 7, "run8-t1", true, TIME_NS + 1)), trades);
        assertEquals(0, history.runTrades(1, "run", trades::add) - 3);
        assertEquals(0, history.runTrades(2, "run7", trades::add));
        assertEquals(0, history.runTrades(1, "nothing", trades::add));
        assertThrows(IllegalArgumentException.class, () -> history.runTrades(1, "", trades::add));
    }

    @Test
    void shouldSeeThatTablesDisagree() throws Exception {
        final Postgres other = TestPostgres.shared().newDatabase();
        final EventLog otherLog = new EventLog();
        new SimulatedMarket(otherLog, 1, 3).run(500);
        AgentSteps.apply(other, otherLog);
        try (History otherHistory = new History(other, InstantSource.system())) {
            assertTrue(otherHistory.consistency().holds());
            TestPostgres.execute(other, "update balances set available = available + 1 where account_id = 1 and asset_id = 1");
            assertEquals(1, otherHistory.consistency().balanceMismatches());
            TestPostgres.execute(other, "update balances set available = available - 1 where account_id = 1 and asset_id = 1");
            assertTrue(otherHistory.consistency().holds());
            TestPostgres.execute(other, "delete from trades where trade_id = 3");
            assertFalse(otherHistory.consistency().holds());
        }
    }

    private static List<Long> ids(final List<OrderRow> orders) {
        return orders.stream().map(OrderRow::orderId).toList();
    }
}
