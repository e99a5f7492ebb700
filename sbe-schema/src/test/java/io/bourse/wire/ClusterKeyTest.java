package io.bourse.wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ClusterKeyTest {
    private static final String KEY = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    @TempDir
    private Path folder;

    @Test
    void shouldProveANameToItsOwnChallengeOnly() throws IOException {
        final ClusterKey key = ClusterKey.readOrCreate(folder.resolve("key"));
        final byte[] challenge = new byte[PrincipalKey.CHALLENGE_LENGTH];
        final byte[] answer = key.principal("gw-1").answer(challenge);
        assertTrue(key.isProof("gw-1", challenge, answer));
        assertTrue(ClusterKey.read(folder.resolve("key")).isProof("gw-1", challenge, answer));
        assertFalse(key.isProof("gw-2", challenge, answer));
        assertFalse(key.isProof("gw-1", challenge, key.principal("gw-2").answer(challenge)));
        challenge[31] = 1;
        assertFalse(key.isProof("gw-1", challenge, answer));
    }

    @Test
    void shouldReadThePrincipalKeyThatItHasWritten() throws IOException {
        final ClusterKey key = ClusterKey.read(file("two", KEY + "\n" + KEY.replace('0', '1') + "\n", "rw-------"));
        final Path written = folder.resolve("md-1");
        key.principal("md-1").write(written);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(written)));
        final byte[] challenge = new byte[PrincipalKey.CHALLENGE_LENGTH];
        assertTrue(key.isProof("md-1", challenge, PrincipalKey.read(written, "md-").answer(challenge)));
        assertEquals("md-1", PrincipalKey.read(written, "md-1").name());
        for (final String other : List.of("gw-1", "md-2", "persist-")) {
            final String message =
                assertThrows(IllegalArgumentException.class, () -> PrincipalKey.read(written, other)).getMessage();
            assertTrue(message.contains("of md-1") && message.contains(other), message);
        }
    }

    @Test
    void shouldRefuseFilesWithASentenceThatKeepsTheSecret() throws IOException {
        for (final String permissions : List.of("rw-r-----", "rw-rw----", "rw----r--", "rw-----w-")) {
            assertRefused(file("open" + permissions, KEY, permissions), "chmod 600");
        }
        assertRefused(folder.resolve("absent"), "does not exist");
        assertRefused(folder, "does not exist, or is no file");
        for (final String text : List.of("", "\n", KEY.substring(1), KEY + "00", KEY.replace('a', 'g'),
            KEY + "\n" + KEY + "\n" + KEY, "x".repeat(2_000))) {
            assertRefused(file("wrong" + text.hashCode(), text, "rw-------"), "is none");
        }
        for (final String text : List.of(KEY, "gw-1", "gw-1  " + KEY, "root-1 " + KEY, "gw-1 " + KEY + "\ngw-2 " + KEY)) {
            final Path file = file("principal" + text.hashCode(), text, "rw-------");
            final String message =
                assertThrows(IllegalArgumentException.class, () -> PrincipalKey.read(file, "gw-1")).getMessage();
            assertTrue(message.contains("is none") && !message.contains(KEY.substring(0, 16)), message);
        }
    }

    @Test
    void shouldKeepTheSecretOutOfTexts() throws IOException {
        final ClusterKey key = ClusterKey.read(file("key", KEY, "rw-------"));
        assertEquals("cluster key", key.toString());
        assertEquals("key of gw-1", key.principal("gw-1").toString());
    }

    @Test
    void shouldKnowNamesOfPrincipals() {
        assertEquals(Principal.GATEWAY, kind("gw-1"));
        assertEquals(Principal.GATEWAY, kind("gw-999999999"));
        assertEquals(Principal.MARKET_DATA, kind("md-2"));
        assertEquals(Principal.PERSISTENCE, kind("persist-1"));
        assertEquals(Principal.ADMIN, kind("admin-1"));
        assertEquals(Principal.MEMBER, kind("member-0"));
        for (final String none : List.of("", "gw", "gw-", "gw-0", "gw-01", "gw-1x", "gw-1234567890", "member-00", "GW-1",
            " gw-1", "gw-1 ", "root-1", "gw-+1", "gw--1")) {
            assertNull(kind(none), none);
        }
        assertNull(Principal.kindOf(null));
    }

    private static Principal kind(final String name) {
        return Principal.kindOf(name.getBytes(StandardCharsets.US_ASCII));
    }

    private static void assertRefused(final Path file, final String expected) {
        final String message = assertThrows(IllegalArgumentException.class, () -> ClusterKey.read(file)).getMessage();
        assertTrue(message.contains(expected) && message.contains(file.toString()), message);
        assertFalse(message.contains(KEY.substring(0, 16)), message);
    }

    private Path file(final String name, final String text, final String permissions) throws IOException {
        final Path file = folder.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }
}
