package io.bourse.wire;

/**
 * Short texts as int64 words, nine 7-bit characters to a word, first character in the lowest bits, zero-padded. The
 * engine compares and stores them without ever making a string.
 */
public final class PackedAscii {
    /** Characters that one word holds. */
    public static final int CHARACTERS_PER_WORD = 9;
    /** Longest client order id: four words. */
    public static final int CLIENT_ORDER_ID_MAX_LENGTH = 4 * CHARACTERS_PER_WORD;
    /** Longest symbol: two words. */
    public static final int SYMBOL_MAX_LENGTH = 2 * CHARACTERS_PER_WORD;

    private static final int BITS = 7;

    private PackedAscii() {
    }

    /**
     * One word of a packed text.
     *
     * @param text of characters 1 to 127
     * @param word index of the word, from 0
     * @return the word; 0 behind the end of the text
     * @throws IllegalArgumentException for a character outside 1 to 127
     */
    public static long pack(final CharSequence text, final int word) {
        final int begin = word * CHARACTERS_PER_WORD;
        final int end = Math.min(text.length(), begin + CHARACTERS_PER_WORD);
        long packed = 0;
        for (int i = begin; i < end; i++) {
            final char c = text.charAt(i);
            if (c == 0 || c > 127) {
                throw new IllegalArgumentException("not 7-bit ASCII at index=" + i + " character=" + (int) c);
            }
            packed |= (long) c << (BITS * (i - begin));
        }
        return packed;
    }

    /** The text of two words. */
    public static String unpack(final long word0, final long word1) {
        final StringBuilder text = new StringBuilder(SYMBOL_MAX_LENGTH);
        append(word0, text);
        append(word1, text);
        return text.toString();
    }

    /** The text of four words. */
    public static String unpack(final long word0, final long word1, final long word2, final long word3) {
        final StringBuilder text = new StringBuilder(CLIENT_ORDER_ID_MAX_LENGTH);
        append(word0, text);
        append(word1, text);
        append(word2, text);
        append(word3, text);
        return text.toString();
    }

    private static void append(final long word, final StringBuilder text) {
        for (long rest = word; rest != 0; rest >>>= BITS) {
            text.append((char) (rest & 0x7F));
        }
    }
}
