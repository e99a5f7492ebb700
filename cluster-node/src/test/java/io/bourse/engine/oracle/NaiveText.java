package io.bourse.engine.oracle;

/** Packed texts, a character at a time: nine of 7 bits to a word, the first one lowest, no hole before the end. */
final class NaiveText {
    private static final int BITS = 7;
    private static final int CHARACTERS = 9;

    private NaiveText() {
    }

    /** Four words, perhaps empty. */
    static boolean isText(final long[] words, final int offset) {
        return isText(words, offset, 4);
    }

    /** Two words, not empty, of A-Z, 0-9 and underscore. */
    static boolean isSymbol(final long[] words, final int offset) {
        if (!isText(words, offset, 2) || words[offset] == 0) {
            return false;
        }
        for (int i = 0; i < 2 * CHARACTERS; i++) {
            final char c = character(words, offset, i);
            if (c != 0 && !(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    /** The characters of four words. */
    static String unpack(final long[] words, final int offset) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4 * CHARACTERS && character(words, offset, i) != 0; i++) {
            text.append(character(words, offset, i));
        }
        return text.toString();
    }

    private static boolean isText(final long[] words, final int offset, final int count) {
        boolean ended = false;
        for (int i = 0; i < count * CHARACTERS; i++) {
            final char c = character(words, offset, i);
            if (c != 0 && ended || words[offset + i / CHARACTERS] < 0) {
                return false;
            }
            ended |= c == 0;
        }
        return true;
    }

    private static char character(final long[] words, final int offset, final int index) {
        return (char) (words[offset + index / CHARACTERS] >>> index % CHARACTERS * BITS & 0x7F);
    }
}
