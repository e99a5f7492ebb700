package io.bourse.deploy;

import io.bourse.client.AeronConnection;
import io.bourse.node.ClusterNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The whole exchange in this process: members, gateway, market-data, persistence, with PostgreSQL and Redis below it.
 * What does not wait for one another starts at the same time; everything is stopped in reverse order, within a bounded
 * time.
 */
final class AllInOne implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(AllInOne.class);
    private static final long SERVING_TIMEOUT_MS = 90_000;
    private static final long CLOSE_TIMEOUT_MS = 10_000;

    private final Settings settings;
    private final Progress progress;
    private final Servers servers;
    private final ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor();
    private final List<ClusterNode> members = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private volatile AeronConnection connection;
    private volatile AutoCloseable marketData;
    private volatile AutoCloseable persistence;
    private volatile AutoCloseable gateway;
    private volatile Demo demo;

    AllInOne(final Settings settings, final Progress progress) {
        this.settings = settings;
        this.progress = progress;
        this.servers = new Servers(settings.folder());
    }

    /**
     * Starts everything and returns when the gateway serves.
     *
     * @throws StartupException if any part does not start
     */
    void start() {
        try {
            launchAll();
            awaitServing();
            demo = Demo.start(settings, addresses(), progress);
            RunFile.write(settings, addresses(), "all-in-one", RoleConfiguration.text(settings.profile()));
        } catch (final CompletionException e) {
            LOGGER.error("start", e.getCause());
            throw e.getCause() instanceof StartupException known ? known
                : new StartupException("the exchange did not start: " + e.getCause(), e.getCause());
        }
    }

    private void launchAll() {
        final var redis = begin(servers::startRedis);
        final var postgres = begin(servers::startPostgres);
        final var cluster = IntStream.range(0, settings.members()).mapToObj(this::beginMember).toList();
        final var driver = begin(() -> connection = AeronConnection.connect(null, settings.profile()));
        redis.thenRun(() -> progress.step("Redis runs"));
        postgres.thenRun(() -> progress.step("PostgreSQL runs"));

        final var writer = both(postgres, driver).thenRunAsync(() -> persistence = Roles.persistence(
            RoleConfiguration.persistence(settings, 1, addresses(), connection.aeronDirectoryName())), starters);
        final var publisher = both(redis, driver).thenRunAsync(() -> marketData = Roles.marketData(
            RoleConfiguration.marketData(settings, 1, addresses(), connection.aeronDirectoryName())), starters);
        writer.thenRun(() -> progress.step("persistence runs"));
        publisher.thenRun(() -> progress.step("market-data runs"));

        final var all = new ArrayList<CompletableFuture<?>>(cluster);
        // The gateway reads tables that persistence has just made.
        all.add(both(writer, publisher).thenRunAsync(() -> gateway = Roles.gateway(
            RoleConfiguration.gateway(settings, 1, addresses(), connection.aeronDirectoryName())), starters));
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        servers.rememberPorts();
        progress.step("gateway runs on " + settings.httpUrl());
    }

    private CompletableFuture<Void> beginMember(final int memberId) {
        return CompletableFuture.runAsync(() -> {
            final ClusterNode member = Roles.member(RoleConfiguration.member(settings, memberId));
            members.add(member);
            progress.step("member " + memberId + " runs");
            starters.execute(() -> reportEnd(member));
        }, starters);
    }

    /** A member that fails ends by itself; the exchange goes on as long as a majority is left. */
    private void reportEnd(final ClusterNode member) {
        final Throwable failure = member.awaitEnd();
        if (!isClosed.get()) {
            LOGGER.error("member {} has ended", member.memberId(), failure);
            progress.step("member " + member.memberId() + " has ended: " + failure
                + "; a majority goes on without it, Ctrl-C and ./bourse up again bring it back");
        }
    }

    private <T> CompletableFuture<T> begin(final Supplier<T> part) {
        return CompletableFuture.supplyAsync(part, starters);
    }

    private static CompletableFuture<Void> both(final CompletableFuture<?> one, final CompletableFuture<?> other) {
        return CompletableFuture.allOf(one, other);
    }

    private void awaitServing() {
        if (!Processes.await(() -> HealthCheck.of(settings.httpUrl()).isServing(), SERVING_TIMEOUT_MS)) {
            throw new StartupException("the gateway does not serve after " + SERVING_TIMEOUT_MS / 1000 + " s; it says: "
                + HealthCheck.of(settings.httpUrl()).text() + "; see " + settings.folder().log());
        }
        progress.step("the cluster has a leader, every part follows");
    }

    /** Where PostgreSQL and Redis listen, as soon as they do. */
    ServerAddresses addresses() {
        return servers.addresses();
    }

    /** Stops what runs, also in the middle of a start. */
    @Override
    public void close() {
        if (isClosed.getAndSet(true)) {
            return;
        }
        RunFile.delete(settings.folder());
        closePart("liquidity bot", demo);
        closePart("gateway", gateway);
        CompletableFuture.allOf(
            CompletableFuture.runAsync(() -> closePart("market-data", marketData), starters),
            CompletableFuture.runAsync(() -> closePart("persistence", persistence), starters)).join();
        closePart("media driver", connection);
        final List<ClusterNode> started = List.copyOf(members);
        CompletableFuture.allOf(IntStream.range(0, started.size())
            .mapToObj(i -> CompletableFuture.runAsync(() -> closePart("member", started.get(i)), starters))
            .toArray(CompletableFuture[]::new)).join();
        closePart("PostgreSQL and Redis", servers);
        Servers.endOrphans(settings.folder());
        starters.shutdownNow();
        progress.step("everything stopped");
    }

    /** Closes a part, and goes on without it when that takes too long: what is acknowledged is safe in any case. */
    private void closePart(final String name, final AutoCloseable part) {
        if (part == null) {
            return;
        }
        final CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> {
            try {
                part.close();
            } catch (final Exception e) {
                throw new CompletionException(e);
            }
        }, starters);
        try {
            closing.get(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (final TimeoutException e) {
            progress.step(name + " did not stop within " + CLOSE_TIMEOUT_MS / 1000 + " s");
            LOGGER.error("{} did not stop in time", name);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final ExecutionException e) {
            LOGGER.error("{} did not stop cleanly", name, e.getCause());
        }
    }
}
