package io.bourse.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The one secret of the members. The key of every principal is derived from it and the principal's name: members need no
 * list, and whoever steals the key of a gateway can be that gateway and nobody else. While it is being replaced there are
 * two, both accepted.
 *
 * <p>Its file has a line for each, 64 hexadecimal digits, and is open to its owner only.
 */
public final class ClusterKey {
    private static final String DERIVATION_DOMAIN = "bourse principal v1\0";

    private final List<byte[]> keys;

    private ClusterKey(final List<byte[]> keys) {
        this.keys = keys;
    }

    /**
     * The key in a file.
     *
     * @throws IllegalArgumentException if the file is missing, open to others or no key file; the message says which and
     *                                  what to do, and nothing of what is in the file
     */
    public static ClusterKey read(final Path file) {
        final List<byte[]> keys = new ArrayList<>();
        for (final String line : KeyFile.lines(file)) {
            keys.add(KeyFile.key(file, line));
        }
        return new ClusterKey(keys);
    }

    /**
     * The key in a file; makes the file with a new, random key if there is none.
     *
     * @throws IOException              if it cannot be written
     * @throws IllegalArgumentException as {@link #read}
     */
    public static ClusterKey readOrCreate(final Path file) throws IOException {
        final byte[] key = new byte[PrincipalKey.KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        KeyFile.createIfAbsent(file, HexFormat.of().formatHex(key) + '\n');
        return read(file);
    }

    /** The key of a principal. */
    public PrincipalKey principal(final String name) {
        return new PrincipalKey(name, keys.stream().map(key -> derive(key, name)).toList());
    }

    /** Whether an answer proves that a challenge was met by who has the name. Takes the same time for all wrong answers. */
    public boolean isProof(final String name, final byte[] challenge, final byte[] answer) {
        if (answer.length == 0 || answer.length % PrincipalKey.KEY_LENGTH != 0 ||
            answer.length > PrincipalKey.KEYS_MAX * PrincipalKey.KEY_LENGTH) {
            return false;
        }
        boolean isProof = false;
        for (final byte[] key : keys) {
            final byte[] expected = PrincipalKey.answer(derive(key, name), name, challenge);
            for (int from = 0; from < answer.length; from += PrincipalKey.KEY_LENGTH) {
                isProof |= MessageDigest.isEqual(
                    expected, Arrays.copyOfRange(answer, from, from + PrincipalKey.KEY_LENGTH));
            }
        }
        return isProof;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "cluster key";
    }

    private static byte[] derive(final byte[] key, final String name) {
        return PrincipalKey.hmac(key, (DERIVATION_DOMAIN + name).getBytes(StandardCharsets.US_ASCII));
    }
}
