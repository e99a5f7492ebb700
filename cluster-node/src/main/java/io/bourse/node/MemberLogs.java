package io.bourse.node;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.exceptions.AeronException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the other members have the log, as their archives say. One that is behind, because it was down or slow, reads what it
 * lacks from the leader; it could not any more if that were removed.
 */
final class MemberLogs {
    /** Of a member that does not answer, or has no log: it may need all of it. */
    static final long UNKNOWN = 0;

    private static final Logger LOGGER = LoggerFactory.getLogger(MemberLogs.class);
    private static final int RECORDINGS_MAX = 10_000;

    private final MemberContexts contexts;

    MemberLogs(final MemberContexts contexts) {
        this.contexts = contexts;
    }

    /** Position up to which every other member has the log; {@link Long#MAX_VALUE} when there is no other. */
    long slowest(final Aeron aeron) {
        long slowest = Long.MAX_VALUE;
        for (int member = 0; member < contexts.memberCount() && slowest != UNKNOWN; member++) {
            if (member != contexts.memberId()) {
                slowest = Math.min(slowest, position(aeron, member));
            }
        }
        return slowest;
    }

    private long position(final Aeron aeron, final int member) {
        try (AeronArchive archive = AeronArchive.connect(contexts.archiveClientOf(member).aeron(aeron))) {
            final long[] newest = {Aeron.NULL_VALUE, UNKNOWN};
            archive.listRecordings(0, RECORDINGS_MAX, (controlSessionId, correlationId, recordingId, startTimestamp,
                stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength,
                sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) -> {
                if (streamId == ConsensusModule.Configuration.logStreamId()) {
                    newest[0] = recordingId;
                    newest[1] = stopPosition;
                }
            });
            final long recorded =
                newest[0] == Aeron.NULL_VALUE ? UNKNOWN : archive.getRecordingPosition(newest[0]);
            return Math.max(UNKNOWN, recorded != AeronArchive.NULL_POSITION ? recorded : newest[1]);
        } catch (final AeronException noAnswer) {
            LOGGER.debug("{}: member {} does not say how far it has the log: {}", contexts.name(), member,
                noAnswer.getMessage());
            return UNKNOWN;
        }
    }
}
