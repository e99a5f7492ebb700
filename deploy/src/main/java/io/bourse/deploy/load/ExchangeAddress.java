package io.bourse.deploy.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.Profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How to reach the exchange that runs on a data folder: its {@code run.json}. */
final class ExchangeAddress {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RUN_FILE = "run.json";

    private final Path file;
    private final JsonNode json;

    private ExchangeAddress(final Path file, final JsonNode json) {
        this.file = file;
        this.json = json;
    }

    /**
     * Reads it.
     *
     * @throws LoadException if no exchange runs there
     */
    static ExchangeAddress of(final Path dataFolder) {
        final Path file = dataFolder.resolve(RUN_FILE);
        if (!Files.isReadable(file)) {
            throw new LoadException("no exchange runs on " + dataFolder + " (there is no " + file +
                "); start one with ./bourse up --data " + dataFolder);
        }
        try {
            return new ExchangeAddress(file, JSON.readTree(file.toFile()));
        } catch (final IOException e) {
            throw new LoadException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    ClusterEndpoints cluster() {
        final List<String> hosts = new ArrayList<>();
        json.path("clusterHosts").forEach(host -> hosts.add(host.asText()));
        return new ClusterEndpoints(hosts, json.path("clusterPortBase").asInt());
    }

    Profile profile() {
        return Profile.valueOf(text("profile").toUpperCase(Locale.ROOT));
    }

    String redisUrl() {
        return text("redisUrl");
    }

    /** A new connection to the exchange's PostgreSQL. */
    Connection connectToPostgres() throws SQLException {
        final JsonNode passwordFile = json.path("postgresPasswordFile");
        final String password;
        try {
            password = passwordFile.isTextual() ? Files.readString(Path.of(passwordFile.asText())).strip() : null;
        } catch (final IOException e) {
            throw new LoadException("cannot read " + passwordFile.asText() + ": " + e, e);
        }
        return DriverManager.getConnection(text("postgresUrl"), text("postgresUser"), password);
    }

    private String text(final String field) {
        final JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new LoadException(file + " does not say " + field + "; it is of another version");
        }
        return value.asText();
    }
}
