package io.bourse.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The Redis of an exchange under test, as an operator with a shell reaches it. */
final class RedisPort {
    private final ExchangeProcess exchange;
    private final ProcessHandle process;
    private final List<String> commandLine;

    private RedisPort(final ExchangeProcess exchange, final ProcessHandle process) {
        this.exchange = exchange;
        this.process = process;
        this.commandLine = commandLine(process);
    }

    static RedisPort of(final ExchangeProcess exchange) {
        return exchange.processes().alive().stream().filter(process -> !commandLine(process).isEmpty() &&
                commandLine(process).getFirst().endsWith("redis-server")).map(process -> new RedisPort(exchange, process))
            .findFirst().orElseThrow(() -> new AssertionError("no redis-server in " + exchange.processes().descriptions()));
    }

    /** Commands it has executed in all. */
    long commandCount() {
        return info("total_commands_processed");
    }

    /** SIGKILL; then the same server again, empty, unless the exchange has started it by itself. */
    void restartEmpty() {
        process.destroyForcibly();
        Await.until("the end of Redis", Duration.ofSeconds(5), () -> !process.isAlive());
        try {
            final ProcessBuilder again = new ProcessBuilder(commandLine).redirectErrorStream(true)
                .redirectOutput(exchange.data().resolve("log/redis-restarted.log").toFile());
            again.start();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
        Await.until("Redis to answer", Duration.ofSeconds(10), () -> info("total_commands_processed") >= 0);
    }

    private long info(final String name) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write("INFO stats\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            final BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return reader.lines().filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1).trim())).findFirst().orElseThrow();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private int port() {
        // Redis rewrites its title to "redis-server 127.0.0.1:PORT" where it may.
        final int option = commandLine.indexOf("--port");
        return Integer.parseInt(commandLine.get(option + 1));
    }

    private static List<String> commandLine(final ProcessHandle process) {
        try {
            final String text = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
            return text.isEmpty() ? List.of() : List.of(text.split("\0"));
        } catch (final IOException ex) {
            return List.of();
        }
    }
}
