package io.bourse.system;

import io.bourse.node.ClusterNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Does each fault to the exchange, and undoes it. What dies comes back by the supervisor. */
final class ChaosFaults {
    /** A fault that has begun: what was done to whom, how long it is to last, and what ends it. */
    record Injected(String text, long holdMs, Runnable healing) {
    }

    private static final Runnable NOTHING = () -> { };
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<Long> PAUSES_MS = List.of(2_000L, 7_000L, 12_000L);
    /** The last is more than an Aeron client outside the members lives through. */
    private static final List<Long> LONG_PAUSES_MS = List.of(2_000L, 7_000L, 12_000L, 33_000L);
    private static final String FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
    private static final String FAULTY_IO = "/usr/lib/fiu/fiu_run_preload.so /usr/lib/fiu/fiu_posix_preload.so";
    private static final String EVENTS = "bourse-events";
    private static final String RAFT_LOG = "alias=log";

    private final ChaosExchange exchange;
    private final ChaosNetwork network;
    private final Random random;
    private final List<String> violations = new ArrayList<>();

    ChaosFaults(final ChaosExchange exchange, final Random random) {
        this.exchange = exchange;
        this.network = exchange.network();
        this.random = random;
    }

    /** What a fault itself has shown to be wrong. */
    List<String> violations() {
        return violations;
    }

    /** Whether what a fault needs is there. */
    static boolean isPossible(final FaultKind kind) {
        return switch (kind) {
            case CLOCK_STEP -> Files.exists(Path.of(FAKETIME));
            case POWER_LOSS -> ChaosDisk.canLosePower();
            case DISK_ERROR -> Files.exists(Path.of("/usr/lib/fiu/fiu_posix_preload.so"));
            case ISOLATE_LEADER, ISOLATE_FOLLOWER, ISOLATE_GATEWAY, MUTE_LEADER, DEAFEN_LEADER, MUTE_FOLLOWER, PARTIAL_PARTITION,
                LOSS, DUPLICATES -> ChaosNetwork.hasRules();
            default -> true;
        };
    }

    Injected inject(final FaultKind kind) {
        return switch (kind) {
            case KILL_LEADER -> kill(leader());
            case KILL_FOLLOWER -> kill(follower());
            case KILL_GATEWAY -> kill(gateway());
            case KILL_MARKET_DATA -> kill(ChaosExchange.MARKET_DATA);
            case KILL_PERSISTENCE -> kill(ChaosExchange.PERSISTENCE);
            case KILL_MEMBERS -> killAll(ChaosExchange.MEMBERS);
            case KILL_EVERYTHING -> killAll(everything());
            case POWER_LOSS -> losePower();
            case PAUSE_LEADER -> pause(leader(), PAUSES_MS);
            case PAUSE_FOLLOWER -> pause(follower(), PAUSES_MS);
            case PAUSE_GATEWAY -> pause(gateway(), LONG_PAUSES_MS);
            case PAUSE_MARKET_DATA -> pause(ChaosExchange.MARKET_DATA, LONG_PAUSES_MS);
            case PAUSE_PERSISTENCE -> pause(ChaosExchange.PERSISTENCE, LONG_PAUSES_MS);
            case REDIS_KILL -> kill(ChaosExchange.REDIS);
            case REDIS_PAUSE -> pause(ChaosExchange.REDIS, PAUSES_MS);
            case REDIS_FLUSH -> flushRedis();
            case POSTGRES_KILL -> kill(ChaosExchange.POSTGRES);
            case POSTGRES_PAUSE -> pause(ChaosExchange.POSTGRES, PAUSES_MS);
            case KILL_IN_TRANSACTION -> killInTransaction();
            case KILL_IN_SNAPSHOT -> killInSnapshot();
            case KILL_AFTER_SNAPSHOT -> killAfterSnapshot();
            default -> kind.ordinal() >= FaultKind.DISK_FULL.ordinal() ? injectDisk(kind) : injectNetwork(kind);
        };
    }

