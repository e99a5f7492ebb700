package io.bourse.deploy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The entry script, run in an environment where only the programs it may need are found. */
class ScriptTest {
    private static final Path SCRIPT = Path.of("..", "bourse").toAbsolutePath().normalize();
    private static final List<String> PROGRAMS =
        List.of("bash", "env", "dirname", "readlink", "sed", "grep", "head", "cat", "find", "mkdir");
    private static final long TIMEOUT_S = 30;

    /** What a run ended with and said, both streams. */
    private record Run(int exitCode, String text) {
    }

    @TempDir
    private Path temporary;

    @Test
    void shouldSayWhatToInstallWithoutAJdk25() throws Exception {
        final Run run = run(Map.of("BOURSE_JDK_FOLDERS", temporary.toString()), "up");
        assertEquals(1, run.exitCode, run.text);
        assertTrue(run.text.contains("no JDK 25 found"), run.text);
        assertTrue(run.text.contains("apt-get install"), run.text);
    }

    @Test
    void shouldNotTakeAnotherJdkFor25() throws Exception {
        fakeJdk("jdk-17", "17.0.15");
        final Run run = run(Map.of("BOURSE_JDK_FOLDERS", temporary.toString()), "up");
        assertEquals(1, run.exitCode, run.text);
        assertTrue(run.text.contains("no JDK 25 found"), run.text);
    }

    @Test
    void shouldSayThatTheNamedJdkIsNot25() throws Exception {
        final Path jdk = fakeJdk("jdk-17", "17.0.15");
        final Run run = run(Map.of("BOURSE_JAVA_HOME", jdk.toString()), "status");
        assertEquals(1, run.exitCode, run.text);
        assertTrue(run.text.contains("BOURSE_JAVA_HOME=" + jdk + " is not a JDK 25"), run.text);
    }

    @Test
    void shouldSayWhatToInstallWithoutMaven() throws Exception {
        fakeJdk("jdk-25", "25.0.1");
        final Run run = run(Map.of("BOURSE_JDK_FOLDERS", temporary.toString()), "test");
        assertEquals(1, run.exitCode, run.text);
        assertTrue(run.text.contains("Maven is needed to build"), run.text);
    }

    @Test
    void shouldPrintHelpWithoutAnything() throws Exception {
        final Run run = run(Map.of("BOURSE_JDK_FOLDERS", ""), "help");
        assertEquals(0, run.exitCode, run.text);
        assertTrue(run.text.contains("./bourse up") && run.text.contains("./bourse test"), run.text);
    }

    @Test
    void shouldRefuseAnUnknownCommand() throws Exception {
        final Run run = run(Map.of("BOURSE_JDK_FOLDERS", ""), "upp");
        assertEquals(1, run.exitCode, run.text);
        assertTrue(run.text.contains("unknown command: upp"), run.text);
        assertFalse(run.text.contains("JDK 25 found"), run.text);
    }

    private Path fakeJdk(final String name, final String version) throws IOException {
        final Path bin = Files.createDirectories(temporary.resolve(name).resolve("bin"));
        for (final String program : List.of("java", "javac")) {
            Files.writeString(bin.resolve(program), "#!/bin/sh\nexit 1\n");
            Files.setPosixFilePermissions(bin.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(temporary.resolve(name).resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return temporary.resolve(name);
    }

    /** Runs the script with a PATH of a few programs, among which are neither java nor mvn. */
    private Run run(final Map<String, String> environment, final String... arguments) throws Exception {
        final Path bin = Files.createDirectories(temporary.resolve("path"));
        for (final String program : PROGRAMS) {
            if (!Files.exists(bin.resolve(program))) {
                Files.createSymbolicLink(bin.resolve(program), programPath(program));
            }
        }
        final Path output = Files.createTempFile(temporary, "output", ".txt");
        final ProcessBuilder builder = new ProcessBuilder("bash", SCRIPT.toString())
            .redirectErrorStream(true).redirectOutput(output.toFile());
        builder.command().addAll(List.of(arguments));
        builder.environment().clear();
        builder.environment().putAll(new HashMap<>(environment));
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("HOME", temporary.toString());
        builder.command().set(0, bin.resolve("bash").toString());
        final Process process = builder.start();
        assertTrue(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS), "the script hangs");
        return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private static Path programPath(final String name) {
        return List.of(Path.of("/usr/bin", name), Path.of("/bin", name)).stream().filter(Files::exists).findFirst().orElseThrow();
    }
}
