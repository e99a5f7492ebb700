package io.bourse.persistence;

import io.bourse.client.ClientOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static picocli.CommandLine.Help.Visibility.ALWAYS;

/** Settings of the persistence process. A wrong or unknown one refuses to start and says which. */
@Command(
    name = "persistence",
    description = "Writes the cluster's event stream to PostgreSQL.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class PersistenceOptions extends ClientOptions {
    @Option(names = "--postgres-url", required = true, paramLabel = "URL",
        description = "jdbc:postgresql://host:port/database, with parameters such as sslmode if need be.")
    private String postgresUrl;

    @Option(names = "--postgres-user", defaultValue = "postgres", showDefaultValue = ALWAYS,
        paramLabel = "USER", description = "Role that owns the tables.")
    private String postgresUser;

    @Option(names = "--postgres-password-file", paramLabel = "FILE",
        description = "Its first line is the role's password; only its owner may read it. Default: no password.")
    private Path postgresPasswordFile;

    @Option(names = "--batch-events", defaultValue = "4096", showDefaultValue = ALWAYS,
        paramLabel = "EVENTS", description = "Size at which a transaction is committed, 1 to 65536 events.")
    private int batchEvents;

    @Option(names = "--commit-interval-ms", defaultValue = "20", showDefaultValue = ALWAYS,
        paramLabel = "MS", description = "Age at which a smaller transaction is committed, 0 to 1000 milliseconds.")
    private int commitIntervalMs;

    /**
     * The settings that arguments describe.
     *
     * @throws IllegalArgumentException for a wrong, unknown or missing option; the message says which
     */
    public static PersistenceOptions parse(final String... arguments) {
        return read(new PersistenceOptions(), arguments);
    }

    String postgresUrl() {
        return postgresUrl;
    }

    String postgresUser() {
        return postgresUser;
    }

    Path postgresPasswordFile() {
        return postgresPasswordFile;
    }

    int batchEvents() {
        return batchEvents;
    }

    long commitIntervalNs() {
        return TimeUnit.MILLISECONDS.toNanos(commitIntervalMs);
    }

    @Override
    protected void validate() {
        requireRange("--batch-events", batchEvents, 1, PersistenceAgent.BATCH_EVENTS_MAX, "");
        requireRange("--commit-interval-ms", commitIntervalMs, 0, 1000, "");
        if (!postgresUrl.startsWith(Postgres.URL_PREFIX)) {
            throw new IllegalArgumentException("--postgres-url must begin with " + Postgres.URL_PREFIX + ", not " + postgresUrl);
        }
    }
}
