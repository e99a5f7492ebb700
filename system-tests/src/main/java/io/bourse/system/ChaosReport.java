package io.bourse.system;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What a campaign found, as JSON. */
record ChaosReport(
    long seed, String commit, String profile, int leaderTimeoutMs, String startedAt, long seconds, String load,
    List<FaultRecord> faults, long sent, long acknowledged, long rejected, long unknown, long cancelsAcknowledged, long trades,
    double p50Ms, double p99Ms,
    List<String> violations, List<String> notes) {

    ObjectNode toJson() {
        final ObjectNode json = RestClient.JSON.createObjectNode()
            .put("seed", seed).put("commit", commit).put("profile", profile)
            .put("leaderTimeoutMs", leaderTimeoutMs).put("startedAt", startedAt)
            .put("seconds", seconds).put("load", load);
        final ObjectNode counts = json.putObject("faults");
        byKind(fault -> 1).forEach((kind, list) -> counts.put(kind, list.size()));
        json.put("faultCount", faults.size()).put("sent", sent).put("acknowledged", acknowledged).put("rejected", rejected)
            .put("unknown", unknown).put("cancelsAcknowledged", cancelsAcknowledged).put("trades", trades)
            .put("p50Ms", p50Ms).put("p99Ms", p99Ms);
        putStatistics(json.putObject("gapsMs"), FaultRecord::gapMs);
        putStatistics(json.putObject("healGapsMs"), FaultRecord::healGapMs);
        putStatistics(json.putObject("wellAfterMs"), FaultRecord::wellAfterMs);
        putStatistics(json.putObject("servedAfterMs"), FaultRecord::servedMs);
        final ArrayNode coldStarts = json.putArray("coldStarts");
        faults.stream().filter(fault -> fault.coldStart() != null).forEach(fault -> coldStarts.addObject()
            .put("kind", fault.kind().text())
            .put("leaderMs", fault.coldStart().leaderMs()).put("gatewaysMs", fault.coldStart().gatewaysMs()));
        violations.forEach(json.putArray("violations")::add);
        notes.forEach(json.putArray("notes")::add);
        return json;
    }

    private void putStatistics(final ObjectNode json, final ToLongFunction<FaultRecord> value) {
        byKind(value).forEach((kind, list) -> {
            final ObjectNode statistics = json.putObject(kind).put("median", median(list))
                .put("max", list.stream().mapToLong(Long::longValue).max().orElse(0));
            list.forEach(statistics.putArray("each")::add);
        });
    }

    private Map<String, List<Long>> byKind(final ToLongFunction<FaultRecord> value) {
        final Map<String, List<Long>> values = new TreeMap<>();
        for (final FaultRecord fault : faults) {
            values.computeIfAbsent(fault.kind().text(), kind -> new ArrayList<>()).add(value.applyAsLong(fault));
        }
        return values;
    }

    private static long median(final Collection<Long> values) {
        final List<Long> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
