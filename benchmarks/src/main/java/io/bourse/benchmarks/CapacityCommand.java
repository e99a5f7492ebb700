package io.bourse.benchmarks;

import io.bourse.engine.Engine;
import io.bourse.engine.EngineLimits;
import io.bourse.service.SnapshotTrip;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.agrona.IoUtil;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How much memory a large exchange takes, and how long its snapshot and its restore. */
@Command(name = "capacity", description = "Fill an engine, and measure its memory, its snapshot and the restore of that.")
final class CapacityCommand implements Callable<Integer> {
    private static final long MEBIBYTE = 1 << 20;
    private static final double NANOS_PER_SECOND = 1e9;

    @Option(names = "--orders", defaultValue = "1000000", description = "Resting orders. Default: ${DEFAULT-VALUE}.")
    private int orders;

    @Option(names = "--instruments", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}.")
    private int instruments;

    @Option(names = "--accounts", defaultValue = "100000", description = "Default: ${DEFAULT-VALUE}.")
    private int accounts;

    @Option(
        names = "--ended-between", defaultValue = "0",
        description = "Orders that have ended before each that rests; with 15 those that rest take the most memory. Default: "
            + "${DEFAULT-VALUE}.")
    private int endedBetween;

    @Option(names = "--no-client-order-ids", description = "The orders have none.")
    private boolean nameless;

    @Option(
        names = "--runs", defaultValue = "5",
        description = "Snapshots and restores; the median counts. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        final PrintWriter out = spec.commandLine().getOut();
        final Path folder = Files.createTempDirectory("bourse-capacity-");
        try (SnapshotTrip trip = new SnapshotTrip(folder)) {
            final double take = median(takes(trip, out));
            // A member that starts has an empty heap: what was filled above is garbage by now.
            final double restore = median(restores(trip, out));
            out.printf("median: snapshot %.2f s, restore %.2f s%n", take, restore);
            out.flush();
        } finally {
            IoUtil.delete(folder.toFile(), true);
        }
        return 0;
    }

    private double[] takes(final SnapshotTrip trip, final PrintWriter out) {
        final long before = usedBytes();
        final Engine engine = new LargeExchange(instruments, accounts, orders, endedBetween, !nameless).engine();
        out.printf("%,d resting orders over %,d instruments, %,d accounts: %,d MiB of heap%n", engine.openOrderCount(),
            engine.instrumentCount(), engine.accountCount(), (usedBytes() - before) / MEBIBYTE);
        final double[] seconds = new double[runs];
        for (int i = 0; i < runs; i++) {
            seconds[i] = trip.take(engine) / NANOS_PER_SECOND;
            out.printf("snapshot %.2f s, %,d MiB%n", seconds[i], trip.length() / MEBIBYTE);
            out.flush();
        }
        return seconds;
    }

    private double[] restores(final SnapshotTrip trip, final PrintWriter out) {
        final double[] seconds = new double[runs];
        for (int i = 0; i < runs; i++) {
            System.gc();
            seconds[i] = trip.restore(new Engine(EngineLimits.defaults(), LargeExchange.DEAF)) / NANOS_PER_SECOND;
            out.printf("restore %.2f s%n", seconds[i]);
            out.flush();
        }
        return seconds;
    }

    private static double median(final double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static long usedBytes() {
        System.gc();
        final Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
