package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** Known answers: unsalted, the multipliers are the published sequence of SplitMix64 for seed 0, made odd. */
class HashingTest {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long[] SPLIT_MIX = {
        0xE220A8397B1DCDAFL, 0x6E789E6AA1B965F4L, 0x06C45D188009454FL, 0xF88BB8A8724C81ECL, 0x1B39896A51A8749BL};

    private final Hashing hashing = new Hashing();

    @Test
    void shouldMixAsPublished() {
        for (int i = 0; i < SPLIT_MIX.length; i++) {
            assertEquals(SPLIT_MIX[i], Hashing.mix((i + 1) * GOLDEN));
        }
    }

    @Test
    void shouldMultiplyEachWordByItsOwn() {
        final long[] words = {3, -5, 7, 1L << 40, 11};
        long sum = 0;
        for (int i = 0; i < words.length; i++) {
            sum += words[i] * (SPLIT_MIX[i] | 1);
            if (i == 0) {
                assertEquals(Hashing.mix(sum), hashing.hash(words[0]));
            }
            if (i == 2) {
                assertEquals(Hashing.mix(sum), hashing.hash(words[0], words[1], words[2]));
            }
        }
        assertEquals(Hashing.mix(sum), hashing.hash(words[0], words[1], words[2], words[3], words[4]));
    }

    @Test
    void shouldDependOnTheSalt() {
        final long before = hashing.hash(1);
        hashing.salt(1_700_000_000_000_000_000L);
        assertNotEquals(before, hashing.hash(1));
        hashing.salt(GOLDEN);
        assertEquals(Hashing.mix(SPLIT_MIX[1] | 1), hashing.hash(1), "the sequence of another seed");
    }
}
