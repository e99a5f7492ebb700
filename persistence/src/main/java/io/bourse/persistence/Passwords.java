package io.bourse.persistence;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;

/** Hashes of passwords: argon2id, as PHC strings, so that the cost can rise without touching what is stored. */
final class Passwords {
    static final int LENGTH_MAX = 256;

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int ITERATIONS = 2;
    private static final int PARALLELISM = 1;
    private static final int HASH_LENGTH = 32;

    private final Argon2Function argon2 =
        Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, PARALLELISM, HASH_LENGTH, Argon2.ID);
    /** Checked in place of a hash that does not exist, so that time does not tell who is a user. */
    private final String nobody = hash("nobody has this password");

    String hash(final String password) {
        return argon2.hash(password).getResult();
    }

    /** Whether the password has the hash; false, after the same work, for no hash. */
    boolean matches(final String password, final String hash) {
        final String compared = hash == null ? nobody : hash;
        final boolean matches = Argon2Function.getInstanceFromHash(compared).check(password, compared);
        return matches && hash != null;
    }
}
