package io.bourse.node;

import io.aeron.archive.codecs.RecordingState;

/**
 * A recording as the catalog of its archive describes it.
 *
 * @param catalogOffset of its entry
 * @param id            in this archive
 * @param state         only VALID ones are used
 * @param startPosition of the first frame
 * @param stopPosition  behind the last frame; {@link io.aeron.archive.client.AeronArchive#NULL_POSITION} while it is written
 * @param initialTermId of its stream
 * @param segmentLength of its files, in bytes
 * @param termLength    of its stream, in bytes
 * @param mtuLength     of its stream, in bytes
 * @param streamId      of its stream
 * @param channel       of its stream
 */
record Recording(
    int catalogOffset, long id, RecordingState state, long startPosition, long stopPosition, int initialTermId,
    int segmentLength, int termLength, int mtuLength, int streamId, String channel) {
}
