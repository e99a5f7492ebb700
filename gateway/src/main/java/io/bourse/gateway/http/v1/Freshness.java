package io.bourse.gateway.http.v1;

import io.bourse.gateway.cluster.ClusterEventListener;
import io.bourse.wire.EventFrame;
import org.agrona.DirectBuffer;

import java.util.concurrent.TimeUnit;

/** Remembers how far the event stream was at which time, so that a projection can be told to lag. */
public final class Freshness implements ClusterEventListener {
    /** An event older than this that a projection does not have makes the projection stale. */
    public static final long LAG_MAX_MS = 5_000;

    private static final int SAMPLES = 16;
    private static final long SAMPLE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final long[] sequences = new long[SAMPLES];
    private final long[] timesNs = new long[SAMPLES];
    private int count;
    private long lastSampleNs;
    private long eventSequence;

    @Override
    public synchronized void onEvent(final DirectBuffer buffer, final int offset, final int length) {
        eventSequence = EventFrame.eventSequence(buffer, offset);
        final long nowNs = System.nanoTime();
        if (count == 0 || nowNs - lastSampleNs >= SAMPLE_NS) {
            sequences[count % SAMPLES] = eventSequence;
            timesNs[count % SAMPLES] = nowNs;
            lastSampleNs = nowNs;
            count++;
        }
    }

    /** Whether a projection that has applied this event is not far behind. */
    synchronized boolean isFresh(final long appliedEventSequence) {
        if (appliedEventSequence >= eventSequence) {
            return true;
        }
        final long nowNs = System.nanoTime();
        for (int i = 0; i < Math.min(count, SAMPLES); i++) {
            if (nowNs - timesNs[i] > TimeUnit.MILLISECONDS.toNanos(LAG_MAX_MS) && appliedEventSequence < sequences[i]) {
                return false;
            }
        }
        return true;
    }

    /** Of the newest event seen; 0 before the first. */
    synchronized long eventSequence() {
        return eventSequence;
    }
}
