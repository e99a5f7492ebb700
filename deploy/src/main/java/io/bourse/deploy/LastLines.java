package io.bourse.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, for error messages. */
final class LastLines {
    private LastLines() {
    }

    static String of(final Path file, final int count) {
        try {
            final List<String> lines = Files.readAllLines(file);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (final IOException e) {
            return "(" + e + ")";
        }
    }
}
