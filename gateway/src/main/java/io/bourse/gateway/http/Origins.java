package io.bourse.gateway.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which pages in browsers may use the API, and by which names the gateway may be called. */
public final class Origins {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> allowed;
    private final boolean loopback;

    /**
     * @param allowed  origins such as {@code https://trade.example.com}
     * @param loopback whether any page of this machine may use the API, and the gateway is called by a loopback name only,
     *                 which keeps a page elsewhere from reaching it by a name that it made resolve to 127.0.0.1
     */
    public Origins(final Set<String> allowed, final boolean loopback) {
        this.allowed = Set.copyOf(allowed);
        this.loopback = loopback;
    }

    /** Whether a Host header names this gateway. */
    boolean isHost(final String host) {
        if (!host.matches("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?")) {
            return false;
        }
        return !loopback || LOOPBACK_NAMES.contains(host.replaceFirst(":[0-9]+$", "").toLowerCase(java.util.Locale.ROOT));
    }

    /** Whether a browser sent the request for a page that may not use the API. */
    public boolean isForeign(final RawRequest request) {
        final String origin = request.header("Origin");
        return origin != null && !isAllowed(origin, request);
    }

    HttpAnswer allow(final RawRequest request, final HttpAnswer answer) {
        final String origin = request.headers().get("Origin");
        if (origin == null || !isAllowed(origin, request)) {
            return answer;
        }
        final Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.put("Access-Control-Allow-Origin", origin);
        headers.put("Vary", "Origin");
        return answer.withHeaders(headers);
    }

    HttpAnswer preflight(final RawRequest request, final String methods) {
        if (request.headers().get("Access-Control-Request-Method") == null || request.headers().get("Origin") == null ||
            isForeign(request)) {
            return null;
        }
        return allow(request, new HttpAnswer(204, "text/plain", new byte[0], Map.of(
            "Access-Control-Allow-Methods", methods,
            "Access-Control-Allow-Headers", "Authorization, Content-Type, X-API-KEY, X-TIMESTAMP, X-SIGNATURE",
            "Access-Control-Max-Age", "600")));
    }

    private boolean isAllowed(final String origin, final RawRequest request) {
        if (allowed.contains(origin)) {
            return true;
        }
        try {
            final URI uri = new URI(origin);
            final String host = request.headers().get("Host");
            return uri.getHost() != null && (uri.getAuthority().equalsIgnoreCase(host) ||
                loopback && LOOPBACK_NAMES.contains(uri.getHost()));
        } catch (final URISyntaxException ex) {
            return false;
        }
    }
}
