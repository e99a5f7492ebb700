package io.bourse.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes an order flow to measure with. */
@Command(name = "generate", description = "Write an order flow; the same seed, shape and length give the same bytes.")
final class GenerateCommand implements Callable<Integer> {
    private static final int MESSAGES_MAX = 50_000_000;

    @Option(names = "--seed", required = true, description = "Any number.")
    private long seed;

    @Option(
        names = "--shape", required = true,
        description = "overlap: thousands of orders near the touch; wide: 100,000 over 60,000 ticks; deep: 300,000 on 1,000 " +
            "ticks; sweep: orders that take hundreds of others.")
    private Shape shape;

    @Option(names = "--messages", defaultValue = "2000000", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int messages;

    @Option(
        names = "--out", paramLabel = "FILE",
        description = "Where to; compressed when it ends in .gz. Default: orders_SHAPE_sSEED_nMESSAGES.bin.gz here.")
    private Path file;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (messages < 1 || messages > MESSAGES_MAX) {
            throw new BenchException("--messages must be 1 to " + MESSAGES_MAX + ", not " + messages);
        }
        final Path target = file != null ? file : Path.of(String.format(
            "orders_%s_s%d_n%d.bin.gz", shape.name().toLowerCase(Locale.ROOT), seed, messages));
        final byte[] bytes = new StreamGenerator(shape, seed, messages).generate();
        try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(target));
            OutputStream content = target.toString().endsWith(".gz") ? new GZIPOutputStream(output) : output) {
            content.write(bytes);
        } catch (final IOException e) {
            throw new BenchException("cannot write " + target + ": " + e, e);
        }
        spec.commandLine().getOut().println(target);
        return 0;
    }
}
