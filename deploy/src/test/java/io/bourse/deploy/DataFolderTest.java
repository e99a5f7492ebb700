package io.bourse.deploy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DataFolderTest {
    @TempDir
    private Path temporary;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintStream(console, true));

    @Test
    void shouldMarkANewFolderAndOpenItAgain() {
        final DataFolder folder = DataFolder.at(temporary.resolve("new"));
        assertEquals(Optional.empty(), folder.members());
        folder.prepare(3);
        folder.prepare(3);
        assertEquals(Optional.of(3), folder.members());
        assertTrue(Files.isDirectory(folder.log()));
    }

    @Test
    void shouldKeepOthersOut() throws IOException {
        final DataFolder folder = DataFolder.at(temporary.resolve("new"));
        folder.prepare(3);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.root())));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.secrets())));
        final Path key = new Secrets(folder.secrets()).masterKeyFile();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    }

    @Test
    void shouldKeepSecretsAndMakeDifferentOnes() {
        final DataFolder folder = DataFolder.at(temporary.resolve("new"));
        folder.prepare(1);
        final Secrets secrets = new Secrets(folder.secrets());
        final String password = Secrets.read(secrets.postgresPasswordFile());
        assertEquals(64, password.length());
        assertEquals(password, Secrets.read(secrets.postgresPasswordFile()));
        assertNotEquals(password, Secrets.read(secrets.redisPasswordFile()));
    }

    @Test
    void shouldRefuseAFolderOfAnotherFormat() throws IOException {
        Files.writeString(temporary.resolve("VERSION"), "bourse-data 99\nmembers 3\n");
        final String message =
            assertThrows(StartupException.class, () -> DataFolder.at(temporary).prepare(3)).getMessage();
        assertTrue(message.contains("bourse-data 99") && message.contains("--data"), message);
        assertEquals("bourse-data 99\nmembers 3\n", Files.readString(temporary.resolve("VERSION")));
    }

    @Test
    void shouldRefuseAFolderOfSomethingElse() throws IOException {
        Files.writeString(temporary.resolve("letter.txt"), "dear");
        final String message =
            assertThrows(StartupException.class, () -> DataFolder.at(temporary).prepare(3)).getMessage();
        assertTrue(message.contains("is not a Bourse data folder"), message);
        try (var entries = Files.list(temporary)) {
            assertEquals(1, entries.count());
        }
    }

    @Test
    void shouldRefuseAnotherNumberOfMembers() {
        DataFolder.at(temporary.resolve("new")).prepare(3);
        final String message =
            assertThrows(StartupException.class, () -> DataFolder.at(temporary.resolve("new")).prepare(1)).getMessage();
        assertTrue(message.contains("--members 3") && message.contains("--reset"), message);
    }

    @Test
    void shouldSayWhoUsesTheFolder() throws Exception {
        final DataFolder folder = DataFolder.at(temporary.resolve("new"));
        folder.prepare(3);
        final AutoCloseable lock = folder.lock();
        final String message = assertThrows(StartupException.class, folder::lock).getMessage();
        assertTrue(message.contains("in use by process " + ProcessHandle.current().pid()), message);
        lock.close();
        folder.lock().close();
    }

    @Test
    void shouldResetOnlyAFolderWithOurMark() throws IOException {
        Files.writeString(temporary.resolve("letter.txt"), "dear");
        final String message =
            assertThrows(StartupException.class, () -> DataFolder.at(temporary).reset(progress)).getMessage();
        assertTrue(message.contains("nothing was removed"), message);
        assertTrue(Files.exists(temporary.resolve("letter.txt")));
    }

    @Test
    void shouldSayWhatAResetRemoves() throws IOException {
        final DataFolder folder = DataFolder.at(temporary.resolve("new"));
        folder.prepare(3);
        Files.createDirectories(folder.member(0).resolve("cluster"));
        final Path outside = Files.writeString(temporary.resolve("outside.txt"), "kept");
        Files.createSymbolicLink(folder.member(0).resolve("link"), outside);
        folder.reset(progress);
        assertFalse(Files.exists(folder.member(0)));
        assertTrue(Files.exists(outside));
        assertTrue(console.toString().contains("VERSION") && console.toString().contains("member-0"), console.toString());
        folder.prepare(1);
        assertEquals(Optional.of(1), folder.members());
    }

    @Test
    void shouldResetAFolderOfAnotherFormat() throws IOException {
        final Path old = Files.createDirectory(temporary.resolve("old"));
        Files.writeString(old.resolve("VERSION"), "bourse-data 99\nmembers 3\n");
        DataFolder.at(old).reset(progress);
        DataFolder.at(old).prepare(3);
    }
}
