package io.bourse.gateway;

import io.bourse.client.ClientOptions;
import io.bourse.gateway.http.identity.Identity;
import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Set;

/** Settings of a gateway; as arguments, or in a file that is named with {@code @file}. */
@CommandLine.Command(name = "gateway", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Serves REST, WebSocket and the web page, and talks to the cluster.")
public final class GatewayOptions extends ClientOptions {
    @Option(names = "--gateway-id", defaultValue = "1", paramLabel = "N",
        description = "Number of this gateway, from 1, which no other running one has. Default: ${DEFAULT-VALUE}")
    private int gatewayId;

    @Option(names = "--http-host", defaultValue = "127.0.0.1", paramLabel = "HOST",
        description = "Address to listen at. Default: ${DEFAULT-VALUE}")
    private String httpHost;

    @Option(names = "--http-port", defaultValue = "8080", paramLabel = "PORT",
        description = "TCP port to listen at; 0 for any free one. Default: ${DEFAULT-VALUE}")
    private int httpPort;

    @Option(names = "--identity", defaultValue = "signed", paramLabel = "demo|signed",
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
     * @throws IllegalArgumentException for arguments that are unknown, missing or out of range; its message says which
     */
    public static GatewayOptions parse(final String... arguments) {
        return read(new GatewayOptions(), arguments);
    }

    @Override
    protected void validate() {
        requireRange("--gateway-id", gatewayId, 1, Integer.MAX_VALUE, "");
        requireRange("--http-port", httpPort, 0, 65_535, "");
        requireRange("--connections-per-address", connectionsPerAddress, 1, Integer.MAX_VALUE, "");
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
}
