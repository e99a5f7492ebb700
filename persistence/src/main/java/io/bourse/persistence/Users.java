package io.bourse.persistence;

import java.util.Optional;
import java.util.UUID;

/**
 * Skeleton. Users and API keys in PostgreSQL. Every call may block on the database and is for worker threads; passwords
 * are kept as argon2id hashes, HMAC secrets encrypted with the instance's master key.
 */
public final class Users {
    /** What a user may do beyond its own account. */
    public enum Role { USER, OPERATOR }

    /** A user. {@code username} may be null; {@code demo}: may be named by user_id without a signature on a demo instance. */
    public record User(UUID userId, String username, long accountId, Role role, boolean demo) {
    }

    /** A new API key with its secret, shown this once. */
    public record NewKey(String apiKey, String apiSecret) {
    }

    /** A live API key and what is needed to check a signature with it. */
    public record ApiKey(String apiKey, byte[] secret, User user) {
    }

    /** Thrown for a username that is taken. */
    public static final class UsernameTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Adds a user; {@code username} and {@code password} may both be null. */
    public User create(
        final UUID userId, final String username, final String password, final long accountId, final Role role,
        final boolean demo) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Makes an API key for a user. */
    public NewKey createKey(final UUID userId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** A key that is neither unknown nor revoked. */
    public Optional<ApiKey> key(final String apiKey) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Revokes a key; false if it is not a live key of this user. */
    public boolean revokeKey(final UUID userId, final String apiKey) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** By id. */
    public Optional<User> user(final UUID userId) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The user with this name and password; takes as long for an unknown name. */
    public Optional<User> authenticate(final String username, final String password) {
        throw new UnsupportedOperationException("skeleton");
    }
}
