package io.bourse.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * {@code run.json} of a data folder: how to reach the exchange that runs there. Written when it is ready, removed when it
 * stops.
 */
final class RunFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RunFile() {
    }

    static void write(final Settings settings, final ServerAddresses servers, final String mode, final String profile) {
        final ObjectNode json = JSON.createObjectNode();
        settings.clusterHosts().forEach(json.putArray("clusterHosts")::add);
        json.put("clusterPortBase", settings.clusterPortBase())
            .put("httpUrl", settings.httpUrl())
            .put("postgresUrl", servers.postgresUrl())
            .put("postgresUser", PostgresServer.USER)
            .put("postgresPasswordFile", new Secrets(settings.folder().secrets()).postgresPasswordFile().toString())
            .put("redisUrl", servers.redisUrlWithPassword(new Secrets(settings.folder().secrets())))
            .put("credentialsFile", settings.folder().credentials().toString())
            .put("mode", mode)
            .put("profile", profile)
            .put("pid", ProcessHandle.current().pid());
        try {
            DataFolder.writeAtomically(settings.folder().runFile(), json.toPrettyString() + "\n", "rw-------");
        } catch (final IOException e) {
            throw new StartupException("cannot write " + settings.folder().runFile() + ": " + e, e);
        }
    }

    static Optional<JsonNode> read(final DataFolder folder) {
        try {
            return Optional.of(JSON.readTree(Files.readString(folder.runFile())));
        } catch (final IOException e) {
            return Optional.empty();
        }
    }

    static void delete(final DataFolder folder) {
        try {
            Files.deleteIfExists(folder.runFile());
        } catch (final IOException e) {
            throw new StartupException("cannot remove " + folder.runFile() + ": " + e, e);
        }
    }
}
