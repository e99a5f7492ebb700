package io.bourse.engine.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Runs seeds one after the other on some threads, until enough are done, time is up, or one fails. */
final class FuzzRunner {
    private final long firstSeed;
    private final int seeds;
    private final int commandsPerSeed;
    private final long endNs;
    private final AtomicInteger nextSeed = new AtomicInteger();
    private final AtomicInteger doneSeeds = new AtomicInteger();
    private final AtomicReference<FuzzCase.Failure> failure = new AtomicReference<>();
    private final AtomicReference<Throwable> broken = new AtomicReference<>();
    private final Coverage coverage = new Coverage();

    FuzzRunner(final long firstSeed, final int seeds, final int commandsPerSeed, final long timeoutNs) {
        this.firstSeed = firstSeed;
        this.seeds = seeds;
        this.commandsPerSeed = commandsPerSeed;
        endNs = System.nanoTime() + timeoutNs;
    }

    /** Null when no seed has failed. */
    FuzzCase.Failure run(final int threads) {
        final List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            final Thread worker = new Thread(this::work, "fuzz-" + i);
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
        for (final Thread worker : workers) {
            try {
                worker.join();
            } catch (final InterruptedException interrupted) {
                throw new IllegalStateException("interrupted while the fuzz was running", interrupted);
            }
        }
        if (broken.get() != null) {
            throw new IllegalStateException("the oracle or the generator is broken", broken.get());
        }
        if (doneSeeds() == 0) {
            throw new IllegalStateException("not a single seed was run");
        }
        return failure.get();
    }

    int doneSeeds() {
        return doneSeeds.get();
    }

    synchronized Coverage coverage() {
        final Coverage copy = new Coverage();
        copy.add(coverage);
        return copy;
    }

    private void work() {
        for (int i = nextSeed.getAndIncrement(); i < seeds && isGoingOn(); i = nextSeed.getAndIncrement()) {
            final Coverage ofSeed = new Coverage();
            try {
                final FuzzCase.Failure found = FuzzCase.run(firstSeed + i, commandsPerSeed, ofSeed);
                failure.compareAndSet(null, found);
            } catch (final Throwable thrown) {
                // Whatever it is, it must not end a thread in silence: no seeds would then look like no failure.
                broken.compareAndSet(null, new IllegalStateException("seed=" + (firstSeed + i), thrown));
            }
            add(ofSeed);
        }
    }

    private synchronized void add(final Coverage ofSeed) {
        coverage.add(ofSeed);
        doneSeeds.incrementAndGet();
    }

    private boolean isGoingOn() {
        return failure.get() == null && broken.get() == null && System.nanoTime() < endNs;
    }
}
