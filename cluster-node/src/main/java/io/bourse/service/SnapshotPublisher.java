package io.bourse.service;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.bourse.engine.Engine;
import io.bourse.engine.RecordKind;
import io.bourse.engine.StateVisitor;
import io.bourse.schema.snapshot.MessageHeaderEncoder;
import io.bourse.schema.snapshot.SnapshotBeginEncoder;
import io.bourse.schema.snapshot.SnapshotEndEncoder;
import io.bourse.schema.snapshot.SnapshotRecordEncoder;
import io.bourse.wire.EventFrame;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes the state as a snapshot: begin, one message per record (a long record: several), end. */
final class SnapshotPublisher implements StateVisitor {
    /** Format of the records that this version writes and reads. */
    static final int FORMAT_VERSION = 2;
    /** Kind of a message that goes on with the record before it. */
    static final int CONTINUATION = 0;
    /** Values in one message. */
    static final int VALUES_MAX = 150;

    private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int BUFFER_LENGTH = 1_344;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final SnapshotBeginEncoder begin = new SnapshotBeginEncoder();
    private final SnapshotRecordEncoder record = new SnapshotRecordEncoder();
    private final SnapshotEndEncoder end = new SnapshotEndEncoder();
    private final long[] values = new long[VALUES_MAX];
    private final ExclusivePublication publication;
    private final IdleStrategy idleStrategy;
    private int kind;
    private int valueCount;
    private boolean isInRecord;
    private long recordCount;

    SnapshotPublisher(final ExclusivePublication publication, final IdleStrategy idleStrategy) {
        this.publication = publication;
        this.idleStrategy = idleStrategy;
    }

    void publish(final Engine engine, final EventPublisher events, final EventStream stream) {
        begin.wrapAndApplyHeader(buffer, 0, messageHeader)
            .formatVersion(FORMAT_VERSION)
            .eventStreamId(EventFrame.STREAM_ID)
            .eventTermLength(EventFrame.TERM_LENGTH)
            .eventMtuLength(EventFrame.MTU_LENGTH)
            .epoch(events.epoch())
            .eventPosition(stream.position())
            .eventSequence(events.eventSequence())
            .chainHash(Integer.toUnsignedLong(events.chainHash()));
        offer(HEADER_LENGTH + begin.encodedLength());
        engine.accept(this);
        flush();
        end.wrapAndApplyHeader(buffer, 0, messageHeader).recordCount(recordCount).stateHash(engine.stateHash());
        offer(HEADER_LENGTH + end.encodedLength());
    }

    @Override
    public void record(final RecordKind recordKind) {
        flush();
        kind = recordKind.code();
        isInRecord = true;
        recordCount++;
    }

    @Override
    public void field(final String name, final long value) {
        if (valueCount == VALUES_MAX) {
            flush();
            kind = CONTINUATION;
            isInRecord = true;
        }
        values[valueCount++] = value;
    }

    private void flush() {
        if (!isInRecord) {
            return;
        }
        record.wrapAndApplyHeader(buffer, 0, messageHeader).kind(kind);
        final SnapshotRecordEncoder.ValuesEncoder group = record.valuesCount(valueCount);
        for (int i = 0; i < valueCount; i++) {
            group.next().value(values[i]);
        }
        offer(HEADER_LENGTH + record.encodedLength());
        valueCount = 0;
        isInRecord = false;
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
}
