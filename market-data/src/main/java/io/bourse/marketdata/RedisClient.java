package io.bourse.marketdata;

import io.netty.resolver.DefaultAddressResolverGroup;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.EqualJitterDelay;
import org.redisson.config.SingleServerConfig;
import org.redisson.connection.ConnectionListener;

import java.net.URI;
import java.time.Duration;

/** How Redisson is set up here: texts only, few threads and connections, every wait short and bounded. */
final class RedisClient {
    /** Wait for one answer. */
    static final int TIMEOUT_MS = 1_500;
    /** Further attempts after the first. */
    static final int RETRY_ATTEMPTS = 1;
    /** Wait before a further attempt. */
    static final int RETRY_DELAY_MS = 100;
    /** Wait for a connection. */
    static final int CONNECT_TIMEOUT_MS = 2_000;
    /** Longest wait between two attempts to connect again. */
    static final int RECONNECT_DELAY_MAX_MS = 1_000;
    /** A connection that has been silent for so long is asked whether it lives. */
    static final int PING_INTERVAL_MS = 10_000;

    private static final int THREADS = 2;
    private static final int CONNECTIONS = 2;
    private static final int PORT_DEFAULT = 6379;
    private static final int DNS_INTERVAL_MS = 30_000;

    private RedisClient() {
    }

    /**
     * A client that connects when it is first used.
     *
     * @param url      {@code redis://[user:password@]host[:port][/database]}, or rediss for TLS
     * @param name     shown in Redis' CLIENT LIST
     * @param listener told when connections come and go
     * @throws IllegalArgumentException if the URL is not of this form
     */
    static RedissonClient connect(final String url, final String name, final ConnectionListener listener) {
        return Redisson.create(config(url, name).setConnectionListener(listener));
    }

    static Config config(final String url, final String name) {
        final URI uri = parse(url);
        // The default codec, Kryo, would create whatever class a byte stream from Redis names.
        final Config config = new Config().setCodec(StringCodec.INSTANCE).setThreads(THREADS).setNettyThreads(THREADS)
            .setLazyInitialization(true).setUseThreadClassLoader(false)
            // The system's resolver. The default one listens for answers of name servers at every address of the host.
            .setAddressResolverGroupFactory((datagrams, sockets, nameServers) -> DefaultAddressResolverGroup.INSTANCE);
        final SingleServerConfig server = config.useSingleServer()
            .setAddress(uri.getScheme() + "://" + uri.getHost() + ":" + (uri.getPort() < 0 ? PORT_DEFAULT : uri.getPort()))
            .setConnectionMinimumIdleSize(1).setConnectionPoolSize(CONNECTIONS)
            .setSubscriptionConnectionMinimumIdleSize(1).setSubscriptionConnectionPoolSize(CONNECTIONS)
            .setTimeout(TIMEOUT_MS).setConnectTimeout(CONNECT_TIMEOUT_MS).setSubscriptionTimeout(TIMEOUT_MS)
            .setRetryAttempts(RETRY_ATTEMPTS).setRetryDelay(new ConstantDelay(Duration.ofMillis(RETRY_DELAY_MS)))
            .setReconnectionDelay(new EqualJitterDelay(
                Duration.ofMillis(RETRY_DELAY_MS), Duration.ofMillis(RECONNECT_DELAY_MAX_MS)))
            .setPingConnectionInterval(PING_INTERVAL_MS).setDnsMonitoringInterval(DNS_INTERVAL_MS).setClientName(name);
        final String path = uri.getPath();
        if (path != null && path.length() > 1) {
            server.setDatabase(Integer.parseInt(path.substring(1)));
        }
        if (uri.getUserInfo() != null) {
            final int colon = uri.getUserInfo().indexOf(':');
            final String user = uri.getUserInfo().substring(0, Math.max(colon, 0));
            config.setPassword(uri.getUserInfo().substring(colon + 1));
            config.setUsername(user.isEmpty() ? null : user);
        }
        return config;
    }

    private static URI parse(final String url) {
        final URI uri;
        try {
            uri = URI.create(url);
        } catch (final IllegalArgumentException e) {
            // The reason would repeat the password.
            throw new IllegalArgumentException("the Redis URL is no URL: redis://[user:password@]host[:port][/database]");
        }
        final boolean isPathGood = uri.getPath() == null || uri.getPath().matches("(/\\d{0,5})?");
        if (!"redis".equals(uri.getScheme()) && !"rediss".equals(uri.getScheme()) || uri.getHost() == null || !isPathGood) {
            throw new IllegalArgumentException("the Redis URL must be redis://[user:password@]host[:port][/database], " +
                "or rediss:// for TLS; host=" + uri.getHost() + " port=" + uri.getPort());
        }
        return uri;
    }
}
