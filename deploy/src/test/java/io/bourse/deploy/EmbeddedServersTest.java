package io.bourse.deploy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EmbeddedServersTest {
    @TempDir
    private Path temporary;
    private final ServerBinaries binaries = new ServerBinaries();
    private DataFolder folder;
    private Secrets secrets;

    @BeforeEach
    void prepareFolder() {
        folder = DataFolder.at(temporary.resolve("data"));
        folder.prepare(1);
        secrets = new Secrets(folder.secrets());
    }

    @Test
    void shouldKeepRowsOverARestart() throws SQLException {
        try (PostgresServer server = startPostgres()) {
            execute(server, "create table kept (id int)");
            execute(server, "insert into kept values (7)");
        }
        assertTrue(PostgresServer.running(folder.postgres()).isEmpty());
        try (PostgresServer server = startPostgres()) {
            assertEquals("7", query(server, "select id from kept"));
        }
    }

    @Test
    void shouldRunDurablyAndWithAPassword() throws SQLException {
        try (PostgresServer server = startPostgres()) {
            assertEquals("on", query(server, "show fsync"));
            assertEquals("on", query(server, "show synchronous_commit"));
            assertTrue(query(server, "show server_version").startsWith("18."));
            assertThrows(
                SQLException.class, () -> DriverManager.getConnection(url(server), PostgresServer.USER, "guess").close());
        }
    }

    @Test
    void shouldTakeOverFromAServerThatOutlivedItsLauncher() throws SQLException {
        final PostgresServer orphan = startPostgres();
        execute(orphan, "create table kept (id int)");
        execute(orphan, "insert into kept values (7)");
        assertEquals(orphan.process().pid(), PostgresServer.running(folder.postgres()).orElseThrow().pid());
        try (PostgresServer server = startPostgres()) {
            assertFalse(orphan.process().isAlive());
            assertEquals("7", query(server, "select id from kept"));
        }
    }

    @Test
    void shouldStartAfterTheServerWasKilled() throws SQLException {
        final PostgresServer killed = startPostgres();
        execute(killed, "create table kept (id int)");
        execute(killed, "insert into kept values (7)");
        Processes.end(killed.process(), "KILL", 5_000);
        try (PostgresServer server = startPostgres()) {
            assertEquals("7", query(server, "select id from kept"));
        }
    }

    @Test
    void shouldNotTakeAnotherProcessForTheServer() throws Exception {
        startPostgres().close();
        // What is left of a killed server whose id is in use again, or of one whose end nobody has taken note of.
        Files.writeString(folder.postgres().resolve("postmaster.pid"),
            ProcessHandle.current().pid() + "\n" + folder.postgres() + "\n");
        assertTrue(PostgresServer.running(folder.postgres()).isEmpty());
        try (PostgresServer server = startPostgres()) {
            assertEquals("on", query(server, "show fsync"));
        }
    }

    @Test
    void shouldEndARedisThatOutlivedItsLauncher() {
        final PidFile pidFile = folder.pidFile("redis");
        final RedisServer orphan = startRedis(pidFile);
        assertEquals(orphan.process().pid(), pidFile.process().orElseThrow().pid());
        try (RedisServer server = startRedis(pidFile)) {
            assertFalse(orphan.process().isAlive());
            assertNotEquals(orphan.process().pid(), server.process().pid());
        }
        assertTrue(pidFile.process().isEmpty());
    }

    private PostgresServer startPostgres() {
        return PostgresServer.start(binaries.postgres(), folder.postgres(), folder.log().resolve("postgres.log"),
            Ports.freeTcpPort(0), secrets.postgresPasswordFile());
    }

    private RedisServer startRedis(final PidFile pidFile) {
        return RedisServer.start(binaries.redisServer(), folder.redis(), folder.log().resolve("redis.log"), pidFile,
            Ports.freeTcpPort(0), secrets.redisPasswordFile());
    }

    private void execute(final PostgresServer server, final String sql) throws SQLException {
        try (Connection connection = connect(server); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(final PostgresServer server, final String sql) throws SQLException {
        try (Connection connection = connect(server); Statement statement = connection.createStatement();
            ResultSet result = statement.executeQuery(sql)) {
            assertTrue(result.next());
            return result.getString(1);
        }
    }

    private Connection connect(final PostgresServer server) throws SQLException {
        return DriverManager.getConnection(
            url(server), PostgresServer.USER, Secrets.read(secrets.postgresPasswordFile()));
    }

    private static String url(final PostgresServer server) {
        return new ServerAddresses(server.port(), 0).postgresUrl();
    }
}
