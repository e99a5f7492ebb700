package io.bourse.persistence;

import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.Profile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static picocli.CommandLine.Help.Visibility.ALWAYS;

/** Settings of the persistence process. A wrong or unknown one refuses to start and says which. */
@Command(
    name = "persistence",
    description = "Writes the cluster's event stream to PostgreSQL.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class PersistenceOptions {
    @Option(names = "--cluster-hosts", split = ",", defaultValue = "localhost", showDefaultValue = ALWAYS,
        paramLabel = "HOST", description = "Hosts of the cluster's members, in order of member id.")
    private List<String> clusterHosts;

    @Option(names = "--cluster-port-base", defaultValue = "9000", showDefaultValue = ALWAYS,
        paramLabel = "PORT", description = "First port of member 0; each member has 100.")
    private int clusterPortBase;

    @Option(names = "--principal-key-file", required = true, paramLabel = "FILE",
        description = "File with the key by which the cluster knows this process, persist-N, readable by its owner only.")
    private Path principalKeyFile;

    @Option(names = "--aeron-dir", paramLabel = "DIR",
        description = "Directory of a running media driver. Without it the process has one of its own.")
    private String aeronDir;

    @Option(names = "--profile", defaultValue = "durable", showDefaultValue = ALWAYS,
        paramLabel = "NAME", description = "How much processor time waiting may cost: ${COMPLETION-CANDIDATES}.")
    private Profile profile;

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

    /** Made by {@link #parse}. */
    private PersistenceOptions() {
    }

    /**
     * @param arguments options, or {@code @file} with one option or value to a line
     * @throws IllegalArgumentException for a wrong, unknown or missing option; the message says which
     */
    public static PersistenceOptions parse(final String... arguments) {
        final PersistenceOptions options = new PersistenceOptions();
        try {
            commandLine(options).parseArgs(arguments);
        } catch (final CommandLine.ParameterException failure) {
            throw new IllegalArgumentException(failure.getMessage(), failure);
        }
        options.validate();
        return options;
    }

    static CommandLine commandLine(final PersistenceOptions options) {
        return new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** All options, for people. */
    static String usage() {
        return commandLine(new PersistenceOptions()).getUsageMessage();
    }

    ClusterEndpoints endpoints() {
        return new ClusterEndpoints(clusterHosts, clusterPortBase);
    }

    Path principalKeyFile() {
        return principalKeyFile;
    }

    String aeronDir() {
        return aeronDir;
    }

    Profile profile() {
        return profile;
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

    private void validate() {
        if (batchEvents < 1 || batchEvents > PersistenceAgent.BATCH_EVENTS_MAX) {
            throw new IllegalArgumentException(
                "--batch-events must be 1 to " + PersistenceAgent.BATCH_EVENTS_MAX + ", not " + batchEvents);
        }
        if (commitIntervalMs < 0 || commitIntervalMs > 1000) {
            throw new IllegalArgumentException("--commit-interval-ms must be 0 to 1000, not " + commitIntervalMs);
        }
        if (!postgresUrl.startsWith(Postgres.URL_PREFIX)) {
            throw new IllegalArgumentException("--postgres-url must begin with " + Postgres.URL_PREFIX + ", not " + postgresUrl);
        }
        endpoints();
    }
}
