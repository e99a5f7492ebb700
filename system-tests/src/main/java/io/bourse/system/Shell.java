package io.bourse.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs small programs of the operating system and waits for their end. */
final class Shell {
    /** What a program printed and returned. */
    record Result(int exitCode, String output) {
    }

    private Shell() {
    }

    /** Runs, and fails unless the program returns 0. */
    static String run(final String... command) {
        final Result result = attempt(command);
        if (result.exitCode() != 0) {
            throw new IllegalStateException(
                String.join(" ", command) + " returned " + result.exitCode() + ": " + result.output());
        }
        return result.output();
    }

    /** Words separated by blanks. */
    static String line(final String words) {
        return run(words.split(" "));
    }

    static Result attempt(final String... command) {
        try {
            final Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
            process.getOutputStream().close();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output.trim());
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + List.of(command), ex);
        }
    }
}
