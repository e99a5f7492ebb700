package io.bourse.deploy.demo;

import io.bourse.deploy.demo.DemoCredentials.Credential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DemoCredentialsTest {
    @TempDir
    private Path temporary;

    @Test
    void shouldKeepUsersInAFileThatOnlyItsOwnerReads() throws IOException {
        final Path file = temporary.resolve("demo-credentials.json");
        final DemoCredentials credentials = DemoCredentials.open(file);
        assertEquals(Optional.empty(), credentials.of("alice"));
        final Credential alice = new Credential("id-1", "key-1", "secret-1");
        final Credential bob = new Credential("id-2", "key-2", "secret-2");
        credentials.put("alice", alice);
        credentials.put("bob", bob);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(Optional.of(alice), DemoCredentials.open(file).of("alice"));
        assertEquals(Optional.of(bob), DemoCredentials.open(file).of("bob"));
        assertFalse(DemoCredentials.open(file).isComplete());
        credentials.complete();
        assertTrue(DemoCredentials.open(file).isComplete());
    }

    @Test
    void shouldNotOverwriteAFileThatItDoesNotUnderstand() throws IOException {
        final Path file = Files.writeString(temporary.resolve("demo-credentials.json"), "[1]");
        assertThrows(IOException.class, () -> DemoCredentials.open(file));
        Files.writeString(file, "{ cut off");
        assertThrows(IOException.class, () -> DemoCredentials.open(file));
        assertEquals("{ cut off", Files.readString(file));
    }
}
