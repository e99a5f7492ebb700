package io.bourse.marketdata;

/**
 * Redis commands that take effect together, see {@link RedisStore#commit}. Kept as one text, because every argument of a
 * script costs Redisson a buffer of its own: for each command the number of words, then each word behind its length, all
 * numbers closed by a colon, as in {@code 2:3:DEL13:bourse:assets}.
 */
final class RedisBatch {
    private final StringBuilder text = new StringBuilder(1_024);
    private int commandCount;

    /** One command and its arguments, all ASCII: of other texts Redis would see more bytes than characters. */
    RedisBatch add(final String... command) {
        text.append(command.length).append(':');
        for (final String word : command) {
            text.append(word.length()).append(':').append(word);
        }
        commandCount++;
        return this;
    }

    int commandCount() {
        return commandCount;
    }

    String text() {
        return text.toString();
    }
}
