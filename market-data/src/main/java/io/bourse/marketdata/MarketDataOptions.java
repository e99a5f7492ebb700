package io.bourse.marketdata;

import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.Profile;
import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/** Settings of the market-data process; as arguments, or in a file that is named with {@code @file}. */
@CommandLine.Command(name = "market-data", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Keeps the public data in Redis current with the event stream of the cluster.")
public final class MarketDataOptions {
    @Option(names = "--cluster-hosts", split = ",", defaultValue = "localhost", paramLabel = "HOST",
        description = "Hosts of the cluster members, by member id, separated by commas. Default: ${DEFAULT-VALUE}")
    private List<String> clusterHosts;

    @Option(names = "--cluster-port-base", defaultValue = "9000", paramLabel = "PORT",
        description = "First port of member 0; each further member's ports begin 100 higher. Default: ${DEFAULT-VALUE}")
    private int clusterPortBase;

    @Option(names = "--principal-key-file", required = true, paramLabel = "FILE",
        description = "File with the key by which the cluster knows this process, md-N, readable by its owner only.")
    private Path principalKeyFile;

    @Option(names = "--aeron-dir", paramLabel = "DIRECTORY",
        description = "Directory of a running Aeron media driver. Default: none, the process runs one of its own")
    private String aeronDirectory;

    @Option(names = "--profile", defaultValue = "durable", paramLabel = "dev|fast|durable",
        description = "How to trade latency against processor time. Default: ${DEFAULT-VALUE}")
    private Profile profile;

    @Option(names = "--redis-url", defaultValue = "redis://127.0.0.1:6379", paramLabel = "URL",
        description = "redis://[user:password@]host[:port][/database], rediss:// for TLS. Default: ${DEFAULT-VALUE}")
    private String redisUrl;

    /**
     * The settings that arguments describe.
     *
     * @throws CommandLine.ParameterException for arguments that are unknown, missing a value or out of range; its
     *                                        message says which
     */
    public static MarketDataOptions parse(final String... arguments) {
        final MarketDataOptions options = new MarketDataOptions();
        final CommandLine commandLine = commandLine(options);
        commandLine.parseArgs(arguments);
        try {
            options.endpoints();
            RedisClient.config(options.redisUrl, "check");
        } catch (final IllegalArgumentException e) {
            throw new CommandLine.ParameterException(commandLine, e.getMessage(), e);
        }
        return options;
    }

    static CommandLine commandLine(final MarketDataOptions options) {
        return new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).setUseSimplifiedAtFiles(true);
    }

    /** Where the members of the cluster are. */
    public ClusterEndpoints endpoints() {
        return new ClusterEndpoints(clusterHosts, clusterPortBase);
    }

    /** File with the key by which the cluster knows this process. */
    public Path principalKeyFile() {
        return principalKeyFile;
    }

    /** Directory of a running media driver; null for one of its own. */
    public String aeronDirectory() {
        return aeronDirectory;
    }

    /** How to trade latency against processor time. */
    public Profile profile() {
        return profile;
    }

    /** Where Redis is. */
    public String redisUrl() {
        return redisUrl;
    }
}
