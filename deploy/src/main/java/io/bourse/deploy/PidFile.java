package io.bourse.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers a process beyond our own life: its id and the moment it started, since ids are used again. Lives in the
 * {@code run} folder of a data folder.
 */
record PidFile(Path path) {
    /** Remembers a process. */
    void write(final ProcessHandle process) {
        final long startMs = startMs(process);
        try {
            Files.writeString(path, process.pid() + " " + startMs + "\n");
        } catch (final IOException e) {
            throw new StartupException("cannot write " + path + ": " + e, e);
        }
    }

    /** The process, if it still runs and is the one that was remembered. */
    Optional<ProcessHandle> process() {
        try {
            final String[] words = Files.readString(path).trim().split(" ");
            final long pid = Long.parseLong(words[0]);
            final long startMs = Long.parseLong(words[1]);
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(p -> startMs(p) == startMs && !isZombie(pid));
        } catch (final IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Forgets it. */
    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (final IOException e) {
            throw new StartupException("cannot remove " + path + ": " + e, e);
        }
    }

    /** Dead, but its parent has not asked for its exit code: in a container without an init that may stay so for ever. */
    private static boolean isZombie(final long pid) {
        try {
            final String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (final IOException e) {
            return false;
        }
    }

    private static long startMs(final ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
