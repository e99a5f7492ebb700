package io.bourse.persistence;

import io.bourse.schema.BalanceCause;
import io.bourse.schema.CloseReason;
import io.bourse.schema.OrderStatus;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.UUID;

import static io.bourse.persistence.TestPostgres.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The events of stops, amendments, self-trade prevention, transfers and settings as rows. */
class RuleBookEventsTest {
    private static final long TIME_NS = 1_700_000_000_123_456_789L;

    private final EventLog log = new EventLog().at(TIME_NS);
    private Postgres database;

    @BeforeEach
    void define() throws Exception {
        database = TestPostgres.shared().newDatabase();
        log.gatewayLoggedOn();
        log.asset(1, "SOL", 9).result();
        log.asset(2, "USDC", 6).result();
        log.instrument(1, "SOL_USDC", 1, 2).result();
        log.account(1, new UUID(1, 2)).result();
        log.account(2, new UUID(3, 4)).result();
    }

    @Test
    void shouldStoreAStopWithItsTermsAndTheMomentItTriggered() throws Exception {
        log.stopAccepted(1, 1, Side.BUY, 15_030, 100, 15_020).orderResult(1, OrderStatus.NEW);
        AgentSteps.apply(database, log);
        assertStop("STOP_LOSS_LIMIT,GTD,15020,0,1," + (TIME_NS + 1) + ",DECREMENT,99,t,NEW", 1);

        log.at(TIME_NS + 500).triggered(1, 1, 15_021).result();
        AgentSteps.apply(database, log);

        assertStop("STOP_LOSS_LIMIT,GTD,15021," + (TIME_NS + 500) + ",1," + (TIME_NS + 1) + ",DECREMENT,99,t,NEW", 1);
        try (History history = new History(database, InstantSource.system())) {
            assertEquals(new History.OrderTerms(15_021, 0, TIME_NS + 500, 1, TIME_NS + 1, "DECREMENT", 0),
                history.order(1, 1, null).orElseThrow().terms());
        }
        assertRow("150.210000,0.001000000",
            "select concat_ws(',', stop_price, display_quantity) from orders_view where triggered is not null");
    }

    @Test
    void shouldKnowThatATriggeredStopIsFilledThoughNoCommandIsAboutIt() throws Exception {
        log.stopAccepted(1, 1, Side.BUY, 0, 100, 15_020).orderResult(1, OrderStatus.NEW);
        log.accepted(2, 2, "", 1, Side.SELL, 15_021, 500, 0, TimeInForce.GTC).orderResult(2, OrderStatus.NEW);
        AgentSteps.apply(database, log);
        log.triggered(1, 1, 15_020);
        AgentSteps.apply(database, log);
        log.trade(1, 1, 15_021, 60, 2, 1, 440, 40, Side.BUY).trade(1, 2, 15_021, 40, 2, 1, 400, 0, Side.BUY).result();

        AgentSteps.apply(database, log);

        assertOrder("0,100,100,0,FILLED", 1);
        assertOrder("15021,500,100,0,PARTIALLY_FILLED", 2);
    }

    @Test
    void shouldNotTakeAnOrderByAmountForFilledWhenItsCommandSpansBatches() throws Exception {
        log.accepted(1, 1, "", 1, Side.SELL, 100, 500, 0, TimeInForce.GTC).orderResult(1, OrderStatus.NEW);
        log.accepted(2, 2, "", 1, Side.BUY, 0, 0, 90_000, TimeInForce.IOC);
        AgentSteps.apply(database, log);
        log.trade(1, 1, 100, 20, 1, 2, 480, 0, Side.BUY);
        AgentSteps.apply(database, log);
        assertOrder("0,0,20,0,PARTIALLY_FILLED", 2);

        log.orderResult(2, OrderStatus.FILLED);
        AgentSteps.apply(database, log);

        assertOrder("0,0,20,0,FILLED", 2);
    }

    @Test
    void shouldStoreTheAmendedLimitAndTotal() throws Exception {
        log.accepted(1, 1, "", 1, Side.BUY, 15_000, 100, 0, TimeInForce.GTC).orderResult(1, OrderStatus.NEW);
        log.accepted(2, 1, "", 1, Side.BUY, 15_000, 100, 0, TimeInForce.GTC).amended(2, 1, 14_999, 50)
            .orderResult(2, OrderStatus.NEW);
        AgentSteps.apply(database, log);
        log.accepted(3, 2, "", 1, Side.SELL, 15_001, 30, 0, TimeInForce.GTC).orderResult(3, OrderStatus.NEW);
        log.amended(1, 1, 15_001, 30).trade(1, 1, 15_001, 30, 3, 1, 0, 0, Side.BUY).orderResult(1, OrderStatus.FILLED);
        log.cancelled(2, 1, 0, CloseReason.AMENDED).result();

        AgentSteps.apply(database, log);

        assertOrder("15001,30,30,0,FILLED", 1);
        assertOrder("14999,50,0,0,CANCELLED,AMENDED", 2);
    }

    @Test
    void shouldLeaveTheStatusOfAnOrderThatIsOnlyAmended() throws Exception {
        log.accepted(1, 1, "", 1, Side.BUY, 15_000, 100, 0, TimeInForce.GTC).orderResult(1, OrderStatus.NEW);
        log.accepted(2, 2, "", 1, Side.SELL, 15_000, 10, 0, TimeInForce.IOC)
            .trade(1, 1, 15_000, 10, 1, 2, 90, 0, Side.SELL).orderResult(2, OrderStatus.FILLED);
        AgentSteps.apply(database, log);
        log.amended(1, 1, 15_000, 80).result();

        AgentSteps.apply(database, log);

        assertOrder("15000,80,10,0,PARTIALLY_FILLED", 1);
    }

