package io.bourse.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What a run measured: printed, and kept in {@code system-tests/target/figures.txt}. */
final class Figures {
    private static final Path FILE = Path.of(System.getProperty("bourse.target", "target"), "figures.txt");

    private Figures() {
    }

    static synchronized void note(final String line) {
        System.out.println(line);
        try {
            Files.createDirectories(FILE.toAbsolutePath().getParent());
            Files.write(FILE, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
