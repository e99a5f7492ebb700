package io.bourse.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One process of the exchange on a host of its own, started again and again with the same words. */
final class ChaosProcess {
    private final String name;
    private final List<String> command;
    private final Path logFile;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Process process;
    private boolean isHeld;
    private long endedNs;
    private int startCount;
    private long startedMs;
    private long startedNs;

    ChaosProcess(final String name, final List<String> command, final Path logFile) {
        this.name = name;
        this.command = new ArrayList<>(ChaosNetwork.prefix(name));
        this.command.addAll(command);
        this.logFile = logFile;
    }

    String name() {
        return name;
    }

    Path logFile() {
        return logFile;
    }

    /** A variable for starts from now on; empty to remove it. */
    synchronized void environment(final String variable, final String value) {
        if (value.isEmpty()) {
            environment.remove(variable);
        } else {
            environment.put(variable, value);
        }
    }

    synchronized void start() {
        if (isAlive()) {
            return;
        }
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile()).redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
        // Settings of the user's shell must not reach a server.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PG") || variable.startsWith("JAVA"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        try {
            process = builder.start();
            startCount++;
            startedMs = System.currentTimeMillis();
            startedNs = System.nanoTime();
            endedNs = 0;
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    synchronized long pid() {
        return process.pid();
    }

    /** When it was started last, by the clock of the machine. */
    synchronized long startedMs() {
        return startedMs;
    }

    /** The same by the clock that faults are noted with. */
    synchronized long startedNs() {
        return startedNs;
    }

    synchronized int startCount() {
        return startCount;
    }

    /** As long as it is held, the supervisor does not start it. */
    synchronized void hold(final boolean isToBeHeld) {
        isHeld = isToBeHeld;
    }

    /** Starts it as a supervisor does, some time after its end; returns whether it did. */
    synchronized boolean superviseAt(final long nowNs, final long delayNs) {
        if (isAlive() || isHeld || process == null) {
            return false;
        }
        if (endedNs == 0) {
            endedNs = nowNs;
        }
        if (nowNs - endedNs < delayNs) {
            return false;
        }
        start();
        return true;
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        final Process victim;
        synchronized (this) {
            victim = process;
        }
        if (victim != null) {
            victim.destroyForcibly();
            await(victim, 20);
        }
    }

    /** The orderly end; returns whether it came in time. */
    boolean stop(final String signal) {
        hold(true);
        if (!isAlive()) {
            return true;
        }
        signal(signal);
        if (await(process, 20)) {
            return true;
        }
        kill();
        return false;
    }

    /** Sends a signal to the process and all below it. */
    void signal(final String signal) {
        final List<Long> pids = new ArrayList<>(List.of(pid()));
        if (signal.equals("STOP") || signal.equals("CONT")) {
            process.descendants().forEach(child -> pids.add(child.pid()));
        }
        pids.forEach(pid -> Shell.attempt("/bin/sh", "-c", "kill -" + signal + " " + pid));
    }

    /** Exit code of the last one; -1 while it runs. */
    synchronized int exitCode() {
        return process == null || process.isAlive() ? -1 : process.exitValue();
    }

    private static boolean await(final Process process, final int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
