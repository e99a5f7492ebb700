package io.bourse.persistence;

import org.agrona.concurrent.SystemNanoClock;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * How fast events become committed rows, against COPY of the same rows into the same tables in the same run: the best
 * that PostgreSQL could do if there were nothing to decide. Argument: number of events.
 */
final class WriteRate {
    private static final List<String> TABLES = List.of("orders", "trades", "ledger_entries", "balances", "klines_1m");
    private static final int BATCH_EVENTS = 4096;
    private static final long COMMIT_INTERVAL_NS = 20_000_000;

    private WriteRate() {
    }

    /** Rates of one run. */
    record Result(long events, long rows, double eventsPerSecond, double rowsPerSecond, double copyRowsPerSecond) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT,
                "%,d events -> %,d rows: %,.0f events/s, %,.0f rows/s; COPY of the same rows: %,.0f rows/s; share %.0f %%",
                events, rows, eventsPerSecond, rowsPerSecond, copyRowsPerSecond, 100 * rowsPerSecond / copyRowsPerSecond);
        }
    }

    public static void main(final String[] arguments) throws Exception {
        final int events = arguments.length == 0 ? 500_000 : Integer.parseInt(arguments[0]);
        System.out.println("warm-up: " + measure(events / 5));
        for (int i = 0; i < 3; i++) {
            System.out.println(measure(events));
        }
        System.exit(0);
    }

    static Result measure(final int events) throws SQLException, IOException {
        final EventLog log = new EventLog();
        new SimulatedMarket(log, 11, 1_000).run(events);
        final Postgres database = TestPostgres.shared().newDatabase();
        final PersistenceAgent agent = new PersistenceAgent(
            () -> database.open("rate"), log::open, SystemNanoClock.INSTANCE, BATCH_EVENTS, COMMIT_INTERVAL_NS);
        final long beganNs = System.nanoTime();
        AgentSteps.drain(agent, database, log);
        final double seconds = (System.nanoTime() - beganNs) / 1e9;
        agent.onClose();
        try (History history = new History(database, InstantSource.system())) {
            if (!history.consistency().holds()) {
                throw new IllegalStateException("the tables disagree: " + history.consistency());
            }
        }
        try (Connection connection = database.open("rate")) {
            long rows = 0;
            double copySeconds = 0;
            for (final String table : TABLES) {
                final byte[] content = copyOut(connection, table);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("create table copy_of_" + table + " (like " + table + " including all)");
                }
                final long copyBeganNs = System.nanoTime();
                rows += copyIn(connection, "copy_of_" + table, content);
                copySeconds += (System.nanoTime() - copyBeganNs) / 1e9;
            }
            return new Result(
                log.eventSequence(), rows, log.eventSequence() / seconds, rows / seconds, rows / copySeconds);
        }
    }

    private static byte[] copyOut(final Connection connection, final String table) throws SQLException, IOException {
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        copies(connection).copyOut("COPY " + table + " TO STDOUT (FORMAT BINARY)", content);
        return content.toByteArray();
    }

    private static long copyIn(final Connection connection, final String table, final byte[] content)
        throws SQLException, IOException {
        return copies(connection).copyIn(
            "COPY " + table + " FROM STDIN (FORMAT BINARY)", new ByteArrayInputStream(content), 1 << 16);
    }

    private static CopyManager copies(final Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }
}
