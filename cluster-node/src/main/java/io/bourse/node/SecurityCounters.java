package io.bourse.node;

import io.aeron.Aeron;
import io.aeron.Counter;

import java.util.EnumMap;
import java.util.Map;

/**
 * How often members have said no, in the media driver's counters (AeronStat). Counted on the archive's thread from before
 * there is a client for counters until after it is gone, so that each count is kept here as well.
 */
final class SecurityCounters implements AutoCloseable {
    /** What was refused. */
    enum Refusal {
        /** A session at the ingress, or of a backup. */
        INGRESS_SESSION("bourse sessions rejected: ingress"),
        /** A control session of the archive. */
        ARCHIVE_SESSION("bourse sessions rejected: archive"),
        /** A request to the consensus module. */
        CLUSTER_REQUEST("bourse requests refused: cluster administration"),
        /** A request to the archive. */
        ARCHIVE_REQUEST("bourse requests refused: archive");

        private final String label;

        Refusal(final String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private static final int TYPE_ID_BASE = 1_520;

    private final Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);
    private final Map<Refusal, Counter> published = new EnumMap<>(Refusal.class);

    synchronized void increment(final Refusal refusal) {
        final long count = counts.merge(refusal, 1L, Long::sum);
        final Counter counter = published.get(refusal);
        if (counter != null) {
            counter.setRelease(count);
        }
    }

    synchronized void publish(final Aeron aeron) {
        for (final Refusal refusal : Refusal.values()) {
            final Counter counter = aeron.addCounter(TYPE_ID_BASE + refusal.ordinal(), refusal.label);
            counter.setRelease(counts.getOrDefault(refusal, 0L));
            published.put(refusal, counter);
        }
    }

    /** Writes to counters no more: their memory goes with the client. */
    @Override
    public synchronized void close() {
        published.clear();
    }
}
