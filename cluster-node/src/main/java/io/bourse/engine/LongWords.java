package io.bourse.engine;

/** Numbers of 64 bits in arrays of words of 32, low half first: records that hold both kinds are one array so. */
final class LongWords {
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private LongWords() {
    }

    static long get(final int[] words, final int index) {
        return words[index] & LOW_HALF | (long) words[index + 1] << Integer.SIZE;
    }

    static void set(final int[] words, final int index, final long value) {
        words[index] = (int) value;
        words[index + 1] = (int) (value >>> Integer.SIZE);
    }
}
