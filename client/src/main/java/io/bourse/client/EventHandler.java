package io.bourse.client;

import org.agrona.DirectBuffer;

/** Is told each event of the stream, once, in order. */
@FunctionalInterface
public interface EventHandler {
    /**
     * One event. The buffer is only valid during the call.
     *
     * @param buffer       holding the frame, see {@code io.bourse.wire.EventFrame}
     * @param offset       of the frame's SBE message header
     * @param length       of the frame in bytes, trailer included
     * @param checkpoint   where a reader goes on that has taken this event; a flyweight that the reader reuses, so that
     *                     a handler that keeps it takes a copy
     */
    void onEvent(DirectBuffer buffer, int offset, int length, EventCheckpoint checkpoint);
}
