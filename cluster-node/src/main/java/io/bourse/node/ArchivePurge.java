package io.bourse.node;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.bourse.wire.EventFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Removes from a member's archive. A recording that somebody is being sent from there is left for the next time: the
 * archive refuses then.
 */
final class ArchivePurge implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ArchivePurge.class);
    private static final int RECORDINGS_MAX = 10_000;
    private static final String SNAPSHOT_ALIAS = "alias=snapshot";
    private static final int[] SNAPSHOT_STREAM_IDS = {
        ConsensusModule.Configuration.SNAPSHOT_STREAM_ID_DEFAULT,
        ClusteredServiceContainer.Configuration.SNAPSHOT_STREAM_ID_DEFAULT};

    private final String name;
    private final AeronArchive archive;

    private record Recording(long recordingId, long startPosition, long stopPosition, int termLength, int segmentLength) {
    }

    ArchivePurge(final String name, final AeronArchive archive) {
        this.name = name;
        this.archive = archive;
    }

    /**
     * Purges the recordings of snapshots that are not kept.
     *
     * @param kept recordings that stay, and with them whatever is newer than the newest of them: it may be in the making
     * @return false when one is in use
     */
    boolean snapshots(final Set<Long> kept) {
        final long newest = kept.stream().mapToLong(Long::longValue).max().orElse(Aeron.NULL_VALUE);
        boolean areAllGone = true;
        for (final int streamId : SNAPSHOT_STREAM_IDS) {
            for (final Recording recording : list(SNAPSHOT_ALIAS, streamId)) {
                if (recording.recordingId < newest && !kept.contains(recording.recordingId)) {
                    areAllGone &= purge(recording);
                }
            }
        }
        return areAllGone;
    }

    /**
     * Purges whole segments of the Raft log.
     *
     * @param keptFrom    before which the log is not needed for a start
     * @param neededFrom  before which no other member needs it
     * @param historyKept bytes that stay in any case, from the end
     * @param historyMax  bytes that stay at most for other members
     * @return false when a segment is in use, or somebody needs what could go otherwise
     */
    boolean log(
        final long recordingId, final long keptFrom, final long neededFrom, final long historyKept, final long historyMax) {
        final List<Recording> found = new ArrayList<>();
        archive.listRecording(recordingId, (controlSessionId, correlationId, id, startTimestamp, stopTimestamp, startPosition,
            stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId, streamId,
            strippedChannel, originalChannel, sourceIdentity) ->
            found.add(new Recording(id, startPosition, stopPosition, termBufferLength, segmentFileLength)));
        if (found.isEmpty()) {
            return true;
        }
        final Recording recording = found.getFirst();
        final long end = end(recording);
        final long removable = Math.min(keptFrom, end - historyKept);
        final long position = Math.max(Math.min(removable, neededFrom), Math.min(keptFrom, end - historyMax));
        if (position > neededFrom && isWorth(recording, position)) {
            LOGGER.warn("{}: log before position={} is removed, although some member lacks it: --log-history-max is reached; " +
                "a member that cannot go on is to be replaced", name, position);
        }
        return purgeBefore(recording, position, "log") && position >= Math.min(removable, end);
    }

    /**
     * Purges whole segments of events, and whole recordings of events that were ended.
     *
     * @param confirmed   before which nobody needs them; {@link io.bourse.service.HousekeepingView#UNKNOWN} if that is not known
     * @param historyKept bytes that stay in any case, from the end
     * @param historyMax  bytes that stay at most, confirmed or not
     * @return false when some are in use
     */
    boolean events(final long confirmed, final long historyKept, final long historyMax) {
        final List<Recording> recordings = list("alias=" + EventFrame.ALIAS, EventFrame.STREAM_ID);
        if (recordings.isEmpty()) {
            return true;
        }
        final Recording newest = recordings.removeLast();
        final long end = end(newest);
        final long position = Math.max(Math.min(confirmed, end - historyKept), end - historyMax);
        boolean areAllGone = true;
        for (final Recording ended : recordings) {
            if (ended.stopPosition != AeronArchive.NULL_POSITION && ended.stopPosition <= position) {
                areAllGone &= purge(ended);
            }
        }
        if (position > Math.max(confirmed, 0) && isWorth(newest, position)) {
            LOGGER.warn("{}: events before position={} are removed, although they are confirmed only to {}: " +
                "--event-history-max is reached", name, position, confirmed);
        }
        return purgeBefore(newest, position, "events") && areAllGone;
    }

    @Override
    public void close() {
        archive.close();
    }

    private List<Recording> list(final String channelFragment, final int streamId) {
        final List<Recording> recordings = new ArrayList<>();
        archive.listRecordingsForUri(
            0, RECORDINGS_MAX, channelFragment, streamId,
            (controlSessionId, correlationId, recordingId, startTimestamp, stopTimestamp, startPosition, stopPosition,
                initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId, foundStreamId, strippedChannel,
                originalChannel, sourceIdentity) ->
                recordings.add(new Recording(recordingId, startPosition, stopPosition, termBufferLength, segmentFileLength)));
        return recordings;
    }

    private long end(final Recording recording) {
        final long recorded = archive.getRecordingPosition(recording.recordingId);
        return recorded != AeronArchive.NULL_POSITION ? recorded : recording.stopPosition;
    }

    private static long segmentBegin(final Recording recording, final long position) {
        return AeronArchive.segmentFileBasePosition(
            recording.startPosition, position, recording.termLength, recording.segmentLength);
    }

    private static boolean isWorth(final Recording recording, final long position) {
        return position > recording.startPosition && segmentBegin(recording, position) > recording.startPosition;
    }

    private boolean purgeBefore(final Recording recording, final long position, final String what) {
        if (!isWorth(recording, position)) {
            return true;
        }
        final long begin = segmentBegin(recording, position);
        return isDone(what, () -> {
            final long count = archive.purgeSegments(recording.recordingId, begin);
            LOGGER.info("{}: removed {} segments of {}, which begin at position={} now", name, count, what, begin);
        });
    }

    private boolean purge(final Recording recording) {
        return isDone("recording " + recording.recordingId, () -> archive.purgeRecording(recording.recordingId));
    }

    private boolean isDone(final String what, final Runnable purge) {
        try {
            purge.run();
            return true;
        } catch (final ArchiveException refused) {
            LOGGER.debug("{}: {} cannot be removed now: {}", name, what, refused.getMessage());
            return false;
        }
    }
}
