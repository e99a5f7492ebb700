package io.bourse.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The web page, read once from the program itself: no path of a request is ever looked up in a file system. */
public final class WebPages {
    private static final Map<String, String> HEADERS = Map.of(
        "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
            "connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
        "Cross-Origin-Opener-Policy", "same-origin",
        "Cross-Origin-Resource-Policy", "same-origin",
        "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
        "X-Frame-Options", "DENY",
        "Cache-Control", "no-cache");

    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private WebPages() {
    }

    /** The answer of each path. */
    public static Map<String, HttpAnswer> load() {
        final Map<String, HttpAnswer> pages = new LinkedHashMap<>();
        final HttpAnswer index = page("index.html", HTML);
        pages.put("/", index);
        pages.put("/index.html", index);
        pages.put("/favicon.svg", page("favicon.svg", "image/svg+xml"));
        pages.put("/style.css", page("style.css", "text/css; charset=utf-8"));
        for (final String script : new String[]{"app.js", "api.js", "book.js", "chart.js", "stream.js", "trader.js"}) {
            pages.put("/" + script, page(script, SCRIPT));
        }
        return pages;
    }

    private static HttpAnswer page(final String name, final String contentType) {
        try (InputStream resource = WebPages.class.getResourceAsStream("/web/" + name)) {
            if (resource == null) {
                throw new IllegalStateException("the program is incomplete: there is no resource /web/" + name);
            }
            return new HttpAnswer(200, contentType, resource.readAllBytes(), HEADERS);
        } catch (final IOException ex) {
            throw new UncheckedIOException("cannot read resource /web/" + name, ex);
        }
    }
}
