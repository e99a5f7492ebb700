package io.bourse.persistence;

import io.bourse.persistence.Users.NewKey;
import io.bourse.persistence.Users.Role;
import io.bourse.persistence.Users.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class UsersTest {
    private static final UUID ALICE = new UUID(0, 1);
    private static final UUID BOB = new UUID(0, 2);

    @TempDir
    private Path folder;
    private Path masterKey;
    private Postgres database;
    private Users users;

    @BeforeEach
    void connect() throws Exception {
        database = TestPostgres.shared().newDatabase();
        masterKey = folder.resolve("master.key");
        assertTrue(Users.createMasterKey(masterKey));
        users = connect(masterKey);
    }

    @AfterEach
    void close() {
        users.close();
    }

    @Test
    void shouldKeepUsersWithAndWithoutNames() {
        final User alice = users.create(ALICE, "alice", "secret", 1, Role.USER, false);
        final User operator = users.create(BOB, null, null, 0, Role.OPERATOR, true);

        assertEquals(Optional.of(alice), users.user(ALICE));
        assertEquals(new User(BOB, null, 0, Role.OPERATOR, true), operator);
        assertEquals(Optional.of(operator), users.user(BOB));
        assertEquals(Optional.empty(), users.user(new UUID(0, 3)));
    }

    @Test
    void shouldRefuseTakenNamesAccountsAndIds() {
        users.create(ALICE, "Alice", "secret", 1, Role.USER, false);

        assertThrows(Users.UsernameTakenException.class, () -> users.create(BOB, "Alice", "other", 2, Role.USER, false));
        assertThrows(Users.UsernameTakenException.class, () -> users.create(BOB, "ALICE", "other", 2, Role.USER, false));
        assertThrows(Users.UsernameTakenException.class, () -> users.create(BOB, "\uFF21lice", "other", 2, Role.USER, false));
        assertThrows(IllegalStateException.class, () -> users.create(ALICE, "bob", "other", 2, Role.USER, false));
        assertThrows(IllegalStateException.class, () -> users.create(BOB, "bob", "other", 1, Role.USER, false));
        assertEquals(Optional.empty(), users.user(BOB));
    }

    @Test
    void shouldAuthenticateByNameAndPasswordOnly() throws Exception {
        final User alice = users.create(ALICE, "alice", "pass\u00e9\u0000word", 1, Role.USER, false);
        users.create(BOB, null, null, 2, Role.USER, false);

        assertEquals(Optional.of(alice), users.authenticate("alice", "pass\u00e9\u0000word"));
        assertEquals(Optional.of(alice), users.authenticate("Alice", "pass\u00e9\u0000word"));
        assertEquals(Optional.empty(), users.authenticate("alice", "password"));
        assertEquals(Optional.empty(), users.authenticate("alice", ""));
        assertEquals(Optional.empty(), users.authenticate("alice", null));
        assertEquals(Optional.empty(), users.authenticate("nobody", "nobody has this password"));
        assertEquals(Optional.empty(), users.authenticate(null, "x"));
        assertEquals(Optional.empty(), users.authenticate("alice", "x".repeat(Users.PASSWORD_LENGTH_MAX + 1)));
        final String hash = TestPostgres.text(database, "select password_hash from users where username = 'alice'");
        assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " alice", "alice ", "a\u0000b", "a\nb", "a\u202eb", "\ud800"})
    void shouldRefuseHostileNames(final String username) {
        assertThrows(IllegalArgumentException.class, () -> users.create(ALICE, username, "x", 1, Role.USER, false));
        assertEquals(Optional.empty(), users.authenticate(username, "x"));
    }

    @Test
    void shouldTakeNamesThatOnlyLookDangerous() {
        final User user = users.create(ALICE, "'; drop table users; --", "x", 1, Role.USER, false);

        assertEquals(Optional.of(user), users.authenticate("'; drop table users; --", "x"));
        assertEquals(Optional.empty(), users.authenticate("' or '1'='1", "x"));
        assertThrows(IllegalArgumentException.class, () -> users.create(
            BOB, "x".repeat(Users.USERNAME_LENGTH_MAX + 1), "x", 2, Role.USER, false));
        assertThrows(IllegalArgumentException.class, () -> users.create(BOB, "bob", null, 2, Role.USER, false));
        assertThrows(IllegalArgumentException.class, () -> users.create(BOB, null, "x", 2, Role.USER, false));
    }

    @Test
    void shouldKnowAKeyUntilItIsRevoked() {
        final User alice = users.create(ALICE, "alice", "secret", 1, Role.USER, false);
        final NewKey first = users.createKey(ALICE);
        final NewKey second = users.createKey(ALICE);

        final Users.ApiKey key = users.key(first.apiKey()).orElseThrow();
        assertEquals(alice, key.user());
        assertArrayEquals(first.apiSecret().getBytes(StandardCharsets.US_ASCII), key.secret());
        assertFalse(users.revokeKey(BOB, first.apiKey()));
        assertTrue(users.key(first.apiKey()).isPresent());
        assertTrue(users.revokeKey(ALICE, first.apiKey()));
        assertFalse(users.revokeKey(ALICE, first.apiKey()));
        assertEquals(Optional.empty(), users.key(first.apiKey()));
        assertTrue(users.key(second.apiKey()).isPresent());
        assertFalse(first.toString().contains(first.apiSecret()));
    }

    @Test
    void shouldNotKnowKeysOfAnotherForm() {
        assertEquals(Optional.empty(), users.key(null));
        assertEquals(Optional.empty(), users.key(""));
        assertEquals(Optional.empty(), users.key("\u0000"));
        assertEquals(Optional.empty(), users.key("' or '1'='1"));
        assertEquals(Optional.empty(), users.key("A".repeat(22)));
    }

    @Test
    void shouldNotOpenSecretsThatWereTamperedWithOrMoved() throws Exception {
        users.create(ALICE, null, null, 1, Role.USER, false);
        users.create(BOB, null, null, 2, Role.USER, false);
        final NewKey key = users.createKey(ALICE);

        TestPostgres.execute(database, "update api_keys set user_id = '" + BOB + "'");
        assertThrows(IllegalStateException.class, () -> users.key(key.apiKey()));
        TestPostgres.execute(database, "update api_keys set user_id = '" + ALICE + "'");
        assertTrue(users.key(key.apiKey()).isPresent());
        TestPostgres.execute(database, "update api_keys set secret_ciphertext = set_byte(secret_ciphertext, 0," +
            " get_byte(secret_ciphertext, 0) # 1)");

        assertThrows(IllegalStateException.class, () -> users.key(key.apiKey()));
    }

    @Test
    void shouldNotOpenSecretsWithAnotherMasterKey() throws Exception {
        users.create(ALICE, null, null, 1, Role.USER, false);
        final NewKey key = users.createKey(ALICE);
        final Path otherKey = folder.resolve("other.key");
        Users.createMasterKey(otherKey);
        try (Users others = connect(otherKey)) {
            final IllegalStateException refused = assertThrows(IllegalStateException.class, () -> others.key(key.apiKey()));
            assertTrue(refused.getMessage().contains("another master key"), refused.getMessage());
        }
        assertFalse(TestPostgres.text(database, "select encode(secret_ciphertext, 'escape') from api_keys")
            .contains(key.apiSecret()));
    }

    @Test
    void shouldRefuseMasterKeysThatOthersCanReadOrThatAreNone() throws Exception {
        assertFalse(Users.createMasterKey(masterKey), "an existing key must stay");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(masterKey)));
        Files.setPosixFilePermissions(masterKey, PosixFilePermissions.fromString("rw-r-----"));
        assertTrue(refusal(masterKey).contains("chmod 600"));
        Files.setPosixFilePermissions(masterKey, PosixFilePermissions.fromString("rw-------"));
        Files.write(masterKey, new byte[31]);
        assertTrue(refusal(masterKey).contains("31 bytes"));
        assertTrue(refusal(folder.resolve("none")).contains("does not exist"));
    }

    @Test
    void shouldReadThePasswordFromItsFile() throws Exception {
        final Path file = folder.resolve("password");
        assertTrue(SecretFile.createIfAbsent(file, "s3cret\n".getBytes(StandardCharsets.UTF_8)));

        assertEquals("s3cret", Postgres.of("jdbc:postgresql://localhost/x", "u", file).password());
        assertFalse(Postgres.of("jdbc:postgresql://localhost/x", "u", file).toString().contains("s3cret"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThrows(IOException.class, () -> Postgres.of("jdbc:postgresql://localhost/x", "u", file));
    }

    private String refusal(final Path keyFile) {
        return assertThrows(UncheckedIOException.class, () -> connect(keyFile)).getMessage();
    }

    private Users connect(final Path keyFile) {
        return Users.connect(database.url(), database.user(), null, keyFile);
    }
}
