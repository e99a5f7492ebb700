package io.bourse.gateway;

import io.bourse.client.AeronConnection;
import io.bourse.gateway.cluster.ClusterAgent;
import io.bourse.gateway.cluster.ClusterAgentConfiguration;
import io.bourse.gateway.http.Catalogue;
import io.bourse.gateway.http.HttpServer;
import io.bourse.gateway.http.Origins;
import io.bourse.gateway.http.Router;
import io.bourse.gateway.http.WebPages;
import io.bourse.gateway.http.Workers;
import io.bourse.gateway.http.identity.Authenticator;
import io.bourse.gateway.http.identity.Identity;
import io.bourse.gateway.http.identity.Sessions;
import io.bourse.gateway.http.v1.Api;
import io.bourse.gateway.http.v1.Freshness;
import io.bourse.gateway.http.v1.Services;
import io.bourse.gateway.websocket.PrivateStreams;
import io.bourse.gateway.websocket.StreamHub;
import io.bourse.gateway.websocket.WebSocketServer;
import io.bourse.marketdata.MarketDataReader;
import io.bourse.persistence.History;
import io.bourse.persistence.Users;
import io.bourse.wire.Principal;
import io.bourse.wire.PrincipalKey;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.agrona.CloseHelper;
import org.agrona.concurrent.ShutdownSignalBarrier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A gateway: REST, WebSocket and the web page on one side, the cluster, Redis and PostgreSQL on the other. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int EVENT_LOOPS = 2;
    private static final long STOP_MS = 1_000;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private int port;

    private Gateway() {
    }

    /**
     * Starts a gateway and returns when it listens. The cluster may come later: until then commands are answered with 503.
     *
     * @throws IllegalArgumentException          if the options do not go together; the message says which
     * @throws HttpServer.PortInUseException     if it cannot listen
     * @throws java.io.UncheckedIOException      if a key or password file is missing or open to others
     */
    public static Gateway launch(final GatewayOptions options) {
        return launch(options, () -> LOG.error("the gateway is cut off from the cluster for good: start it again"));
    }

    /** The same, told what to do when it is cut off for good, see {@link AeronConnection#onLost}. */
    static Gateway launch(final GatewayOptions options, final Runnable onLost) {
        final InetSocketAddress address = address(options);
        final Gateway gateway = new Gateway();
        try {
            gateway.open(options, address, onLost);
        } catch (final RuntimeException ex) {
            gateway.close();
            throw ex;
        }
        LOG.info("gateway {} listens at {}:{}, identity {}",
            options.gatewayId(), options.httpHost(), gateway.port, options.identity());
        return gateway;
    }

    /**
     * Runs a gateway until the process is told to stop (exit code 0), its options are wrong (2), it cannot start (1), or it
     * is cut off from the cluster for good (3): it has nothing to put in order then, so it ends at once.
     */
    public static void main(final String[] arguments) {
        try {
            final GatewayOptions options = GatewayOptions.parse(arguments);
            if (!options.isHelp()) {
                run(options);
            }
        } catch (final IllegalArgumentException wrong) {
            System.err.println("gateway: " + wrong.getMessage());
            System.exit(2);
        } catch (final RuntimeException ex) {
            LOG.error("the gateway cannot run: {}", ex.getMessage(), ex);
            System.exit(1);
        }
    }

    private static void run(final GatewayOptions options) {
        try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier();
            Gateway gateway = launch(options, () -> Runtime.getRuntime().halt(AeronConnection.EXIT_LOST))) {
            barrier.await();
            LOG.info("gateway at port {} stops", gateway.port());
        }
    }

    /** TCP port that it listens at. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            CloseHelper.close(ex -> LOG.warn("while closing the gateway", ex), opened.pop());
        }
    }

    private void open(final GatewayOptions options, final InetSocketAddress address, final Runnable onLost) {
        final PrincipalKey key =
            PrincipalKey.read(options.principalKeyFile(), Principal.GATEWAY.named(options.gatewayId()));
        final boolean isDemo = options.identity() == Identity.DEMO;
        final LongSupplier clockMs = System::currentTimeMillis;
        final Users users = open(Users.connect(
            options.postgresUrl(), options.postgresUser(), options.postgresPasswordFile(), options.masterKeyFile()));
        final History history = open(History.connect(
            options.postgresUrl(), options.postgresUser(), options.postgresPasswordFile()));
        final MarketDataReader reader = open(MarketDataReader.connect(options.redisUrl()));
        final AeronConnection aeron = open(AeronConnection.connect(options.aeronDir(), options.profile()));
        aeron.onLost(onLost);
        final ClusterAgent cluster = open(new ClusterAgent(new ClusterAgentConfiguration(options.gatewayId(), key,
            options.endpoints(), aeron.aeron(), options.profile(), ClusterAgentConfiguration.DEFAULT_REQUEST_DEADLINE_NS)));

        final Workers workers = open(new Workers());
        final Catalogue catalogue = new Catalogue(reader, workers);
        final PrivateStreams privateStreams = new PrivateStreams(catalogue);
        final Freshness freshness = new Freshness();
        cluster.addEventListener(catalogue);
        cluster.addEventListener(privateStreams);
        cluster.addEventListener(freshness);

        final Sessions sessions = new Sessions(clockMs);
        final Authenticator authenticator = new Authenticator(users, sessions, workers, options.identity(), clockMs);
        final Origins origins = new Origins(options.corsOrigins(), isDemo);
        final Services services = new Services(cluster.requests(), reader, history, users, catalogue, workers,
            authenticator, sessions, freshness, isDemo, options.isAutoSettle());
        final Router router = new Router(Api.routes(services), WebPages.load(), authenticator, origins);

        final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            EVENT_LOOPS, new DefaultThreadFactory("gateway-http", true), NioIoHandler.newFactory());
        opened.push(() -> loops.shutdownGracefully(0, STOP_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly());
        final StreamHub hub = new StreamHub(loops);
        final WebSocketServer webSockets = new WebSocketServer(hub, privateStreams, catalogue, authenticator, origins);
        final HttpServer server =
            open(HttpServer.start(loops, address, router, origins, webSockets, options.connectionsPerAddress()));
        port = server.port();
        cluster.start();
        reader.subscribe(hub::onUpdate);
    }

    private <T extends AutoCloseable> T open(final T closeable) {
        opened.push(closeable);
        return closeable;
    }

    private static InetSocketAddress address(final GatewayOptions options) {
        final InetSocketAddress address = new InetSocketAddress(options.httpHost(), options.httpPort());
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("--http-host " + options.httpHost() + " is not the name of an address");
        }
        if (options.identity() == Identity.DEMO && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("--identity demo lets everybody who reaches the gateway act as any demo " +
                "user, so it needs a loopback address, not --http-host " + options.httpHost() + ": use 127.0.0.1, or " +
                "--identity signed");
        }
        return address;
    }
}
