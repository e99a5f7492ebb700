package io.bourse.gateway.cluster;

import io.bourse.schema.CommandHeaderEncoder;
import io.bourse.schema.MessageHeaderEncoder;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sequenced messages from the oldest without an answer to the newest sent, as they were sent, so that they can be sent
 * again. A number is given once and always means the same message; answers may come in any order.
 */
final class InFlightWindow {
    /** Messages in flight at most. */
    static final int CAPACITY = 8_192;
    /** Longest message in bytes. */
    static final int MESSAGE_LENGTH_MAX = 256;

    private static final long ANSWERED = 0;
    private static final int SEQUENCE_OFFSET =
        MessageHeaderEncoder.ENCODED_LENGTH + CommandHeaderEncoder.inSequenceEncodingOffset();

    private final UnsafeBuffer messages;
    private final int[] lengths;
    private final long[] correlationIds;
    private final int capacity;
    private long headSequence = 1;
    private long nextSequence = 1;
    private long answeredSequenceMax;

    InFlightWindow() {
        this(CAPACITY);
    }

    InFlightWindow(final int capacity) {
        if (!BitUtil.isPowerOfTwo(capacity)) {
            throw new IllegalArgumentException("capacity must be a power of two: " + capacity);
        }
        this.capacity = capacity;
        this.messages = new UnsafeBuffer(new byte[capacity * MESSAGE_LENGTH_MAX]);
        this.lengths = new int[capacity];
        this.correlationIds = new long[capacity];
    }

    boolean isFull() {
        return nextSequence - headSequence == capacity;
    }

    /** Oldest number without an answer; {@link #nextSequence()} when there is none. */
    long headSequence() {
        return headSequence;
    }

    /** Number of the next new message. */
    long nextSequence() {
        return nextSequence;
    }

    /** Highest number whose answer is known. */
    long answeredSequenceMax() {
        return answeredSequenceMax;
    }

    /** Copies a message to where number {@link #nextSequence()} is kept; it counts only after {@link #commit}. */
    void stage(final DirectBuffer message, final int offset, final int length) {
        if (length > MESSAGE_LENGTH_MAX) {
            throw new IllegalArgumentException("message length=" + length + " above " + MESSAGE_LENGTH_MAX);
        }
        final int index = messageOffset(nextSequence);
        messages.putBytes(index, message, offset, length);
        messages.putLong(index + SEQUENCE_OFFSET, nextSequence, ByteOrder.LITTLE_ENDIAN);
        lengths[slot(nextSequence)] = length;
    }

    /** The staged message has been sent. Returns its number. */
    long commit(final long correlationId) {
        correlationIds[slot(nextSequence)] = correlationId;
        return nextSequence++;
    }

    boolean isUnanswered(final long sequence) {
        return sequence >= headSequence && sequence < nextSequence && correlationIds[slot(sequence)] != ANSWERED;
    }

    /** Of an unanswered message. */
    long correlationId(final long sequence) {
        return correlationIds[slot(sequence)];
    }

    /** The answer to a message is known. False if it was known before, or belongs to another process's message. */
    boolean answer(final long sequence, final long correlationId) {
        if (!isUnanswered(sequence) || correlationIds[slot(sequence)] != correlationId) {
            return false;
        }
        answeredSequenceMax = Math.max(answeredSequenceMax, sequence);
        release(sequence);
        return true;
    }

    /** The answer will never be known. */
    void release(final long sequence) {
        correlationIds[slot(sequence)] = ANSWERED;
        while (headSequence < nextSequence && correlationIds[slot(headSequence)] == ANSWERED) {
            headSequence++;
        }
    }

    /** Starts again at number 1. */
    void clear() {
        Arrays.fill(correlationIds, ANSWERED);
        headSequence = 1;
        nextSequence = 1;
        answeredSequenceMax = 0;
    }

    DirectBuffer buffer() {
        return messages;
    }

    int messageOffset(final long sequence) {
        return slot(sequence) * MESSAGE_LENGTH_MAX;
    }

    int messageLength(final long sequence) {
        return lengths[slot(sequence)];
    }

    private int slot(final long sequence) {
        return (int) (sequence & (capacity - 1));
    }
}
