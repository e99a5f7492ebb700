package io.bourse.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what a command costs as the book grows, and draws it. */
@Command(name = "growth", description = "What a command costs in a book of 1,000 to 1,000,000 orders; draws a plot.")
final class GrowthCommand implements Callable<Integer> {
    private static final int[] RESTING = {1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000};
    private static final int NEAR = 500;
    private static final int WIDE = 30_000;
    private static final int ROUNDS = 7;
    private static final int COMMANDS_PER_CALL = 1_000;

    @Option(names = "--out", paramLabel = "FILE", description = "An SVG picture; none unless named.")
    private Path file;

    @Option(
        names = "--commands", defaultValue = "1000000",
        description = "Commands per round; the median of " + ROUNDS + " rounds counts. Default: ${DEFAULT-VALUE}.")
    private int commands;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** One command on a book, leaving as many orders in it. */
    private interface Operation {
        long on(FilledBook book);
    }

    @Override
    public Integer call() {
        if (commands < COMMANDS_PER_CALL) {
            throw new BenchException("--commands must be at least " + COMMANDS_PER_CALL + ", not " + commands);
        }
        final List<GrowthPlot.Line> lines = new ArrayList<>();
        for (final int prices : new int[] {NEAR, WIDE}) {
            final String where = String.format(Locale.ROOT, ", %,d prices", 2 * prices);
            lines.add(measure("cancel and new" + where, 2, prices, FilledBook::replaceAny));
            lines.add(measure("amend" + where, 1, prices, FilledBook::amendAny));
            lines.add(measure("trade and new" + where, 2, prices, book -> book.matchAndRefill(1)));
        }
        if (file != null) {
            try {
                Files.writeString(file, new GrowthPlot(RESTING, lines).svg());
            } catch (final IOException e) {
                throw new BenchException("cannot write " + file + ": " + e, e);
            }
        }
        return 0;
    }

    private GrowthPlot.Line measure(
        final String name, final int commandsPerOperation, final int prices, final Operation operation) {
        final PrintWriter out = spec.commandLine().getOut();
        final double[] nanos = new double[RESTING.length];
        for (int i = 0; i < RESTING.length; i++) {
            nanos[i] = median(new FilledBook(RESTING[i], prices), operation) / commandsPerOperation;
            out.printf(Locale.ROOT, "%-32s %,10d orders %8.1f ns a command%n", name, RESTING[i], nanos[i]);
            out.flush();
        }
        return new GrowthPlot.Line(name, nanos);
    }

    /** By processor time, which other work on the machine does not count into. */
    private double median(final FilledBook book, final Operation operation) {
        final double[] rounds = new double[ROUNDS];
        for (int round = -2; round < ROUNDS; round++) {
            final long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int i = 0; i < commands; i += COMMANDS_PER_CALL) {
                repeat(book, operation);
            }
            if (round >= 0) {
                rounds[round] = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun) / (double) commands;
            }
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    private static long repeat(final FilledBook book, final Operation operation) {
        long sum = 0;
        for (int i = 0; i < COMMANDS_PER_CALL; i++) {
            sum += operation.on(book);
        }
        return sum;
    }
}
