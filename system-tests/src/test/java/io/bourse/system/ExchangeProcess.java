package io.bourse.system;

import com.fasterxml.jackson.databind.JsonNode;

import io.bourse.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * An exchange started the way a user starts it, by {@code ./bourse}, on ports and in a folder of its own below
 * {@code system-tests/target}. Whatever happens to the test, {@link #close} leaves no process behind and keeps the logs.
 */
final class ExchangeProcess implements AutoCloseable {
    /** What a command of the launcher printed and returned. */
    record CommandResult(int exitCode, String output, long elapsedMs) {
        CommandResult ok() {
            assertEquals(0, exitCode, output);
            return this;
        }
    }

    private static final Path ROOT = Path.of(System.getProperty("bourse.root", "..")).toAbsolutePath().normalize();
    private static final Path TARGET = Path.of(System.getProperty("bourse.target", "target")).toAbsolutePath().normalize();
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(150);
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);

    private final String mark = UUID.randomUUID().toString();
    private final Path folder;
    private final Path data;
    private final int httpPort = FreePorts.tcp();
    private final int clusterPortBase;
    private final boolean isCluster;
    private final List<String> options;
    private final OwnProcesses processes;
    private int commandCount;

    private ExchangeProcess(final String name, final boolean isCluster, final int members, final List<String> options) {
        folder = TARGET.resolve(name);
        data = folder.resolve("data");
        clusterPortBase = FreePorts.clusterBlock(members);
        this.isCluster = isCluster;
        this.options = options;
        processes = new OwnProcesses(mark, data);
        deleteTree(folder);
        createFolder();
        Runtime.getRuntime().addShutdownHook(new Thread(processes::killAll));
    }

    /** Three members and every other role, a process each; the profile is the default. Nothing runs before {@link #up}. */
    static ExchangeProcess cluster(final String name, final String... options) {
        return new ExchangeProcess(name, true, 3, List.of(options));
    }

    /** The same in profile dev: ten processes share the processors of whoever builds, and it waits for them best. */
    static ExchangeProcess devCluster(final String name, final String... options) {
        final List<String> all = new ArrayList<>(List.of("--profile", "dev"));
        all.addAll(List.of(options));
        return new ExchangeProcess(name, true, 3, all);
    }

    /** Everything in one JVM beside PostgreSQL and Redis. Nothing runs before {@link #up}. */
    static ExchangeProcess allInOne(final String name, final String... options) {
        return new ExchangeProcess(name, false, 3, Arrays.asList(options));
    }

    /** Starts, waits until the exchange is ready, and returns the time that took in ms. */
    long up() {
        final long startNs = System.nanoTime();
        launch().ok();
        awaitReady();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }

    /** Runs the start command and returns what it said. */
    CommandResult launch(final String... moreOptions) {
        final List<String> arguments = new ArrayList<>(isCluster ? List.of("cluster", "up") : List.of("up", "--detach"));
        arguments.addAll(List.of("--data", data.toString(), "--http-port", Integer.toString(httpPort),
            "--cluster-port-base", Integer.toString(clusterPortBase)));
        arguments.addAll(options);
        arguments.addAll(List.of(moreOptions));
        return bourse(arguments.toArray(String[]::new));
    }

    /** Runs a command of the form this exchange was started in, such as {@code status}. */
    CommandResult command(final String... words) {
        final List<String> arguments = new ArrayList<>(isCluster ? List.of("cluster") : List.of());
        arguments.addAll(List.of(words));
        arguments.addAll(List.of("--data", data.toString()));
        return bourse(arguments.toArray(String[]::new));
    }

    /** Stops in the orderly way and checks that nothing is left. */
    long down() {
        final long elapsedMs = command("down").ok().elapsedMs();
        Await.until("the end of " + processes.descriptions(), Duration.ofSeconds(10), () -> processes.alive().isEmpty());
        return elapsedMs;
    }

    /** {@code bash ./bourse arguments}, as typed in the root of the project. */
    CommandResult bourse(final String... arguments) {
        final List<String> command = new ArrayList<>(List.of("bash", "./bourse"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Any command, run in the root of the project. */
    CommandResult run(final List<String> command) {
        commandCount++;
        final Path output = folder.resolve(String.format("command-%02d.log", commandCount));
        final ProcessBuilder builder = new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile()).redirectOutput(output.toFile());
        builder.environment().put(OwnProcesses.MARK_NAME, mark);
        // The build is running us: the script must take what has been built and not call it again.
        builder.environment().put("BOURSE_SKIP_BUILD", "1");
        final long startNs = System.nanoTime();
        try {
            final Process process = builder.start();
            if (!process.waitFor(COMMAND_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end within " + COMMAND_LIMIT + ":\n" + Files.readString(output));
            }
            return new CommandResult(process.exitValue(), Files.readString(output),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in " + command, ex);
        }
    }

    /** Waits until the gateway says that every part is well. */
    void awaitReady() {
        final RestClient client = RestClient.anonymous(url());
        final Answer[] last = new Answer[1];
        try {
            Await.until("GET /api/v1/health to be 200", READY_LIMIT, () -> {
                last[0] = client.get("/api/v1/health");
                return last[0].status() == 200;
            });
        } catch (final AssertionError ex) {
            throw new AssertionError("last health: " + last[0] + "; logs in " + folder + "; alive: " +
                String.join("\n", processes.descriptions()), ex);
        }
    }

    /** The process of a role such as {@code member-0} or {@code gateway}, if it is alive. */
    Optional<ProcessHandle> process(final String role) {
        try {
            final String pid = Files.readString(data.resolve("run/" + role + ".pid")).trim().split("\\s+")[0];
            return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive);
        } catch (final IOException ex) {
            return Optional.empty();
        }
    }

    /** SIGKILL for one role; returns when it is gone. */
    void kill(final String role) {
        final ProcessHandle process =
            process(role).orElseThrow(() -> new AssertionError("no process " + role + " in " + data.resolve("run")));
        process.destroyForcibly();
        Await.until("the end of " + role, Duration.ofSeconds(10), () -> !process.isAlive());
    }

    /** SIGKILL for everything at once: members, gateway, consumers, PostgreSQL, Redis. */
    void killAll() {
        processes.killAll();
        Await.until("the end of all processes", Duration.ofSeconds(10), () -> {
            processes.killAll();
            return processes.alive().isEmpty();
        });
    }

    /** The operator of this instance, by the credentials that the launcher wrote. */
    RestClient operator() {
        return client(credentials().path("operator"));
    }

    /** A user whose credentials the launcher wrote. */
    RestClient client(final JsonNode credentials) {
        return RestClient.signed(url(), credentials.path("user_id").asText(), credentials.path("api_key").asText(),
            credentials.path("api_secret").asText());
    }

    JsonNode credentials() {
        try {
            return RestClient.JSON.readTree(credentialsFile().toFile());
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    Path credentialsFile() {
        return data.resolve("demo-credentials.json");
    }

    String url() {
        return "http://127.0.0.1:" + httpPort;
    }

    int httpPort() {
        return httpPort;
    }

    int clusterPortBase() {
        return clusterPortBase;
    }

    Path data() {
        return data;
    }

    OwnProcesses processes() {
        return processes;
    }

    Database database() {
        return Database.of(data);
    }

    ExchangeObserver observer() {
        return new ExchangeObserver(operator(), database());
    }

    @Override
    public void close() {
        processes.killAll();
        Await.until("the end of all processes", Duration.ofSeconds(10), () -> {
            processes.killAll();
            return processes.alive().isEmpty();
        });
        removeSharedMemory();
        Figures.note("logs of " + folder.getFileName() + ": " + folder + " and " + data.resolve("log"));
    }

    /** What a killed media driver leaves in memory; a live one removes it itself. */
    private void removeSharedMemory() {
        final String name = Integer.toHexString(data.toString().hashCode());
        try (Stream<Path> entries = Files.list(Path.of("/dev/shm"))) {
            entries.filter(path -> path.getFileName().toString().contains(name)).toList().forEach(ExchangeProcess::deleteTree);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void createFolder() {
        try {
            Files.createDirectories(folder);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static void deleteTree(final Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (final Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
