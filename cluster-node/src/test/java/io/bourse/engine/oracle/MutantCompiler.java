package io.bourse.engine.oracle;

import io.bourse.engine.Engine;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles one changed source file of the engine in memory, against the classes of the unchanged rest. */
final class MutantCompiler {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "bourse", "engine");

    private MutantCompiler() {
    }

    /** Class files by class name. */
    static Map<String, byte[]> compile(final Defect defect) throws IOException {
        final String source = Files.readString(SOURCES.resolve(defect.file() + ".java"));
        final int at = source.indexOf(defect.original());
        if (at < 0 || source.indexOf(defect.original(), at + 1) >= 0) {
            throw new AssertionError(defect + ": the text is there " + (at < 0 ? "no more" : "more than once"));
        }
        final String changed = source.replace(defect.original(), defect.replacement());
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final Map<String, byte[]> classes = new TreeMap<>();
        final StringWriter messages = new StringWriter();
        try (JavaFileManager files = new InMemory(compiler.getStandardFileManager(null, null, null), classes)) {
            final List<String> options = List.of("-proc:none", "-nowarn", "-cp", classPath());
            final JavaFileObject file = new SimpleJavaFileObject(
                URI.create("string:///io/bourse/engine/" + defect.file() + ".java"), JavaFileObject.Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(final boolean ignoreEncodingErrors) {
                    return changed;
                }
            };
            if (!compiler.getTask(messages, files, null, options, null, List.of(file)).call()) {
                throw new AssertionError(defect + " does not compile: " + messages);
            }
        }
        return classes;
    }

    private static String classPath() {
        return locationOf(Engine.class) + File.pathSeparator + locationOf(org.agrona.collections.Long2ObjectHashMap.class);
    }

    private static String locationOf(final Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (final URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        InMemory(final JavaFileManager files, final Map<String, byte[]> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
            final Location location, final String className, final JavaFileObject.Kind kind, final FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("bytes:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(className, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
