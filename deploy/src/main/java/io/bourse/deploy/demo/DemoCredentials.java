package io.bourse.deploy.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The file with the keys of operator, demo users and bot, readable by its owner only. Written anew after every key that is
 * made, so that none is lost when the start is interrupted.
 */
public final class DemoCredentials {
    /** A user's id and key. */
    public record Credential(String userId, String apiKey, String apiSecret) {
    }

    private static final String COMPLETE = "complete";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final ObjectNode users;

    private DemoCredentials(final Path file, final ObjectNode users) {
        this.file = file;
        this.users = users;
    }

    /**
     * Opens the file, or begins a new one.
     *
     * @throws IOException if it is there and cannot be read
     */
    public static DemoCredentials open(final Path file) throws IOException {
        if (!Files.exists(file)) {
            return new DemoCredentials(file, JSON.createObjectNode());
        }
        if (JSON.readTree(Files.readString(file)) instanceof ObjectNode present) {
            return new DemoCredentials(file, present);
        }
        throw new IOException(file + " is not a JSON object; move it away and start again");
    }

    /** What is known of a user of the demonstration. */
    public Optional<Credential> of(final String name) {
        final JsonNode user = users.path(name);
        return user.isObject()
            ? Optional.of(new Credential(
                user.path("user_id").asText(), user.path("api_key").asText(), user.path("api_secret").asText()))
            : Optional.empty();
    }

    /** Keeps a user. */
    public void put(final String name, final Credential credential) throws IOException {
        users.putObject(name).put("user_id", credential.userId())
            .put("api_key", credential.apiKey()).put("api_secret", credential.apiSecret());
        write();
    }

    /** Whether everything that belongs to the demonstration has been made once. */
    public boolean isComplete() {
        return users.path(COMPLETE).asBoolean();
    }

    /** Notes that it has. */
    public void complete() throws IOException {
        users.put(COMPLETE, true);
        write();
    }

    private void write() throws IOException {
        final Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(temporary, users.toPrettyString() + "\n");
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
