package io.bourse.engine.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** {@code ./bourse fuzz}: engine against oracle for as long as wanted. Ends with 1 when they differ. */
public final class Fuzz {
    private static final int COMMANDS_PER_SEED = 2_000;
    private static final long PROGRESS_MS = 5_000;
    private static final long MINIMISE_NS = TimeUnit.SECONDS.toNanos(20);

    private Fuzz() {
    }

    /** Options: --minutes N (default 1), --seed S (first seed), --seeds N (at most), --commands N (of a seed), --threads N. */
    public static void main(final String[] args) {
        final long firstSeed = option(args, "--seed", System.currentTimeMillis());
        final int seeds = (int) option(args, "--seeds", Integer.MAX_VALUE);
        final long timeoutNs = TimeUnit.MINUTES.toNanos(option(args, "--minutes", 1));
        final int threads = (int) option(args, "--threads", Runtime.getRuntime().availableProcessors());
        final int commands = (int) option(args, "--commands", COMMANDS_PER_SEED);
        final FuzzRunner runner = new FuzzRunner(firstSeed, seeds, commands, timeoutNs);
        final Thread progress = new Thread(() -> showProgress(runner), "progress");
        progress.setDaemon(true);
        progress.start();
        final FuzzCase.Failure failure = runner.run(threads);
        System.out.println(runner.doneSeeds() + " seeds from " + firstSeed + ": " + runner.coverage());
        if (failure != null) {
            System.out.println(describe(failure));
            System.exit(1);
        }
        System.out.println("engine and oracle agree");
    }

    /** Minimises a failure, writes it to target/fuzz (as it is, and as a scenario), and says how to repeat it. */
    static String describe(final FuzzCase.Failure failure) {
        final FuzzCase.Failure shortest = Minimiser.minimise(failure, MINIMISE_NS);
        final StringBuilder text = new StringBuilder();
        text.append("seed=").append(failure.seed()).append(" command=").append(failure.commands().size())
            .append(", repeat: ./bourse fuzz --seeds 1 --seed ").append(failure.seed()).append('\n');
        text.append("limits ").append(shortest.limits()).append('\n');
        shortest.commands().forEach(command -> text.append(command).append('\n'));
        text.append("----\n").append(shortest.message());
        final Path file = Path.of("target", "fuzz", "seed-" + failure.seed() + ".txt");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            Files.writeString(file.resolveSibling("seed-" + failure.seed() + ".scenario.txt"),
                ScenarioText.of(shortest.limits(), shortest.commands()));
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text + "\nwritten to " + file.toAbsolutePath() + ", and beside it in the words of the scenarios";
    }

    private static void showProgress(final FuzzRunner runner) {
        final long begunNs = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(PROGRESS_MS);
                final long commands = runner.coverage().commands;
                System.out.printf("%6d s  %d seeds, %d commands, %d commands/s%n",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunNs), runner.doneSeeds(), commands,
                    commands * 1_000_000_000L / (System.nanoTime() - begunNs));
            }
        } catch (final InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static long option(final String[] args, final String name, final long otherwise) {
        for (int i = 0; i + 1 < args.length; i++) {
            if (args[i].equals(name)) {
                return Long.parseLong(args[i + 1]);
            }
        }
        return otherwise;
    }
}
