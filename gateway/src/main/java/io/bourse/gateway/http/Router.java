package io.bourse.gateway.http;

import io.bourse.gateway.http.identity.Authenticator;
import io.bourse.gateway.http.identity.Principal;
import io.bourse.persistence.Users;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * From a request to its answer: finds the route, checks the form, finds out who asks, lets the route's handler answer,
 * and turns every failure into an error answer. Requests are checked in this order: form, identity, meaning, engine.
 */
public final class Router {
    static final String USER_ID = "user_id";
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final String JSON = "application/json";

    private final Map<String, List<Route>> routesByPath;
    private final List<Route> templates;
    private final Map<String, HttpAnswer> pages;
    private final Authenticator authenticator;
    private final Origins origins;

    /**
     * @param routes        all of them
     * @param pages         answers to GET of exact paths, made at start
     * @param authenticator of routes that are not public
     * @param origins       of other pages that may use the API
     */
    public Router(
        final List<Route> routes, final Map<String, HttpAnswer> pages, final Authenticator authenticator,
        final Origins origins) {
        this.routesByPath = routes.stream().filter(route -> !route.isTemplate()).collect(Collectors.groupingBy(Route::path));
        this.templates = routes.stream().filter(Route::isTemplate).toList();
        this.pages = Map.copyOf(pages);
        this.authenticator = authenticator;
        this.origins = origins;
    }

    /** The answer, within a deadline; never completes exceptionally. */
    CompletableFuture<HttpAnswer> answer(final RawRequest request) {
        final Map<String, Route> candidates = new HashMap<>();
        try {
            final HttpAnswer page = pages.get(request.path());
            if (page != null && request.isSafe()) {
                return CompletableFuture.completedFuture(page);
            }
            final Map<String, String> pathValues = match(request, candidates);
            final Route route = candidates.get(request.method());
            if (route == null) {
                return CompletableFuture.completedFuture(withoutRoute(request, candidates, page != null));
            }
            return answer(request, route, pathValues)
                .orTimeout(HttpLimits.ANSWER_DEADLINE_MS, TimeUnit.MILLISECONDS)
                .handle((answer, ex) -> origins.allow(request, ex == null ? answer : failed(ex, route)));
        } catch (final RuntimeException ex) {
            final HttpAnswer answer = failed(ex, candidates.get(request.method()));
            return CompletableFuture.completedFuture(origins.allow(request, answer));
        }
    }

    private CompletableFuture<HttpAnswer> answer(
        final RawRequest request, final Route route, final Map<String, String> pathValues) {
        final Parameters parameters = parameters(request, route, pathValues);
        if (route.access() == Route.Access.PUBLIC) {
            return route.handler().handle(new HttpCall(request, parameters, null));
        }
        return authenticator.authenticate(request, parameters.text(USER_ID), origins.isForeign(request))
            .thenCompose(principal -> {
                checkAccess(route, principal);
                return route.handler().handle(new HttpCall(request, parameters, principal));
            });
    }

    private static void checkAccess(final Route route, final Principal principal) {
        if (route.access() == Route.Access.OPERATOR && principal.user().role() != Users.Role.OPERATOR) {
            throw HttpError.forbidden("OPERATOR_ONLY", "Only an operator may do this.");
        }
    }

    private static Parameters parameters(
        final RawRequest request, final Route route, final Map<String, String> pathValues) {
        final Parameters parameters = new Parameters(pathValues);
        parameters.addQuery(request.query(), route.fields());
        final boolean empty = request.body().length == 0;
        if (route.body() == Route.Body.NONE && !empty) {
            throw HttpError.badRequest("UNEXPECTED_BODY", "This request takes no body.");
        }
        if (!empty) {
            final String type = request.header("Content-Type");
            if (type == null || !JSON.equalsIgnoreCase(type.split(";", 2)[0].trim())) {
                throw HttpError.of(415, "UNSUPPORTED_MEDIA_TYPE", "The body must be sent as Content-Type " + JSON + ".");
            }
        }
        if (route.body() == Route.Body.REQUIRED || !empty) {
            parameters.addBody(request.body(), route.fields());
        }
        return parameters;
    }

    private Map<String, String> match(final RawRequest request, final Map<String, Route> candidates) {
        final String path = request.path();
        Map<String, String> result = Map.of();
        if (!path.startsWith("/") || !path.chars().allMatch(Router::isPathCharacter)) {
            return result;
        }
        for (final Route route : routesByPath.getOrDefault(path, List.of())) {
            candidates.put(route.method(), route);
        }
        if (!candidates.isEmpty()) {
            return result;
        }
        final List<String> segments = List.of(path.substring(1).split("/", -1));
        for (final Route route : templates) {
            final Map<String, String> values = route.match(segments);
            if (values != null) {
                candidates.put(route.method(), route);
                if (route.method().equals(request.method())) {
                    result = values;
                }
            }
        }
        return result;
    }

    private static boolean isPathCharacter(final int c) {
        return c == '/' || c == '_' || c == '-' || c == '.' ||
            c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private HttpAnswer withoutRoute(final RawRequest request, final Map<String, Route> candidates, final boolean isPage) {
        if (candidates.isEmpty() && !isPage) {
            return error(404, "NOT_FOUND", "There is nothing at this path.", null, Map.of());
        }
        final TreeSet<String> methods = new TreeSet<>(candidates.keySet());
        if (isPage) {
            methods.add("GET");
        }
        final String allow = String.join(", ", methods);
        if ("OPTIONS".equals(request.method())) {
            final HttpAnswer preflight = origins.preflight(request, allow);
            if (preflight != null) {
                return preflight;
            }
        }
        return error(405, "METHOD_NOT_ALLOWED", "At this path only " + allow + " is possible.", null,
            Map.of("Allow", allow));
    }

    private static HttpAnswer failed(final Throwable ex, final Route route) {
        final HttpError error = HttpErrors.of(ex);
        if (error.status() == 500) {
            LOG.error("{} {} failed", route == null ? "" : route.method(), route == null ? "" : route.path(), ex);
        }
        final Map<String, String> headers = new LinkedHashMap<>();
        if (error.isRetryable()) {
            headers.put("Retry-After", Integer.toString(HttpLimits.RETRY_AFTER_SECONDS));
        }
        if (error.status() == 401) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        return error(error.status(), error.code(), error.getMessage(), route == null ? null : route.failureStatus(), headers);
    }

    static HttpAnswer error(
        final int status, final String code, final String reason, final String failureStatus,
        final Map<String, String> headers) {
        final Map<String, Object> body = new LinkedHashMap<>();
        if (failureStatus != null) {
            body.put("status", failureStatus);
        }
        body.put("code", code);
        body.put("reason", reason);
        final HttpAnswer answer = HttpAnswer.json(status, body);
        if (headers.isEmpty()) {
            return answer;
        }
        final Map<String, String> all = new LinkedHashMap<>(answer.headers());
        all.putAll(headers);
        return answer.withHeaders(all);
    }
}
