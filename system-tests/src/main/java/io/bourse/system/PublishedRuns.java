package io.bourse.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.wire.Profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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
            final String timing = report.leaderTimeoutMs() == 0 ? "" : "-" + report.leaderTimeoutMs() + "ms";
            final String name =
                "seed-" + report.seed() + "-" + report.profile() + timing + "-" + report.commit() + ".json";
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
        return runTable(runs) + "\n" + kindTable(runs) + coldStarts(runs);
    }

    private static String runTable(final List<JsonNode> runs) {
        final StringBuilder table = new StringBuilder(4096).append(
            "| started | seed | commit | profile, leader timeout | faults | sent | acknowledged | rejected | unknown | trades |" +
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
                run.path("commit").asText(), run.path("profile").asText() + timing(run), run.path("faultCount").asLong(),
                run.path("sent").asLong(), run.path("acknowledged").asLong(), run.path("rejected").asLong(),
                run.path("unknown").asLong(), run.path("trades").asLong(), run.path("p50Ms").asDouble(),
                run.path("p99Ms").asDouble(), run.path("violations").size()));
        }
        return table.append(String.format("| **all** | | | | **%d** | | **%d** | | | | | **%d** |%n",
            faults, acknowledged, violations)).toString();
    }

    /** What the members were told beside their profile. */
    private static String timing(final JsonNode run) {
        final int leaderTimeoutMs = run.path("leaderTimeoutMs").asInt();
        return leaderTimeoutMs == 0 ? "" : ", " + leaderTimeoutMs + " ms";
    }

    /** Runs whose members wait for their leader equally long share a line; the wait stands there unless it is that of durable. */
    private static String kind(final String kind, final JsonNode run) {
        final Profile profile = Profile.valueOf(run.path("profile").asText().toUpperCase(Locale.ROOT));
        final long told = TimeUnit.MILLISECONDS.toNanos(run.path("leaderTimeoutMs").asLong());
        final long waitNs = told == 0 ? profile.leaderHeartbeatTimeoutNs() : told;
        return waitNs == Profile.DURABLE.leaderHeartbeatTimeoutNs()
            ? kind : kind + ", " + TimeUnit.NANOSECONDS.toMillis(waitNs) + " ms";
    }

    private static String kindTable(final List<JsonNode> runs) {
        final Map<String, Map<String, List<Long>>> byKind = new TreeMap<>();
        for (final JsonNode run : runs) {
            for (final String figure : List.of("gapsMs", "healGapsMs", "wellAfterMs", "servedAfterMs")) {
                run.path(figure).properties().forEach(entry -> {
                    final List<Long> values = byKind.computeIfAbsent(kind(entry.getKey(), run), key -> new TreeMap<>())
                        .computeIfAbsent(figure, key -> new ArrayList<>());
                    entry.getValue().path("each").forEach(value -> values.add(value.asLong()));
                });
            }
        }
        final StringBuilder table = new StringBuilder(4096).append(
            "| fault | how often | median gap, ms | longest gap, ms | longest gap at healing, ms |" +
            " last trader served, median, ms | at most, ms | well after at most, ms |\n|---|--:|--:|--:|--:|--:|--:|--:|\n");
        byKind.forEach((kind, figures) -> table.append(String.format("| %s | %d | %d | %d | %d | %d | %d | %d |%n", kind,
            figures.get("gapsMs").size(), median(figures.get("gapsMs")), most(figures.get("gapsMs")),
            most(figures.get("healGapsMs")), median(figures.get("servedAfterMs")), most(figures.get("servedAfterMs")),
            most(figures.get("wellAfterMs")))));
        return table.toString();
    }

    /** Without those of runs that took the counters of a dead member for those of the one after it: they have no kind. */
    private static String coldStarts(final List<JsonNode> runs) {
        final Map<String, List<JsonNode>> byKind = new TreeMap<>();
        runs.forEach(run -> run.path("coldStarts").forEach(start -> {
            if (start.has("kind")) {
                byKind.computeIfAbsent(start.path("kind").asText(), kind -> new ArrayList<>()).add(start);
            }
        }));
        final StringBuilder table = new StringBuilder(byKind.isEmpty() ? "" :
            "\n| cold start by | how often | leader after the last member's start, median, ms | at most, ms |" +
            " all gateways later, median, ms | at most, ms |\n|---|--:|--:|--:|--:|--:|\n");
        byKind.forEach((kind, starts) -> {
            final List<Long> leader = starts.stream().map(start -> start.path("leaderMs").asLong()).toList();
            final List<Long> gateways = starts.stream().map(start -> start.path("gatewaysMs").asLong()).toList();
            table.append(String.format("| %s | %d | %d | %d | %d | %d |%n", kind, starts.size(), median(leader), most(leader),
                median(gateways), most(gateways)));
        });
        return table.toString();
    }

    private static long median(final List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0L);
    }

    private static long most(final List<Long> values) {
        return values.stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
