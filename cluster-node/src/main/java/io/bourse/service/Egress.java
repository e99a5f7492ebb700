package io.bourse.service;

import io.aeron.cluster.service.ClientSession;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The fast and lossy way back to a gateway: the private events of one command in one message. What does not fit or is
 * not taken in a few attempts is dropped, the gateway finds it in the event stream. Never waits, never touches state.
 */
final class Egress {
    /** Longest message, in bytes; what a term of 64 KB allows. */
    static final int MAX_LENGTH = 8 * 1024 - 64;
    private static final int ATTEMPTS_MAX = 3;

    private final UnsafeBuffer frames = new UnsafeBuffer(new byte[MAX_LENGTH]);
    private final AtomicCounter droppedReplies;
    private int length;
    private boolean isOverflowing;

    Egress(final AtomicCounter droppedReplies) {
        this.droppedReplies = droppedReplies;
    }

    /** A command begins. */
    void begin() {
        length = 0;
        isOverflowing = false;
    }

    /** Adds a frame of the command. */
    void append(final DirectBuffer buffer, final int offset, final int frameLength) {
        if (isOverflowing || frameLength > MAX_LENGTH - length) {
            isOverflowing = true;
            return;
        }
        frames.putBytes(length, buffer, offset, frameLength);
        length += frameLength;
    }

    /** Sends the frames of the command. */
    void send(final ClientSession session) {
        if (isOverflowing) {
            droppedReplies.increment();
        } else if (length > 0) {
            send(session, frames, length);
        }
    }

    /** Sends one message. */
    void send(final ClientSession session, final DirectBuffer buffer, final int messageLength) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            if (session.offer(buffer, 0, messageLength) > 0) {
                return;
            }
        }
        droppedReplies.increment();
    }
}
