package io.bourse.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A user of the REST API, written from its description alone: JSON, and a signature over
 * {@code timestamp \n METHOD \n path?query \n body}.
 */
final class RestClient {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final HttpClient HTTP =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(3)).build();

    private final String baseUrl;
    private final String userId;
    private final String apiKey;
    private final String apiSecret;
    /** A signature is accepted once, so no two requests of a key may carry the same millisecond. */
    private final AtomicLong lastTimestampMs = new AtomicLong();

    private RestClient(final String baseUrl, final String userId, final String apiKey, final String apiSecret) {
        this.baseUrl = baseUrl;
        this.userId = userId;
        this.apiKey = apiKey;
        this.apiSecret = apiSecret;
    }

    /** Who signs nothing. */
    static RestClient anonymous(final String baseUrl) {
        return new RestClient(baseUrl, "", "", "");
    }

    /** Who signs with this key. */
    static RestClient signed(final String baseUrl, final String userId, final String apiKey, final String apiSecret) {
        return new RestClient(baseUrl, userId, apiKey, apiSecret);
    }

    /** Makes a user and signs with the key that it is given. */
    static RestClient newUser(final String baseUrl) {
        final Answer answer = anonymous(baseUrl).post("/api/v1/users", null).ok();
        return signed(baseUrl, answer.text("user_id"), answer.text("api_key"), answer.text("api_secret"));
    }

    /** The same user at another address. */
    RestClient at(final String otherBaseUrl) {
        return signed(otherBaseUrl, userId, apiKey, apiSecret);
    }

    /** The same key with a secret that is not its own. */
    RestClient withWrongSecret() {
        return signed(baseUrl, userId, apiKey, apiSecret.isEmpty() ? "0" : "0".repeat(apiSecret.length()));
    }

    String userId() {
        return userId;
    }

    String apiKey() {
        return apiKey;
    }

    Answer get(final String path) {
        return send("GET", path, "");
    }

    Answer delete(final String path) {
        return send("DELETE", path, "");
    }

    Answer post(final String path, final Map<String, ?> body) {
        try {
            return send("POST", path, body == null ? "" : JSON.writeValueAsString(body));
        } catch (final JsonProcessingException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Sends, and turns every failure to get an answer into an {@link UncheckedIOException}. */
    Answer send(final String method, final String path, final String body) {
        try {
            return sendOrThrow(method, path, body);
        } catch (final IOException ex) {
            throw new UncheckedIOException(method + " " + path + ": " + ex, ex);
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", ex));
        }
    }

    /** Sends a request with the headers as given. */
    Answer sendWith(final String method, final String path, final String body, final Map<String, String> headers) {
        try {
            return exchange(request(method, path, body), headers);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", ex));
        }
    }

    /** The headers that authenticate a request of this user made now. */
    Map<String, String> signatureHeaders(final String method, final String path, final String body) {
        final long timestampMs = lastTimestampMs.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis()));
        return signatureHeaders(method, path, body, timestampMs);
    }

    Map<String, String> signatureHeaders(
        final String method, final String path, final String body, final long timestampMs) {
        final String payload = timestampMs + "\n" + method + "\n" + path + "\n" + body;
        return Map.of("X-API-KEY", apiKey, "X-TIMESTAMP", Long.toString(timestampMs), "X-SIGNATURE", hmac(payload));
    }

    private Answer sendOrThrow(final String method, final String path, final String body)
        throws IOException, InterruptedException {
        return exchange(request(method, path, body), apiKey.isEmpty() ? Map.of() : signatureHeaders(method, path, body));
    }

    private HttpRequest.Builder request(final String method, final String path, final String body) {
        final HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(TIMEOUT);
        if (body.isEmpty()) {
            return request.method(method, HttpRequest.BodyPublishers.noBody());
        }
        return request.method(method, HttpRequest.BodyPublishers.ofString(body)).header("Content-Type", "application/json");
    }

    private static Answer exchange(final HttpRequest.Builder request, final Map<String, String> headers)
        throws IOException, InterruptedException {
        headers.forEach(request::header);
        final HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
            response.statusCode(), parse(response.body()), response.headers().firstValue("content-type").orElse(""));
    }

    private static JsonNode parse(final String text) {
        try {
            return text.isEmpty() ? JSON.missingNode() : JSON.readTree(text);
        } catch (final JsonProcessingException ex) {
            return JSON.getNodeFactory().textNode(text);
        }
    }

    private String hmac(final String payload) {
        try {
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(apiSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(payload.getBytes(StandardCharsets.UTF_8)));
        } catch (final GeneralSecurityException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
