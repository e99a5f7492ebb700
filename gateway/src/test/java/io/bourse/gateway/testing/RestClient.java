package io.bourse.gateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A client as an outsider would write it from the documentation. */
public final class RestClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicLong LAST_TIMESTAMP_MS = new AtomicLong();

    private final HttpClient http;
    private final int port;
    private final String apiKey;
    private final String apiSecret;
    private final String token;

    public RestClient(final int port) {
        this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), port, null, null, null);
    }

    private RestClient(
        final HttpClient http, final int port, final String apiKey, final String apiSecret, final String token) {
        this.http = http;
        this.port = port;
        this.apiKey = apiKey;
        this.apiSecret = apiSecret;
        this.token = token;
    }

    /** What came back. */
    public record Answer(int status, String body) {
        public JsonNode json() throws Exception {
            return JSON.readTree(body);
        }

        public String text(final String name) throws Exception {
            return json().path(name).asText();
        }
    }

    public RestClient signedBy(final String key, final String secret) {
        return new RestClient(http, port, key, secret, null);
    }

    public RestClient withToken(final String newToken) {
        return new RestClient(http, port, null, null, newToken);
    }

    /** A new user, signing with the key it was given. */
    public RestClient newUser() throws Exception {
        final Answer answer = post("/api/v1/users", Map.of());
        if (answer.status() != 200) {
            throw new AssertionError(answer);
        }
        return signedBy(answer.text("api_key"), answer.text("api_secret"));
    }

    public Answer get(final String target) throws Exception {
        return send("GET", target, "");
    }

    public Answer delete(final String target) throws Exception {
        return send("DELETE", target, "");
    }

    public Answer post(final String target, final Map<String, ?> fields) throws Exception {
        return send("POST", target, JSON.writeValueAsString(fields));
    }

    /** With headers that a signature needs, if there is a key. */
    public Answer send(final String method, final String target, final String body) throws Exception {
        final HttpRequest.Builder request = request(method, target, body);
        if (apiKey != null) {
            final String timestamp = Long.toString(LAST_TIMESTAMP_MS.updateAndGet(
                last -> Math.max(last + 1, System.currentTimeMillis())));
            request.header("X-API-KEY", apiKey).header("X-TIMESTAMP", timestamp)
                .header("X-SIGNATURE", sign(apiSecret, timestamp + "\n" + method + "\n" + target + "\n" + body));
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request);
    }

    /** With exactly these headers. */
    public Answer send(final HttpRequest.Builder request) throws Exception {
        final HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    public HttpRequest.Builder request(final String method, final String target, final String body) {
        final HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + target))
            .method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return body.isEmpty() ? request : request.header("Content-Type", "application/json");
    }

    public String apiKey() {
        return apiKey;
    }

    public String apiSecret() {
        return apiSecret;
    }

    public HttpClient http() {
        return http;
    }

    /** Lower-case hex of HMAC-SHA256. */
    public static String sign(final String secret, final String text) throws Exception {
        final Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
