package io.bourse.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/** A look into PostgreSQL for people who have no client at hand. Read only: persistence alone writes there. */
@Command(
    name = "sql", mixinStandardHelpOptions = true,
    description = {"Ask PostgreSQL of the running exchange, read only, for example:",
        "  ./bourse sql 'select * from trades_view order by time desc limit 5'",
        "Views with decimal numbers: trades_view, orders_view, balances_view, ledger_view, klines_1m_view, transfers_view,",
        "prevented_matches_view."})
final class SqlCommand implements Callable<Integer> {
    private static final int ROWS_MAX = 1_000;
    private static final int QUERY_TIMEOUT_S = 30;

    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "QUERY", description = "One query; at most " + ROWS_MAX + " rows of it are shown.")
    private String query;

    @Override
    public Integer call() {
        final DataFolder folder = data.folder();
        final JsonNode run = RunFile.read(folder).orElseThrow(() -> new StartupException(
            "no exchange runs on " + folder.root() + "; start one with ./bourse up --data " + folder.root()));
        try (Connection connection = DriverManager.getConnection(run.path("postgresUrl").asText(),
            run.path("postgresUser").asText(),
            Files.readString(Path.of(run.path("postgresPasswordFile").asText())).strip())) {
            // The driver asks for a read-only transaction, which there is none of with autocommit.
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            System.out.println(DSL.using(connection).resultQuery(query).maxRows(ROWS_MAX).queryTimeout(QUERY_TIMEOUT_S)
                .fetch().format(ROWS_MAX));
            return 0;
        } catch (final SQLException | IOException e) {
            throw new StartupException("PostgreSQL does not answer: " + e.getMessage(), e);
        } catch (final DataAccessException e) {
            throw new StartupException("PostgreSQL refuses: " + e.getCause().getMessage(), e);
        }
    }
}
