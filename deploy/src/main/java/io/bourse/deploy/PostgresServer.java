package io.bourse.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL on the loopback address, its data kept in the data folder. Started by its own programs rather than
 * by {@code EmbeddedPostgres}: that one lets every local user in without a password, turns fsync off, and hides the
 * server's process behind pg_ctl, so that a server which outlived a killed launcher could not be told from a living one.
 */
final class PostgresServer implements AutoCloseable {
    /** The database user and the database. */
    static final String USER = "bourse";

    private static final long START_TIMEOUT_MS = 30_000;
    private static final long INITDB_TIMEOUT_S = 60;
    private static final long FAST_STOP_TIMEOUT_MS = 10_000;
    private static final long SESSIONS_END_TIMEOUT_MS = 5_000;
    private static final String FAST_SHUTDOWN = "INT";

    private final ProcessHandle process;
    private final int port;

    private PostgresServer(final ProcessHandle process, final int port) {
        this.process = process;
        this.port = port;
    }

    /** Runs on: settings that keep every promise of durability, and little memory and no idle work otherwise. */
    private static Map<String, String> settings() {
        final Map<String, String> settings = new TreeMap<>();
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", "40");
        settings.put("shared_buffers", "48MB");
        // In files of the data folder, which the next start clears away: what a killed server has in /dev/shm stays for good.
        settings.put("dynamic_shared_memory_type", "mmap");
        settings.put("max_wal_size", "512MB");
        settings.put("min_wal_size", "32MB");
        settings.put("checkpoint_timeout", "15min");
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
        settings.put("max_logical_replication_workers", "0");
        settings.put("max_worker_processes", "2");
        settings.put("max_parallel_workers_per_gather", "0");
        settings.put("io_method", "sync");
        settings.put("bgwriter_delay", "10s");
        settings.put("wal_writer_delay", "10s");
        settings.put("jit", "off");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        settings.put("log_checkpoints", "off");
        return settings;
    }

    /**
     * Starts the server of a data folder, after ending one that outlived its launcher.
     *
     * @param programs folder with {@code bin/postgres}
     * @param folder   of its data; made when it is not there
     * @param logFile  where its messages go
     * @param port     to listen on
     * @param passwordFile of {@link #USER}
     */
    static PostgresServer start(
        final Path programs, final Path folder, final Path logFile, final int port, final Path passwordFile) {
        endOrphan(folder);
        initialise(programs, folder, logFile, passwordFile);
        final List<String> command = new ArrayList<>(Processes.ownSession());
        command.addAll(asOrdinaryUser());
        command.addAll(List.of(
            programs.resolve("bin/postgres").toString(), "-D", folder.toString(), "-p", Integer.toString(port)));
        settings().forEach((name, value) -> {
            command.add("-c");
            command.add(name + "=" + value);
        });
        final Process process = launch(command, logFile);
        final PostgresServer server = new PostgresServer(process.toHandle(), port);
        final String password = Secrets.read(passwordFile);
        final boolean ready = Processes.await(() -> !process.isAlive() || isReady(port, password), START_TIMEOUT_MS);
        if (!ready || !process.isAlive()) {
            server.close();
            throw new StartupException("PostgreSQL did not start; its last words: " + LastLines.of(logFile, 5)
                + " (all in " + logFile + ")");
        }
        createDatabase(port, password);
        return server;
    }

    int port() {
        return port;
    }

    ProcessHandle process() {
        return process;
    }

