package io.bourse.persistence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Locks secrets with the instance's master key: AES-256-GCM, each bound to the row that it belongs to. */
final class SecretBox {
    /** Bytes of a master key. */
    static final int KEY_LENGTH = 32;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final SecretKey key;

    SecretBox(final Path masterKeyFile) throws IOException {
        final byte[] content = SecretFile.read(masterKeyFile);
        if (content.length != KEY_LENGTH) {
            throw new IOException(
                "master key file " + masterKeyFile + " has " + content.length + " bytes instead of " + KEY_LENGTH);
        }
        key = new SecretKeySpec(content, "AES");
    }

    /** A secret that only the master key and the same {@code owner} open again. */
    Sealed seal(final byte[] secret, final String owner) {
        final byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        try {
            return new Sealed(nonce, cipher(Cipher.ENCRYPT_MODE, nonce, owner).doFinal(secret));
        } catch (final GeneralSecurityException failure) {
            throw new IllegalStateException("cannot encrypt: " + failure.getMessage(), failure);
        }
    }

    /**
     * @throws IllegalStateException if the master key is another, or the row was tampered with
     */
    byte[] open(final Sealed sealed, final String owner) {
        try {
            return cipher(Cipher.DECRYPT_MODE, sealed.nonce, owner).doFinal(sealed.ciphertext);
        } catch (final GeneralSecurityException failure) {
            throw new IllegalStateException("the secret of " + owner +
                " does not open: it was encrypted with another master key, or its row was tampered with", failure);
        }
    }

    private Cipher cipher(final int mode, final byte[] nonce, final String owner) throws GeneralSecurityException {
        final Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** A locked secret. */
    record Sealed(byte[] nonce, byte[] ciphertext) {
    }
}
