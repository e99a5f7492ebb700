package io.bourse.deploy;

import io.bourse.wire.PrincipalKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the commands answer when they cannot do what is asked: a sentence, exit code 1, and nothing changed. */
class CommandsTest {
    @TempDir
    private Path temporary;
    private final PrintStream formerError = System.err;
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    @BeforeEach
    void captureErrors() {
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restoreErrors() {
        System.setErr(formerError);
    }

    @Test
    void shouldRefuseWrongNumbers() {
        assertRefused("--members must be 1, 3 or 5, not 2", "up", "--members", "2", "--data", data());
        assertRefused("--http-port must be 1 to 65535, not 70000", "up", "--http-port", "70000", "--data", data());
        assertRefused("--cluster-port-base must be 1024 to 65000, not 80",
            "cluster", "up", "--cluster-port-base", "80", "--data", data());
        assertRefused("--leader-timeout must be 250 to 10000 ms, not 20",
            "cluster", "up", "--leader-timeout", "20", "--data", data());
        assertFalse(Files.exists(Path.of(data())));
    }

    @Test
    void shouldWriteTheKeyOfAProcessElsewhere() {
        final String clusterKey = temporary.resolve("cluster-key").toString();
        final Path key = temporary.resolve("gw-7-key");
        assertEquals(0, Bourse.execute("cluster", "key", "gw-7", "--cluster-key-file", clusterKey, "--out", key.toString()));
        assertEquals("gw-7", PrincipalKey.read(key, "gw-7").name());
        for (final String name : new String[]{"gw-0", "root", "member-0"}) {
            assertRefused("not for " + name,
                "cluster", "key", name, "--cluster-key-file", clusterKey, "--out", key.toString());
        }
        assertRefused("--gateways must be 1 to 9", "cluster", "up", "--gateways", "10", "--data", data());
        assertFalse(Files.exists(Path.of(data())));
    }

    @Test
    void shouldRefuseUnknownOptionsAndCommands() {
        assertEquals(2, Bourse.execute("up", "--nonsense"));
        assertTrue(errorText().contains("--nonsense"), errorText());
        assertEquals(2, Bourse.execute("cluster"));
        assertTrue(errorText().contains("a command is missing"), errorText());
    }

    @Test
    void shouldRefuseToStartWhenTheHttpPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            final String port = Integer.toString(taken.getLocalPort());
            assertRefused("port " + port, "up", "--http-port", port, "--data", data());
            assertRefused("--http-port", "up", "--detach", "--http-port", port, "--data", data());
        }
    }

    @Test
    void shouldRefuseToStartOnAFolderOfAnotherVersion() throws IOException {
        Files.createDirectories(Path.of(data()));
        Files.writeString(Path.of(data(), "VERSION"), "bourse-data 99\nmembers 3\n");
        assertRefused("data format 'bourse-data 99'", "up", "--data", data());
        assertRefused("data format 'bourse-data 99'", "status", "--data", data());
    }

    @Test
    void shouldRefuseToStartOnAFolderInUse() throws Exception {
        final DataFolder folder = DataFolder.at(Path.of(data()));
        folder.prepare(3);
        try (AutoCloseable lock = folder.lock()) {
            assertRefused("is in use by process " + ProcessHandle.current().pid(), "up", "--data", data());
            assertTrue(lock != null);
        }
        folder.pidFile("member-1").write(ProcessHandle.current());
        assertRefused("member-1 runs as process", "up", "--data", data());
        assertRefused("cluster down", "down", "--data", data());
    }

    @Test
    void shouldNotResetAForeignFolder() throws IOException {
        Files.createDirectories(Path.of(data()));
        Files.writeString(Path.of(data(), "letter.txt"), "dear");
        assertRefused("nothing was removed", "up", "--reset", "--data", data());
        assertTrue(Files.exists(Path.of(data(), "letter.txt")));
    }

    @Test
    void shouldSayThatThereIsNoExchangeInAFolder() {
        assertRefused("there is no exchange in", "status", "--data", data());
        assertRefused("there is no exchange in", "down", "--data", data());
        assertRefused("there is no exchange in", "cluster", "kill-leader", "--data", data());
        assertRefused("is not a Bourse data folder", "status", "--data", temporary.toString());
    }

    @Test
    void shouldEmptyAMemberOnlyWhenThatLosesNothing() throws IOException {
        final DataFolder folder = DataFolder.at(Path.of(data()));
        folder.prepare(3);
        Files.createDirectories(folder.member(2));
        assertRefused("there is no member 3, members are 0 to 2", "cluster", "repair", "3", "--data", data());
        assertRefused("nothing was changed: member 0 does not run", "cluster", "repair", "2", "--data", data());
        folder.pidFile("member-2").write(ProcessHandle.current());
        assertRefused("member 2 runs, as process", "cluster", "repair", "2", "--data", data());
        folder.pidFile(UpCommand.ROLE).write(ProcessHandle.current());
        assertRefused("was started by ./bourse up", "cluster", "repair", "2", "--data", data());
        assertTrue(Files.exists(folder.member(2)));
        assertRefused("no member has recorded anything", "cluster", "audit", "--data", data());
        final DataFolder single = DataFolder.at(temporary.resolve("single"));
        single.prepare(1);
        assertRefused("has nobody to copy from", "cluster", "repair", "0", "--data", single.root().toString());
    }

    private void assertRefused(final String expected, final String... arguments) {
        error.reset();
        assertEquals(1, Bourse.execute(arguments), errorText());
        assertTrue(errorText().startsWith("bourse: ") && errorText().contains(expected), errorText());
        assertEquals(1, errorText().strip().lines().count(), errorText());
    }

    private String data() {
        return temporary.resolve("data").toString();
    }

    private String errorText() {
        return error.toString(StandardCharsets.UTF_8);
    }
}