    @Test
    void shouldStorePreventedMatchesAndWhatTheOrdersLost() throws Exception {
        log.accepted(1, 1, "", 1, Side.SELL, 15_000, 100, 0, TimeInForce.GTC).orderResult(1, OrderStatus.NEW);
        AgentSteps.apply(database, log);
        log.accepted(2, 1, "", 1, Side.BUY, 15_000, 40, 0, TimeInForce.GTC).preventedMatch(1, 1, 2, 100, 40)
            .expired(1, 1, 0, CloseReason.SELF_TRADE_PREVENTION).expired(2, 1, 0, CloseReason.SELF_TRADE_PREVENTION)
            .orderResult(2, OrderStatus.EXPIRED_IN_MATCH);
        log.accepted(3, 1, "", 1, Side.BUY, 15_000, 40, 0, TimeInForce.GTC).preventedMatch(2, 1, 3, 0, 0).result();

        AgentSteps.apply(database, log);

        assertOrder("15000,100,0,100,EXPIRED_IN_MATCH,SELF_TRADE_PREVENTION", 1);
        assertOrder("15000,40,0,40,EXPIRED_IN_MATCH,SELF_TRADE_PREVENTION", 2);
        assertRow("1,1,15000,1,2,100,40,BUY,EXPIRE_BOTH", "select concat_ws(',', instrument_id, prevented_match_id," +
            " price_ticks, maker_order_id, taker_order_id, maker_prevented_lots, taker_prevented_lots, taker_side," +
            " self_trade_prevention) from prevented_matches where prevented_match_id = 1");
        assertRow("0.100000000", "select maker_prevented from prevented_matches_view where prevented_match_id = 1");
    }

    @Test
    void shouldLetARepeatedAnswerChangeNothing() throws Exception {
        log.accepted(1, 1, "", 1, Side.SELL, 15_000, 10, 0, TimeInForce.GTC).orderResult(1, OrderStatus.NEW);
        log.accepted(2, 2, "again", 1, Side.BUY, 15_000, 10, 0, TimeInForce.GTC)
            .trade(1, 1, 15_000, 10, 1, 2, 0, 0, Side.BUY).orderResult(2, OrderStatus.FILLED);
        AgentSteps.apply(database, log);
        log.at(TIME_NS + 7).orderResult(2, OrderStatus.FILLED).orderResult(1, OrderStatus.NEW);

        AgentSteps.apply(database, log);

        assertOrder("15000,10,10,0,FILLED", 2);
        assertRow("0", "select max(updated_ns - timestamp_ns) from orders");
    }

    @Test
    void shouldStoreTransfersThatLeaveTheMoneyOfTheExchangeAsItIs() throws Exception {
        log.deposit(new UUID(5, 6), 1, 2, 100).balance(1, 2, 100, 0, 100, 0, BalanceCause.DEPOSIT).result();
        log.transfer(new UUID(7, 8), 1, 2, 2, 30).balance(1, 2, 70, 0, -30, 0, BalanceCause.TRANSFER_OUT)
            .balance(2, 2, 30, 0, 30, 0, BalanceCause.TRANSFER_IN).result();

        AgentSteps.apply(database, log);

        assertRow("TRANSFER,1,2,30,SETTLED", "select concat_ws(',', kind, account_id, to_account_id, amount, status)" +
            " from transfers where kind = 'TRANSFER'");
        try (History history = new History(database, InstantSource.system())) {
            assertTrue(history.consistency().holds(), history.consistency().toString());
        }
    }

    @Test
    void shouldStoreSettingsOfAccountsAndFeeTiers() throws Exception {
        log.accountChanged(1, false, 2, 5_000).result();
        log.accountChanged(2, true, 0, 0).result();
        log.sessionBlocked(1, 11, true).sessionBlocked(1, 12, true).sessionBlocked(1, 11, false).result();
        log.deadManTimer(1, 77).result();
        log.feeRates(2, -50, 300).feeRates(2, -60, 310).result();

        AgentSteps.apply(database, log);

        assertRow("1,f,5,2,6,5000,77|2,t,5,0,6,0,0", "select string_agg(concat_ws(',', account_id, blocked, trade_group," +
            " fee_tier, max_open_orders, max_open_notional, dead_man_deadline_ns), '|' order by account_id) from accounts" +
            " where account_id > 0");
        assertRow("1,12", "select concat_ws(',', account_id, session_id) from blocked_sessions");
        assertRow("1,2,-60,310",
            "select concat_ws(',', instrument_id, fee_tier, maker_fee_ppm, taker_fee_ppm) from fee_rates");
    }

    private void assertOrder(final String expected, final long orderId) throws SQLException {
        assertRow(expected, "select concat_ws(',', price_ticks, quantity_lots, executed_lots, prevented_lots, status," +
            " close_reason) from orders where order_id = " + orderId);
    }

    private void assertStop(final String expected, final long orderId) throws SQLException {
        assertRow(expected, "select concat_ws(',', order_type, time_in_force, stop_price_ticks, triggered_ns, display_lots," +
            " expire_time_ns, self_trade_prevention, session_id, cancel_on_disconnect, status) from orders" +
            " where order_id = " + orderId);
    }

    private void assertRow(final String expected, final String sql) throws SQLException {
        assertEquals(expected, text(database, sql));
    }
}
