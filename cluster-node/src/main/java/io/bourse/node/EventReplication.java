package io.bourse.node;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ReplicationParams;
import io.aeron.exceptions.AeronException;
import io.aeron.security.CredentialsSupplier;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.EventFrame;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Copies the recorded events of whichever member serves them into the archive of a backup, and follows them. All members
 * record the same bytes, so a copy that one began another can go on with.
 */
final class EventReplication implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(EventReplication.class);
    private static final int RECORDINGS_MAX = 1_000;
    private static final long MESSAGE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    /** A copy that has begun has so long to show that it goes on. */
    private static final long START_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    private final Aeron aeron;
    private final AeronArchive archive;
    private final ClusterEndpoints endpoints;
    private final CredentialsSupplier credentials;
    private final String host;
    private long recordingId = Aeron.NULL_VALUE;
    private long replicationId = Aeron.NULL_VALUE;
    private long startedNs;
    private int memberId;

    private record Recording(long recordingId, long startPosition, long stopPosition) {
    }

    EventReplication(
        final Aeron aeron, final AeronArchive archive, final ClusterEndpoints endpoints, final CredentialsSupplier credentials,
        final String host) {
        this.aeron = aeron;
        this.archive = archive;
        this.endpoints = endpoints;
        this.credentials = credentials;
        this.host = host;
    }

    /** Begins to copy if nothing is copied now. Blocks for seconds when a member does not answer. */
    void poll() {
        archive.checkForErrorResponse();
        if (isRunning()) {
            return;
        }
        memberId = (memberId + 1) % endpoints.memberCount();
        try {
            begin();
        } catch (final AeronException failure) {
            LOGGER.info("member {} does not serve its events: {}", memberId, failure.getMessage());
        }
    }

    /** End of what is copied; {@link AeronArchive#NULL_POSITION} before anything is. */
    long position() {
        final List<Recording> copies = list(archive);
        if (copies.isEmpty()) {
            return AeronArchive.NULL_POSITION;
        }
        final Recording copy = copies.getLast();
        final long running = archive.getRecordingPosition(copy.recordingId);
        return running != AeronArchive.NULL_POSITION ? running : copy.stopPosition;
    }

    /** End of the events of the member that is copied now; {@link AeronArchive#NULL_POSITION} when that is not known yet. */
    long sourcePosition() {
        if (replicationId == Aeron.NULL_VALUE) {
            return AeronArchive.NULL_POSITION;
        }
        try (AeronArchive source = connect()) {
            final List<Recording> recordings = list(source);
            return recordings.isEmpty() ? AeronArchive.NULL_POSITION :
                source.getRecordingPosition(recordings.getLast().recordingId);
        } catch (final AeronException failure) {
            LOGGER.info("member {} does not say how far its events go: {}", memberId, failure.getMessage());
            return AeronArchive.NULL_POSITION;
        }
    }

    @Override
    public void close() {
        if (replicationId != Aeron.NULL_VALUE) {
            archive.tryStopReplication(replicationId);
        }
    }

    private boolean isRunning() {
        if (replicationId == Aeron.NULL_VALUE) {
            return false;
        }
        final List<Recording> copies = list(archive);
        final boolean isActive = !copies.isEmpty() &&
            archive.getRecordingPosition(copies.getLast().recordingId) != AeronArchive.NULL_POSITION;
        return isActive || System.nanoTime() - startedNs < START_TIMEOUT_NS;
    }

    private void begin() {
        if (replicationId != Aeron.NULL_VALUE) {
            archive.tryStopReplication(replicationId);
            replicationId = Aeron.NULL_VALUE;
        }
        final Recording source;
        try (AeronArchive member = connect()) {
            final List<Recording> recordings = list(member);
            if (recordings.isEmpty()) {
                return;
            }
            source = recordings.getLast();
        }
        final List<Recording> copies = list(archive);
        final Recording copy = copies.isEmpty() ? null : copies.getLast();
        // When the members have removed what would come next, the copy goes on behind a gap, as another recording.
        final boolean isExtending = copy != null && copy.stopPosition != AeronArchive.NULL_POSITION &&
            source.startPosition <= copy.stopPosition;
        recordingId = isExtending ? copy.recordingId : Aeron.NULL_VALUE;
        replicationId = archive.replicate(
            source.recordingId, AeronArchive.Configuration.controlStreamId(), endpoints.archiveControlChannel(memberId),
            new ReplicationParams().dstRecordingId(recordingId).replicationChannel("aeron:udp?endpoint=" + host + ":0"));
        startedNs = System.nanoTime();
        LOGGER.info("copies the events of member {}{}", memberId,
            isExtending ? " from position=" + copy.stopPosition + " on" : ", from position=" + source.startPosition + " on");
    }

    private AeronArchive connect() {
        return AeronArchive.connect(new AeronArchive.Context()
            .aeron(aeron)
            .ownsAeronClient(false)
            .controlRequestChannel(endpoints.archiveControlChannel(memberId))
            .controlResponseChannel("aeron:udp?endpoint=" + host + ":0")
            .messageTimeoutNs(MESSAGE_TIMEOUT_NS)
            .idleStrategy(new SleepingMillisIdleStrategy(1))
            .credentialsSupplier(credentials));
    }

    private static List<Recording> list(final AeronArchive archive) {
        final List<Recording> recordings = new ArrayList<>();
        archive.listRecordingsForUri(
            0, RECORDINGS_MAX, "alias=" + EventFrame.ALIAS, EventFrame.STREAM_ID,
            (controlSessionId, correlationId, id, startTimestamp, stopTimestamp, startPosition, stopPosition, initialTermId,
                segmentFileLength, termBufferLength, mtuLength, sessionId, streamId, strippedChannel, originalChannel,
                sourceIdentity) -> recordings.add(new Recording(id, startPosition, stopPosition)));
        return recordings;
    }
}
