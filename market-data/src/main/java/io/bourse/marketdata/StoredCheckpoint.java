package io.bourse.marketdata;

import io.bourse.client.EventCheckpoint;

/**
 * What stands in Redis next to the data: the newest event that is in it, and the minute whose bars are open. Written in
 * the same step as the data and compared before it, so it is fence and proof of freshness in one.
 *
 * @param event    newest event that the data contains
 * @param minuteMs start of the minute whose bars have not been closed yet, in ms
 */
record StoredCheckpoint(EventCheckpoint event, long minuteMs) {
    private static final long VERSION = 1;
    private static final String REBUILDING = "rebuilding ";

    /** The text of one in Redis. */
    String text() {
        return StoredNumbers.text(VERSION, event.epoch(), event.eventSequence(), event.startPosition(),
            event.nextPosition(), Integer.toUnsignedLong(event.chainHash()), minuteMs);
    }

    /** The checkpoint of a text; null if it is none, or of another version. */
    static StoredCheckpoint parse(final String text) {
        try {
            // The epoch is any 64-bit number, also a negative one.
            final String[] words = text.split(" ", 3);
            final long[] numbers = StoredNumbers.parse(words.length == 3 ? words[0] + ' ' + words[2] : text, 6);
            return numbers[0] != VERSION || numbers[4] > 0xFFFF_FFFFL ? null : new StoredCheckpoint(
                new EventCheckpoint(Long.parseLong(words[1]), numbers[1], numbers[2], numbers[3], (int) numbers[4]),
                numbers[5]);
        } catch (final MarketDataException | NumberFormatException e) {
            return null;
        }
    }

    /** What stands in the place of a checkpoint while everything is written again by the process that chose the token. */
    static String rebuildingText(final long token) {
        return REBUILDING + Long.toHexString(token);
    }

    static boolean isRebuilding(final String text) {
        return text.startsWith(REBUILDING);
    }

    /** Whether this is what a Redis would hold that has lost data which {@code expected} says it had. */
    boolean isBehind(final StoredCheckpoint expected) {
        final long sequence = event.eventSequence();
        final long expectedSequence = expected.event.eventSequence();
        return event.epoch() != expected.event.epoch() || sequence < expectedSequence ||
            sequence == expectedSequence && minuteMs < expected.minuteMs;
    }
}
