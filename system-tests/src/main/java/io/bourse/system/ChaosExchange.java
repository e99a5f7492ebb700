package io.bourse.system;

import io.aeron.CncFileDescriptor;
import io.aeron.cluster.service.Cluster;
import io.bourse.deploy.MemberCounters;
import io.bourse.deploy.ServerBinaries;
import io.bourse.deploy.demo.DemoCredentials;
import io.bourse.deploy.demo.DemoCredentials.Credential;
import io.bourse.deploy.demo.DemoSetup;
import io.bourse.persistence.Users;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.ClusterKey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * An exchange over ten hosts: three members, two gateways, market-data, persistence, PostgreSQL, Redis, each started with
 * an argument file as an installation does it, and started again by a supervisor a second after it ends.
 */
final class ChaosExchange implements AutoCloseable {
    static final List<String> MEMBERS = List.of("m0", "m1", "m2");
    static final List<String> GATEWAYS = List.of("g1", "g2");
    static final String MARKET_DATA = "md";
    static final String PERSISTENCE = "ps";
    static final String POSTGRES = "pg";
    static final String REDIS = "rd";

    private static final List<String> ADDRESSES = List.of("m0 198.18.0.10", "m1 198.18.0.11", "m2 198.18.0.12",
        "g1 198.18.0.20", "g2 198.18.0.21", "md 198.18.0.30", "ps 198.18.0.31", "pg 198.18.0.40", "rd 198.18.0.41");
    private static final int CLUSTER_PORT_BASE = 9000;
    private static final int HTTP_PORT = 8080;
    private static final int POSTGRES_PORT = 5432;
    private static final int REDIS_PORT = 6379;
    private static final String USER = "bourse";
    private static final long RESTART_DELAY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final String MEMBER_DISK = "1g";
    private static final String POSTGRES_DISK = "4g";
    /** For all of them. */
    private static final String IMAGES = "8g";

    private final Path folder;
    private final String profile;
    private final int leaderTimeoutMs;
    private final Map<String, Path> patches;
    private final boolean canLosePower;
    private final Map<String, ChaosDisk> disks = new LinkedHashMap<>();
    private final ChaosNetwork network = new ChaosNetwork();
    private final Map<String, ChaosProcess> processes = new LinkedHashMap<>();
    private final ServerBinaries binaries = new ServerBinaries();
    private Thread supervisor;
    private volatile boolean isSupervised;

    /**
     * @param folder  for everything that it keeps
     * @param leaderTimeoutMs of members; 0 for what the profile says
     * @param patches folders with classes that take the place of others, by host; for planted defects
     * @param canLosePower whether its disks are such that can
     */
    ChaosExchange(
        final Path folder, final String profile, final int leaderTimeoutMs, final Map<String, Path> patches,
        final boolean canLosePower) {
        this.folder = folder;
        this.profile = profile;
        this.leaderTimeoutMs = leaderTimeoutMs;
        this.patches = Map.copyOf(patches);
        this.canLosePower = canLosePower;
    }

    ChaosNetwork network() {
        return network;
    }

    ChaosProcess process(final String host) {
        return processes.get(host);
    }

    List<ChaosProcess> all() {
        return List.copyOf(processes.values());
    }

    Path folder() {
        return folder;
    }

    Path memberFolder(final String member) {
        return folder.resolve(member);
    }

    static String url(final String address) {
        return "http://" + address + ":" + HTTP_PORT;
    }

    String gatewayUrl(final String gateway) {
        return url(network.address(gateway));
    }

    Database database() {
        return new Database(databaseUrl(), secret("postgres-password"));
    }

    String redisAddress() {
        return network.address(REDIS);
    }

    int redisPort() {
        return REDIS_PORT;
    }

    String redisPassword() {
        return read(secret("redis-password"));
    }

