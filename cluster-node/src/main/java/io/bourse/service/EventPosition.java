package io.bourse.service;

import io.aeron.protocol.DataHeaderFlyweight;

/**
 * Where the next frame of a single-writer Aeron stream comes to stand: a pure function of position, length and term
 * length, so that members agree on positions without asking each other. A frame that does not fit into what is left of
 * a term begins the next one.
 */
final class EventPosition {
    private static final int FRAME_ALIGNMENT = 32;

    private EventPosition() {
    }

    /** Bytes that a payload takes in the stream, header and alignment included. */
    static int alignedLength(final int length) {
        return length + DataHeaderFlyweight.HEADER_LENGTH + FRAME_ALIGNMENT - 1 & -FRAME_ALIGNMENT;
    }

    /** Position at which the payload's frame begins, when the stream stands at {@code position}. */
    static long begin(final long position, final int length, final int termLength) {
        final int offset = (int) (position & termLength - 1);
        return offset + alignedLength(length) > termLength ? position + (termLength - offset) : position;
    }

    /** Position at which the payload's frame ends. */
    static long end(final long position, final int length, final int termLength) {
        return begin(position, length, termLength) + alignedLength(length);
    }
}
