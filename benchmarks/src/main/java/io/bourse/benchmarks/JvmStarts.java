package io.bourse.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The same command in several virtual machines, because compilers come to different ends in different starts. */
final class JvmStarts {
    private final List<String> arguments;
    private final int starts;
    private final Consumer<String> progress;

    JvmStarts(final List<String> arguments, final int starts, final Consumer<String> progress) {
        this.arguments = arguments;
        this.starts = starts;
        this.progress = progress;
    }

    /** For every engine and stream the result of the start in which it was slowest. */
    List<Result> lowest() {
        final List<Result> lowest = new ArrayList<>();
        for (int start = 1; start <= starts; start++) {
            for (final Result result : run()) {
                progress.accept(String.format("start %d of %d: %s %s %.2f M messages/s", start, starts, result.file(),
                    result.engine(), result.messagesPerSecond() / 1e6));
                keepLower(lowest, result);
            }
        }
        return lowest;
    }

    private static void keepLower(final List<Result> lowest, final Result result) {
        for (int i = 0; i < lowest.size(); i++) {
            final Result before = lowest.get(i);
            if (before.isOfSameRunAs(result)) {
                if (!before.sha256().equals(result.sha256())) {
                    throw new IllegalStateException(result.engine() + " does not report the same in every start on " +
                        result.file());
                }
                if (result.messagesPerSecond() < before.messagesPerSecond()) {
                    lowest.set(i, result);
                }
                return;
            }
        }
        lowest.add(result);
    }

    private List<Result> run() {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
        command.addAll(arguments);
        // Of an option that is given twice the last counts.
        command.addAll(List.of("--starts", "1", "--raw", "--quiet"));
        try {
            final Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            final List<Result> results = new ArrayList<>();
            try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    results.add(Result.parse(line));
                }
            }
            final int exitCode = process.waitFor();
            if (exitCode != 0 && results.isEmpty()) {
                throw new BenchException("a virtual machine ended with exit code " + exitCode);
            }
            return results;
        } catch (final IOException e) {
            throw new BenchException("cannot start another virtual machine: " + e.getMessage(), e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
