package io.bourse.gateway.http.identity;

import io.bourse.gateway.http.HttpError;
import io.bourse.gateway.http.RawRequest;
import io.bourse.gateway.http.Workers;
import io.bourse.persistence.Users;
import io.netty.handler.codec.http.HttpHeaders;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Finds out who sends a request. Every failure is the same 401. */
public final class Authenticator {
    /** How far a timestamp may be from the gateway's clock. */
    public static final long TIMESTAMP_REACH_MS = 5_000;

    private static final String BEARER = "Bearer ";
    private static final int HEADER_LENGTH_MAX = 128;
    private static final byte[] NOBODYS_SECRET = "nobody".getBytes(StandardCharsets.US_ASCII);

    private final Users users;
    private final Sessions sessions;
    private final Identity identity;
    private final LongSupplier clockMs;
    private final ReplayCache used = new ReplayCache(2 * TIMESTAMP_REACH_MS + 1_000);
    private final UserCache<Users.ApiKey> keys;
    private final UserCache<Users.User> demoUsers;

    /** With a clock of ms since the epoch. */
    public Authenticator(
        final Users users, final Sessions sessions, final Workers workers, final Identity identity,
        final LongSupplier clockMs) {
        this.users = users;
        this.sessions = sessions;
        this.identity = identity;
        this.clockMs = clockMs;
        this.keys = new UserCache<>(workers, clockMs);
        this.demoUsers = new UserCache<>(workers, clockMs);
    }

    /**
     * Who sends a request.
     *
     * @param request   whole
     * @param userId    the user it names, or null; counts only where that is a demo user on a demo instance
     * @param isForeign whether a page from elsewhere sent it, which may not name demo users
     */
    public CompletableFuture<Principal> authenticate(
        final RawRequest request, final String userId, final boolean isForeign) {
        final HttpHeaders headers = request.headers();
        final List<String> authorization = headers.getAll("Authorization");
        final String apiKey = single(headers, "X-API-KEY");
        final String timestamp = single(headers, "X-TIMESTAMP");
        final String signature = single(headers, "X-SIGNATURE");
        final boolean isSigned = apiKey != null || timestamp != null || signature != null;
        if (!authorization.isEmpty()) {
            return isSigned || authorization.size() > 1 ? refused() : session(authorization.getFirst());
        }
        if (isSigned) {
            return signed(apiKey, signature,
                new RequestSignature(timestamp, request.method(), request.target(), request.body()));
        }
        return userId == null || isForeign ? refused() : demoUser(userId);
    }

    /** Who signed something; each signature counts once. Completes with the same 401 for every failure. */
    public CompletableFuture<Principal> signed(
        final String apiKey, final String signature, final RequestSignature signed) {
        if (apiKey == null || signature == null || !isTimely(signed.timestamp())) {
            return refused();
        }
        return keys.find(apiKey, () -> users.key(apiKey)).thenApply(found -> {
            final byte[] secret = found.map(Users.ApiKey::secret).orElse(NOBODYS_SECRET);
            if (!signed.isSignedBy(secret, signature) || found.isEmpty() ||
                !used.add(apiKey + signature, clockMs.getAsLong())) {
                throw HttpError.notAuthenticated();
            }
            return new Principal(found.get().user());
        });
    }

    /** The demo user of an unsigned request, if this is a demo instance. */
    public CompletableFuture<Principal> demoUser(final String userId) {
        final UUID id = identity == Identity.DEMO ? uuid(userId) : null;
        if (id == null) {
            return refused();
        }
        return demoUsers.find(id.toString(), () -> users.user(id))
            .thenApply(principal(found -> found.filter(Users.User::demo)));
    }

    /** The user of a session's token. */
    public CompletableFuture<Principal> token(final String token) {
        return CompletableFuture.completedFuture(sessions.user(token)).thenApply(principal(Function.identity()));
    }

    /** Forgets a key that was revoked here. */
    public void forgetKey(final String apiKey) {
        keys.forget(apiKey);
    }

    private CompletableFuture<Principal> session(final String authorization) {
        return authorization.startsWith(BEARER) ? token(authorization.substring(BEARER.length())) : refused();
    }

    private boolean isTimely(final String timestamp) {
        if (timestamp == null || timestamp.isEmpty() || timestamp.length() > 15 ||
            !timestamp.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        return Math.abs(clockMs.getAsLong() - Long.parseLong(timestamp)) <= TIMESTAMP_REACH_MS;
    }

    private static Function<Optional<Users.User>, Principal> principal(
        final Function<Optional<Users.User>, Optional<Users.User>> filter) {
        return found -> filter.apply(found).map(Principal::new).orElseThrow(HttpError::notAuthenticated);
    }

    private static String single(final HttpHeaders headers, final String name) {
        final List<String> all = headers.getAll(name);
        if (all.size() > 1 || !all.isEmpty() && all.getFirst().length() > HEADER_LENGTH_MAX) {
            throw HttpError.notAuthenticated();
        }
        return all.isEmpty() ? null : all.getFirst();
    }

    private static UUID uuid(final String text) {
        try {
            final UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? id : null;
        } catch (final IllegalArgumentException ex) {
            return null;
        }
    }

    private static CompletableFuture<Principal> refused() {
        return CompletableFuture.failedFuture(HttpError.notAuthenticated());
    }
}
