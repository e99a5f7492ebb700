package io.bourse.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.bourse.persistence.jooq.enums.UserRole;
import io.bourse.persistence.jooq.tables.records.UsersRecord;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import static io.bourse.persistence.jooq.Tables.API_KEYS;
import static io.bourse.persistence.jooq.Tables.USERS;

/**
 * Users and API keys in PostgreSQL. Every call may block on the database and is for worker threads; passwords are kept as
 * argon2id hashes, HMAC secrets encrypted with the instance's master key. A call that finds no database throws
 * {@link DataAccessException} after three seconds at most.
 */
public final class Users implements AutoCloseable {
    /** Longest username in characters. */
    public static final int USERNAME_LENGTH_MAX = 64;
    /** Longest password in characters. */
    public static final int PASSWORD_LENGTH_MAX = Passwords.LENGTH_MAX;

    private static final int CONNECTIONS_MAX = 4;
    private static final int KEY_BYTES = 16;
    private static final int SECRET_BYTES = 32;
    private static final Pattern KEY_FORM = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final String UNIQUE_VIOLATION = "23505";

    /** What a user may do beyond its own account. */
    public enum Role { USER, OPERATOR }

    /** A user. {@code username} may be null; {@code demo}: may be named by user_id without a signature on a demo instance. */
    public record User(UUID userId, String username, long accountId, Role role, boolean demo) {
    }

    /** A new API key with its secret, shown this once; the characters of the secret are the key of the HMAC. */
    public record NewKey(String apiKey, String apiSecret) {
        @Override
        public String toString() {
            return "NewKey[apiKey=" + apiKey + "]";
        }
    }

    /** A live API key and what is needed to check a signature with it: the bytes of the secret's characters. */
    public record ApiKey(String apiKey, byte[] secret, User user) {
        @Override
        public String toString() {
            return "ApiKey[apiKey=" + apiKey + ", user=" + user + "]";
        }
    }

