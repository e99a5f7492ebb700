package io.bourse.service;

import io.aeron.Aeron;
import io.aeron.ChannelUriStringBuilder;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.archive.status.RecordingPos;
import io.aeron.cluster.service.Cluster;
import io.bourse.wire.EventFrame;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.status.CountersReader;

/**
 * The recorded stream of events of this member. Positions are computed, not taken from the publication: while the log
 * is replayed after a start, events that the recording already holds are only counted, and the newest of them must be
 * the same as recorded. So the recordings of all members hold the same frame at the same position, and a restart adds
 * no gap and no repetition. Not final, so that a test can look at the frames without a member.
 */
class EventStream implements AutoCloseable {
    private static final int INITIAL_TERM_ID = 0;

    private final ServiceCounters counters;
    private Cluster cluster;
    private ExclusivePublication publication;
    private CountersReader aeronCounters;
    private RecordedTail tail;
    private long recordingId = Aeron.NULL_VALUE;
    private int recordingCounterId = CountersReader.NULL_COUNTER_ID;
    private long recordedPosition;
    private long position;
    private boolean isTailVerified;

    EventStream(final ServiceCounters counters) {
        this.counters = counters;
    }

    /** End of the newest event, in the state of the log so far. */
    long position() {
        return position;
    }

    /**
     * Opens the stream and its recording. Blocks on the local archive, so only from {@code onStart}.
     *
     * @param startingCluster to which the service belongs
     * @param statePosition   end of the newest event in the loaded state; 0 for the empty state
     */
    void start(final Cluster startingCluster, final long statePosition) {
        cluster = startingCluster;
        position = statePosition;
        final Aeron aeron = cluster.aeron();
        aeronCounters = aeron.countersReader();
        try (EventArchive archive = new EventArchive(cluster)) {
            final EventArchive.Recording recording = archive.findRecording();
            final boolean isContinuing = recording != null && recording.stopPosition() >= statePosition;
            recordedPosition = isContinuing ? recording.stopPosition() : statePosition;
            tail = isContinuing ? archive.readTail(recording) : RecordedTail.EMPTY;
            final ChannelUriStringBuilder channel = new ChannelUriStringBuilder()
                .media(CommonContext.IPC_MEDIA)
                .alias(EventFrame.ALIAS)
                .mtu(EventFrame.MTU_LENGTH)
                .initialPosition(recordedPosition, INITIAL_TERM_ID, EventFrame.TERM_LENGTH);
            publication = aeron.addExclusivePublication(channel.build(), EventFrame.STREAM_ID);
            recordingCounterId = archive.record(
                isContinuing ? recording.recordingId() : Aeron.NULL_VALUE, publication.sessionId());
            recordingId = RecordingPos.getRecordingId(aeronCounters, recordingCounterId);
        }
    }

    /**
     * Compares what the recording ends with against the state, when it ends exactly there.
     *
     * @param eventSequence of the newest event in the loaded state
     * @param epoch         of the loaded state
     * @param chainHash     of the newest event in the loaded state
     */
    void verifyStart(final long eventSequence, final long epoch, final int chainHash) {
        if (eventSequence != 0 && tail.endPosition() == position) {
            verifyTail(eventSequence, epoch, chainHash);
        }
    }

    /**
     * Adds an event.
     *
     * @param frame         holding the event at offset 0
     * @param length        of the event, trailer included
     * @param eventSequence of the event
     * @param epoch         of the event
     * @param chainHash     of the event
     */
    void append(
        final DirectBuffer frame, final int length, final long eventSequence, final long epoch, final int chainHash) {
        final long end = EventPosition.end(position, length, EventFrame.TERM_LENGTH);
        if (end <= recordedPosition) {
            if (tail.endPosition() > 0 && epoch != tail.epoch()) {
                throw new DivergedException("recorded events are of epoch=" + tail.epoch() + ", the log is of epoch=" + epoch +
                    ": one of them belongs to another history");
            }
            if (end == tail.endPosition()) {
                verifyTail(eventSequence, epoch, chainHash);
            }
            counters.suppressedEvents.increment();
        } else {
            if (!isTailVerified && tail.endPosition() > position) {
                throw new DivergedException("recorded events end at position=" + tail.endPosition() +
                    " which is no end of an event now: this data folder belongs to another history");
            }
            final long result = offer(frame, length);
            if (result != end) {
                throw new IllegalStateException("event ended at position=" + result + " instead of " + end);
            }
            counters.events.increment();
        }
        position = end;
    }

    /** Waits until everything published is recorded, so that a snapshot is never ahead of the recording. */
    void awaitRecorded() {
        final IdleStrategy idleStrategy = cluster.idleStrategy();
        idleStrategy.reset();
        while (aeronCounters.getCounterValue(recordingCounterId) < publication.position()) {
            verifyRecording();
            idleStrategy.idle();
        }
    }

    /** Ends the member if its recording has stopped: events would be lost. */
    void verifyRecording() {
        if (publication != null && recordingId != Aeron.NULL_VALUE &&
            !RecordingPos.isActive(aeronCounters, recordingCounterId, recordingId)) {
            throw new AgentTerminationException("recording of events has stopped: recordingId=" + recordingId);
        }
    }

    @Override
    public void close() {
        CloseHelper.quietClose(publication);
    }

    private void verifyTail(final long eventSequence, final long epoch, final int chainHash) {
        if (eventSequence != tail.eventSequence() || epoch != tail.epoch() || chainHash != tail.chainHash()) {
            throw new DivergedException("recorded events belong to another history: at position=" +
                tail.endPosition() + " recorded eventSequence=" + tail.eventSequence() + " epoch=" + tail.epoch() +
                " chainHash=" + Integer.toHexString(tail.chainHash()) + " but now eventSequence=" + eventSequence +
                " epoch=" + epoch + " chainHash=" + Integer.toHexString(chainHash));
        }
        isTailVerified = true;
    }

    private long offer(final DirectBuffer frame, final int length) {
        long result = publication.offer(frame, 0, length);
        if (result > 0) {
            return result;
        }
        final IdleStrategy idleStrategy = cluster.idleStrategy();
        idleStrategy.reset();
        while (result < 0) {
            if (result == Publication.BACK_PRESSURED) {
                idleStrategy.idle();
            } else if (result != Publication.ADMIN_ACTION) {
                throw new AgentTerminationException("event stream is gone: " + Publication.errorString(result));
            }
            result = publication.offer(frame, 0, length);
        }
        return result;
    }
}
