package io.bourse.benchmarks;

import java.util.concurrent.locks.LockSupport;

/** The thread that drains the ring, as fast as it can. It hands every report to the sink of the run. */
final class ReportDrain implements AutoCloseable {
    /**
     * Sleeps this long when the ring is empty, a few dozen messages: each look takes the line of the position away from the
     * producer, and two virtual processors may be one core, where a thread that spins takes half of it.
     */
    private static final long EMPTY_SLEEP_NS = 20_000;

    private final ReportRing ring;
    private final Thread thread;
    private volatile ReportSink sink;
    private volatile boolean isRunning = true;
    private volatile Throwable failure;

    ReportDrain(final ReportRing ring) {
        this.ring = ring;
        thread = new Thread(this::run, "report-drain");
        thread.setDaemon(true);
        thread.start();
    }

    /** While the ring is empty. */
    void sink(final ReportSink newSink) {
        sink = newSink;
    }

    /** Waits until all that was published is drained. */
    void await(final long position) {
        for (int spins = 0; ring.released() < position; spins++) {
            if (failure != null) {
                throw new IllegalStateException("the drain has failed", failure);
            }
            Waiting.once(spins);
        }
    }

    @Override
    public void close() {
        isRunning = false;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            long head = 0;
            while (isRunning) {
                final long published = ring.published();
                if (published == head) {
                    LockSupport.parkNanos(EMPTY_SLEEP_NS);
                } else {
                    drain(head, published, sink);
                    head = published;
                    ring.release(head);
                }
            }
        } catch (final RuntimeException | Error e) {
            failure = e;
        }
    }

    private void drain(final long from, final long to, final ReportSink target) {
        for (long position = from; position < to; position++) {
            target.onReport(ring.records(), ring.offset(position));
        }
    }
}
