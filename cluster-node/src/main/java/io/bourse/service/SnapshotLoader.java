package io.bourse.service;

import io.aeron.Image;
import io.aeron.ImageControlledFragmentAssembler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import io.bourse.engine.Engine;
import io.bourse.engine.StateSource;
import io.bourse.schema.snapshot.MessageHeaderDecoder;
import io.bourse.schema.snapshot.SnapshotBeginDecoder;
import io.bourse.schema.snapshot.SnapshotEndDecoder;
import io.bourse.schema.snapshot.SnapshotRecordDecoder;
import io.bourse.wire.EventFrame;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

import java.util.Arrays;

/**
 * Reads a snapshot into an engine. Anything that is not exactly as written (order of messages, constants of the event
 * stream, number of records, hash of the state) is refused: a member does not start from a snapshot that it doubts.
 */
final class SnapshotLoader implements StateSource {
    private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int END_OF_RECORDS = 0;

    private final ImageControlledFragmentAssembler assembler = new ImageControlledFragmentAssembler(this::onMessage);
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final SnapshotBeginDecoder begin = new SnapshotBeginDecoder();
    private final SnapshotRecordDecoder record = new SnapshotRecordDecoder();
    private final SnapshotEndDecoder end = new SnapshotEndDecoder();
    private final Image image;
    private final IdleStrategy idleStrategy;

    private long[] values = new long[SnapshotPublisher.VALUES_MAX];
    private int valueCount;
    private int valueIndex;
    private long[] nextValues = new long[SnapshotPublisher.VALUES_MAX];
    private int nextValueCount;
    private int nextKind;
    private boolean isMessageRead;
    private boolean isBegun;
    private boolean isEnded;
    private long recordCount;
    private long expectedRecordCount;
    private long expectedStateHash;
    private long epoch;
    private long eventPosition;
    private long eventSequence;
    private int chainHash;

    SnapshotLoader(final Image image, final IdleStrategy idleStrategy) {
        this.image = image;
        this.idleStrategy = idleStrategy;
    }

    /** Fills a new engine. Throws IllegalStateException when the snapshot is not to be trusted. */
    void load(final Engine engine) {
        read();
        if (!isBegun) {
            throw new IllegalStateException("snapshot does not begin with SnapshotBegin");
        }
        read();
        engine.load(this);
        if (!isEnded || valueIndex != valueCount || nextValueCount != 0) {
            throw new IllegalStateException("snapshot holds more than the engine reads: records read=" + recordCount);
        }
        if (recordCount != expectedRecordCount) {
            throw new IllegalStateException(
                "snapshot has " + recordCount + " records, its end says " + expectedRecordCount);
        }
        final long stateHash = engine.stateHash();
        if (stateHash != expectedStateHash) {
            throw new IllegalStateException("snapshot loads to state hash " + Long.toHexString(stateHash) +
                ", it was taken of " + Long.toHexString(expectedStateHash));
        }
    }

    long epoch() {
        return epoch;
    }

    long eventPosition() {
        return eventPosition;
    }

    long eventSequence() {
        return eventSequence;
    }

    int chainHash() {
        return chainHash;
    }

    @Override
    public int nextRecord() {
        if (valueIndex != valueCount) {
            throw new IllegalStateException("record has " + remainingFields() + " fields too many");
        }
        valueCount = 0;
        valueIndex = 0;
        if (isEnded) {
            return END_OF_RECORDS;
        }
        final int kind = nextKind;
        if (kind == SnapshotPublisher.CONTINUATION) {
            throw new IllegalStateException("snapshot goes on with a record that did not begin");
        }
        recordCount++;
        takeNext();
        read();
        while (!isEnded && nextKind == SnapshotPublisher.CONTINUATION) {
            takeNext();
            read();
        }
        return kind;
    }

    @Override
    public long nextField() {
        if (valueIndex == valueCount) {
            throw new IllegalStateException("record has no field " + valueIndex);
        }
        return values[valueIndex++];
    }

    @Override
    public int remainingFields() {
        return valueCount - valueIndex;
    }

    private void takeNext() {
        if (valueCount + nextValueCount > values.length) {
            values = Arrays.copyOf(values, 2 * (valueCount + nextValueCount));
        }
        System.arraycopy(nextValues, 0, values, valueCount, nextValueCount);
        valueCount += nextValueCount;
        nextValueCount = 0;
    }

    private void read() {
        isMessageRead = false;
        idleStrategy.reset();
        while (!isMessageRead) {
            if (image.controlledPoll(assembler, 1) == 0) {
                if (image.isClosed() || image.isEndOfStream()) {
                    throw new IllegalStateException(
                        "snapshot ends before its SnapshotEnd at position=" + image.position());
                }
                idleStrategy.idle();
            }
        }
    }

    private Action onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        if (isEnded || length < HEADER_LENGTH) {
            throw new IllegalStateException("snapshot goes on behind its end, or message is too short: length=" + length);
        }
        messageHeader.wrap(buffer, offset);
        final int templateId = messageHeader.templateId();
        if (messageHeader.schemaId() != MessageHeaderDecoder.SCHEMA_ID ||
            length < HEADER_LENGTH + messageHeader.blockLength() ||
            (templateId == SnapshotBeginDecoder.TEMPLATE_ID) == isBegun) {
            throw new IllegalStateException("not a message of a snapshot here: schemaId=" + messageHeader.schemaId() +
                " templateId=" + templateId + " length=" + length);
        }
        final int body = offset + HEADER_LENGTH;
        switch (templateId) {
            case SnapshotBeginDecoder.TEMPLATE_ID -> onBegin(buffer, body);
            case SnapshotRecordDecoder.TEMPLATE_ID -> onRecord(buffer, body);
            case SnapshotEndDecoder.TEMPLATE_ID -> {
                end.wrap(buffer, body, messageHeader.blockLength(), messageHeader.version());
                expectedRecordCount = end.recordCount();
                expectedStateHash = end.stateHash();
                isEnded = true;
            }
            default -> throw new IllegalStateException("unknown message in snapshot: templateId=" + templateId);
        }
        isMessageRead = true;
        return Action.COMMIT;
    }

    private void onBegin(final DirectBuffer buffer, final int body) {
        begin.wrap(buffer, body, messageHeader.blockLength(), messageHeader.version());
        requireConstant("formatVersion", begin.formatVersion(), SnapshotPublisher.FORMAT_VERSION);
        requireConstant("eventStreamId", begin.eventStreamId(), EventFrame.STREAM_ID);
        requireConstant("eventTermLength", begin.eventTermLength(), EventFrame.TERM_LENGTH);
        requireConstant("eventMtuLength", begin.eventMtuLength(), EventFrame.MTU_LENGTH);
        epoch = begin.epoch();
        eventPosition = begin.eventPosition();
        eventSequence = begin.eventSequence();
        chainHash = (int) begin.chainHash();
        isBegun = true;
    }

    private void onRecord(final DirectBuffer buffer, final int body) {
        record.wrap(buffer, body, messageHeader.blockLength(), messageHeader.version());
        nextKind = record.kind();
        nextValueCount = 0;
        for (final SnapshotRecordDecoder.ValuesDecoder value : record.values()) {
            if (nextValueCount == SnapshotPublisher.VALUES_MAX) {
                throw new IllegalStateException("message of a snapshot has more than " + nextValueCount + " values");
            }
            nextValues[nextValueCount++] = value.value();
        }
    }

    private static void requireConstant(final String name, final int actual, final int expected) {
        if (actual != expected) {
            throw new IllegalStateException(
                "snapshot was taken with " + name + "=" + actual + ", this version has " + expected);
        }
    }
}