    /** Everything from nothing to serving, with markets and an operator. */
    void start() {
        ADDRESSES.forEach(line -> network.add(line.substring(0, 2), line.substring(3)));
        makeFolders();
        define();
        processes.get(POSTGRES).start();
        processes.get(REDIS).start();
        MEMBERS.forEach(member -> processes.get(member).start());
        Await.until("PostgreSQL to answer", PATIENCE, () -> {
            createDatabase();
            return true;
        });
        for (final String host : List.of(PERSISTENCE, MARKET_DATA, "g1", "g2")) {
            processes.get(host).start();
        }
        isSupervised = true;
        supervisor = Thread.ofPlatform().daemon().name("supervisor").start(this::supervise);
        GATEWAYS.forEach(gateway -> Await.until("gateway " + gateway + " to serve", PATIENCE, () -> isServing(gateway)));
    }

    /** Makes markets and the operator; returns the operator at the first gateway. */
    RestClient setUp() {
        try {
            final DemoCredentials credentials = DemoCredentials.open(folder.resolve("demo-credentials.json"));
            final UUID userId = UUID.randomUUID();
            try (Users users = Users.connect(databaseUrl(), USER, secret("postgres-password"), secret("master-key"))) {
                users.create(userId, null, null, 0, Users.Role.OPERATOR, false);
                final Users.NewKey key = users.createKey(userId);
                credentials.put(DemoSetup.OPERATOR, new Credential(userId.toString(), key.apiKey(), key.apiSecret()));
            }
            new DemoSetup(io.bourse.deploy.demo.RestClient.unsigned(gatewayUrl("g1")), credentials).run();
            final Credential operator = credentials.of(DemoSetup.OPERATOR).orElseThrow();
            return RestClient.signed(gatewayUrl("g1"), operator.userId(), operator.apiKey(), operator.apiSecret());
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    /** Sessions with the cluster from this process. */
    BinarySessions sessions() {
        return new BinarySessions(new ClusterEndpoints(MEMBERS.stream().map(network::address).toList(), CLUSTER_PORT_BASE),
            ClusterKey.read(secret("cluster-key")));
    }

    boolean isServing(final String gateway) {
        return RestClient.anonymous(gatewayUrl(gateway)).get("/api/v1/health").status() == 200;
    }

    /** What the counters of a living member say; those that a dead one has left do not count for the one after it. */
    Optional<MemberCounters> counters(final String member) {
        final Path aeron = Path.of("/dev/shm", "chaos-" + member);
        try {
            final ChaosProcess process = processes.get(member);
            final boolean isOwn = process.isAlive() &&
                ((FileTime) Files.getAttribute(aeron.resolve(CncFileDescriptor.CNC_FILE), "unix:ctime")).toMillis() >=
                    process.startedMs();
            return isOwn ? MemberCounters.read(aeron) : Optional.empty();
        } catch (final IOException notThere) {
            return Optional.empty();
        }
    }

    /** The member that leads; of two that say so the one that has committed more. */
    Optional<String> leader() {
        String leader = null;
        long position = -1;
        for (final String member : MEMBERS) {
            final Optional<MemberCounters> counters = counters(member);
            if (counters.isPresent() && counters.get().role() == Cluster.Role.LEADER && !counters.get().inElection() &&
                counters.get().commitPosition() > position) {
                leader = member;
                position = counters.get().commitPosition();
            }
        }
        return Optional.ofNullable(leader);
    }

    /** Why not everything is well; empty when it is. */
    String ailment() {
        for (final ChaosProcess process : processes.values()) {
            if (!process.isAlive()) {
                return process.name() + " does not run";
            }
        }
        long newest = 0;
        for (final String member : MEMBERS) {
            final Optional<MemberCounters> counters = counters(member);
            if (counters.isEmpty() || counters.get().inElection()) {
                return member + " is in an election";
            }
            newest = Math.max(newest, counters.get().commitPosition());
        }
        for (final String member : MEMBERS) {
            final MemberCounters counters = counters(member).orElse(null);
            if (counters == null || newest - counters.commitPosition() > 64 * 1024 || counters.eventPosition() < 0) {
                return member + " is behind: " + counters + ", newest " + newest;
            }
        }
        if (leader().isEmpty()) {
            return "there is no leader";
        }
        for (final String gateway : GATEWAYS) {
            final Answer health = RestClient.anonymous(gatewayUrl(gateway)).get("/api/v1/health");
            if (health.status() != 200) {
                return gateway + " says " + health;
            }
        }
        return "";
    }

    /** Ends everything in the orderly way; returns what did not end in time. */
    List<String> stop() {
        isSupervised = false;
        final List<String> late = new ArrayList<>();
        for (final String host : List.of("g1", "g2", MARKET_DATA, PERSISTENCE, "m0", "m1", "m2", REDIS, POSTGRES)) {
            if (!processes.get(host).stop(host.equals(POSTGRES) ? "INT" : "TERM")) {
                late.add(host);
            }
        }
        return late;
    }

    /** Ends what lives, however; the namespaces end with this process. */
    @Override
    public void close() {
        isSupervised = false;
        if (supervisor != null) {
            supervisor.interrupt();
        }
        processes.values().forEach(process -> {
            process.hold(true);
            process.kill();
        });
    }

    /** The disk of a member or of PostgreSQL. */
    ChaosDisk disk(final String host) {
        return disks.get(host);
    }

    private void supervise() {
        try {
            while (isSupervised) {
                final long nowNs = System.nanoTime();
                processes.values().forEach(process -> process.superviseAt(nowNs, RESTART_DELAY_NS));
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private void makeFolders() {
        try {
            for (final String name : List.of("log", "conf", "secrets", "redis")) {
                Files.createDirectories(folder.resolve(name));
            }
            if (canLosePower) {
                ChaosDisk.inMemory(folder.resolve("images"), IMAGES);
            }
            for (final String member : MEMBERS) {
                addDisk(member, memberFolder(member), member.equals("m1") ? "xfs" : "ext4", MEMBER_DISK);
            }
            for (final String name : List.of("postgres-password", "redis-password")) {
                final byte[] secret = new byte[32];
                new SecureRandom().nextBytes(secret);
                Files.writeString(secret(name), HexFormat.of().formatHex(secret) + "\n");
                Files.setPosixFilePermissions(secret(name), PosixFilePermissions.fromString("rw-------"));
            }
            Users.createMasterKey(secret("master-key"));
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
        initialisePostgres();
    }

    private void addDisk(final String host, final Path mountPoint, final String kind, final String size) {
        disks.put(host, canLosePower ?
            ChaosDisk.withPower(mountPoint, kind, size, folder.resolve("images").resolve(host)) :
            ChaosDisk.inMemory(mountPoint, size));
    }

    private void initialisePostgres() {
        final Path data = folder.resolve("postgres");
        addDisk(POSTGRES, data, "ext4", POSTGRES_DISK);
        Shell.run("unshare", "-U", binaries.postgres().resolve("bin/initdb").toString(), "-D", data.toString(),
            "--username=" + USER, "--pwfile=" + secret("postgres-password"), "--auth=scram-sha-256", "--encoding=UTF8",
            "--locale=C");
        try {
            Files.writeString(data.resolve("pg_hba.conf"), "host all all 198.18.0.0/15 scram-sha-256\n");
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void define() {
        define(POSTGRES, List.of("unshare", "-U", binaries.postgres().resolve("bin/postgres").toString(), "-D",
            folder.resolve("postgres").toString(), "-p", Integer.toString(POSTGRES_PORT), "-c",
            "listen_addresses=" + network.address(POSTGRES), "-c", "unix_socket_directories=", "-c", "max_connections=60",
            "-c", "shared_buffers=48MB", "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "jit=off",
            "-c", "log_min_duration_statement=1000"));
        define(REDIS, List.of(binaries.redisServer().toString(), "--bind", network.address(REDIS), "--port",
            Integer.toString(REDIS_PORT), "--save", "", "--appendonly", "no", "--requirepass", redisPassword(), "--dir",
            folder.resolve("redis").toString()));
        for (final String member : MEMBERS) {
            final List<String> options = new ArrayList<>(List.of("--member-id=" + member.substring(1),
                "--data-dir=" + memberFolder(member), "--aeron-dir=/dev/shm/chaos-" + member,
                "--cluster-key-file=" + secret("cluster-key")));
            if (leaderTimeoutMs > 0) {
                options.add("--leader-timeout=" + leaderTimeoutMs);
            }
            java(member, "io.bourse.node.ClusterNode", options.toArray(String[]::new));
        }
        for (final String gateway : GATEWAYS) {
            final String gatewayId = gateway.substring(1);
            java(gateway, "io.bourse.gateway.Gateway", "--gateway-id=" + gatewayId, principalKey("gw-" + gatewayId),
                "--http-host=" + network.address(gateway), "--http-port=" + HTTP_PORT, "--identity=signed",
                "--auto-settle=true", "--master-key-file=" + secret("master-key"), redisOption(), postgresUrl(),
                postgresUser(), postgresPassword(), "--connections-per-address=500");
        }
        java(MARKET_DATA, "io.bourse.marketdata.MarketData", redisOption(), principalKey("md-1"));
        java(PERSISTENCE, "io.bourse.persistence.Persistence", postgresUrl(), postgresUser(), postgresPassword(),
            principalKey("persist-1"));
    }

    private void java(final String host, final String mainClass, final String... options) {
        final List<String> lines = new ArrayList<>(List.of(options));
        lines.add("--cluster-hosts=" + String.join(",", MEMBERS.stream().map(network::address).toList()));
        lines.add("--cluster-port-base=" + CLUSTER_PORT_BASE);
        lines.add("--profile=" + profile);
        final Path file = folder.resolve("conf").resolve(host + ".conf");
        try {
            Files.write(file, lines);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
        final String classPath = System.getProperty("java.class.path");
        define(host, List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED", "--add-opens", "java.base/java.util.zip=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m",
            "-XX:ErrorFile=" + folder.resolve("log/hs_err_" + host + "_%p.log"),
            "-Dlogback.configurationFile=bourse-role-logback.xml", "-cp",
            patches.containsKey(host) ? patches.get(host) + ":" + classPath : classPath, mainClass, "@" + file));
    }

    private void define(final String host, final List<String> command) {
        processes.put(host, new ChaosProcess(host, command, folder.resolve("log").resolve(host + ".log")));
    }

    private void createDatabase() throws java.sql.SQLException {
        try (java.sql.Connection connection = new Database(databaseUrl().replaceFirst("/bourse$", "/postgres"),
            secret("postgres-password")).connect(); java.sql.Statement statement = connection.createStatement()) {
            statement.execute("create database bourse");
        }
    }

    private String databaseUrl() {
        return "jdbc:postgresql://" + network.address(POSTGRES) + ":" + POSTGRES_PORT + "/bourse";
    }

    private String redisOption() {
        return "--redis-url=redis://:" + redisPassword() + "@" + network.address(REDIS) + ":" + REDIS_PORT;
    }

    private String postgresUrl() {
        return "--postgres-url=" + databaseUrl();
    }

    private static String postgresUser() {
        return "--postgres-user=" + USER;
    }

    private String postgresPassword() {
        return "--postgres-password-file=" + secret("postgres-password");
    }

    private String principalKey(final String principal) {
        final Path file = secret(principal + "-key");
        try {
            ClusterKey.readOrCreate(secret("cluster-key")).principal(principal).write(file);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return "--principal-key-file=" + file;
    }

    private Path secret(final String name) {
        return folder.resolve("secrets").resolve(name);
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file).trim();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
