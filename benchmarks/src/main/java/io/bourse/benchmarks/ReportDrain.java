package io.bourse.benchmarks;

/** The thread that drains the ring, as fast as it can. It hands every report to the sink of the run. */
final class ReportDrain implements AutoCloseable {
    /** Looks at an empty ring this often only: each look takes the line of the position away from the producer. */
    private static final int SPINS_WHEN_EMPTY = 16;

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
            int spins = 0;
            while (isRunning) {
                final long published = ring.published();
                if (published == head) {
                    pause(spins++);
                } else {
                    spins = 0;
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

    private static void pause(final int spins) {
        for (int i = 0; i < SPINS_WHEN_EMPTY; i++) {
            Waiting.once(spins);
        }
    }
}