    /** The server of a data folder that runs although its launcher may not. */
    static Optional<ProcessHandle> running(final Path folder) {
        final Path file = folder.resolve("postmaster.pid");
        try {
            final long pid = Long.parseLong(Files.readAllLines(file).getFirst().trim());
            return ProcessHandle.of(pid).filter(Processes::isAlive).filter(process -> isServerOf(process, folder));
        } catch (final IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Ends a server that outlived its launcher, and clears away what one that was killed has left. */
    static void endOrphan(final Path folder) {
        running(folder).ifPresent(process -> Processes.end(process, FAST_SHUTDOWN, FAST_STOP_TIMEOUT_MS));
        // Sessions of a server that was killed end by themselves, but not at once.
        Processes.await(() -> sessions(folder).isEmpty(), SESSIONS_END_TIMEOUT_MS);
        sessions(folder).forEach(process -> Processes.end(process, "KILL", SESSIONS_END_TIMEOUT_MS));
        try {
            // PostgreSQL takes a dead process for a living one as long as its parent has not taken note of its end.
            Files.deleteIfExists(folder.resolve("postmaster.pid"));
        } catch (final IOException e) {
            throw new StartupException("cannot remove " + folder.resolve("postmaster.pid") + ": " + e, e);
        }
    }

    /** Processes of PostgreSQL that work in a folder, as all that belong to one server do. */
    private static List<ProcessHandle> sessions(final Path folder) {
        return ProcessHandle.allProcesses().filter(process -> {
            final Path details = Path.of("/proc/" + process.pid());
            try {
                final String commandLine = Files.readString(details.resolve("cmdline"));
                return (commandLine.startsWith("postgres:") || commandLine.contains("/bin/postgres"))
                    && Files.isSameFile(details.resolve("cwd"), folder);
            } catch (final IOException e) {
                // Gone, or of another user: not one of ours.
                return false;
            }
        }).toList();
    }

    @Override
    public void close() {
        // Smart shutdown, TERM, would wait for clients that hang.
        Processes.end(process, FAST_SHUTDOWN, FAST_STOP_TIMEOUT_MS);
    }

    private static boolean isServerOf(final ProcessHandle process, final Path folder) {
        try {
            final String commandLine = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
            return commandLine.contains("postgres") && commandLine.contains(folder.toString());
        } catch (final IOException e) {
            return false;
        }
    }

    private static void initialise(
        final Path programs, final Path folder, final Path logFile, final Path passwordFile) {
        if (Files.exists(folder.resolve("PG_VERSION")) && Files.exists(folder.resolve("initialised"))) {
            return;
        }
        // An interrupted initdb leaves half a cluster, which holds nothing yet.
        DataFolder.deleteTree(folder);
        final List<String> command = new ArrayList<>(asOrdinaryUser());
        command.addAll(List.of(programs.resolve("bin/initdb").toString(), "-D", folder.toString(), "--username=" + USER,
            "--pwfile=" + passwordFile, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--set=shared_buffers=48MB",
            "--set=max_connections=40"));
        final Process process = launch(command, logFile);
        try {
            if (!process.waitFor(INITDB_TIMEOUT_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new StartupException("initdb of PostgreSQL failed; its last words: " + LastLines.of(logFile, 5)
                    + " (all in " + logFile + ")");
            }
            Files.writeString(folder.resolve("initialised"), "initdb has finished\n");
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new StartupException("interrupted while PostgreSQL was set up", e);
        } catch (final IOException e) {
            throw new StartupException("cannot write into " + folder + ": " + e, e);
        }
    }

    /** PostgreSQL refuses to run as root: a user namespace makes it nobody there while its files remain ours. */
    private static List<String> asOrdinaryUser() {
        if (Processes.userId() != 0) {
            return List.of();
        }
        if (!Processes.onPath("unshare") || !namespacesAllowed()) {
            throw new StartupException("PostgreSQL does not run as root, and this system does not allow user namespaces "
                + "(unshare -U) to avoid that; run ./bourse as an ordinary user");
        }
        return List.of("unshare", "-U");
    }

    private static boolean namespacesAllowed() {
        try {
            return new ProcessBuilder("unshare", "-U", "true").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (final IOException e) {
            return false;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Process launch(final List<String> command, final Path logFile) {
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
        // Settings of the user's shell, such as PGDATA, must not reach the server.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.start();
        } catch (final IOException e) {
            throw new StartupException("cannot run " + command + ": " + e, e);
        }
    }

    private static boolean isReady(final int port, final String password) {
        try (Connection connection = connect(port, password, "postgres")) {
            return connection.isValid(1);
        } catch (final SQLException e) {
            return false;
        }
    }

    private static void createDatabase(final int port, final String password) {
        try (Connection connection = connect(port, password, "postgres"); Statement statement = connection.createStatement()) {
            if (!statement.executeQuery("select 1 from pg_database where datname = '" + USER + "'").next()) {
                statement.execute("create database " + USER);
            }
        } catch (final SQLException e) {
            throw new StartupException("cannot create the database " + USER + ": " + e.getMessage(), e);
        }
    }

    private static Connection connect(final int port, final String password, final String database) throws SQLException {
        final Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "10");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }
}
