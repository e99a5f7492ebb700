package io.bourse.service;

import io.aeron.Aeron;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;

import java.util.function.BiFunction;

/** What operators see of the service in the media driver's counters (AeronStat). Local to the member, no state. */
public final class ServiceCounters {
    /** Type of the counter of the log position to which the state hash belongs; -1 for none. */
    public static final int STATE_HASH_POSITION_TYPE_ID = 1_510;
    /** Type of the counter that is the state hash itself. */
    public static final int STATE_HASH_TYPE_ID = 1_511;

    private static final long NO_POSITION = -1;
    private static final int TYPE_ID_BASE = 1_500;

    final AtomicCounter events;
    final AtomicCounter suppressedEvents;
    final AtomicCounter droppedMessages;
    final AtomicCounter malformedMessages;
    final AtomicCounter outOfSequenceMessages;
    final AtomicCounter droppedReplies;
    final AtomicCounter snapshots;
    private final AtomicCounter stateHashPosition;
    private final AtomicCounter stateHash;

    ServiceCounters(final Aeron aeron) {
        this(aeron::addCounter);
    }

    private ServiceCounters(final BiFunction<Integer, String, AtomicCounter> newCounter) {
        events = newCounter.apply(TYPE_ID_BASE, "bourse events");
        suppressedEvents = newCounter.apply(TYPE_ID_BASE + 1, "bourse events recorded before, suppressed in replay");
        droppedMessages = newCounter.apply(TYPE_ID_BASE + 2, "bourse ingress messages dropped: nobody to attribute to");
        malformedMessages = newCounter.apply(TYPE_ID_BASE + 3, "bourse ingress messages rejected: malformed");
        outOfSequenceMessages = newCounter.apply(TYPE_ID_BASE + 4, "bourse ingress messages out of sequence");
        droppedReplies = newCounter.apply(TYPE_ID_BASE + 5, "bourse egress messages dropped");
        snapshots = newCounter.apply(TYPE_ID_BASE + 6, "bourse snapshots taken");
        stateHashPosition = newCounter.apply(STATE_HASH_POSITION_TYPE_ID, "bourse state hash: position of the log");
        stateHash = newCounter.apply(STATE_HASH_TYPE_ID, "bourse state hash");
        stateHashPosition.setRelease(NO_POSITION);
    }

    /** That nobody sees. */
    static ServiceCounters unpublished() {
        return new ServiceCounters((typeId, label) ->
            new AtomicCounter(new UnsafeBuffer(new byte[CountersReader.COUNTER_LENGTH]), 0));
    }

    /** Readers look at the position before and after: what they see then belongs together. */
    void stateHash(final long logPosition, final long hash) {
        stateHashPosition.set(NO_POSITION);
        stateHash.set(hash);
        stateHashPosition.set(logPosition);
    }
}
