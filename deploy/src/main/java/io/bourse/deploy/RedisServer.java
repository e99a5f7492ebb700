package io.bourse.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real Redis on the loopback address. It keeps nothing on disk: market-data fills it again from the event stream.
 */
final class RedisServer implements AutoCloseable {
    private static final long START_TIMEOUT_MS = 10_000;
    private static final long STOP_TIMEOUT_MS = 3_000;
    private static final int PING_TIMEOUT_MS = 500;

    private final ProcessHandle process;
    private final PidFile pidFile;
    private final int port;

    private RedisServer(final ProcessHandle process, final PidFile pidFile, final int port) {
        this.process = process;
        this.pidFile = pidFile;
        this.port = port;
    }

    /**
     * Starts a server, after ending one that outlived its launcher.
     *
     * @param program      redis-server
     * @param folder       for its configuration
     * @param logFile      where its messages go
     * @param pidFile      by which it is found again
     * @param port         to listen on
     * @param passwordFile that its clients must know
     */
    static RedisServer start(
        final Path program, final Path folder, final Path logFile, final PidFile pidFile, final int port,
        final Path passwordFile) {
        endOrphan(pidFile);
        final List<String> command = new ArrayList<>(Processes.ownSession());
        command.add(program.toString());
        command.add(configuration(folder, port, passwordFile).toString());
        try {
            final Process process = new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile())).start();
            final RedisServer server = new RedisServer(process.toHandle(), pidFile, port);
            pidFile.write(process.toHandle());
            final boolean ready = Processes.await(() -> !process.isAlive() || answers(port), START_TIMEOUT_MS);
            if (!ready || !process.isAlive()) {
                server.close();
                throw new StartupException("Redis did not start; its last words: " + LastLines.of(logFile, 5)
                    + " (all in " + logFile + ")");
            }
            return server;
        } catch (final IOException e) {
            throw new StartupException("cannot run " + command + ": " + e, e);
        }
    }

    int port() {
        return port;
    }

    ProcessHandle process() {
        return process;
    }

    /** Ends a server that outlived its launcher. */
    static void endOrphan(final PidFile pidFile) {
        pidFile.process().ifPresent(process -> Processes.end(process, "TERM", STOP_TIMEOUT_MS));
        pidFile.delete();
    }

    @Override
    public void close() {
        Processes.end(process, "TERM", STOP_TIMEOUT_MS);
        pidFile.delete();
    }

    /** A file, since every user of the machine can read command lines. */
    private static Path configuration(final Path folder, final int port, final Path passwordFile) {
        final Path file = folder.resolve("redis.conf");
        try {
            DataFolder.writeAtomically(file, String.join("\n",
                "bind 127.0.0.1", "protected-mode yes", "port " + port, "requirepass " + Secrets.read(passwordFile),
                "save \"\"", "appendonly no", "daemonize no", "hz 2", "maxclients 200", "databases 1", ""), "rw-------");
        } catch (final IOException e) {
            throw new StartupException("cannot write " + file + ": " + e, e);
        }
        return file;
    }

    private static boolean answers(final int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), PING_TIMEOUT_MS);
            socket.setSoTimeout(PING_TIMEOUT_MS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            final String answer =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            // It wants a password, so it serves.
            return answer != null && answer.startsWith("-NOAUTH");
        } catch (final IOException e) {
            return false;
        }
    }
}
