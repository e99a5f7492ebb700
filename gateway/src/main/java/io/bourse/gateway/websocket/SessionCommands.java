package io.bourse.gateway.websocket;

import io.bourse.gateway.http.Catalogue;
import io.bourse.gateway.http.HttpError;
import io.bourse.gateway.http.HttpErrors;
import io.bourse.gateway.http.Json;
import io.bourse.gateway.http.StrictJson;
import io.bourse.gateway.http.identity.Authenticator;
import io.bourse.gateway.http.identity.Principal;
import io.bourse.gateway.http.identity.RequestSignature;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The messages of a client: {@code {"method":..,"params":..,"id":..}}. Each is answered with a result or an error that
 * echoes the id as it was; an error changes nothing and leaves the connection open.
 */
final class SessionCommands {
    private static final Set<String> KINDS = Set.of("depth", "trade", "ticker", "kline_1m");
    private static final String KNOWN = "Known are depth, trade, ticker and kline_1m of a market, and user after AUTH.";
    /** What a signed AUTH signs, in place of method, path and body. */
    private static final String AUTH_METHOD = "GET";
    private static final String AUTH_TARGET = "/ws";

    private final WebSocketSession session;
    private final Catalogue catalogue;
    private final Authenticator authenticator;

    SessionCommands(final WebSocketSession session, final Catalogue catalogue, final Authenticator authenticator) {
        this.session = session;
        this.catalogue = catalogue;
        this.authenticator = authenticator;
    }

    void onMessage(final String text) {
        Object id = null;
        try {
            final Map<String, Object> message = StrictJson.object(text);
            id = echo(message.get("id"));
            onMessage(message, id);
        } catch (final HttpError error) {
            fail(error, id);
        }
    }

    private void onMessage(final Map<String, Object> message, final Object id) {
        if (!(message.get("method") instanceof final String method)) {
            throw HttpError.badRequest("MISSING_FIELD", "The field method must be a text.");
        }
        switch (method) {
            case "SUBSCRIBE" -> subscribe(names(message), id);
            case "UNSUBSCRIBE" -> {
                session.unsubscribe(names(message).stream().map(this::canonical).toList());
                succeed(null, id);
            }
            case "LIST", "LIST_SUBSCRIPTIONS" -> succeed(List.copyOf(session.subscriptions()), id);
            case "AUTH" -> authenticate(message.get("params"), id);
            default -> throw HttpError.badRequest("UNKNOWN_METHOD",
                "Known methods are SUBSCRIBE, UNSUBSCRIBE, LIST and AUTH.");
        }
    }

    private void subscribe(final List<String> names, final Object id) {
        if (names.contains(PrivateStreams.STREAM) && session.principal() == null) {
            throw HttpError.notAuthenticated();
        }
        if (names.stream().anyMatch(name -> !PrivateStreams.STREAM.equals(name) && kind(name) == null)) {
            throw HttpError.badRequest("UNKNOWN_STREAM", KNOWN);
        }
        if (names.stream().noneMatch(name -> canonical(name) == null)) {
            subscribeKnown(names, id);
            return;
        }
        // A market that is new, or a gateway that is.
        catalogue.refreshSoon().whenComplete((nothing, failure) -> session.channel().eventLoop().execute(() -> {
            try {
                if (failure != null) {
                    throw HttpErrors.of(failure);
                }
                subscribeKnown(names, id);
            } catch (final HttpError error) {
                fail(error, id);
            }
        }));
    }

    private void subscribeKnown(final List<String> names, final Object id) {
        final List<String> streams = new ArrayList<>();
        for (final String name : names) {
            final String stream = canonical(name);
            if (stream == null) {
                throw catalogue.unknown("UNKNOWN_STREAM", KNOWN);
            }
            streams.add(stream);
        }
        final long added = streams.stream().distinct().filter(s -> !session.subscriptions().contains(s)).count();
        if (session.subscriptions().size() + added > WebSocketLimits.SUBSCRIPTIONS_MAX) {
            throw HttpError.badRequest("TOO_MANY_SUBSCRIPTIONS",
                "One connection may have " + WebSocketLimits.SUBSCRIPTIONS_MAX + " subscriptions.");
        }
        // Acknowledged first: what follows the acknowledgement is complete.
        succeed(null, id);
        session.subscribe(streams);
    }

    private static String kind(final String name) {
        final int point = name.indexOf('.');
        return point >= 0 && KINDS.contains(name.substring(0, point)) ? name.substring(0, point) : null;
    }

    /** The stream's name as market-data spells it, or null. */
    private String canonical(final String name) {
        if (PrivateStreams.STREAM.equals(name)) {
            return name;
        }
        final String kind = kind(name);
        return kind == null ? null : catalogue.find(name.substring(kind.length() + 1))
            .map(instrument -> kind + '.' + instrument.symbol()).orElse(null);
    }

    private void authenticate(final Object params, final Object id) {
        if (!(params instanceof final Map<?, ?> fields)) {
            throw HttpError.badRequest("BAD_TYPE", "The field params must be an object.");
        }
        final CompletableFuture<Principal> principal;
        if (fields.get("token") instanceof final String token) {
            principal = authenticator.token(token);
        } else if (fields.get("user_id") instanceof final String userId) {
            principal = authenticator.demoUser(userId);
        } else {
            principal = authenticator.signed(text(fields.get("api_key")), text(fields.get("signature")),
                new RequestSignature(text(fields.get("timestamp")), AUTH_METHOD, AUTH_TARGET, new byte[0]));
        }
        principal.whenComplete((found, ex) -> session.channel().eventLoop().execute(() -> {
            if (ex != null) {
                fail(HttpErrors.of(ex), id);
            } else {
                session.principal(found);
                succeed(Json.object("user_id", found.userId()), id);
            }
        }));
    }

    private void succeed(final Object result, final Object id) {
        session.reply(Json.object("result", result, "id", id));
    }

    private void fail(final HttpError error, final Object id) {
        session.reply(Json.object("error", Json.object("code", error.code(), "reason", error.getMessage()), "id", id));
    }

    private static List<String> names(final Map<String, Object> message) {
        if (!(message.get("params") instanceof final List<?> params)) {
            throw HttpError.badRequest("BAD_TYPE", "The field params must be an array of stream names.");
        }
        final List<String> names = new ArrayList<>();
        for (final Object param : params) {
            if (!(param instanceof final String name)) {
                throw HttpError.badRequest("BAD_TYPE", "The field params must be an array of stream names.");
            }
            names.add(name);
        }
        return names;
    }

    private static String text(final Object value) {
        return switch (value) {
            case final String text -> text;
            case final StrictJson.NumberText number -> number.text();
            case null, default -> null;
        };
    }

    private static Object echo(final Object id) {
        return switch (id) {
            case null -> null;
            case final String text -> text;
            case final StrictJson.NumberText number -> Json.raw(number.text());
            default -> throw HttpError.badRequest("BAD_TYPE", "The field id must be a text or a number.");
        };
    }
}
