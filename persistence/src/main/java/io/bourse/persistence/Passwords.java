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

    /** Checked in place of a hash that does not exist, so that time does not tell who is a user. Of the same cost. */
    private static final String NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$" +
        "VjV1iCBnqHBnrUdJ098cBhzhs7LPwDAz/55vPHDQ8i4FGFwW9K1RzeooUAvjWtiuh5f5NLZmPhERIWmVp9eLmQ$" +
        "42TGwvidTc7LOmIjOAhsdKeqn1CqM4G0YvhSDf5EIag";

    private final Argon2Function argon2 =
        Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, PARALLELISM, HASH_LENGTH, Argon2.ID);

    String hash(final String password) {
        return argon2.hash(password).getResult();
    }

    /** Whether the password has the hash; false, after the same work, for no hash. */
    boolean matches(final String password, final String hash) {
        final String compared = hash == null ? NOBODY : hash;
        final boolean matches = Argon2Function.getInstanceFromHash(compared).check(password, compared);
        return matches && hash != null;
    }
}
