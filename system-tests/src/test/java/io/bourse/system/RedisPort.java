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
    private final String program;
    private final int port;

    private RedisPort(final ExchangeProcess exchange, final ProcessHandle process) {
        this.exchange = exchange;
        this.process = process;
        final List<String> title = title(process);
        program = title.get(0);
        port = Integer.parseInt(title.get(1).substring(title.get(1).lastIndexOf(':') + 1));
    }

    static RedisPort of(final ExchangeProcess exchange) {
        return exchange.processes().alive().stream()
            .filter(process -> title(process).size() > 1 && title(process).getFirst().endsWith("/redis-server"))
            .map(process -> new RedisPort(exchange, process)).findFirst()
            .orElseThrow(() -> new AssertionError("no redis-server in " + exchange.processes().descriptions()));
    }

    /** Commands it has executed in all. */
    long commandCount() {
        return info("total_commands_processed");
    }

    /** SIGKILL; then another server, empty, at the same address. */
    void restartEmpty() {
        process.destroyForcibly();
        Await.until("the end of Redis", Duration.ofSeconds(5), () -> !process.isAlive());
        try {
            new ProcessBuilder(program, "--bind", "127.0.0.1", "--port", Integer.toString(port), "--save", "",
                "--appendonly", "no", "--requirepass", password(), "--dir",
                exchange.data().resolve("redis").toString()).redirectErrorStream(true)
                .redirectOutput(exchange.data().resolve("log/redis-restarted.log").toFile()).start();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
        Await.until("Redis to answer", Duration.ofSeconds(10), () -> info("total_commands_processed") >= 0);
    }

    private long info(final String name) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2_000);
            final String commands = "AUTH " + password() + "\r\nINFO stats\r\nQUIT\r\n";
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            final BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return reader.lines().filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1).trim())).findFirst().orElseThrow();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private String password() throws IOException {
        return Files.readString(exchange.data().resolve("secrets/redis-password")).trim();
    }

    /** Redis writes a title over its command line: its program and {@code address:port}. */
    private static List<String> title(final ProcessHandle process) {
        try {
            final String text = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
            return List.of(text.trim().split("[\\x00 ]+"));
        } catch (final IOException ex) {
            return List.of();
        }
    }
}
