package io.bourse.service;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.archive.status.RecordingPos;
import io.aeron.cluster.client.ClusterException;
import io.aeron.cluster.service.Cluster;
import io.aeron.logbuffer.FragmentHandler;
import io.bourse.wire.EventFrame;
import org.agrona.CloseHelper;
import org.agrona.collections.MutableLong;
import org.agrona.collections.MutableReference;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.status.CountersReader;

import java.util.concurrent.TimeUnit;

/**
 * What the service asks of its member's archive while it starts. Closed right after: recordings go on without the
 * control session, and one that is not polled would be given up by the archive.
 */
final class EventArchive implements AutoCloseable {
    /** Stream id of archive answers to this client; the container and the consensus module have their own. */
    private static final int CONTROL_RESPONSE_STREAM_ID = 771;
    private static final int REPLAY_STREAM_ID = 772;
    private static final int RECORDINGS_MAX = 1_000;
    private static final int FRAGMENT_LIMIT = 100;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final String REPLAY_CHANNEL = "aeron:ipc?alias=bourse-events-tail";

    private final Aeron aeron;
    private final IdleStrategy idleStrategy;
    private final AeronArchive archive;

    EventArchive(final Cluster cluster) {
        aeron = cluster.aeron();
        idleStrategy = cluster.idleStrategy();
        archive = AeronArchive.connect(cluster.context().archiveContext().clone()
            .controlResponseStreamId(CONTROL_RESPONSE_STREAM_ID));
    }

    /** The newest recording of events, stopped; null if there is none. */
    Recording findRecording() {
        final MutableReference<Recording> newest = new MutableReference<>();
        archive.listRecordingsForUri(
            0, RECORDINGS_MAX, "alias=" + EventFrame.ALIAS, EventFrame.STREAM_ID,
            (controlSessionId, correlationId, recordingId, startTimestamp, stopTimestamp, startPosition, stopPosition,
                initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId, streamId, strippedChannel,
                originalChannel, sourceIdentity) -> {
                if (termBufferLength != EventFrame.TERM_LENGTH || mtuLength != EventFrame.MTU_LENGTH) {
                    throw new ClusterException("recorded events have term length " + termBufferLength + " and MTU " +
                        mtuLength + ", this version writes " + EventFrame.TERM_LENGTH + " and " + EventFrame.MTU_LENGTH);
                }
                newest.set(new Recording(recordingId, startPosition, stopPosition));
            });
        final Recording recording = newest.get();
        if (recording == null || recording.stopPosition() != AeronArchive.NULL_POSITION) {
            return recording;
        }
        archive.tryStopRecordingByIdentity(recording.recordingId());
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        long stopPosition = archive.getStopPosition(recording.recordingId());
        while (stopPosition == AeronArchive.NULL_POSITION) {
            idle(deadlineNs, "the old recording of events to stop");
            stopPosition = archive.getStopPosition(recording.recordingId());
        }
        return new Recording(recording.recordingId(), recording.startPosition(), stopPosition);
    }

    /** Replays the last term of a recording for its newest event. A term always begins with a frame. */
    RecordedTail readTail(final Recording recording) {
        final long stop = recording.stopPosition();
        final long lastTerm = (stop - 1) / EventFrame.TERM_LENGTH * EventFrame.TERM_LENGTH;
        final long from = Math.max(recording.startPosition(), lastTerm);
        if (from >= stop) {
            return RecordedTail.EMPTY;
        }
        final MutableReference<RecordedTail> tail = new MutableReference<>(RecordedTail.EMPTY);
        final FragmentHandler handler = (buffer, offset, length, header) -> tail.set(new RecordedTail(
            header.position(),
            EventFrame.eventSequence(buffer, offset),
            EventFrame.epoch(buffer, offset),
            EventFrame.chainHash(buffer, offset)));
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        try (Subscription subscription = archive.replay(
            recording.recordingId(), from, stop - from, REPLAY_CHANNEL, REPLAY_STREAM_ID)) {
            while (subscription.hasNoImages()) {
                archive.checkForErrorResponse();
                idle(deadlineNs, "the replay of the recorded events");
            }
            final Image image = subscription.imageAtIndex(0);
            final MutableLong position = new MutableLong(from);
            while (position.get() < stop) {
                if (image.poll(handler, FRAGMENT_LIMIT) == 0) {
                    archive.checkForErrorResponse();
                    if (image.isClosed()) {
                        throw new ClusterException("replay of the recorded events ended at position=" + position.get() +
                            " before " + stop);
                    }
                    idle(deadlineNs, "the replay of the recorded events");
                }
                position.set(image.position());
            }
        }
        return tail.get();
    }

    /**
     * Starts to record a publication of events, or extends a recording with it.
     *
     * @return id of the counter of the recorded position
     */
    int record(final long recordingId, final int sessionId) {
        final String channel = "aeron:ipc?alias=" + EventFrame.ALIAS + "|" +
            CommonContext.SESSION_ID_PARAM_NAME + "=" + sessionId;
        if (recordingId == Aeron.NULL_VALUE) {
            archive.startRecording(channel, EventFrame.STREAM_ID, SourceLocation.LOCAL, true);
        } else {
            archive.extendRecording(recordingId, channel, EventFrame.STREAM_ID, SourceLocation.LOCAL, true);
        }
        final CountersReader counters = aeron.countersReader();
        final long archiveId = archive.archiveId();
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        int counterId = RecordingPos.findCounterIdBySession(counters, sessionId, archiveId);
        while (counterId == CountersReader.NULL_COUNTER_ID) {
            archive.checkForErrorResponse();
            idle(deadlineNs, "the recording of events to begin");
            counterId = RecordingPos.findCounterIdBySession(counters, sessionId, archiveId);
        }
        return counterId;
    }

    @Override
    public void close() {
        CloseHelper.close(archive);
    }

    /** Never state: only how long a start may take on this member. */
    private void idle(final long deadlineNs, final String awaited) {
        if (deadlineNs - System.nanoTime() < 0) {
            throw new ClusterException("waited in vain for " + awaited);
        }
        idleStrategy.idle();
    }

    /**
     * A recording of events.
     *
     * @param recordingId   in this archive
     * @param startPosition of its first frame
     * @param stopPosition  behind its last frame
     */
    record Recording(long recordingId, long startPosition, long stopPosition) {
    }
}
