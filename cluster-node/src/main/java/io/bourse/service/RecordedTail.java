package io.bourse.service;

/**
 * The newest event that a recording holds.
 *
 * @param endPosition   of the event in the stream; -1 when the recording is empty
 * @param eventSequence of the event
 * @param epoch         of the event
 * @param chainHash     of the event
 */
record RecordedTail(long endPosition, long eventSequence, long epoch, int chainHash) {
    static final RecordedTail EMPTY = new RecordedTail(-1, 0, 0, 0);
}
