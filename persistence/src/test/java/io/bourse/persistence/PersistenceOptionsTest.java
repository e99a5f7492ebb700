package io.bourse.persistence;

import io.bourse.wire.Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PersistenceOptionsTest {
    private static final String URL = "jdbc:postgresql://localhost:5432/bourse";

    private static final String KEY = "--principal-key-file=key";

    @TempDir
    private Path folder;

    @Test
    void shouldReadOptionsFromArgumentsAndFiles() throws Exception {
        final Path file = folder.resolve("options");
        Files.writeString(file, "--cluster-hosts\na,b,c\n--profile=dev\n--postgres-url " + URL + "\n--principal-key-file=key\n");

        final PersistenceOptions options = PersistenceOptions.parse("@" + file, "--cluster-port-base", "9500");

        assertEquals(3, options.endpoints().memberCount());
        assertEquals(9500, options.endpoints().portBase());
        assertEquals(Profile.DEV, options.profile());
        assertEquals(Profile.DURABLE,
            PersistenceOptions.parse("--postgres-url", URL, "--principal-key-file=key").profile());
        assertEquals(URL, options.postgresUrl());
        assertEquals("postgres", options.postgresUser());
    }

    @ParameterizedTest
    @CsvSource({
        "--nonsense,--nonsense", "--profile=slow,--profile", "--batch-events=0,--batch-events",
        "--commit-interval-ms=2000,--commit-interval-ms", "--cluster-port-base=99999,99999",
        "--postgres-url=mysql://x,--postgres-url"})
    void shouldSayWhichOptionIsWrong(final String argument, final String named) {
        final String[] arguments = argument.startsWith("--postgres-url") ?
            new String[]{argument, KEY} : new String[]{"--postgres-url", URL, argument, KEY};

        final IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> PersistenceOptions.parse(arguments));

        assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }

    @Test
    void shouldSayThatTheUrlIsMissing() {
        assertTrue(assertThrows(IllegalArgumentException.class, PersistenceOptions::parse).getMessage()
            .contains("--postgres-url"));
    }

    @Test
    void shouldNeedNothingElseToGiveHelp() {
        assertTrue(PersistenceOptions.parse("--help").isHelp());
        assertFalse(PersistenceOptions.parse("--postgres-url", URL, KEY).isHelp());
    }

    @Test
    void shouldDescribeEveryOption() {
        final String usage = new CommandLine(new PersistenceOptions()).getUsageMessage();
        for (final String name : new String[]{
            "--cluster-hosts", "--cluster-port-base", "--principal-key-file", "--aeron-dir", "--profile", "--postgres-url",
            "--postgres-user", "--postgres-password-file", "--batch-events", "--commit-interval-ms"}) {
            assertTrue(usage.contains(name), name);
        }
    }
}
