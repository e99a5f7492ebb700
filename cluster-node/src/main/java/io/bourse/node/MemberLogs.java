package io.bourse.node;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.exceptions.AeronException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.stream.IntStream;

/**
 * Which log the members have, as their archives say. One that is behind, because it was down or slow, reads what it lacks from
 * the leader; it could not any more if that were removed.
 */
final class MemberLogs {
    private static final Logger LOGGER = LoggerFactory.getLogger(MemberLogs.class);
    private static final int RECORDINGS_MAX = 10_000;
    /** Of a member that does not answer: it may need all of it. */
    private static final Log UNKNOWN = new Log(-1, 0);
    private static final Log NONE = new Log(0, 0);

    private final MemberContexts contexts;

    /** Positions from which on and up to which a member has the log. */
    private record Log(long start, long end) {
    }

    MemberLogs(final MemberContexts contexts) {
        this.contexts = contexts;
    }

    /** Position up to which every other member has the log; {@link Long#MAX_VALUE} when there is no other. */
    long slowest(final Aeron aeron) {
        long slowest = Long.MAX_VALUE;
        for (final int member : others().toArray()) {
            // Who may need all of it is waited for once, not with every other that does not answer.
            slowest = slowest == 0 ? 0 : Math.min(slowest, log(aeron, member).end);
        }
        return slowest;
    }

    /** Whether all others say that they do not have what comes after this member's log any more. */
    boolean isLeftBehind(final Aeron aeron) {
        final Log own = log(aeron, contexts.memberId());
        return own != UNKNOWN && others().allMatch(member -> log(aeron, member).start > own.end);
    }

    private IntStream others() {
        return IntStream.range(0, contexts.memberCount()).filter(member -> member != contexts.memberId());
    }

    private Log log(final Aeron aeron, final int member) {
        try (AeronArchive archive = AeronArchive.connect(contexts.archiveClientOf(member).aeron(aeron))) {
            final long[] newest = {Aeron.NULL_VALUE, 0, 0};
            archive.listRecordings(0, RECORDINGS_MAX, (controlSessionId, correlationId, recordingId, startTimestamp,
                stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength,
                sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) -> {
                if (streamId == ConsensusModule.Configuration.logStreamId()) {
                    newest[0] = recordingId;
                    newest[1] = startPosition;
                    newest[2] = stopPosition;
                }
            });
            if (newest[0] == Aeron.NULL_VALUE) {
                return NONE;
            }
            final long recorded = archive.getRecordingPosition(newest[0]);
            return new Log(newest[1], Math.max(0, recorded != AeronArchive.NULL_POSITION ? recorded : newest[2]));
        } catch (final AeronException noAnswer) {
            LOGGER.debug("{}: member {} does not say which log it has: {}", contexts.name(), member, noAnswer.getMessage());
            return UNKNOWN;
        }
    }
}
