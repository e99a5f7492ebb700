package io.bourse.persistence;

import io.bourse.schema.BalanceCause;
import io.bourse.schema.CloseReason;
import io.bourse.schema.InstrumentState;
import io.bourse.schema.OrderStatus;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;
import io.bourse.schema.WithdrawalOutcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.UUID;

import static io.bourse.persistence.TestPostgres.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Each kind of event, from its frame to its row. */
class EventBatchTest {
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
    void shouldStoreAssetsInstrumentsAndAccounts() throws Exception {
        log.instrumentState(1, InstrumentState.HALT).result();

        AgentSteps.apply(database, log);

        assertRow("1,SOL,9|2,USDC,6", "select string_agg(concat_ws(',', asset_id, symbol, decimals), '|') from assets");
        assertRow("1,SOL_USDC,1,2,10000,1000000,10,1,1000000000,100000000,100,200,HALT",
            "select concat_ws(',', instrument_id, symbol, base_asset_id, quote_asset_id, tick_quote_units, lot_base_units," +
                " quote_units_per_tick_lot, min_quantity_lots, max_quantity_lots, max_price_ticks, maker_fee_ppm," +
                " taker_fee_ppm, state) from instruments");
        assertRow("0|1,00000000-0000-0001-0000-000000000002|2,00000000-0000-0003-0000-000000000004",
            "select string_agg(concat_ws(',', account_id, external_id), '|' order by account_id) from accounts");
    }

    @Test
    void shouldStoreOrdersInTheirLastState() throws Exception {
        log.accepted(1, 1, "rests", 1, Side.SELL, 15_025, 100, 0, TimeInForce.GTC).orderResult(1, OrderStatus.NEW);
        log.accepted(2, 1, "", 1, Side.SELL, 15_026, 100, 0, TimeInForce.GTC).orderResult(2, OrderStatus.NEW);
        AgentSteps.apply(database, log);
        log.at(TIME_NS + 1000);
        log.accepted(3, 2, "takes", 1, Side.BUY, 15_030, 130, 0, TimeInForce.GTC)
            .trade(1, 1, 15_025, 100, 1, 3, 0, 30, Side.BUY)
            .trade(1, 2, 15_026, 30, 2, 3, 70, 0, Side.BUY)
            .orderResult(3, OrderStatus.FILLED);
        log.cancelled(2, 1, 30, CloseReason.REQUESTED).result();

        AgentSteps.apply(database, log);

        assertOrder("1,rests,SELL,LIMIT,GTC,15025,100,0,100,15025000,FILLED", 1);
        assertOrder("2,,SELL,LIMIT,GTC,15026,100,0,30,4507800,CANCELLED,REQUESTED", 2);
        assertOrder("3,takes,BUY,LIMIT,GTC,15030,130,0,130,19532800,FILLED", 3);
        assertRow("1000", "select updated_ns - timestamp_ns from orders where order_id = 2");
    }

    @Test
    void shouldStoreWhyAnOrderExpired() throws Exception {
        log.accepted(1, 1, "ioc", 1, Side.SELL, 15_025, 100, 0, TimeInForce.IOC)
            .expired(1, 1, 0, CloseReason.IMMEDIATE_OR_CANCEL)
            .orderResult(1, OrderStatus.EXPIRED);

        AgentSteps.apply(database, log);

        assertOrder("1,ioc,SELL,LIMIT,IOC,15025,100,0,0,0,EXPIRED,IMMEDIATE_OR_CANCEL", 1);
    }

    @Test
    void shouldLearnFromTheResultWhetherAnOrderByQuoteAmountIsFilled() throws Exception {
        log.accepted(1, 1, "", 1, Side.SELL, 100, 50, 0, TimeInForce.GTC).orderResult(1, OrderStatus.NEW);
        log.accepted(2, 2, "all", 1, Side.BUY, 0, 0, 20_000, TimeInForce.IOC)
            .trade(1, 1, 100, 20, 1, 2, 30, 0, Side.BUY)
            .orderResult(2, OrderStatus.FILLED);
        log.accepted(3, 2, "part", 1, Side.BUY, 0, 0, 90_000, TimeInForce.IOC)
            .trade(1, 2, 100, 30, 1, 3, 0, 0, Side.BUY)
            .expired(3, 2, 30, CloseReason.NO_LIQUIDITY)
            .orderResult(3, OrderStatus.EXPIRED);

        AgentSteps.apply(database, log);

        assertOrder("2,all,BUY,MARKET,IOC,0,0,20000,20,20000,FILLED", 2);
        assertOrder("3,part,BUY,MARKET,IOC,0,0,90000,30,30000,EXPIRED,NO_LIQUIDITY", 3);
    }

    @Test
    void shouldStoreTradesWithBothSidesAndShowThemAsDecimals() throws Exception {
        log.accepted(1, 1, "", 1, Side.BUY, 15_025, 100, 0, TimeInForce.GTC).orderResult(1, OrderStatus.NEW);
        log.accepted(2, 2, "", 1, Side.SELL, 15_025, 40, 0, TimeInForce.GTC)
            .trade(1, 1, 15_025, 40, 1, 2, 60, 0, Side.SELL)
            .orderResult(2, OrderStatus.FILLED);

        AgentSteps.apply(database, log);

        assertRow("1,1," + (log.eventSequence() - 1) + ",15025,40,6010000,1,2,1,2,3,5,SELL," + TIME_NS,
            "select concat_ws(',', instrument_id, trade_id, event_sequence, price_ticks, quantity_lots, quote_amount," +
                " maker_order_id, taker_order_id, maker_account_id, taker_account_id, maker_fee, taker_fee, taker_side," +
                " timestamp_ns) from trades");
        assertRow("SOL_USDC,150.250000,0.040000000,6.010000,0.000000003,0.000005,2023-11-14 22:13:20.123456",
            "select concat_ws(',', symbol, price, quantity, quote_amount, maker_fee, taker_fee, time at time zone 'UTC')" +
                " from trades_view");
        assertRow("PARTIALLY_FILLED,150.250000,0.100000000,0.040000000",
            "select concat_ws(',', status, price, quantity, executed_quantity) from orders_view where order_id = 1");
    }

