package io.bourse.benchmarks;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Results as a table, the lowest stream of every engine and how they compare. */
final class Verdict {
    private static final double MILLION = 1e6;

    private final List<Result> results;

    Verdict(final List<Result> results) {
        this.results = results;
    }

    /** Whether all engines report the same on every stream. */
    boolean allAgree() {
        return results.stream().allMatch(result -> result.sha256().equals(firstOn(result.file()).sha256()));
    }

    void print(final PrintWriter out) {
        out.printf(Locale.ROOT, "%-36s %-14s %10s %10s %12s %12s %10s  %s%n",
            "stream", "engine", "messages", "reports", "M messages/s", "M/CPU second", "B/message", "sha256");
        for (final Result result : results) {
            final boolean agrees = result.sha256().equals(firstOn(result.file()).sha256());
            out.printf(Locale.ROOT, "%-36s %-14s %10d %10d %12.2f %12.2f %10.1f  %s%s%n", result.file(), result.engine(),
                result.messages(), result.reports(), result.messagesPerSecond() / MILLION,
                result.messagesPerCpuSecond() / MILLION, result.bytesPerMessage(),
                result.sha256().substring(0, 16), agrees ? "" : " DIFFERS");
        }
        out.println();
        final List<String> engines = results.stream().map(Result::engine).distinct().toList();
        final double own = lowest(engines.get(0)).messagesPerSecond();
        for (final String engine : engines) {
            final Result lowest = lowest(engine);
            out.printf(Locale.ROOT, "%-14s lowest %8.2f M messages/s on %s", engine, lowest.messagesPerSecond() / MILLION,
                lowest.file());
            if (!engine.equals(engines.get(0))) {
                out.printf(Locale.ROOT, "; %s is %.2f times as fast", engines.get(0), own / lowest.messagesPerSecond());
            }
            out.println();
        }
    }

    private Result firstOn(final String file) {
        return results.stream().filter(result -> result.file().equals(file)).findFirst().orElseThrow();
    }

    private Result lowest(final String engine) {
        return results.stream().filter(result -> result.engine().equals(engine))
            .min((a, b) -> Double.compare(a.messagesPerSecond(), b.messagesPerSecond())).orElseThrow();
    }
}
