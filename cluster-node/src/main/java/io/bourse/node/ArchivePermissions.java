package io.bourse.node;

import io.aeron.archive.codecs.ArchiveIdRequestDecoder;
import io.aeron.archive.codecs.BoundedReplayRequestDecoder;
import io.aeron.archive.codecs.CloseSessionRequestDecoder;
import io.aeron.archive.codecs.FindLastMatchingRecordingRequestDecoder;
import io.aeron.archive.codecs.KeepAliveRequestDecoder;
import io.aeron.archive.codecs.ListRecordingRequestDecoder;
import io.aeron.archive.codecs.ListRecordingsForUriRequestDecoder;
import io.aeron.archive.codecs.ListRecordingsRequestDecoder;
import io.aeron.archive.codecs.MaxRecordedPositionRequestDecoder;
import io.aeron.archive.codecs.MessageHeaderDecoder;
import io.aeron.archive.codecs.RecordingPositionRequestDecoder;
import io.aeron.archive.codecs.ReplayRequestDecoder;
import io.aeron.archive.codecs.StartPositionRequestDecoder;
import io.aeron.archive.codecs.StopPositionRequestDecoder;
import io.aeron.archive.codecs.StopReplayRequestDecoder;
import io.aeron.security.AuthorisationService;
import io.bourse.wire.Principal;

/**
 * What a principal may ask of an archive: members everything, since they record and copy; readers of events to look and to
 * replay. Whatever is not listed is refused: what changes recordings is the Raft log's life. Readers may not stop replays
 * either, since any could name the replay from which a member catches up; theirs end when nobody listens.
 */
final class ArchivePermissions implements AuthorisationService {
    private final Runnable onRefused;

    /**
     * @param onRefused is called for each refused request
     */
    ArchivePermissions(final Runnable onRefused) {
        this.onRefused = onRefused;
    }

    @Override
    public boolean isAuthorised(
        final int protocolId, final int actionId, final Object type, final byte[] encodedPrincipal) {
        final boolean isAllowed = protocolId == MessageHeaderDecoder.SCHEMA_ID &&
            isAllowed(Principal.kindOf(encodedPrincipal), actionId);
        if (!isAllowed) {
            onRefused.run();
        }
        return isAllowed;
    }

    private static boolean isAllowed(final Principal kind, final int actionId) {
        return switch (kind) {
            case MEMBER -> true;
            case ADMIN -> isReading(actionId) || actionId == StopReplayRequestDecoder.TEMPLATE_ID;
            case GATEWAY, MARKET_DATA, PERSISTENCE -> isReading(actionId);
            case null -> false;
        };
    }

    private static boolean isReading(final int actionId) {
        return switch (actionId) {
            case ArchiveIdRequestDecoder.TEMPLATE_ID,
                KeepAliveRequestDecoder.TEMPLATE_ID,
                CloseSessionRequestDecoder.TEMPLATE_ID,
                ListRecordingRequestDecoder.TEMPLATE_ID,
                ListRecordingsRequestDecoder.TEMPLATE_ID,
                ListRecordingsForUriRequestDecoder.TEMPLATE_ID,
                FindLastMatchingRecordingRequestDecoder.TEMPLATE_ID,
                RecordingPositionRequestDecoder.TEMPLATE_ID,
                StartPositionRequestDecoder.TEMPLATE_ID,
                StopPositionRequestDecoder.TEMPLATE_ID,
                MaxRecordedPositionRequestDecoder.TEMPLATE_ID,
                ReplayRequestDecoder.TEMPLATE_ID,
                BoundedReplayRequestDecoder.TEMPLATE_ID -> true;
            default -> false;
        };
    }
}
