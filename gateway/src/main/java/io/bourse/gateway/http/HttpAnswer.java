package io.bourse.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a client is answered.
 *
 * @param status      of HTTP
 * @param contentType of the body
 * @param body        kept as it is: never changed after it was handed over
 * @param headers     beside those that every answer has
 */
public record HttpAnswer(int status, String contentType, byte[] body, Map<String, String> headers) {
    private static final String JSON = "application/json";
    private static final Map<String, String> NO_STORE = Map.of("Cache-Control", "no-store");

    /** 200 with a value that {@link Json} writes. */
    public static HttpAnswer ok(final Object value) {
        return json(200, value);
    }

    /** A value that {@link Json} writes. */
    public static HttpAnswer json(final int status, final Object value) {
        return new HttpAnswer(status, JSON, Json.bytes(value), NO_STORE);
    }

    /** 200 with a JSON text that is ready. */
    public static HttpAnswer jsonText(final String text) {
        return new HttpAnswer(200, JSON, text.getBytes(StandardCharsets.UTF_8), NO_STORE);
    }

    /** The same with other headers. */
    HttpAnswer withHeaders(final Map<String, String> newHeaders) {
        return new HttpAnswer(status, contentType, body, newHeaders);
    }
}
