package io.bourse.deploy.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/** A client of the public REST interface, as any outsider could write it; one per user, used by one thread. */
public final class RestClient {
    /** An answer of the exchange: HTTP status and JSON, missing when there was none. */
    public record Answer(int status, JsonNode json) {
        /** Whether the request was carried out. */
        public boolean isOk() {
            return status == 200 || status == 201;
        }

        /** Whether it may be asked again later: the exchange is busy or without a leader. */
        public boolean isBusy() {
            return status == 503 || status == 429;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);
    private static final String ALGORITHM = "HmacSHA256";

    private final HttpClient http;
    private final String baseUrl;
    private final String apiKey;
    private final byte[] secret;
    private long lastTimestampMs;

    private RestClient(final HttpClient http, final String baseUrl, final String apiKey, final String apiSecret) {
        this.http = http;
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
        this.secret = apiSecret == null ? null : apiSecret.getBytes(StandardCharsets.UTF_8);
    }

    /** A client for public requests. */
    public static RestClient unsigned(final String baseUrl) {
        final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT).build();
        return new RestClient(http, baseUrl, null, null);
    }

    /** A client that signs with a user's key, over the same connections. */
    public RestClient signedBy(final String key, final String keySecret) {
        return new RestClient(http, baseUrl, key, keySecret);
    }

    /** GET. */
    public Answer get(final String pathAndQuery) throws IOException, InterruptedException {
        return send("GET", pathAndQuery, "");
    }

    /** DELETE. */
    public Answer delete(final String pathAndQuery) throws IOException, InterruptedException {
        return send("DELETE", pathAndQuery, "");
    }

    /** POST of a JSON object. */
    public Answer post(final String path, final Map<String, ?> fields) throws IOException, InterruptedException {
        try {
            return send("POST", path, JSON.writeValueAsString(fields));
        } catch (final JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Answer send(final String method, final String target, final String body)
        throws IOException, InterruptedException {
        final HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + target)).timeout(ANSWER_TIMEOUT);
        if (body.isEmpty()) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.method(method, HttpRequest.BodyPublishers.ofString(body)).header("Content-Type", "application/json");
        }
        if (secret != null) {
            // Each signature is accepted once, so no two requests may carry the same time.
            lastTimestampMs = Math.max(lastTimestampMs + 1, System.currentTimeMillis());
            final String timestamp = Long.toString(lastTimestampMs);
            request.header("X-API-KEY", apiKey).header("X-TIMESTAMP", timestamp)
                .header("X-SIGNATURE", signature(timestamp + '\n' + method + '\n' + target + '\n' + body));
        }
        final HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), parsed(response.body()));
    }

    private static JsonNode parsed(final String body) {
        try {
            return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (final JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private String signature(final String text) {
        try {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