    private Injected injectNetwork(final FaultKind kind) {
        final String leader = leader();
        final String follower = follower();
        final String gateway = gateway();
        final String text = switch (kind) {
            case ISOLATE_LEADER -> {
                network.isolate(leader);
                yield leader + " from everything";
            }
            case ISOLATE_FOLLOWER -> {
                network.isolate(follower);
                yield follower + " from everything";
            }
            case ISOLATE_GATEWAY -> {
                ChaosExchange.MEMBERS.forEach(member -> {
                    network.cut(gateway, member);
                    network.cut(member, gateway);
                });
                yield gateway + " from all members";
            }
            case MUTE_LEADER -> {
                network.mute(leader);
                yield "nothing leaves " + leader;
            }
            case DEAFEN_LEADER -> {
                network.deafen(leader);
                yield "nothing reaches " + leader;
            }
            case MUTE_FOLLOWER -> {
                network.mute(follower);
                yield "nothing leaves " + follower;
            }
            case PARTIAL_PARTITION -> {
                network.cut(leader, follower);
                network.cut(follower, leader);
                yield leader + " and " + follower + " from each other, the third sees both";
            }
            case LOSS -> {
                final int percent = 1 + random.nextInt(30);
                network.lose(percent);
                yield percent + " % of UDP packets";
            }
            case DUPLICATES -> {
                final int percent = 10 + random.nextInt(50);
                network.duplicate(ChaosExchange.MEMBERS, percent);
                yield percent + " % of packets between members";
            }
            case LINK_FLAP -> flap(random.nextBoolean() ? leader : follower);
            default -> throw new IllegalArgumentException(kind.text());
        };
        return new Injected(text, 3_000 + random.nextInt(6_000), network::heal);
    }

