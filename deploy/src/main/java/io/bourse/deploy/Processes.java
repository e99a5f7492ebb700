package io.bourse.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What the launcher needs of the operating system: signals, memory, processes in a session of their own. */
final class Processes {
    /** Between two looks at something that is awaited. */
    static final long POLL_INTERVAL_MS = 20;

    private static final boolean HAS_SETSID = onPath("setsid");

    private Processes() {
    }

    /**
     * A command prefix that gives the process a session of its own. Without it Ctrl-C in a terminal reaches PostgreSQL
     * and Redis at the same moment as us, and they are gone before their clients have closed.
     */
    static List<String> ownSession() {
        return HAS_SETSID ? List.of("setsid") : List.of();
    }

    /** Id of the user we are. Names are no good: in a container a user may have none. */
    static int userId() {
        return ownerId(Path.of("/proc/self"));
    }

    /** Id of the user whom a file belongs to. */
    static int ownerId(final Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid");
        } catch (final IOException e) {
            throw new StartupException("cannot read the owner of " + path + ": " + e, e);
        }
    }

    /** Whether a program is found on the PATH. */
    static boolean onPath(final String program) {
        final String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Sends a signal such as {@code INT} or {@code KILL}; nothing happens if the process is gone. */
    static void signal(final ProcessHandle process, final String name) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (final IOException e) {
            throw new StartupException("cannot send " + name + " to process " + process.pid() + ": " + e, e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends a process: one signal, then KILL when it has not gone in time.
     *
     * @return false if KILL was needed
     */
    static boolean end(final ProcessHandle process, final String signalName, final long timeoutMs) {
        signal(process, signalName);
        if (await(() -> !isAlive(process), timeoutMs)) {
            return true;
        }
        process.destroyForcibly();
        await(() -> !isAlive(process), 5_000);
        return false;
    }

    /** Whether a process runs. One that has ended and waits for its parent to take note of that does not. */
    static boolean isAlive(final ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            final String status = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return !status.startsWith(" Z", status.lastIndexOf(')') + 1);
        } catch (final IOException e) {
            return process.isAlive();
        }
    }

    /** Waits until something is so. Returns false at the timeout or when interrupted. */
    static boolean await(final BooleanSupplier condition, final long timeoutMs) {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                return condition.getAsBoolean();
            }
            try {
                Thread.sleep(POLL_INTERVAL_MS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Resident memory in bytes of a process and all below it; 0 where the system does not say. */
    static long treeResidentBytes(final ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).mapToLong(Processes::residentBytes).sum();
    }

    /** Resident memory in bytes of one process, shared pages counted by their share; 0 where the system does not say. */
    static long residentBytes(final ProcessHandle process) {
        final long proportional = kilobytes(Path.of("/proc/" + process.pid() + "/smaps_rollup"), "Pss:");
        return 1024 * (proportional > 0 ? proportional : kilobytes(Path.of("/proc/" + process.pid() + "/status"), "VmRSS:"));
    }

    private static long kilobytes(final Path file, final String field) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst().orElse(0);
        } catch (final IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }
}
