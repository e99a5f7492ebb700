package io.bourse.marketdata;

import java.util.ArrayList;
import java.util.List;

/** Redis commands that take effect together, see {@link RedisStore#commit}. */
final class RedisBatch {
    private final List<Object> words = new ArrayList<>();
    private int commandCount;
    private long characterCount;

    /** One command and its arguments. */
    RedisBatch add(final String... command) {
        words.add(Integer.toString(command.length));
        for (final String word : command) {
            words.add(word);
            characterCount += word.length();
        }
        commandCount++;
        return this;
    }

    int commandCount() {
        return commandCount;
    }

    /** Length of all words together. */
    long characterCount() {
        return characterCount;
    }

    /** For each command its number of words, then the words. */
    List<Object> words() {
        return words;
    }
}
