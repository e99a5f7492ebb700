package io.bourse.engine;

/**
 * Hashes of ids and prices that clients choose. Clients know this source, so the multipliers depend on the time of the
 * first logon: nobody can prepare some that all fall into one bucket. The hashes never show, neither in events nor in the
 * state.
 */
final class Hashing {
    private static final int WORDS = 5;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long[] multipliers = new long[WORDS];

    Hashing() {
        salt(0);
    }

    /** To be called while no hash is in use. */
    void salt(final long salt) {
        for (int i = 0; i < WORDS; i++) {
            multipliers[i] = mix(salt + (i + 1) * GOLDEN) | 1;
        }
    }

    long hash(final long a) {
        return mix(a * multipliers[0]);
    }

    long hash(final long a, final long b, final long c) {
        final long[] m = multipliers;
        return mix(a * m[0] + b * m[1] + c * m[2]);
    }

    long hash(final long a, final long b, final long c, final long d, final long e) {
        final long[] m = multipliers;
        return mix(a * m[0] + b * m[1] + c * m[2] + d * m[3] + e * m[4]);
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every input bit changes half of the output bits. */
    static long mix(final long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
