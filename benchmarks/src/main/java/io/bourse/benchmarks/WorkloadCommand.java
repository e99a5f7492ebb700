package io.bourse.benchmarks;

import io.bourse.client.orderflow.OrderFlow;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures books on streams. */
@Command(
    name = "workload",
    description = "Feed order flows through order books, a message at a time, and tell how many a second they take.")
final class WorkloadCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Order flows, compressed with gzip or not.")
    private List<Path> files;

    @Option(
        names = "--engines", split = ",", defaultValue = "bourse,exchange-core,parity,treemap", paramLabel = "NAME",
        description = "What to run: bourse, exchange-core, parity, treemap, bourse-engine. Default: ${DEFAULT-VALUE}.")
    private List<String> engines;

    @Option(names = "--warm-ups", defaultValue = "4", description = "Runs that do not count. Default: ${DEFAULT-VALUE}.")
    private int warmUps;

    @Option(names = "--runs", defaultValue = "5", description = "Runs that count. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
        names = "--run-messages", defaultValue = "1000000",
        description = "A shorter stream is played again, by an empty book, until a run has as many. Default: ${DEFAULT-VALUE}.")
    private int messagesPerRun;

    @Option(
        names = "--starts", defaultValue = "1",
        description = "Virtual machines to do it in, one after the other; the lowest figure counts. Default: ${DEFAULT-VALUE}.")
    private int starts;

    @Option(names = "--json", description = "Print an array of results, and nothing else on standard output.")
    private boolean json;

    @Option(names = "--quiet", description = "No lines of progress on standard error.")
    private boolean quiet;

    @Option(names = "--raw", hidden = true)
    private boolean raw;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (warmUps < 0 || runs < 1 || starts < 1 || messagesPerRun < 1) {
            throw new BenchException("--warm-ups must be 0 or more, --runs, --starts and --run-messages 1 or more");
        }
        final List<BookEngine> selected = engines.stream().map(BookEngine::of).distinct().toList();
        final PrintWriter err = spec.commandLine().getErr();
        final Consumer<String> progress = quiet ? line -> { } : line -> {
            err.println(line);
            err.flush();
        };
        final List<Result> results = starts > 1
            ? new JvmStarts(spec.commandLine().getParseResult().originalArgs(), starts, progress).lowest()
            : measure(selected, progress);
        print(results, spec.commandLine().getOut());
        return new Verdict(results).allAgree() ? 0 : 1;
    }

    private List<Result> measure(final List<BookEngine> selected, final Consumer<String> progress) {
        final List<Result> results = new ArrayList<>();
        try (Harness harness = new Harness(selected, warmUps, runs, messagesPerRun, progress)) {
            for (final Path file : files) {
                results.addAll(harness.measure(OrderFlow.read(file)));
            }
        }
        return results;
    }

    private void print(final List<Result> results, final PrintWriter out) {
        if (raw) {
            results.forEach(result -> out.println(result.line()));
        } else if (json) {
            out.println(results.stream().map(Result::json).collect(Collectors.joining(",\n ", "[", "]")));
        } else {
            new Verdict(results).print(out);
        }
        out.flush();
    }
}
