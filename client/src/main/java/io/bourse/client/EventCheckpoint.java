package io.bourse.client;

/**
 * A consumer's place in the event stream: the newest event it has taken and what identifies that event, so that a
 * reader that goes on can tell another history from its own.
 */
public final class EventCheckpoint {
    private long epoch;
    private long eventSequence;
    private long startPosition;
    private long nextPosition;
    private int chainHash;

    /** Before the first event. */
    public EventCheckpoint() {
    }

    /** At an event that was taken earlier. */
    public EventCheckpoint(
        final long epoch,
        final long eventSequence,
        final long startPosition,
        final long nextPosition,
        final int chainHash) {
        set(epoch, eventSequence, startPosition, nextPosition, chainHash);
    }

    /** Moves to another event. */
    public EventCheckpoint set(
        final long newEpoch,
        final long newEventSequence,
        final long newStartPosition,
        final long newNextPosition,
        final int newChainHash) {
        epoch = newEpoch;
        eventSequence = newEventSequence;
        startPosition = newStartPosition;
        nextPosition = newNextPosition;
        chainHash = newChainHash;
        return this;
    }

    /** A copy that does not change. */
    public EventCheckpoint copy() {
        return new EventCheckpoint(epoch, eventSequence, startPosition, nextPosition, chainHash);
    }

    /** Whether no event has been taken yet. */
    public boolean isBeginning() {
        return eventSequence == 0;
    }

    /** Of the stream; 0 at the beginning. */
    public long epoch() {
        return epoch;
    }

    /** Of the newest event taken; 0 at the beginning. */
    public long eventSequence() {
        return eventSequence;
    }

    /** Stream position at which the newest event taken begins. */
    public long startPosition() {
        return startPosition;
    }

    /** Stream position at which the next event begins. */
    public long nextPosition() {
        return nextPosition;
    }

    /** Chain hash of the newest event taken, an unsigned 32-bit number. */
    public int chainHash() {
        return chainHash;
    }

    @Override
    public String toString() {
        return "EventCheckpoint{epoch=" + epoch + ", eventSequence=" + eventSequence +
            ", startPosition=" + startPosition + ", nextPosition=" + nextPosition +
            ", chainHash=" + Integer.toHexString(chainHash) + '}';
    }
}
