package io.bourse.wire;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Who a process is to the members, and how it proves that: with an HMAC over a challenge, so that the key itself is never
 * sent and an answer is good for one session only. While a key is being replaced there are two.
 *
 * <p>Its file has a line for each key, the name and 64 hexadecimal digits, and is open to its owner only.
 */
public final class PrincipalKey {
    /** Bytes in a challenge. */
    public static final int CHALLENGE_LENGTH = 32;
    /** Keys that are valid at a time. */
    static final int KEYS_MAX = 2;
    /** Bytes in a key, and in an answer for each key. */
    static final int KEY_LENGTH = 32;
    /** Of Aeron Cluster; an answer is for one cluster. */
    public static final int CLUSTER_ID = 0;

    private static final byte[] ANSWER_DOMAIN = "bourse session v1\0".getBytes(StandardCharsets.US_ASCII);

    private final String name;
    private final List<byte[]> keys;

    PrincipalKey(final String name, final List<byte[]> keys) {
        this.name = name;
        this.keys = keys;
    }

    /**
     * The key in a file.
     *
     * @param expected name that it must have, such as {@code gw-1}; or a kind with its hyphen, such as {@code md-}
     * @throws IllegalArgumentException if the file is missing, open to others, no key file or somebody else's; the message
     *                                  says which and what to do, and nothing of what is in the file
     */
    public static PrincipalKey read(final Path file, final String expected) {
        String name = null;
        final List<byte[]> keys = new ArrayList<>();
        for (final String line : KeyFile.lines(file)) {
            final int space = line.indexOf(' ');
            final String owner = space < 0 ? "" : line.substring(0, space);
            if (Principal.kindOf(owner.getBytes(StandardCharsets.ISO_8859_1)) == null || name != null && !name.equals(owner)) {
                throw KeyFile.malformed(file, "the same name, such as gw-1, a space and 64 hexadecimal digits");
            }
            name = owner;
            keys.add(KeyFile.key(file, line.substring(space + 1)));
        }
        final boolean isExpected = expected.endsWith("-") ? name.startsWith(expected) : name.equals(expected);
        if (!isExpected) {
            throw new IllegalArgumentException("key file " + file + " is the one of " + name + ", this process needs one of " +
                expected + (expected.endsWith("-") ? "N" : ""));
        }
        return new PrincipalKey(name, keys);
    }

    /** Whose it is. */
    public String name() {
        return name;
    }

    /** The name, as it is sent. */
    public byte[] encodedName() {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    /** What proves to a member that this is no other: 32 bytes for each key. */
    public byte[] answer(final byte[] challenge) {
        final ByteBuffer answer = ByteBuffer.allocate(keys.size() * KEY_LENGTH);
        for (final byte[] key : keys) {
            answer.put(answer(key, name, challenge));
        }
        return answer.array();
    }

    /** Writes its file, in the place of what is there. */
    public void write(final Path file) throws IOException {
        final StringBuilder text = new StringBuilder();
        for (final byte[] key : keys) {
            text.append(name).append(' ').append(HexFormat.of().formatHex(key)).append('\n');
        }
        KeyFile.write(file, text.toString());
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "key of " + name;
    }

    static byte[] answer(final byte[] key, final String name, final byte[] challenge) {
        final byte[] encodedName = name.getBytes(StandardCharsets.US_ASCII);
        return hmac(key, ByteBuffer.allocate(ANSWER_DOMAIN.length + challenge.length + encodedName.length + Integer.BYTES)
            .put(ANSWER_DOMAIN).put(challenge).put(encodedName).putInt(CLUSTER_ID).array());
    }

    static byte[] hmac(final byte[] key, final byte[] message) {
        try {
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (final GeneralSecurityException absent) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", absent);
        }
    }
}
