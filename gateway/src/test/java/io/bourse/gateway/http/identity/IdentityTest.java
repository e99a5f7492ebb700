package io.bourse.gateway.http.identity;

import io.bourse.gateway.http.Workers;
import io.bourse.persistence.Users;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class IdentityTest {
    private static final byte[] SECRET = "key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_BODY = {};

    @Test
    void shouldSignTimestampMethodTargetAndBody() {
        // printf '1\nGET\n/a?b=c\n' | openssl dgst -sha256 -hmac key
        final RequestSignature signature = new RequestSignature("1", "GET", "/a?b=c", NO_BODY);
        assertEquals("5260a20894ad0b5f3ec088d3424327bde9ef9d272a4f6c1682c9e28eed7eadb4", signature.hex(SECRET));
        assertTrue(signature.isSignedBy(SECRET, signature.hex(SECRET)));
        assertFalse(signature.isSignedBy(SECRET, signature.hex(SECRET).toUpperCase(java.util.Locale.ROOT)));
        assertFalse(new RequestSignature("1", "GET", "/a?b=d", NO_BODY).isSignedBy(SECRET, signature.hex(SECRET)));
        assertFalse(new RequestSignature("1", "POST", "/a?b=c", NO_BODY).isSignedBy(SECRET, signature.hex(SECRET)));
        assertFalse(new RequestSignature("2", "GET", "/a?b=c", NO_BODY).isSignedBy(SECRET, signature.hex(SECRET)));
        assertFalse(new RequestSignature("1", "GET", "/a?b=c", SECRET).isSignedBy(SECRET, signature.hex(SECRET)));
    }

    @Test
    void shouldAcceptEachSignatureOnceForAsLongAsItCouldBeAccepted() {
        final ReplayCache cache = new ReplayCache(10_000);
        assertTrue(cache.add("a", 100_000));
        assertFalse(cache.add("a", 100_001));
        assertFalse(cache.add("a", 111_000));
        assertTrue(cache.add("b", 111_000));
        assertFalse(cache.add("b", 121_500));
        assertTrue(cache.add("a", 200_000));
    }

    @Test
    void shouldEndSessionsThatIdleOrAreOldOrClosed() {
        final AtomicLong clockMs = new AtomicLong(1_000_000);
        final Sessions sessions = new Sessions(clockMs::get);
        final Users.User user = new Users.User(UUID.randomUUID(), "ann", 7, Users.Role.USER, false);
        final String token = sessions.open(user).orElseThrow();
        assertEquals(Optional.of(user), sessions.user(token));
        assertEquals(Optional.empty(), sessions.user(token + "x"));
        clockMs.addAndGet(Sessions.IDLE_MS - 1);
        assertEquals(Optional.of(user), sessions.user(token));
        clockMs.addAndGet(Sessions.IDLE_MS);
        assertEquals(Optional.empty(), sessions.user(token));

        final String busy = sessions.open(user).orElseThrow();
        for (long ageMs = 0; ageMs < Sessions.LIFE_MS - 600_000; ageMs += 600_000) {
            clockMs.addAndGet(600_000);
            assertEquals(Optional.of(user), sessions.user(busy));
        }
        clockMs.addAndGet(600_000);
        assertEquals(Optional.empty(), sessions.user(busy));

        final String closed = sessions.open(user).orElseThrow();
        sessions.close(closed);
        assertEquals(Optional.empty(), sessions.user(closed));
    }

    @Test
    void shouldLetAKeyCountWhileThereIsNoAnswerForABoundedTime() throws Exception {
        final AtomicLong clockMs = new AtomicLong(1_000_000);
        try (Workers workers = new Workers()) {
            final UserCache<String> cache = new UserCache<>(workers, clockMs::get);
            assertEquals(Optional.of("good"), get(cache.find("key", () -> Optional.of("good"))));

            final CountDownLatch silence = new CountDownLatch(1);
            final Supplier<Optional<String>> silent = () -> {
                awaitQuietly(silence);
                return Optional.empty();
            };
            clockMs.addAndGet(UserCache.HELD_MAX_MS - 1);
            assertEquals(Optional.of("good"), get(cache.find("key", silent)));
            clockMs.addAndGet(1);
            final CompletableFuture<Optional<String>> tooOld = cache.find("key", silent);
            final CompletableFuture<Optional<String>> unknown = cache.find("other", silent);
            assertFalse(tooOld.isDone());
            silence.countDown();
            assertEquals(Optional.empty(), get(tooOld));
            assertEquals(Optional.empty(), get(unknown));
            assertEquals(Optional.empty(), get(cache.find("key", Optional::empty)));
        }
    }

    @Test
    void shouldNotLetAKeyCountThatPostgresSaysIsGone() throws Exception {
        final AtomicLong clockMs = new AtomicLong(1_000_000);
        try (Workers workers = new Workers()) {
            final UserCache<String> cache = new UserCache<>(workers, clockMs::get);
            get(cache.find("key", () -> Optional.of("good")));
            clockMs.addAndGet(UserCache.AGE_MAX_MS);
            assertEquals(Optional.of("good"), get(cache.find("key", () -> {
                throw new DataAccessException("refused", new SQLException());
            })));
            assertEquals(Optional.empty(), get(cache.find("key", Optional::empty)));
            assertEquals(Optional.empty(), get(cache.find("key", Optional::empty)));

            get(cache.find("revoked", () -> Optional.of("good")));
            clockMs.addAndGet(UserCache.AGE_MAX_MS);
            final CountDownLatch silence = new CountDownLatch(1);
            final CompletableFuture<Optional<String>> before = cache.find("revoked", () -> {
                awaitQuietly(silence);
                return Optional.of("good");
            });
            cache.forget("revoked");
            silence.countDown();
            get(before);
            assertEquals(Optional.empty(), get(cache.find("revoked", Optional::empty)), "what was read before the revocation");
        }
    }

    private static <V> V get(final CompletableFuture<V> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private static void awaitQuietly(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
