package io.bourse.gateway.http.v1;

import io.bourse.client.Asset;
import io.bourse.gateway.cluster.Outcome;
import io.bourse.gateway.http.Field;
import io.bourse.gateway.http.HttpAnswer;
import io.bourse.gateway.http.HttpCall;
import io.bourse.gateway.http.HttpError;
import io.bourse.gateway.http.HttpErrors;
import io.bourse.gateway.http.Json;
import io.bourse.gateway.http.Parameters;
import io.bourse.gateway.http.Route;
import io.bourse.gateway.http.identity.Sessions;
import io.bourse.persistence.Users;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static io.bourse.gateway.http.Route.Access.PUBLIC;
import static io.bourse.gateway.http.Route.Access.USER;

/** Users, their keys and their sessions. */
final class UserResource {
    /** Play money of a new user of a demo instance, in whole units of each asset that prices are in. */
    static final String DEMO_QUOTE_AMOUNT = "1000000";
    /** The same of each other asset. */
    static final String DEMO_BASE_AMOUNT = "10000";

    private static final int PASSWORD_LENGTH_MIN = 8;
    private static final long COUNTDOWN_MS_MAX = TimeUnit.DAYS.toMillis(1);

    private final Services services;

    UserResource(final Services services) {
        this.services = services;
    }

    List<Route> routes() {
        final Field username = Field.text("username");
        final Field password = Field.text("password");
        return List.of(
            Route.post("/api/v1/users", PUBLIC, this::create, username, password).optionalBody(),
            Route.post("/api/v1/session", PUBLIC, this::logIn, username, password),
            Route.delete("/api/v1/session", USER, this::logOut),
            Route.post("/api/v1/user/countdown", USER, this::countDown, Field.integer("timeout_ms")),
            Route.post("/api/v1/keys", USER, this::createKey).optionalBody(),
            Route.delete("/api/v1/keys/{api_key}", USER, this::revokeKey));
    }

    private CompletableFuture<HttpAnswer> create(final HttpCall call) {
        final Parameters parameters = call.parameters();
        final String username = parameters.text("username");
        final String password = parameters.text("password");
        if ((username == null) != (password == null)) {
            throw HttpError.badRequest("MISSING_FIELD", "Give both username and password, or neither.");
        }
        if (username != null && !username.matches("[A-Za-z0-9_.@-]{3,64}")) {
            throw HttpError.badRequest("BAD_USERNAME", "A username has 3 to 64 letters, digits or one of _.@- and nothing else.");
        }
        if (password != null && password.length() < PASSWORD_LENGTH_MIN) {
            throw HttpError.badRequest("BAD_PASSWORD",
                "A password has at least " + PASSWORD_LENGTH_MIN + " characters.");
        }
        final UUID userId = UUID.randomUUID();
        return services.cluster().createAccount(userId).thenCompose(outcome -> {
            checkOk(outcome);
            final Callable<HttpAnswer> insert = () -> insert(userId, username, password, outcome.subjectId());
            return username == null ? services.workers().submit(insert) : services.workers().submitPassword(insert);
        });
    }

    private HttpAnswer insert(final UUID userId, final String username, final String password, final long accountId)
        throws Exception {
        services.users().create(userId, username, password, accountId, Users.Role.USER, services.isDemo());
        if (services.isDemo()) {
            depositPlayMoney(userId, accountId);
        }
        final Users.NewKey key = services.users().createKey(userId);
        final Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "Created User");
        answer.put("user_id", userId.toString());
        answer.put("api_key", key.apiKey());
        answer.put("api_secret", key.apiSecret());
        return HttpAnswer.ok(answer);
    }

    /** On a worker; the ids make it harmless to do twice. */
    private void depositPlayMoney(final UUID userId, final long accountId) throws Exception {
        if (services.catalogue().instruments().isEmpty()) {
            services.catalogue().refresh();
        }
        final List<Asset> quotes = services.catalogue().instruments().stream().map(i -> i.quote()).toList();
        for (final Asset asset : services.catalogue().assets()) {
            final long amount = asset.parseAmount(quotes.contains(asset) ? DEMO_QUOTE_AMOUNT : DEMO_BASE_AMOUNT);
            checkOk(services.cluster().deposit(accountId, asset.assetId(), amount,
                IdempotencyIds.of("demo", userId.toString(), asset.symbol())).get(10, TimeUnit.SECONDS));
        }
    }

    private CompletableFuture<HttpAnswer> logIn(final HttpCall call) {
        final String username = call.parameters().required("username");
        final String password = call.parameters().required("password");
        return services.workers().submitPassword(() -> {
            final Users.User user =
                services.users().authenticate(username, password).orElseThrow(HttpError::notAuthenticated);
            final String token = services.sessions().open(user).orElseThrow(() ->
                HttpError.tooMany("TOO_MANY_SESSIONS", "Too many sessions are open at this moment."));
            return HttpAnswer.ok(Json.object("token", token, "user_id", user.userId().toString(),
                "idle_ms", Sessions.IDLE_MS, "life_ms", Sessions.LIFE_MS));
        });
    }

    private CompletableFuture<HttpAnswer> logOut(final HttpCall call) {
        final String authorization = call.request().header("Authorization");
        if (authorization != null) {
            services.sessions().close(authorization.substring(authorization.indexOf(' ') + 1));
        }
        return CompletableFuture.completedFuture(HttpAnswer.ok(Json.object("status", "Closed Session")));
    }

    /** The dead-man timer: a client that asks again and again keeps its orders, one that is gone loses them. */
    private CompletableFuture<HttpAnswer> countDown(final HttpCall call) {
        call.parameters().required("timeout_ms");
        final long timeoutMs = call.parameters().number("timeout_ms", 0);
        if (timeoutMs > COUNTDOWN_MS_MAX) {
            throw HttpError.badRequest("INVALID_TIMEOUT", "The timeout_ms must be 0 to " + COUNTDOWN_MS_MAX + ".");
        }
        return services.cluster()
            .setDeadManTimer(call.principal().accountId(), TimeUnit.MILLISECONDS.toNanos(timeoutMs))
            .thenApplyAsync(outcome -> {
                checkOk(outcome);
                final long nowMs = TimeUnit.NANOSECONDS.toMillis(outcome.timestampNs());
                return HttpAnswer.ok(Json.object(
                    "status", timeoutMs == 0 ? "Stopped Countdown" : "Started Countdown",
                    "user_id", call.principal().userId(),
                    "timeout_ms", timeoutMs,
                    "cancel_time", timeoutMs == 0 ? null : nowMs + timeoutMs));
            }, call.executor());
    }

    private CompletableFuture<HttpAnswer> createKey(final HttpCall call) {
        return services.workers().submit(() -> {
            final Users.NewKey key = services.users().createKey(call.principal().user().userId());
            return HttpAnswer.ok(
                Json.object("status", "Created Key", "api_key", key.apiKey(), "api_secret", key.apiSecret()));
        });
    }

    private CompletableFuture<HttpAnswer> revokeKey(final HttpCall call) {
        final String apiKey = call.parameters().required("api_key");
        return services.workers().submit(() -> {
            final boolean isRevoked = services.users().revokeKey(call.principal().user().userId(), apiKey);
            if (!isRevoked) {
                throw HttpError.notFound("UNKNOWN_KEY", "There is no such key of this user.");
            }
            services.authenticator().forgetKey(apiKey);
            return HttpAnswer.ok(Json.object("status", "Revoked Key", "api_key", apiKey));
        });
    }

    static void checkOk(final Outcome outcome) {
        if (!outcome.isOk()) {
            throw HttpErrors.of(outcome.code());
        }
    }
}
