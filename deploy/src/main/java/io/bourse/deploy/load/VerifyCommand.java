package io.bourse.deploy.load;

import io.bourse.client.orderflow.OrderFlow;
import io.bourse.client.orderflow.OrderFlowException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** {@code ./bourse load verify}. */
@Command(
    name = "verify",
    description = "Compare the trades of a replay of FILE, as they are in PostgreSQL, with those that the file must lead to.")
final class VerifyCommand implements Callable<Integer> {
    private static final long APPLY_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(120);

    @Parameters(paramLabel = "FILE", description = "Order flow, .bin or .bin.gz, that was replayed.")
    private Path file;

    @Option(names = "--run", paramLabel = "ID", description = "Which replay of it. Default: the newest.")
    private String runName;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "bourse-data",
        description = "Data folder of the running exchange. Default: ./${DEFAULT-VALUE}")
    private Path dataFolder;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        try {
            return verify();
        } catch (final SQLException failure) {
            spec.commandLine().getErr().println("bourse: PostgreSQL: " + failure.getMessage() + "; is the exchange up?");
            return 1;
        } catch (final LoadException | OrderFlowException failure) {
            spec.commandLine().getErr().println("bourse: " + failure.getMessage());
            return 1;
        }
    }

    private int verify() throws SQLException {
        final PrintWriter out = spec.commandLine().getOut();
        final OrderFlow flow = OrderFlow.read(file);
        final RunRecord run = findRun(flow);
        final Expectation expected = Expectation.of(flow);
        checkPublished(out, flow, expected);
        try (TradesOfRun database = new TradesOfRun(ExchangeAddress.of(dataFolder).connectToPostgres())) {
            if (!database.awaitApplied(run.lastEventSequence(), APPLY_TIMEOUT_NS)) {
                throw new LoadException("persistence has not got to event " + run.lastEventSequence() + " within " +
                    TimeUnit.NANOSECONDS.toSeconds(APPLY_TIMEOUT_NS) + " s; see ./bourse status --data " + dataFolder);
            }
            final Optional<String> difference = difference(expected.trades(), database.read(run));
            if (difference.isPresent()) {
                throw new LoadException("run " + run.run() + " differs: " + difference.get());
            }
        }
        out.printf("run %s: all %,d trades in PostgreSQL are those of %s, in order%n",
            run.run(), expected.trades().size(), flow.name());
        out.flush();
        return 0;
    }

    private RunRecord findRun(final OrderFlow flow) {
        final Optional<RunRecord> found = runName == null ?
            RunRecord.newest(dataFolder, flow.sha256()) : RunRecord.find(dataFolder, runName);
        final RunRecord run = found.orElseThrow(() -> new LoadException(
            "no replay of " + file + " is recorded in " + dataFolder + "; ./bourse load replay comes first"));
        if (!run.fileSha256().equals(flow.sha256())) {
            throw new LoadException("run " + run.run() + " was of another file, " + run.file());
        }
        return run;
    }

    private void checkPublished(final PrintWriter out, final OrderFlow flow, final Expectation expected) {
        final Optional<String> published = PublishedHash.find(file, flow.name());
        if (published.isEmpty()) {
            out.println("no published hash next to " + file + ": the expected trades are those of the tool's own order book");
        } else if (!published.get().equals(expected.sha256())) {
            throw new LoadException("the tool's own order book reports sha256 " + expected.sha256() + " for " +
                flow.name() + ", published is " + published.get() + ": the tool or the file is wrong");
        } else {
            out.printf("the expected %,d reports have the published hash %s%n", expected.reports(), published.get());
        }
        out.flush();
    }

    /** Where two lists of trades part, if they do. */
    static Optional<String> difference(final List<Expectation.Trade> expected, final List<Expectation.Trade> actual) {
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                return Optional.of("trade " + i + " should be [" + expected.get(i) + "] and is [" + actual.get(i) + "]");
            }
        }
        if (expected.size() != actual.size()) {
            final boolean isShort = actual.size() < expected.size();
            final Expectation.Trade first = (isShort ? expected : actual).get(Math.min(expected.size(), actual.size()));
            return Optional.of("there should be " + expected.size() + " trades and are " + actual.size() + ", the first " +
                (isShort ? "missing" : "too many") + " is [" + first + "]");
        }
        return Optional.empty();
    }
}
