package io.bourse.service;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.bourse.engine.Engine;
import io.bourse.engine.RecordKind;
import io.bourse.engine.StateHash;
import io.bourse.engine.StateVisitor;
import io.bourse.schema.snapshot.MessageHeaderEncoder;
import io.bourse.schema.snapshot.SnapshotBeginEncoder;
import io.bourse.schema.snapshot.SnapshotEndEncoder;
import io.bourse.schema.snapshot.SnapshotRecordsEncoder;
import io.bourse.wire.EventFrame;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.zip.CRC32C;

/**
 * Writes the state as a snapshot: begin, records, end. Most fields are small numbers, so the records are written with
 * numbers of variable length, packed into full messages: a quarter of the bytes, and a fraction of the messages, of a
 * fixed layout. What a member may not do while it takes a snapshot is bounded by this.
 */
final class SnapshotPublisher implements StateVisitor {
    /** Format of the messages that this version writes. */
    static final int FORMAT_VERSION = 3;
    /** The oldest format that is still read: members of the version before this one wrote it. */
    static final int OLDEST_FORMAT_VERSION = 2;
    /** Format that ends with a checksum. */
    static final int CHECKSUM_SINCE = 3;
    /** Fields of one record. */
    static final int FIELDS_MAX = 256;
    /** Bytes of records in one message: header and length with them are one frame on any network. */
    static final int DATA_LENGTH_MAX = 1_334;

    private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int DATA_OFFSET = HEADER_LENGTH + SnapshotRecordsEncoder.dataHeaderLength();
    /** Bytes of a message. */
    static final int MESSAGE_LENGTH_MAX = DATA_OFFSET + DATA_LENGTH_MAX;

    private static final int NUMBER_LENGTH_MAX = 10;
    private static final int MORE = 0x80;
    private static final int LOW_BITS = 0x7F;
    private static final int BITS = 7;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MESSAGE_LENGTH_MAX]);
    private final CRC32C checksum = new CRC32C();
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final SnapshotBeginEncoder begin = new SnapshotBeginEncoder();
    private final SnapshotRecordsEncoder records = new SnapshotRecordsEncoder();
    private final SnapshotEndEncoder end = new SnapshotEndEncoder();
    private final StateHash stateHash = new StateHash();
    private final long[] fields = new long[FIELDS_MAX];
    private final byte[] record = new byte[1 + NUMBER_LENGTH_MAX * (1 + FIELDS_MAX)];
    private final ExclusivePublication publication;
    private final IdleStrategy idleStrategy;
    private RecordKind kind;
    private int fieldCount;
    private int dataLength;
    private long recordCount;

    SnapshotPublisher(final ExclusivePublication publication, final IdleStrategy idleStrategy) {
        this.publication = publication;
        this.idleStrategy = idleStrategy;
    }

    /** Writes all; returns the hash of the state. */
    long publish(final Engine engine, final EventPublisher events, final EventStream stream) {
        begin.wrapAndApplyHeader(buffer, 0, messageHeader)
            .formatVersion(FORMAT_VERSION)
            .eventStreamId(EventFrame.STREAM_ID)
            .eventTermLength(EventFrame.TERM_LENGTH)
            .eventMtuLength(EventFrame.MTU_LENGTH)
            .epoch(events.epoch())
            .eventPosition(stream.position())
            .eventSequence(events.eventSequence())
            .chainHash(Integer.toUnsignedLong(events.chainHash()));
        publish(HEADER_LENGTH + begin.encodedLength());
        stateHash.reset();
        engine.accept(this);
        writeRecord();
        writeData();
        end.wrapAndApplyHeader(buffer, 0, messageHeader).recordCount(recordCount).stateHash(stateHash.value());
        checksum.update(buffer.byteArray(), 0, HEADER_LENGTH + SnapshotEndEncoder.checksumEncodingOffset());
        end.checksum(checksum.getValue());
        offer(HEADER_LENGTH + end.encodedLength());
        return stateHash.value();
    }

    @Override
    public void record(final RecordKind recordKind) {
        stateHash.record(recordKind);
        writeRecord();
        kind = recordKind;
    }

    @Override
    public void field(final String name, final long value) {
        stateHash.field(name, value);
        fields[fieldCount++] = value;
    }

    private void writeRecord() {
        if (kind == null) {
            return;
        }
        record[0] = (byte) kind.code();
        int length = putNumber(1, fieldCount);
        for (int i = 0; i < fieldCount; i++) {
            length = putNumber(length, zigzag(fields[i]));
        }
        append(length);
        recordCount++;
        fieldCount = 0;
        kind = null;
    }

    /** Seven bits a byte, the lowest first; the offset behind it. */
    private int putNumber(final int offset, final long number) {
        int at = offset;
        long rest = number;
        while ((rest & ~LOW_BITS) != 0) {
            record[at++] = (byte) (rest & LOW_BITS | MORE);
            rest >>>= BITS;
        }
        record[at++] = (byte) rest;
        return at;
    }

    private void append(final int length) {
        int written = 0;
        while (written < length) {
            final int piece = Math.min(length - written, DATA_LENGTH_MAX - dataLength);
            buffer.putBytes(DATA_OFFSET + dataLength, record, written, piece);
            dataLength += piece;
            written += piece;
            if (dataLength == DATA_LENGTH_MAX) {
                writeData();
            }
        }
    }

    private void writeData() {
        if (dataLength == 0) {
            return;
        }
        records.wrapAndApplyHeader(buffer, 0, messageHeader);
        // The bytes are there already: only their length is missing.
        buffer.putShort(HEADER_LENGTH, (short) dataLength, SnapshotRecordsEncoder.BYTE_ORDER);
        publish(DATA_OFFSET + dataLength);
        dataLength = 0;
    }

    private void publish(final int length) {
        checksum.update(buffer.byteArray(), 0, length);
        offer(length);
    }

    private void offer(final int length) {
        idleStrategy.reset();
        while (true) {
            final long result = publication.offer(buffer, 0, length);
            if (result > 0) {
                return;
            }
            if (result != Publication.BACK_PRESSURED && result != Publication.ADMIN_ACTION) {
                throw new AgentTerminationException("snapshot cannot be written: " + Publication.errorString(result));
            }
            idleStrategy.idle();
        }
    }

    /** Small numbers of either sign become small numbers without one. */
    static long zigzag(final long value) {
        return value << 1 ^ value >> Long.SIZE - 1;
    }
}
