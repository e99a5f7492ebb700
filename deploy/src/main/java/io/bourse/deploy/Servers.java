package io.bourse.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL and Redis of an exchange, each on a free port: the one of last time when it is free still, since processes
 * of a local cluster that outlive these servers come back to where they were.
 */
final class Servers implements AutoCloseable {
    private final DataFolder folder;
    private final Secrets secrets;
    private final ServerBinaries binaries = new ServerBinaries();
    private final ServerAddresses former;
    private volatile PostgresServer postgres;
    private volatile RedisServer redis;

    Servers(final DataFolder folder) {
        this.folder = folder;
        this.secrets = new Secrets(folder.secrets());
        this.former = former(folder).orElse(new ServerAddresses(0, 0));
    }

    /** Starts PostgreSQL, or throws {@link StartupException}. */
    PostgresServer startPostgres() {
        PostgresServer.endOrphan(folder.postgres());
        postgres = PostgresServer.start(binaries.postgres(), folder.postgres(), folder.log().resolve("postgres.log"),
            Ports.freeTcpPort(former.postgresPort()), secrets.postgresPasswordFile());
        return postgres;
    }

    /** Starts Redis, or throws {@link StartupException}. */
    RedisServer startRedis() {
        RedisServer.endOrphan(folder.pidFile("redis"));
        redis = RedisServer.start(binaries.redisServer(), folder.redis(), folder.log().resolve("redis.log"),
            folder.pidFile("redis"), Ports.freeTcpPort(former.redisPort()), secrets.redisPasswordFile());
        return redis;
    }

    /** Where both listen, once both are started. */
    ServerAddresses addresses() {
        return new ServerAddresses(
            postgres == null ? 0 : postgres.port(), redis == null ? 0 : redis.port());
    }

    /** Notes the ports for the next start, and for who looks for them. */
    void rememberPorts() {
        try {
            DataFolder.writeAtomically(portsFile(folder), postgres.port() + "\n" + redis.port() + "\n", "rw-r--r--");
        } catch (final IOException e) {
            throw new StartupException("cannot write into " + folder.run() + ": " + e, e);
        }
    }

    /** Ends servers that outlived whoever started them. Returns whether there were any. */
    static boolean endOrphans(final DataFolder folder) {
        final boolean any = PostgresServer.running(folder.postgres()).isPresent()
            || folder.pidFile("redis").process().isPresent();
        PostgresServer.endOrphan(folder.postgres());
        RedisServer.endOrphan(folder.pidFile("redis"));
        return any;
    }

    @Override
    public void close() {
        if (redis != null) {
            redis.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    /** Where the servers of the last start listened, and where they listen if {@link #areRunning}. */
    static Optional<ServerAddresses> former(final DataFolder folder) {
        try {
            final List<Integer> ports = Files.readAllLines(portsFile(folder)).stream().map(Integer::valueOf).toList();
            return ports.size() == 2 ? Optional.of(new ServerAddresses(ports.get(0), ports.get(1))) : Optional.empty();
        } catch (final IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether both servers of a data folder listen where {@link #former} says. */
    static boolean areRunning(final DataFolder folder) {
        return PostgresServer.running(folder.postgres()).isPresent() && folder.pidFile("redis").process().isPresent()
            && former(folder).filter(at -> Ports.isListening(at.postgresPort()) && Ports.isListening(at.redisPort())).isPresent();
    }

    private static Path portsFile(final DataFolder folder) {
        return folder.run().resolve("ports");
    }
}
