package io.bourse.gateway.http.identity;

import io.bourse.persistence.Users;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Sessions of people who logged in with a password. Only hashes of the tokens are kept; a restart ends all sessions. */
public final class Sessions {
    /** Open sessions of everybody. */
    public static final int SESSIONS_MAX = 20_000;
    /** Without a request. */
    public static final long IDLE_MS = 15 * 60_000L;
    /** Whatever happens. */
    public static final long LIFE_MS = 12 * 60 * 60_000L;
    private static final int TOKEN_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> byTokenHash = new HashMap<>();
    private final LongSupplier clockMs;

    /** With a clock of ms. */
    public Sessions(final LongSupplier clockMs) {
        this.clockMs = clockMs;
    }

    /** A token for a new session; empty when there are too many. */
    public synchronized Optional<String> open(final Users.User user) {
        final long nowMs = clockMs.getAsLong();
        if (byTokenHash.size() >= SESSIONS_MAX) {
            byTokenHash.values().removeIf(session -> session.isOver(nowMs));
            if (byTokenHash.size() >= SESSIONS_MAX) {
                return Optional.empty();
            }
        }
        final byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        final String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byTokenHash.put(hash(token), new Session(user, nowMs));
        return Optional.of(token);
    }

    /** The user of a session that is neither unknown nor over; keeps it from going idle. */
    public synchronized Optional<Users.User> user(final String token) {
        final long nowMs = clockMs.getAsLong();
        final String hash = hash(token);
        final Session session = byTokenHash.get(hash);
        if (session == null) {
            return Optional.empty();
        }
        if (session.isOver(nowMs)) {
            byTokenHash.remove(hash);
            return Optional.empty();
        }
        session.lastUsedMs = nowMs;
        return Optional.of(session.user);
    }

    /** Ends a session. */
    public synchronized void close(final String token) {
        byTokenHash.remove(hash(token));
    }

    private static String hash(final String token) {
        try {
            return HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (final NoSuchAlgorithmException ex) {
            throw new IllegalStateException("this JDK has no SHA-256", ex);
        }
    }

    private static final class Session {
        private final Users.User user;
        private final long openedMs;
        private long lastUsedMs;

        private Session(final Users.User user, final long nowMs) {
            this.user = user;
            openedMs = nowMs;
            lastUsedMs = nowMs;
        }

        private boolean isOver(final long nowMs) {
            return nowMs - openedMs >= LIFE_MS || nowMs - lastUsedMs >= IDLE_MS;
        }
    }
}