    private String flap(final String member) {
        final int times = 2 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            network.link(member, false);
            sleep(100 + random.nextInt(600));
            network.link(member, true);
            sleep(100 + random.nextInt(300));
        }
        return member + " " + times + " times";
    }

    private Injected injectDisk(final FaultKind kind) {
        return switch (kind) {
            case DISK_FULL -> fillDisk(random.nextBoolean() ? leader() : follower());
            case DISK_ERROR -> breakDisk(random.nextBoolean() ? leader() : follower());
            case TORN_TAIL -> tearTail(follower());
            case FLIPPED_BYTE -> flipByte(follower());
            case LOST_DISK -> loseDisk(follower());
            case CLOCK_STEP -> stepClock(follower());
            default -> throw new IllegalArgumentException(kind.text());
        };
    }

    private Injected kill(final String host) {
        exchange.process(host).kill();
        return new Injected(host + killed(), 0, NOTHING);
    }

    private Injected killAll(final List<String> hosts) {
        hosts.forEach(host -> exchange.process(host).hold(true));
        hosts.parallelStream().forEach(host -> exchange.process(host).kill());
        hosts.forEach(host -> exchange.process(host).hold(false));
        return new Injected(String.join(" ", hosts) + killed(), 0, NOTHING);
    }

    /** Of all members, and in half of the cases of everything else at the same moment. */
    private Injected losePower() {
        final boolean isEverywhere = random.nextBoolean();
        final List<String> hosts = isEverywhere ? everything() : ChaosExchange.MEMBERS;
        final List<ChaosDisk> disks = hosts.stream().map(exchange::disk).filter(Objects::nonNull).toList();
        hosts.forEach(host -> exchange.process(host).hold(true));
        disks.forEach(ChaosDisk::losePower);
        hosts.parallelStream().forEach(host -> exchange.process(host).kill());
        disks.forEach(ChaosDisk::restorePower);
        hosts.forEach(host -> exchange.process(host).hold(false));
        return new Injected(
            (isEverywhere ? "everything" : String.join(" ", hosts)) + ", what was not synced is gone", 0, NOTHING);
    }

    private List<String> everything() {
        return exchange.all().stream().map(ChaosProcess::name).toList();
    }

    private static String killed() {
        return " (SIGKILL)";
    }

    private Injected pause(final String host, final List<Long> pausesMs) {
        final long ms = pausesMs.get(random.nextInt(pausesMs.size()));
        final ChaosProcess process = exchange.process(host);
        process.signal("STOP");
        return new Injected(host + " for " + ms + " ms", ms, () -> process.signal("CONT"));
    }

    private Injected fillDisk(final String member) {
        final ChaosDisk disk = exchange.disk(member);
        disk.fill();
        return new Injected("of " + member, 4_000 + random.nextInt(3_000), disk::relieve);
    }

    /** Starts the member with a library between it and the kernel, which then fails writes and syncs of files. */
    private Injected breakDisk(final String member) {
        final ChaosProcess process = exchange.process(member);
        restart(process, "LD_PRELOAD", FAULTY_IO, "FIU_CTRL_FIFO", exchange.folder().resolve("fiu").toString());
        Await.until(member + " to take part", PATIENCE, () -> exchange.ailment().isEmpty());
        final String pid = Long.toString(process.pid());
        for (final String point : List.of("posix/io/rw/pwrite", "posix/io/sync/*")) {
            Shell.run("fiu-ctrl", "-f", exchange.folder().resolve("fiu").toString(), "-c",
                "enable name=" + point + ",failinfo=5", pid);
        }
        return new Injected("writes of " + member + " fail with EIO", 4_000, () -> {
            process.hold(true);
            process.kill();
            process.environment("LD_PRELOAD", "");
            process.environment("FIU_CTRL_FIFO", "");
            process.hold(false);
        });
    }

    private Injected tearTail(final String member) {
        final boolean isLog = random.nextBoolean();
        whileDown(member, () -> {
            final RecordingFiles files = new RecordingFiles(exchange.memberFolder(member));
            files.tearTail(files.newest(isLog ? RAFT_LOG : EVENTS));
        });
        return new Injected("last frame of the " + (isLog ? "Raft log" : "events") + " of " + member, 0, NOTHING);
    }

    /** The member must refuse to start; then an operator starts it empty. */
    private Injected flipByte(final String member) {
        final ChaosProcess process = exchange.process(member);
        final String[] place = new String[1];
        whileDown(member, () -> {
            final RecordingFiles files = new RecordingFiles(exchange.memberFolder(member));
            place[0] = files.flipBit(files.newest(random.nextBoolean() ? RAFT_LOG : EVENTS));
            process.start();
        }, false);
        boolean isRefused = false;
        for (int i = 0; i < 200 && !isRefused; i++) {
            sleep(100);
            isRefused = !process.isAlive();
        }
        if (!isRefused) {
            violations.add("one bit of " + member + " was flipped while it was down (" + place[0] +
                "), and it has started all the same");
            process.kill();
        }
        empty(member);
        process.hold(false);
        return new Injected(member + " " + place[0] + ", " + (isRefused ? "refused" : "NOT NOTICED") + ", then started empty",
            0, NOTHING);
    }

    private Injected loseDisk(final String member) {
        whileDown(member, () -> empty(member));
        return new Injected("everything of " + member, 0, NOTHING);
    }

    /** The member comes back with another time, and in half of the cases soon may lead with it. */
    private Injected stepClock(final String member) {
        final int seconds = random.nextBoolean() ? 300 : -300;
        final ChaosProcess process = exchange.process(member);
        restart(process, "LD_PRELOAD", FAKETIME, "FAKETIME", (seconds > 0 ? "+" : "") + seconds + "s");
        process.environment("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        String text = member + " by " + seconds + " s";
        if (random.nextBoolean()) {
            Await.until(member + " to take part", PATIENCE, () -> exchange.ailment().isEmpty());
            final String leader = leader();
            exchange.process(leader).kill();
            text += ", then the leader " + leader + killed();
        }
        return new Injected(text, 6_000, () -> {
            process.hold(true);
            process.kill();
            process.environment("LD_PRELOAD", "");
            process.environment("FAKETIME", "");
            process.environment("FAKETIME_DONT_FAKE_MONOTONIC", "");
            process.hold(false);
        });
    }

    private Injected killInSnapshot() {
        final String victim = random.nextBoolean() ? leader() : follower();
        final Path leaderFolder = exchange.memberFolder(leader());
        Thread.ofPlatform().daemon().uncaughtExceptionHandler((thread, ofTheDead) -> { })
            .start(() -> ClusterNode.snapshot(leaderFolder));
        final int delayMs = random.nextInt(120);
        sleep(delayMs);
        exchange.process(victim).kill();
        return new Injected(victim + killed() + " " + delayMs + " ms after a snapshot was asked for", 0, NOTHING);
    }

    /** It comes back from the snapshot instead of the whole log. */
    private Injected killAfterSnapshot() {
        Await.until("a snapshot", PATIENCE, () -> ClusterNode.snapshot(exchange.memberFolder(leader())));
        final String victim = random.nextBoolean() ? leader() : follower();
        exchange.process(victim).kill();
        return new Injected(victim + killed() + " after a snapshot of all members", 0, NOTHING);
    }

    /** A lock keeps the transaction of persistence open in its middle; there it dies. */
    private Injected killInTransaction() {
        final Database database = exchange.database();
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // One table: with two, its transaction and this one could each hold what the other waits for.
            statement.execute("lock table orders in access exclusive mode");
            Await.until("persistence to wait in its transaction", PATIENCE,
                () -> database.number("select count(*) from pg_locks where not granted") > 0);
            exchange.process(ChaosExchange.PERSISTENCE).kill();
            connection.rollback();
        } catch (final SQLException ex) {
            throw new IllegalStateException(ex);
        }
        return new Injected(ChaosExchange.PERSISTENCE + killed() + " while its transaction waited for a lock", 0, NOTHING);
    }

    private Injected flushRedis() {
        try (Socket socket = new Socket(exchange.redisAddress(), exchange.redisPort())) {
            socket.setSoTimeout(2_000);
            final String commands = "AUTH " + exchange.redisPassword() + "\r\nFLUSHALL\r\nQUIT\r\n";
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return new Injected("everything in Redis", 0, NOTHING);
    }

    private void whileDown(final String member, final Runnable damage) {
        whileDown(member, damage, true);
    }

    private void whileDown(final String member, final Runnable damage, final boolean isReleased) {
        final ChaosProcess process = exchange.process(member);
        process.hold(true);
        process.kill();
        damage.run();
        process.hold(!isReleased);
    }

    private static void restart(final ChaosProcess process, final String... variables) {
        process.hold(true);
        process.kill();
        for (int i = 0; i < variables.length; i += 2) {
            process.environment(variables[i], variables[i + 1]);
        }
        process.start();
        process.hold(false);
    }

    private void empty(final String member) {
        try (Stream<Path> all = Files.walk(exchange.memberFolder(member))) {
            for (final Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(exchange.memberFolder(member))) {
                    Files.delete(path);
                }
            }
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private String leader() {
        final String[] leader = new String[1];
        Await.until("a leader", PATIENCE, () -> {
            leader[0] = exchange.leader().orElse(null);
            return leader[0] != null;
        });
        return leader[0];
    }

    private String follower() {
        final List<String> followers = new ArrayList<>(ChaosExchange.MEMBERS);
        followers.remove(leader());
        return followers.get(random.nextInt(followers.size()));
    }

    private String gateway() {
        return ChaosExchange.GATEWAYS.get(random.nextInt(ChaosExchange.GATEWAYS.size()));
    }

    private static void sleep(final long ms) {
        Await.pause(TimeUnit.MILLISECONDS.toNanos(ms));
    }
}
