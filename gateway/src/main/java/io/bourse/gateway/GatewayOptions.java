package io.bourse.gateway;

import io.bourse.gateway.http.identity.Identity;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.Profile;
import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Settings of a gateway; as arguments, or in a file that is named with {@code @file}. */
@CommandLine.Command(name = "gateway", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Serves REST, WebSocket and the web page, and talks to the cluster.")
public final class GatewayOptions {
    @Option(names = "--gateway-id", defaultValue = "1", paramLabel = "N",
        description = "Number of this gateway, from 1, which no other running one has. Default: ${DEFAULT-VALUE}")
    private int gatewayId;

    @Option(names = "--http-host", defaultValue = "127.0.0.1", paramLabel = "HOST",
        description = "Address to listen at. Default: ${DEFAULT-VALUE}")
    private String httpHost;

    @Option(names = "--http-port", defaultValue = "8080", paramLabel = "PORT",
        description = "TCP port to listen at; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int httpPort;

    @Option(names = "--identity", defaultValue = "signed", paramLabel = "demo|signed", converter = IdentityConverter.class,
        description = "signed: every request of a user is signed or of a session; demo: it may also just name a demo user, " +
            "possible on a loopback address only. Default: ${DEFAULT-VALUE}")
    private Identity identity;

    @Option(names = "--auto-settle", defaultValue = "false", arity = "1", paramLabel = "true|false",
        description = "Whether withdrawals are settled at once, for play money, or by an operator. " +
            "Default: ${DEFAULT-VALUE}")
    private boolean isAutoSettle;

    @Option(names = "--cors-origins", split = ",", defaultValue = "", paramLabel = "ORIGIN",
        description = "Origins of other pages that may use the API, separated by commas. Default: none; on a demo " +
            "instance every page of this machine")
    private Set<String> corsOrigins;

    @Option(names = "--connections-per-address", defaultValue = "100", paramLabel = "N",
        description = "Connections that one client address may have. Default: ${DEFAULT-VALUE}")
    private int connectionsPerAddress;

    @Option(names = "--master-key-file", required = true, paramLabel = "FILE",
        description = "File with the key that encrypts API secrets in PostgreSQL, readable by its owner only.")
    private Path masterKeyFile;

    @Option(names = "--principal-key-file", required = true, paramLabel = "FILE",
        description = "File with the key by which the cluster knows this gateway, gw-N, readable by its owner only.")
    private Path principalKeyFile;

    @Option(names = "--cluster-hosts", split = ",", defaultValue = "localhost", paramLabel = "HOST",
        description = "Hosts of the cluster members, by member id, separated by commas. Default: ${DEFAULT-VALUE}")
    private List<String> clusterHosts;

    @Option(names = "--cluster-port-base", defaultValue = "9000", paramLabel = "PORT",
        description = "First port of member 0; each further member's ports begin 100 higher. Default: ${DEFAULT-VALUE}")
    private int clusterPortBase;

    @Option(names = "--aeron-dir", paramLabel = "DIRECTORY",
        description = "Directory of a running Aeron media driver. Default: none, the process runs one of its own")
    private String aeronDirectory;

    @Option(names = "--profile", defaultValue = "durable", paramLabel = "dev|fast|durable", converter = ProfileConverter.class,
        description = "How to trade latency against processor time. Default: ${DEFAULT-VALUE}")
    private Profile profile;

    @Option(names = "--redis-url", defaultValue = "redis://127.0.0.1:6379", paramLabel = "URL",
        description = "redis://[user:password@]host[:port][/database], rediss:// for TLS. Default: ${DEFAULT-VALUE}")
    private String redisUrl;

    @Option(names = "--postgres-url", required = true, paramLabel = "URL",
        description = "jdbc:postgresql://host:port/database")
    private String postgresUrl;

    @Option(names = "--postgres-user", defaultValue = "postgres", paramLabel = "USER",
        description = "Role in PostgreSQL. Default: ${DEFAULT-VALUE}")
    private String postgresUser;

    @Option(names = "--postgres-password-file", paramLabel = "FILE",
        description = "File with the role's password, readable by its owner only. Default: none")
    private Path postgresPasswordFile;

    /**
     * The settings that arguments describe.
     *
     * @throws CommandLine.ParameterException for arguments that are unknown, missing or out of range; its message says
     *                                        which
     */
    public static GatewayOptions parse(final String... arguments) {
        final GatewayOptions options = new GatewayOptions();
        final CommandLine commandLine = new CommandLine(options);
        commandLine.parseArgs(arguments);
        try {
            options.validate();
        } catch (final IllegalArgumentException ex) {
            throw new CommandLine.ParameterException(commandLine, ex.getMessage(), ex);
        }
        return options;
    }

    void validate() {
        endpoints();
        if (gatewayId < 1) {
            throw new IllegalArgumentException("--gateway-id must be 1 or more, not " + gatewayId);
        }
        if (httpPort < 0 || httpPort > 65535) {
            throw new IllegalArgumentException("--http-port must be 0 to 65535, not " + httpPort);
        }
        if (connectionsPerAddress < 1) {
            throw new IllegalArgumentException("--connections-per-address must be 1 or more, not " + connectionsPerAddress);
        }
    }

    int gatewayId() {
        return gatewayId;
    }

    String httpHost() {
        return httpHost;
    }

    int httpPort() {
        return httpPort;
    }

    Identity identity() {
        return identity;
    }

    boolean isAutoSettle() {
        return isAutoSettle;
    }

    Set<String> corsOrigins() {
        return corsOrigins;
    }

    int connectionsPerAddress() {
        return connectionsPerAddress;
    }

    Path masterKeyFile() {
        return masterKeyFile;
    }

    Path principalKeyFile() {
        return principalKeyFile;
    }

    ClusterEndpoints endpoints() {
        return new ClusterEndpoints(clusterHosts, clusterPortBase);
    }

    String aeronDirectory() {
        return aeronDirectory;
    }

    Profile profile() {
        return profile;
    }

    String redisUrl() {
        return redisUrl;
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

    /** Of lower-case names. */
    static final class IdentityConverter implements CommandLine.ITypeConverter<Identity> {
        @Override
        public Identity convert(final String text) {
            return Identity.valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** Of lower-case names. */
    static final class ProfileConverter implements CommandLine.ITypeConverter<Profile> {
        @Override
        public Profile convert(final String text) {
            return Profile.valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