    @Test
    void shouldKeepALedgerAndTheLastOfEachBalance() throws Exception {
        log.balance(1, 2, 100, 0, 100, 0, BalanceCause.DEPOSIT).result();
        log.balance(1, 2, 70, 30, -30, 30, BalanceCause.ORDER_LOCKED)
            .balance(0, 2, 7, 0, 7, 0, BalanceCause.FEE_COLLECTED).result();
        AgentSteps.apply(database, log);
        log.balance(1, 2, 100, 0, 30, -30, BalanceCause.ORDER_RELEASED).result();

        AgentSteps.apply(database, log);

        assertRow("1,2,100,0,100,0,DEPOSIT|1,2,-30,30,70,30,ORDER_LOCKED|0,2,7,0,7,0,FEE_COLLECTED" +
                "|1,2,30,-30,100,0,ORDER_RELEASED",
            "select string_agg(concat_ws(',', account_id, asset_id, available_delta, locked_delta, available, locked, cause)," +
                " '|' order by event_sequence) from ledger_entries");
        assertRow("0,2,7,0|1,2,100,0", "select string_agg(concat_ws(',', account_id, asset_id, available, locked), '|'" +
            " order by account_id) from balances");
    }

    @Test
    void shouldAddTradesUpToMinuteBarsAcrossBatches() throws Exception {
        final long minuteNs = 1_700_000_040_000_000_000L;
        log.accepted(1, 1, "", 1, Side.SELL, 1, 1_000, 0, TimeInForce.GTC).orderResult(1, OrderStatus.NEW);
        log.accepted(2, 2, "", 1, Side.BUY, 1, 1_000, 0, TimeInForce.GTC);
        log.at(minuteNs).trade(1, 1, 100, 1, 1, 2, 999, 999, Side.BUY);
        log.at(minuteNs + 59_999_999_999L).trade(1, 2, 120, 2, 1, 2, 997, 997, Side.BUY).result();
        AgentSteps.apply(database, log);
        log.trade(1, 3, 90, 3, 1, 2, 994, 994, Side.BUY);
        log.at(minuteNs + 60_000_000_000L).trade(1, 4, 95, 4, 1, 2, 990, 990, Side.BUY).result();

        AgentSteps.apply(database, log);

        assertRow("1700000040000,100,120,90,90,6,6100,3|1700000100000,95,95,95,95,4,3800,1",
            "select string_agg(concat_ws(',', start_ms, open_ticks, high_ticks, low_ticks, close_ticks, volume_lots," +
                " quote_volume, trade_count), '|' order by start_ms) from klines_1m");
    }

    @Test
    void shouldStoreDepositsAndWithdrawalsWithTheirOutcome() throws Exception {
        log.deposit(new UUID(5, 6), 1, 2, 1_000_000).result();
        log.withdrawal(new UUID(7, 8), 1, 1, 2, 10).result();
        log.withdrawal(new UUID(7, 9), 2, 1, 2, 20).withdrawalFinished(2, 1, WithdrawalOutcome.SETTLED).result();
        log.withdrawal(new UUID(7, 10), 3, 1, 2, 30).result();
        AgentSteps.apply(database, log);
        log.withdrawalFinished(3, 1, WithdrawalOutcome.REJECTED).result();

        AgentSteps.apply(database, log);

        assertRow("DEPOSIT,1000000,SETTLED|WITHDRAWAL,1,10,PENDING|WITHDRAWAL,2,20,SETTLED|WITHDRAWAL,3,30,REJECTED",
            "select string_agg(concat_ws(',', kind, withdrawal_id, amount, status), '|' order by event_sequence)" +
                " from transfers");
        assertRow("1.000000", "select amount from transfers_view where kind = 'DEPOSIT'");
    }

    @Test
    void shouldStoreHostileClientOrderIdsAsTheyAre() throws Exception {
        final String[] hostile = {"'; drop table orders; --", "\\.\t\n\"{},", "%_\u0001\u007f", "${jndi:x}\\N"};
        for (int i = 0; i < hostile.length; i++) {
            log.accepted(i + 1, 1, hostile[i], 1, Side.SELL, 1, 1, 0, TimeInForce.GTC).orderResult(i + 1, OrderStatus.NEW);
        }

        AgentSteps.apply(database, log);

        try (History history = new History(database, java.time.InstantSource.system())) {
            for (int i = 0; i < hostile.length; i++) {
                assertEquals(hostile[i], history.order(1, i + 1, null).orElseThrow().clientOrderId());
                assertEquals(i + 1, history.order(1, 0, hostile[i]).orElseThrow().orderId());
            }
        }
    }

    private void assertOrder(final String expected, final long orderId) throws SQLException {
        assertRow(expected, "select concat_ws(',', order_id, coalesce(client_order_id, ''), side, order_type, time_in_force," +
            " price_ticks, quantity_lots, quote_amount, executed_lots, executed_quote, status, close_reason)" +
            " from orders where order_id = " + orderId);
    }

    private void assertRow(final String expected, final String sql) throws SQLException {
        assertEquals(expected, text(database, sql));
    }
}