    /** Thrown for a username that is taken. */
    public static final class UsernameTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsernameTakenException() {
            super("the username is taken");
        }
    }

    private final SecureRandom random = new SecureRandom();
    private final Passwords passwords = new Passwords();
    private final SecretBox secrets;
    private final HikariDataSource pool;
    private final DSLContext dsl;

    private Users(final Postgres postgres, final SecretBox secrets) {
        this.secrets = secrets;
        this.pool = postgres.pool("bourse-users", CONNECTIONS_MAX);
        this.dsl = Postgres.dsl(pool);
    }

    /**
     * Users of a database that {@link Persistence} has prepared. Does not look at the database yet.
     *
     * @param url           jdbc:postgresql://...
     * @param user          role
     * @param passwordFile  first line is the role's password, readable by its owner only; null for none
     * @param masterKeyFile see {@link #createMasterKey}
     * @throws IllegalArgumentException if the URL is none of PostgreSQL
     * @throws UncheckedIOException     if a file is missing, open to others or malformed; the message says which
     */
    public static Users connect(final String url, final String user, final Path passwordFile, final Path masterKeyFile) {
        try {
            return new Users(Postgres.of(url, user, passwordFile), new SecretBox(masterKeyFile));
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure.getMessage(), failure);
        }
    }

    /**
     * Makes a master key of 32 random bytes in a file that only its owner may read. A file that exists stays as it is:
     * without it the secrets of all API keys are lost.
     *
     * @return whether a file was made
     */
    public static boolean createMasterKey(final Path masterKeyFile) throws IOException {
        final byte[] key = new byte[SecretBox.KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        return SecretFile.createIfAbsent(masterKeyFile, key);
    }

    /**
     * Adds a user; {@code username} and {@code password} may both be null. Usernames that differ only in case or width of
     * letters are the same.
     *
     * @throws UsernameTakenException   if another user has the name
     * @throws IllegalArgumentException if the username is empty, longer than {@link #USERNAME_LENGTH_MAX} or holds
     *                                  control characters, the password is empty or longer than
     *                                  {@link #PASSWORD_LENGTH_MAX}, or only one of them is given
     * @throws IllegalStateException    if the userId or the account has a user already
     */
    public User create(
        final UUID userId, final String username, final String password, final long accountId, final Role role,
        final boolean demo) {
        if ((username == null) != (password == null)) {
            throw new IllegalArgumentException("username and password are given together or not at all");
        }
        if (username != null && !isUsername(username)) {
            throw new IllegalArgumentException(
                "a username has 1 to " + USERNAME_LENGTH_MAX + " characters, no control characters, no space around it");
        }
        if (password != null && !isPassword(password)) {
            throw new IllegalArgumentException("a password has 1 to " + PASSWORD_LENGTH_MAX + " characters");
        }
        try {
            dsl.insertInto(USERS)
                .set(USERS.USER_ID, userId)
                .set(USERS.USERNAME, username)
                .set(USERS.USERNAME_KEY, username == null ? null : usernameKey(username))
                .set(USERS.PASSWORD_HASH, password == null ? null : passwords.hash(password))
                .set(USERS.ACCOUNT_ID, accountId)
                .set(USERS.ROLE, UserRole.valueOf(role.name()))
                .set(USERS.DEMO, demo)
                .execute();
        } catch (final DataAccessException failure) {
            if (!UNIQUE_VIOLATION.equals(failure.sqlState())) {
                throw failure;
            }
            if (username != null && dsl.fetchExists(USERS, USERS.USERNAME_KEY.eq(usernameKey(username)))) {
                throw new UsernameTakenException();
            }
            throw new IllegalStateException("userId=" + userId + " or accountId=" + accountId + " has a user already", failure);
        }
        return new User(userId, username, accountId, role, demo);
    }

    /**
     * Makes an API key for a user.
     *
     * @throws DataAccessException if there is no such user
     */
    public NewKey createKey(final UUID userId) {
        final String apiKey = randomText(KEY_BYTES);
        final String apiSecret = randomText(SECRET_BYTES);
        final SecretBox.Sealed sealed = secrets.seal(apiSecret.getBytes(StandardCharsets.US_ASCII), owner(apiKey, userId));
        dsl.insertInto(API_KEYS)
            .set(API_KEYS.API_KEY, apiKey)
            .set(API_KEYS.USER_ID, userId)
            .set(API_KEYS.SECRET_NONCE, sealed.nonce())
            .set(API_KEYS.SECRET_CIPHERTEXT, sealed.ciphertext())
            .execute();
        return new NewKey(apiKey, apiSecret);
    }

    /**
     * A key that is neither unknown nor revoked.
     *
     * @throws IllegalStateException if its secret does not open: another master key, or a row that was tampered with
     */
    public Optional<ApiKey> key(final String apiKey) {
        if (apiKey == null || !KEY_FORM.matcher(apiKey).matches()) {
            return Optional.empty();
        }
        return dsl.select()
            .from(API_KEYS)
            .join(USERS).on(USERS.USER_ID.eq(API_KEYS.USER_ID))
            .where(API_KEYS.API_KEY.eq(apiKey))
            .and(API_KEYS.REVOKED.isNull())
            .fetchOptional()
            .map(row -> {
                final User user = user(row.into(USERS));
                final SecretBox.Sealed sealed =
                    new SecretBox.Sealed(row.get(API_KEYS.SECRET_NONCE), row.get(API_KEYS.SECRET_CIPHERTEXT));
                return new ApiKey(apiKey, secrets.open(sealed, owner(apiKey, user.userId)), user);
            });
    }

    /** Revokes a key, at once and for ever; false if it is not a live key of this user. */
    public boolean revokeKey(final UUID userId, final String apiKey) {
        return apiKey != null && KEY_FORM.matcher(apiKey).matches() && 1 == dsl.update(API_KEYS)
            .set(API_KEYS.REVOKED, DSL.currentOffsetDateTime())
            .where(API_KEYS.API_KEY.eq(apiKey))
            .and(API_KEYS.USER_ID.eq(userId))
            .and(API_KEYS.REVOKED.isNull())
            .execute();
    }

    /** By id. */
    public Optional<User> user(final UUID userId) {
        return dsl.fetchOptional(USERS, USERS.USER_ID.eq(userId)).map(Users::user);
    }

    /** The user with this name and password; takes as long for an unknown name. */
    public Optional<User> authenticate(final String username, final String password) {
        final Optional<UsersRecord> row = username != null && isUsername(username) ?
            dsl.fetchOptional(USERS, USERS.USERNAME_KEY.eq(usernameKey(username))) : Optional.empty();
        final boolean possible = password != null && isPassword(password);
        final boolean matches = passwords.matches(
            possible ? password : "impossible", possible ? row.map(UsersRecord::getPasswordHash).orElse(null) : null);
        return matches ? row.map(Users::user) : Optional.empty();
    }

    @Override
    public void close() {
        pool.close();
    }

    private String randomText(final int bytes) {
        final byte[] value = new byte[bytes];
        random.nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }

    private static User user(final UsersRecord row) {
        return new User(
            row.getUserId(), row.getUsername(), row.getAccountId(), Role.valueOf(row.getRole().getLiteral()), row.getDemo());
    }

    private static String owner(final String apiKey, final UUID userId) {
        return apiKey + '/' + userId;
    }

    private static boolean isUsername(final String text) {
        return !text.isEmpty() && text.length() <= USERNAME_LENGTH_MAX && text.strip().equals(text) &&
            text.codePoints().noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ||
                Character.getType(c) == Character.FORMAT);
    }

    private static boolean isPassword(final String text) {
        return !text.isEmpty() && text.length() <= PASSWORD_LENGTH_MAX;
    }

    private static String usernameKey(final String username) {
        return Normalizer.normalize(username, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
