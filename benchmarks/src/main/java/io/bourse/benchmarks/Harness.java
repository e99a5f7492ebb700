package io.bourse.benchmarks;

import io.bourse.client.orderflow.OrderFlow;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Runs books on streams, turn by turn, so that what else the machine does meets all of them. */
final class Harness implements AutoCloseable {
    private static final int RING_CAPACITY = Integer.getInteger("bourse.bench.ring", 1 << 15);
    /** A method that is called again and again is compiled as a whole; one long loop would be replaced while it runs. */
    private static final int MESSAGES_PER_CALL = 512;
    private static final double NANOS_PER_SECOND = 1e9;

    private final com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ReportRing ring = new ReportRing(RING_CAPACITY);
    private final ReportDrain drain = new ReportDrain(ring);
    private final List<BookEngine> engines;
    private final List<Contestant> contestants;
    private final int warmUps;
    private final int runs;
    private final int messagesPerRun;
    private final Consumer<String> progress;

    Harness(final List<BookEngine> engines, final int warmUps, final int runs, final int messagesPerRun,
        final Consumer<String> progress) {
        this.engines = engines;
        contestants = engines.stream().map(engine -> engine.newContestant(ring)).toList();
        this.warmUps = warmUps;
        this.runs = runs;
        this.messagesPerRun = messagesPerRun;
        this.progress = progress;
    }

    /** One run. */
    private record Run(double messagesPerSecond, double messagesPerCpuSecond, double bytesPerMessage) {
    }

    /** What all engines come to on a stream, in their order. */
    List<Result> measure(final OrderFlow flow) {
        final int count = engines.size();
        final CanonicalText[] texts = new CanonicalText[count];
        for (int i = 0; i < count; i++) {
            texts[i] = verify(contestants.get(i), flow);
            progress.accept(flow.name() + " " + engines.get(i).label() + " sha256=" + texts[i].sha256());
        }
        final Run[][] measured = new Run[count][runs];
        for (int round = -warmUps; round < runs; round++) {
            for (int i = 0; i < count; i++) {
                final Run run = time(contestants.get(i), flow, texts[i]);
                if (round >= 0) {
                    measured[i][round] = run;
                }
                progress.accept(String.format("%s %s %s %d: %.2f M messages/s, %.2f M per second of CPU",
                    flow.name(), engines.get(i).label(), round < 0 ? "warm-up" : "run",
                    round < 0 ? round + warmUps + 1 : round + 1,
                    run.messagesPerSecond() / 1e6, run.messagesPerCpuSecond() / 1e6));
            }
        }
        final List<Result> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Arrays.sort(measured[i], (a, b) -> Double.compare(a.messagesPerSecond(), b.messagesPerSecond()));
            final Run median = measured[i][runs / 2];
            results.add(new Result(
                engines.get(i).label(), flow.name(), flow.count(), texts[i].reports(), texts[i].sha256(),
                median.messagesPerSecond(), median.messagesPerCpuSecond(),
                median.bytesPerMessage()));
        }
        return results;
    }

    @Override
    public void close() {
        drain.close();
    }

    private CanonicalText verify(final Contestant contestant, final OrderFlow flow) {
        final CanonicalText text = new CanonicalText();
        contestant.reset();
        drain.sink(text);
        play(contestant, flow);
        drain.await(ring.tail());
        text.onEnd();
        return text;
    }

    /** Short streams are played more than once, each time by an empty book. */
    private Run time(final Contestant contestant, final OrderFlow flow, final CanonicalText expected) {
        final int passes = Math.ceilDiv(messagesPerRun, flow.count());
        // What the run before has left behind is not this one's to collect.
        System.gc();
        long nanos = 0;
        long cpuNanos = 0;
        long bytes = 0;
        for (int pass = 0; pass < passes; pass++) {
            final ChecksumSink sink = new ChecksumSink();
            contestant.reset();
            drain.sink(sink);
            bytes -= threads.getCurrentThreadAllocatedBytes();
            cpuNanos -= threads.getCurrentThreadCpuTime();
            nanos -= System.nanoTime();
            play(contestant, flow);
            drain.await(ring.tail());
            nanos += System.nanoTime();
            cpuNanos += threads.getCurrentThreadCpuTime();
            bytes += threads.getCurrentThreadAllocatedBytes();
            if (sink.sum() != expected.checksum()) {
                throw new IllegalStateException(
                    "a timed run on " + flow.name() + " has made other reports than the checked one");
            }
        }
        final double messages = (double) passes * flow.count();
        return new Run(messages * NANOS_PER_SECOND / nanos, messages * NANOS_PER_SECOND / cpuNanos, bytes / messages);
    }

    private static void play(final Contestant contestant, final OrderFlow flow) {
        final int count = flow.count();
        for (int from = 0; from < count; from += MESSAGES_PER_CALL) {
            contestant.play(flow, from, Math.min(count, from + MESSAGES_PER_CALL));
        }
    }
}
