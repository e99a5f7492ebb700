package io.bourse.system;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The reports that docs/RELIABILITY.md rests on, and the tables in it that are made from them and from nothing else. */
final class PublishedRuns {
    private static final String BEGIN = "<!-- generated from docs/chaos/*.json by ./bourse chaos --publish: begin -->";
    private static final String END = "<!-- generated: end -->";

    private final Path root;

    /** @param root of the project */
    PublishedRuns(final Path root) {
        this.root = root;
    }

    /** Adds a report and renews the tables. */
    void publish(final ChaosReport report) {
        try {
            Files.createDirectories(folder());
            final String name = "seed-" + report.seed() + "-" + report.profile() + "-" + report.commit() + ".json";
            Files.writeString(folder().resolve(name), report.toJson().toPrettyString() + "\n");
            Files.writeString(document(), renewed());
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    Path document() {
        return root.resolve("docs/RELIABILITY.md");
    }

    /** The document with the tables that belong to the reports. */
    String renewed() throws IOException {
        final String text = Files.readString(document());
        final int begin = text.indexOf(BEGIN) + BEGIN.length();
        return text.substring(0, begin) + "\n" + tables() + text.substring(text.indexOf(END));
    }

    private Path folder() {
        return root.resolve("docs/chaos");
    }

    private String tables() throws IOException {
        if (!Files.exists(folder())) {
            return "No run is published yet.\n";
        }
        final List<JsonNode> runs = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder())) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
                runs.add(RestClient.JSON.readTree(file.toFile()));
            }
        }
        runs.sort(Comparator.comparing(run -> run.path("startedAt").asText()));
        return runTable(runs) + "\n" + kindTable(runs);
    }

    private static String runTable(final List<JsonNode> runs) {
        final StringBuilder table = new StringBuilder(4096).append(
            "| started | seed | commit | profile | faults | sent | acknowledged | rejected | unknown | trades |" +
            " p50 / p99 ms | violations |\n|---|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        long faults = 0;
        long acknowledged = 0;
        long violations = 0;
        for (final JsonNode run : runs) {
            faults += run.path("faultCount").asLong();
            acknowledged += run.path("acknowledged").asLong();
            violations += run.path("violations").size();
            table.append(String.format("| %s | %s | %s | %s | %d | %d | %d | %d | %d | %d | %.1f / %.0f | %d |%n",
                run.path("startedAt").asText().substring(0, 16).replace('T', ' '), run.path("seed").asText(),
                run.path("commit").asText(), run.path("profile").asText(), run.path("faultCount").asLong(),
                run.path("sent").asLong(), run.path("acknowledged").asLong(), run.path("rejected").asLong(),
                run.path("unknown").asLong(), run.path("trades").asLong(), run.path("p50Ms").asDouble(),
                run.path("p99Ms").asDouble(), run.path("violations").size()));
        }
        return table.append(String.format("| **all** | | | | **%d** | | **%d** | | | | | **%d** |%n",
            faults, acknowledged, violations)).toString();
    }

    private static String kindTable(final List<JsonNode> runs) {
        final Map<String, long[]> byKind = new TreeMap<>();
        final Map<String, List<Long>> medians = new TreeMap<>();
        for (final JsonNode run : runs) {
            run.path("faults").properties().forEach(entry -> {
                final String kind = entry.getKey();
                final long[] sums = byKind.computeIfAbsent(kind, key -> new long[4]);
                sums[0] += entry.getValue().asLong();
                sums[1] = Math.max(sums[1], run.path("gapsMs").path(kind).path("max").asLong());
                sums[2] = Math.max(sums[2], run.path("healGapsMs").path(kind).path("max").asLong());
                sums[3] = Math.max(sums[3], run.path("wellAfterMs").path(kind).path("max").asLong());
                medians.computeIfAbsent(kind, key -> new ArrayList<>())
                    .add(run.path("gapsMs").path(kind).path("median").asLong());
            });
        }
        final StringBuilder table = new StringBuilder(4096).append(
            "| fault | how often | median of the runs' median gaps, ms | longest gap, ms | longest gap at healing, ms |" +
            " well after at most, ms |\n|---|--:|--:|--:|--:|--:|\n");
        byKind.forEach((kind, sums) -> {
            final List<Long> sorted = medians.get(kind).stream().sorted().toList();
            table.append(String.format("| %s | %d | %d | %d | %d | %d |%n", kind, sums[0], sorted.get(sorted.size() / 2), sums[1],
                sums[2], sums[3]));
        });
        return table.toString();
    }
}
