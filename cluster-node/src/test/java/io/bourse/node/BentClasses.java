package io.bourse.node;

import org.junit.jupiter.api.Assertions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** A class of the exchange compiled from its source with a few words exchanged, to stand before the real one. */
final class BentClasses {
    private BentClasses() {
    }

    static Path compile(final Path folder, final String source, final String words, final String others) throws IOException {
        final Path root = Path.of("src/main/java");
        final String text = Files.readString(root.resolve(source));
        Assertions.assertTrue(text.contains(words), () -> source + " does not say any more: " + words);
        final Path changed = folder.resolve("source").resolve(source);
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, text.replace(words, others));
        final Path classes = Files.createDirectories(folder.resolve("classes"));
        Assertions.assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-nowarn", "-d", classes.toString(),
            "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), changed.toString()));
        return classes;
    }
}
