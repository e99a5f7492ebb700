package io.bourse.service;

import io.bourse.engine.Engine;
import io.bourse.schema.EventHeaderEncoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.wire.ChainHash;
import io.bourse.wire.EventFrame;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/**
 * The one frame that each event is encoded into, and what makes it part of the stream: number, chain hash, place in the
 * log. Hands the private ones of the command to egress. Its state (sequence, epoch, chain hash) is part of the snapshot.
 */
final class EventFrames {
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[EventFrame.MAX_LENGTH]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final ChainHash chain = new ChainHash();
    private final EventStream stream;
    private final Egress egress;
    private Engine engine;
    private long epoch;
    private long eventSequence;
    private int chainHash;
    private long logPosition;
    private int indexInCommand;

    EventFrames(final EventStream stream, final Egress egress) {
        this.stream = stream;
        this.egress = egress;
    }

    void engine(final Engine listenedTo) {
        engine = listenedTo;
    }

    void restore(final long loadedEpoch, final long loadedEventSequence, final int loadedChainHash) {
        epoch = loadedEpoch;
        eventSequence = loadedEventSequence;
        chainHash = loadedChainHash;
    }

    void onLogEntry(final long timestampNs) {
        if (epoch == 0) {
            epoch = timestampNs;
        }
    }

    void begin(final long commandLogPosition) {
        logPosition = commandLogPosition;
        indexInCommand = 0;
        egress.begin();
    }

    long epoch() {
        return epoch;
    }

    long eventSequence() {
        return eventSequence;
    }

    int chainHash() {
        return chainHash;
    }

    MessageHeaderEncoder messageHeader() {
        return messageHeader;
    }

    /** Frames are compared byte for byte between members, so nothing of an earlier frame may shine through. */
    UnsafeBuffer clear() {
        frame.setMemory(0, EventFrame.MAX_LENGTH, (byte) 0);
        return frame;
    }

    void head(final EventHeaderEncoder header) {
        header
            .eventSequence(eventSequence + 1)
            .epoch(epoch)
            .timestampNs(engine.timestampNs())
            .logPosition(logPosition)
            .indexInCommand(indexInCommand)
            .reserved(0);
    }

    /** The frame is complete. A private one tells the gateway of the command what became of it. */
    void publish(final boolean isPrivate) {
        final int length = EventFrame.length(frame, 0);
        final int hashed = length - EventFrame.TRAILER_LENGTH;
        final int hash = chain.next(chainHash, frame, 0, hashed);
        frame.putInt(hashed, hash, ByteOrder.LITTLE_ENDIAN);
        eventSequence++;
        indexInCommand++;
        chainHash = hash;
        stream.append(frame, length, eventSequence, epoch, hash);
        if (isPrivate) {
            egress.append(frame, 0, length);
        }
    }
}
