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
import io.bourse.schema.snapshot.SnapshotRecordsDecoder;
import io.bourse.wire.EventFrame;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

import java.util.Iterator;
import java.util.zip.CRC32C;

/**
 * Reads a snapshot into an engine. Anything that is not exactly as written (order of messages, constants of the event
 * stream, number of records, checksum, hash of the state) is refused: a member does not start from a snapshot that it doubts.
 */
final class SnapshotLoader implements StateSource {
    private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int END_OF_RECORDS = 0;
    private static final int MORE = 0x80;
    private static final int LOW_BITS = 0x7F;
    private static final int BITS = 7;

    private final ImageControlledFragmentAssembler assembler = new ImageControlledFragmentAssembler(this::onMessage);
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final SnapshotBeginDecoder begin = new SnapshotBeginDecoder();
    private final SnapshotRecordsDecoder records = new SnapshotRecordsDecoder();
    private final SnapshotEndDecoder end = new SnapshotEndDecoder();
    /** Hands over a message if there is one yet. */
    private final Runnable poll;

    private final byte[] message = new byte[SnapshotPublisher.MESSAGE_LENGTH_MAX];
    private final CRC32C checksum = new CRC32C();
    /** Where in the message the rest of the records is. */
    private int dataIndex;
    private int dataEnd;
    private int remainingFields;
    private boolean isMessageRead;
    private boolean isBegun;
    private boolean isEnded;
    private int formatVersion;
    private long recordCount;
    private long expectedRecordCount;
    private long expectedStateHash;
    private long expectedChecksum;
    private long epoch;
    private long eventPosition;
    private long eventSequence;
    private int chainHash;

    SnapshotLoader(final Image image, final IdleStrategy idleStrategy) {
        this.poll = () -> poll(image, idleStrategy);
    }

    /** Of a snapshot that was read from its file. */
    SnapshotLoader(final Iterator<DirectBuffer> messages) {
        this.poll = () -> {
            if (!messages.hasNext()) {
                throw new IllegalStateException("snapshot ends before its SnapshotEnd");
            }
            final DirectBuffer message = messages.next();
            onMessage(message, 0, message.capacity(), null);
        };
    }

