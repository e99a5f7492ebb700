package io.bourse.gateway.http.identity;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The signature of a request: lower-case hex of HMAC-SHA256 over {@code timestamp \n METHOD \n path?query \n body}.
 *
 * @param timestamp as sent, ms since the epoch
 * @param method    of HTTP
 * @param target    path and query exactly as sent
 * @param body      exactly as sent
 */
public record RequestSignature(String timestamp, String method, String target, byte[] body) {
    private static final String ALGORITHM = "HmacSHA256";

    /** The signature under a secret. */
    public String hex(final byte[] secret) {
        try {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update((timestamp + '\n' + method + '\n' + target + '\n').getBytes(StandardCharsets.ISO_8859_1));
            mac.update(body);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (final GeneralSecurityException ex) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, ex);
        }
    }

    /** Whether a signature is the one under a secret, in a time that tells nothing about it. */
    boolean isSignedBy(final byte[] secret, final String signature) {
        return MessageDigest.isEqual(
            hex(secret).getBytes(StandardCharsets.ISO_8859_1), signature.getBytes(StandardCharsets.ISO_8859_1));
    }
}
