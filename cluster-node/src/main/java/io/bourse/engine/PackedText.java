package io.bourse.engine;

/**
 * Checks texts of 7-bit characters, nine to a word, first one lowest, zero-padded. A word with a hole would become a text
 * with a NUL in it, which some consumers can neither store nor skip, so it must not get past the engine.
 */
final class PackedText {
    private static final int BITS = 7;
    private static final int CHARACTERS = 9;
    private static final long EACH_LANE = eachLane();
    private static final long LANE_MAX = 0x3F;

    private PackedText() {
    }

    /** Four words are a text, perhaps empty. */
    static boolean isText(final long word0, final long word1, final long word2, final long word3) {
        return (word0 | word1 | word2 | word3) == 0 ||
            isText(word0, word1) && isText(word2, word3) && ((word2 | word3) == 0 || lanes(word1) == EACH_LANE);
    }

    /** Two words are a text, perhaps empty. */
    static boolean isText(final long word0, final long word1) {
        return isWord(word0) && isWord(word1) && (word1 == 0 || lanes(word0) == EACH_LANE);
    }

    /** Two words are a symbol: at least one character, all of A-Z, 0-9 and underscore. */
    static boolean isSymbol(final long word0, final long word1) {
        return word0 != 0 && isText(word0, word1) && isSymbolWord(word0) && isSymbolWord(word1);
    }

    private static boolean isSymbolWord(final long word) {
        for (long rest = word; rest != 0; rest >>>= BITS) {
            final int c = (int) rest & 0x7F;
            if (!(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(final long word) {
        final long lanes = lanes(word);
        // No character behind an empty place.
        return word >= 0 && (lanes >>> BITS & ~lanes) == 0;
    }

    /** The lowest bit of each seven is set where there is a character. */
    private static long lanes(final long word) {
        final long low = EACH_LANE * LANE_MAX;
        return (((word & low) + low | word) >>> (BITS - 1)) & EACH_LANE;
    }

    private static long eachLane() {
        long lanes = 0;
        for (int i = 0; i < CHARACTERS; i++) {
            lanes |= 1L << (BITS * i);
        }
        return lanes;
    }
}
