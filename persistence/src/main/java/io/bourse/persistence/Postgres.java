package io.bourse.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;

/**
 * How every connection of ours to PostgreSQL is made: nothing waits for ever, neither here on a half-open link nor there
 * on a client that is gone. What the URL itself sets wins.
 *
 * @param url      jdbc:postgresql://...
 * @param user     role
 * @param password null for none
 */
record Postgres(String url, String user, String password) {
    static final String URL_PREFIX = "jdbc:postgresql:";
    private static final String CONNECT_TIMEOUT_SECONDS = "3";
    private static final String SOCKET_TIMEOUT_SECONDS = "15";
    /** Below the socket time-out, so that the server gives up first and says why. */
    private static final String SESSION_OPTIONS = "-c statement_timeout=12000 -c lock_timeout=5000" +
        " -c idle_in_transaction_session_timeout=30000 -c jit=off" +
        " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";
    private static final long POOL_WAIT_MS_MAX = 3_000;
    private static final long POOL_IDLE_MS = 60_000;

    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    Postgres {
        if (url == null || !url.startsWith(URL_PREFIX)) {
            throw new IllegalArgumentException("the PostgreSQL URL must begin with " + URL_PREFIX + ", not: " + url);
        }
        if (user == null || user.isBlank()) {
            throw new IllegalArgumentException("a PostgreSQL user is needed for " + url);
        }
    }

    /** @param passwordFile null for no password */
    static Postgres of(final String url, final String user, final Path passwordFile) throws IOException {
        return new Postgres(url, user, passwordFile == null ? null : SecretFile.readText(passwordFile));
    }

    /** Nothing is logged of what is sent: hashes of passwords and all else that is private stand there. */
    static Settings settings() {
        return new Settings().withExecuteLogging(false);
    }

    static DSLContext dsl(final Connection connection) {
        return DSL.using(connection, SQLDialect.POSTGRES, settings());
    }

    static DSLContext dsl(final DataSource pool) {
        return DSL.using(pool, SQLDialect.POSTGRES, settings());
    }

    /** One connection. */
    Connection open(final String applicationName) throws SQLException {
        return DriverManager.getConnection(url, properties(applicationName));
    }

    /** A pool for queries of many threads; made without a look at the server, which may come later. */
    HikariDataSource pool(final String applicationName, final int connectionsMax) {
        final HikariConfig config = new HikariConfig();
        config.setPoolName(applicationName);
        config.setJdbcUrl(url);
        config.setDataSourceProperties(properties(applicationName));
        config.setMaximumPoolSize(connectionsMax);
        config.setMinimumIdle(1);
        config.setIdleTimeout(POOL_IDLE_MS);
        config.setConnectionTimeout(POOL_WAIT_MS_MAX);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    @Override
    public String toString() {
        return url + " user=" + user;
    }

    private Properties properties(final String applicationName) {
        final Properties properties = new Properties();
        properties.setProperty("user", user);
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("ApplicationName", applicationName);
        properties.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.setProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("options", SESSION_OPTIONS);
        return properties;
    }
}
