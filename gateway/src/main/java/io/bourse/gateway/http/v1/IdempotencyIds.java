package io.bourse.gateway.http.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Turns what a client calls its request into an id of the whole exchange, so that two accounts never share one. */
final class IdempotencyIds {
    private IdempotencyIds() {
    }

    static UUID of(final String kind, final String owner, final String key) {
        try {
            final byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest((kind + '\n' + owner + '\n' + key).getBytes(StandardCharsets.UTF_8));
            final ByteBuffer bytes = ByteBuffer.wrap(digest);
            return new UUID(bytes.getLong(), bytes.getLong());
        } catch (final NoSuchAlgorithmException ex) {
            throw new IllegalStateException("this JDK has no SHA-256", ex);
        }
    }
}
