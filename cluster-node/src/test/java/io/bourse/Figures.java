package io.bourse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What a run counted and measured, in {@code target/figures.txt} of the module; {@code ./bourse test} ends with it. */
public final class Figures {
    private static final Path FILE = Path.of(System.getProperty("bourse.target", "target"), "figures.txt");

    private Figures() {
    }

    /** Adds a line. */
    public static synchronized void note(final String line) {
        System.out.println(line);
        try {
            Files.createDirectories(FILE.toAbsolutePath().getParent());
            Files.write(FILE, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
