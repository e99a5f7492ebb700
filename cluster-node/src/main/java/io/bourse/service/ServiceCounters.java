package io.bourse.service;

import io.aeron.Aeron;
import org.agrona.concurrent.status.AtomicCounter;

/** What operators see of the service in the media driver's counters (AeronStat). Local to the member, no state. */
final class ServiceCounters {
    private static final int TYPE_ID_BASE = 1_500;

    final AtomicCounter events;
    final AtomicCounter suppressedEvents;
    final AtomicCounter droppedMessages;
    final AtomicCounter malformedMessages;
    final AtomicCounter outOfSequenceMessages;
    final AtomicCounter droppedReplies;
    final AtomicCounter snapshots;

    ServiceCounters(final Aeron aeron) {
        events = aeron.addCounter(TYPE_ID_BASE, "bourse events");
        suppressedEvents = aeron.addCounter(TYPE_ID_BASE + 1, "bourse events recorded before, suppressed in replay");
        droppedMessages = aeron.addCounter(TYPE_ID_BASE + 2, "bourse ingress messages dropped: nobody to attribute to");
        malformedMessages = aeron.addCounter(TYPE_ID_BASE + 3, "bourse ingress messages rejected: malformed");
        outOfSequenceMessages = aeron.addCounter(TYPE_ID_BASE + 4, "bourse ingress messages out of sequence");
        droppedReplies = aeron.addCounter(TYPE_ID_BASE + 5, "bourse egress messages dropped");
        snapshots = aeron.addCounter(TYPE_ID_BASE + 6, "bourse snapshots taken");
    }
}
