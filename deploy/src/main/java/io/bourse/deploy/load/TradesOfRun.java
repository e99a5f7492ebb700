package io.bourse.deploy.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads what a run traded from the exchange's PostgreSQL. */
final class TradesOfRun implements AutoCloseable {
    private static final int FETCH_SIZE = 5_000;
    private static final long POLL_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final String APPLIED = "select event_sequence from consumer_checkpoint where consumer = 'persistence'";
    private static final String TRADES = """
        select t.trade_id, t.price_ticks, t.quantity_lots, m.client_order_id, k.client_order_id
        from trades t
        join orders m on m.order_id = t.maker_order_id
        join orders k on k.order_id = t.taker_order_id
        where t.instrument_id = ? and t.event_sequence > ? and t.event_sequence <= ?
        order by t.trade_id""";

    private final Connection connection;

    TradesOfRun(final Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
    }

    /** False if persistence has not applied the event in time. */
    boolean awaitApplied(final long eventSequence, final long timeoutNs) throws SQLException {
        final long deadlineNs = System.nanoTime() + timeoutNs;
        while (applied() < eventSequence) {
            if (System.nanoTime() - deadlineNs >= 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_INTERVAL_NS);
        }
        return true;
    }

    /** In order of their ids. */
    List<Expectation.Trade> read(final RunRecord run) throws SQLException {
        final ClientOrderIds ids = new ClientOrderIds(run.run());
        final List<Expectation.Trade> trades = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(TRADES)) {
            query.setFetchSize(FETCH_SIZE);
            query.setInt(1, run.instrumentId());
            query.setLong(2, run.firstEventSequence());
            query.setLong(3, run.lastEventSequence());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    final ClientOrderIds.Parsed maker = ids.parse(rows.getString(4));
                    final ClientOrderIds.Parsed taker = ids.parse(rows.getString(5));
                    if (maker == null || taker == null) {
                        throw new LoadException("trade " + rows.getLong(1) + " is between orders " + rows.getString(4) +
                            " and " + rows.getString(5) + ", not both of run " + run.run() +
                            ": the market was not the run's alone");
                    }
                    trades.add(new Expectation.Trade(
                        taker.sequence(), rows.getLong(2), rows.getLong(3), maker.orderId(), taker.orderId()));
                }
            }
        }
        connection.rollback();
        return trades;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private long applied() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(APPLIED); ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw new LoadException("persistence has no checkpoint in PostgreSQL");
            }
            return row.getLong(1);
        } finally {
            connection.rollback();
        }
    }
}