    /** Fills a new engine. Throws IllegalStateException when the snapshot is not to be trusted. */
    void load(final Engine engine) {
        read();
        if (!isBegun) {
            throw new IllegalStateException("snapshot does not begin with SnapshotBegin");
        }
        engine.load(this);
        if (!isEnded || remainingFields != 0) {
            throw new IllegalStateException("snapshot holds more than the engine reads: records read=" + recordCount);
        }
        if (recordCount != expectedRecordCount) {
            throw new IllegalStateException(
                "snapshot has " + recordCount + " records, its end says " + expectedRecordCount);
        }
        if (formatVersion >= SnapshotPublisher.CHECKSUM_SINCE && checksum.getValue() != expectedChecksum) {
            throw new IllegalStateException("snapshot has checksum " + Long.toHexString(checksum.getValue()) +
                ", its end says " + Long.toHexString(expectedChecksum));
        }
        final long stateHash = engine.loadedStateHash();
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

    long stateHash() {
        return expectedStateHash;
    }

    @Override
    public int nextRecord() {
        if (remainingFields != 0) {
            throw new IllegalStateException("record has " + remainingFields + " fields too many");
        }
        while (dataIndex == dataEnd) {
            if (isEnded) {
                return END_OF_RECORDS;
            }
            read();
        }
        final int kind = nextByte();
        if (kind == END_OF_RECORDS) {
            throw new IllegalStateException("record without a kind, after records read=" + recordCount);
        }
        final long fieldCount = nextNumber();
        if (fieldCount < 0 || fieldCount > SnapshotPublisher.FIELDS_MAX) {
            throw new IllegalStateException("record kind=" + kind + " has " + fieldCount + " fields");
        }
        remainingFields = (int) fieldCount;
        recordCount++;
        return kind;
    }

    @Override
    public long nextField() {
        if (remainingFields == 0) {
            throw new IllegalStateException("record has fewer fields than are read, records read=" + recordCount);
        }
        remainingFields--;
        final long zigzag = nextNumber();
        return zigzag >>> 1 ^ -(zigzag & 1);
    }

    @Override
    public int remainingFields() {
        return remainingFields;
    }

    private long nextNumber() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            final int next = nextByte();
            number |= (long) (next & LOW_BITS) << shift;
            if ((next & MORE) == 0) {
                return number;
            }
        }
        throw new IllegalStateException("number is longer than 64 bits, records read=" + recordCount);
    }

    private int nextByte() {
        while (dataIndex == dataEnd) {
            if (isEnded) {
                throw new IllegalStateException("snapshot ends within a record, records read=" + recordCount);
            }
            read();
        }
        return message[dataIndex++] & 0xFF;
    }

    private void read() {
        isMessageRead = false;
        while (!isMessageRead) {
            poll.run();
        }
    }

    private void poll(final Image image, final IdleStrategy idleStrategy) {
        idleStrategy.reset();
        while (image.controlledPoll(assembler, 1) == 0) {
            if (image.isClosed() || image.isEndOfStream()) {
                throw new IllegalStateException(
                    "snapshot ends before its SnapshotEnd at position=" + image.position());
            }
            idleStrategy.idle();
        }
    }

    private Action onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        if (isEnded || length < HEADER_LENGTH || length > message.length) {
            throw new IllegalStateException("snapshot goes on behind its end, or message is too short or long: length=" + length);
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
        buffer.getBytes(offset, message, 0, length);
        switch (templateId) {
            case SnapshotBeginDecoder.TEMPLATE_ID -> onBegin(buffer, body, length);
            case SnapshotRecordsDecoder.TEMPLATE_ID -> onRecords(buffer, body, length);
            case SnapshotEndDecoder.TEMPLATE_ID -> onEnd(buffer, body, length);
            default -> throw new IllegalStateException("unknown message in snapshot: templateId=" + templateId);
        }
        isMessageRead = true;
        return Action.COMMIT;
    }

    private void onBegin(final DirectBuffer buffer, final int body, final int length) {
        requireLength(length, SnapshotBeginDecoder.BLOCK_LENGTH);
        begin.wrap(buffer, body, messageHeader.blockLength(), messageHeader.version());
        formatVersion = begin.formatVersion();
        if (formatVersion < SnapshotPublisher.OLDEST_FORMAT_VERSION || formatVersion > SnapshotPublisher.FORMAT_VERSION) {
            throw new IllegalStateException("snapshot was taken with formatVersion=" + formatVersion + ", this version has " +
                SnapshotPublisher.FORMAT_VERSION + " and reads what is not older than " +
                SnapshotPublisher.OLDEST_FORMAT_VERSION);
        }
        requireConstant("eventStreamId", begin.eventStreamId(), EventFrame.STREAM_ID);
        requireConstant("eventTermLength", begin.eventTermLength(), EventFrame.TERM_LENGTH);
        requireConstant("eventMtuLength", begin.eventMtuLength(), EventFrame.MTU_LENGTH);
        epoch = begin.epoch();
        eventPosition = begin.eventPosition();
        eventSequence = begin.eventSequence();
        chainHash = (int) begin.chainHash();
        checksum.update(message, 0, length);
        isBegun = true;
    }

    private void onRecords(final DirectBuffer buffer, final int body, final int length) {
        dataIndex = HEADER_LENGTH + messageHeader.blockLength() + SnapshotRecordsDecoder.dataHeaderLength();
        if (dataIndex > length) {
            throw new IllegalStateException("message of records is cut off");
        }
        records.wrap(buffer, body, messageHeader.blockLength(), messageHeader.version());
        dataEnd = dataIndex + records.dataLength();
        if (dataEnd != length) {
            throw new IllegalStateException(
                "message of records holds another number of bytes than it says: " + records.dataLength());
        }
        checksum.update(message, 0, length);
    }

    private void onEnd(final DirectBuffer buffer, final int body, final int length) {
        final boolean hasChecksum = formatVersion >= SnapshotPublisher.CHECKSUM_SINCE;
        requireLength(length, hasChecksum ? SnapshotEndDecoder.BLOCK_LENGTH : SnapshotEndDecoder.checksumEncodingOffset());
        end.wrap(buffer, body, messageHeader.blockLength(), messageHeader.version());
        expectedRecordCount = end.recordCount();
        expectedStateHash = end.stateHash();
        expectedChecksum = end.checksum();
        checksum.update(message, 0, HEADER_LENGTH + SnapshotEndDecoder.checksumEncodingOffset());
        isEnded = true;
    }

    private static void requireLength(final int length, final int blockLength) {
        if (length != HEADER_LENGTH + blockLength) {
            throw new IllegalStateException("message of a snapshot is not of this format: length=" + length);
        }
    }

    private static void requireConstant(final String name, final int actual, final int expected) {
        if (actual != expected) {
            throw new IllegalStateException(
                "snapshot was taken with " + name + "=" + actual + ", this version has " + expected);
        }
    }
}
