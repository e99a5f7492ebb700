package io.bourse.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Asks the gateway how it is. */
final class HealthCheck {
    private static final int TIMEOUT_MS = 3_000;
    private static final int OK = 200;

    /** What the gateway said last; {@code status} 0 when it did not answer. */
    record Health(int status, String text) {
        boolean isServing() {
            return status == OK;
        }
    }

    private HealthCheck() {
    }

    /** Asks once. */
    static Health of(final String httpUrl) {
        try {
            final HttpURLConnection connection =
                (HttpURLConnection) URI.create(httpUrl + "/api/v1/health").toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            final int status = connection.getResponseCode();
            final InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            return new Health(status, body == null ? "" : text(body));
        } catch (final IOException e) {
            return new Health(0, e.toString());
        }
    }

    private static String text(final InputStream body) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            return reader.lines().collect(Collectors.joining(" "));
        }
    }
}
