package io.bourse.persistence;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Arrays;

/** Brings the tables of a database to the version of this program. */
final class Migrations {
    private static final Logger LOGGER = LoggerFactory.getLogger(Migrations.class);
    private static final int CONNECT_RETRIES = 10;
    private static final int RETRY_PAUSE_SECONDS_MAX = 3;

    private Migrations() {
    }

    /**
     * Migrates; waits up to half a minute for a server that is not there yet.
     *
     * @throws IllegalStateException if the database is of a newer version, was changed by hand, or cannot be reached
     */
    static void run(final Postgres postgres) {
        try {
            final Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(postgres.url(), postgres.user(), postgres.password())
                .locations("classpath:db/migration")
                .connectRetries(CONNECT_RETRIES)
                .connectRetriesInterval(RETRY_PAUSE_SECONDS_MAX)
                .cleanDisabled(true)
                .load();
            refuseNewer(flyway, postgres);
            final int count = flyway.migrate().migrationsExecuted;
            if (count > 0) {
                LOGGER.info("applied {} migrations to {}", count, postgres);
            }
        } catch (final FlywayException failure) {
            throw new IllegalStateException("cannot prepare the database " + postgres + ": " + failure.getMessage(), failure);
        }
    }

    private static void refuseNewer(final Flyway flyway, final Postgres postgres) {
        final MigrationInfo[] all = flyway.info().all();
        final MigrationInfo newer = Arrays.stream(all)
            .filter(info -> info.getState() == MigrationState.FUTURE_SUCCESS || info.getState() == MigrationState.FUTURE_FAILED)
            .reduce((first, second) -> second)
            .orElse(null);
        if (newer != null) {
            throw new IllegalStateException("the database " + postgres + " has tables of version " + newer.getVersion() +
                ", newer than this program knows: start the newer program, or give this one another database");
        }
    }
}
