package io.bourse.deploy.load;

import io.bourse.wire.PackedAscii;

import java.time.Instant;

/**
 * Names orders after what they are in the file: {@code <run>-<order id>-<sequence>}, the sequence being that of the
 * message that entered the order or changed it last.
 */
record ClientOrderIds(String run) {
    private static final int RADIX = 36;
    private static final char SEPARATOR = '-';

    /** What a client order id says. */
    record Parsed(long orderId, long sequence) {
    }

    /** Of a run that begins now: short, and later ones sort behind. */
    static ClientOrderIds newRun(final Instant now) {
        return new ClientOrderIds("r" + Long.toString(now.getEpochSecond(), RADIX));
    }

    String text(final long orderId, final long sequence) {
        final String text = run + SEPARATOR + Long.toUnsignedString(orderId) + SEPARATOR + sequence;
        if (text.length() > PackedAscii.CLIENT_ORDER_ID_MAX_LENGTH) {
            throw new LoadException("client order id " + text + " is longer than " +
                PackedAscii.CLIENT_ORDER_ID_MAX_LENGTH + " characters");
        }
        return text;
    }

    /** Null for an order of anybody else. */
    Parsed parse(final String text) {
        if (text == null || !text.startsWith(run + SEPARATOR)) {
            return null;
        }
        final int middle = text.lastIndexOf(SEPARATOR);
        return new Parsed(
            Long.parseUnsignedLong(text, run.length() + 1, middle, 10),
            Long.parseLong(text, middle + 1, text.length(), 10));
    }
}
