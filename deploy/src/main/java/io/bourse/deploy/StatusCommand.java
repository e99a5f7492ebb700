package io.bourse.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aeron.cluster.service.Cluster;
import io.bourse.node.ClusterNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintStream;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Shows what runs on a data folder. Exit code 0 when the gateway serves, 1 otherwise. */
@Command(
    name = "status", mixinStandardHelpOptions = true,
    description = "What runs on a data folder, who leads, how far behind the readers are. Exit code 1 unless the gateway serves.")
final class StatusCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MEGABYTE = 1024 * 1024;

    @Mixin
    private DataOption data;

    @Option(names = "--json", description = "As JSON.")
    private boolean asJson;

    @Override
    public Integer call() {
        return show(data.folder(), asJson);
    }

    /** Shows it. Returns the exit code. */
    static int show(final DataFolder folder, final boolean asJson) {
        final ObjectNode status = collect(folder);
        if (asJson) {
            System.out.println(status.toPrettyString());
        } else {
            print(status, System.out);
        }
        return status.path("serving").asBoolean() ? 0 : 1;
    }

    private static ObjectNode collect(final DataFolder folder) {
        final ObjectNode status = JSON.createObjectNode().put("data", folder.root().toString());
        final Optional<JsonNode> run = RunFile.read(folder);
        final ArrayNode processes = status.putArray("processes");
        long bytes = 0;
        boolean anyRuns = false;
        for (final RoleProcess role : RoleProcess.all(folder)) {
            final Optional<ProcessHandle> process = role.process();
            anyRuns |= process.isPresent();
            final long resident = process.map(Processes::residentBytes).orElse(0L);
            bytes += resident;
            addProcess(processes, role.name(), process, resident);
        }
        bytes += addServers(processes, folder);
        addMembers(status, folder, anyRuns);
        status.put("running", anyRuns).put("memoryMegabytes", bytes / MEGABYTE);
        run.ifPresent(node -> status.set("run", node));
        final boolean isReady = anyRuns && run.isPresent();
        final HealthCheck.Health health =
            isReady ? HealthCheck.of(run.get().path("httpUrl").asText()) : new HealthCheck.Health(0, "");
        status.put("serving", health.isServing());
        status.set("health", parsed(health.text()));
        if (isReady && run.get().path("mode").asText().equals("cluster")) {
            addGateways(status, folder, health);
        }
        return status;
    }

    private static void addProcess(
        final ArrayNode processes, final String name, final Optional<ProcessHandle> process, final long resident) {
        final ObjectNode entry = processes.addObject().put("role", name).put("state", process.isPresent() ? "runs" : "dead");
        process.ifPresent(running -> entry.put("pid", running.pid()).put("memoryMegabytes", resident / MEGABYTE));
    }

    private static long addServers(final ArrayNode processes, final DataFolder folder) {
        final Optional<ProcessHandle> postgres = PostgresServer.running(folder.postgres());
        final Optional<ProcessHandle> redis = folder.pidFile("redis").process();
        final long postgresBytes = postgres.map(Processes::treeResidentBytes).orElse(0L);
        final long redisBytes = redis.map(Processes::residentBytes).orElse(0L);
        if (Files.exists(folder.postgres())) {
            addProcess(processes, "postgresql", postgres, postgresBytes);
            addProcess(processes, "redis", redis, redisBytes);
        }
        return postgresBytes + redisBytes;
    }

    private static void addMembers(final ObjectNode status, final DataFolder folder, final boolean anyRuns) {
        final ArrayNode members = status.putArray("members");
        long eventPosition = -1;
        for (int i = 0; anyRuns && i < folder.members().orElse(0); i++) {
            final boolean isAlive = new RoleProcess(folder, "member-" + i).process().isPresent()
                || folder.pidFile(UpCommand.ROLE).process().isPresent();
            final Optional<MemberCounters> counters =
                isAlive ? MemberCounters.read(folder.aeron("member-" + i)) : Optional.empty();
            final ObjectNode member = members.addObject().put("member", i)
                .put("role", counters.map(each -> each.inElection() ? "ELECTION" : each.role().name()).orElse("DOWN"));
            counters.ifPresent(each -> member.put("term", each.leadershipTermId())
                .put("commitPosition", each.commitPosition()).put("eventPosition", each.eventPosition())
                .put("refusals", each.refusals()));
            counters.filter(each -> each.stateHashPosition() >= 0).ifPresent(each -> member
                .put("stateHash", String.format("%016x", each.stateHash())).put("stateHashPosition", each.stateHashPosition()));
            ClusterNode.refusal(folder.member(i)).ifPresent(reason -> member.put("refused", reason));
            final MemberSnapshots snapshots = MemberSnapshots.of(folder.member(i));
            snapshots.newestPosition().ifPresent(position -> member.put("snapshotPosition", position));
            if (counters.filter(each -> each.role() == Cluster.Role.LEADER).isPresent()) {
                status.put("leader", i);
            }
            eventPosition = Math.max(eventPosition, counters.map(MemberCounters::eventPosition).orElse(-1L));
        }
        final long newest = eventPosition;
        if (newest >= 0) {
            final ObjectNode lag = status.putObject("lagBytes");
            ReaderPositions.of(folder).forEach((reader, position) -> lag.put(reader, Math.max(0, newest - position)));
        }
    }

    private static void addGateways(final ObjectNode status, final DataFolder folder, final HealthCheck.Health first) {
        final Settings settings = Settings.ofRunningCluster(folder);
        final ArrayNode gateways = status.putArray("gateways");
        for (int number = 1; number <= settings.gateways(); number++) {
            final HealthCheck.Health health = number == 1 ? first : HealthCheck.of(settings.httpUrl(number));
            gateways.addObject().put("gateway", number).put("httpUrl", settings.httpUrl(number))
                .put("serving", health.isServing());
        }
    }

    private static JsonNode parsed(final String text) {
        try {
            return JSON.readTree(text);
        } catch (final JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(text);
        }
    }

    private static void print(final ObjectNode status, final PrintStream out) {
        if (!status.path("running").asBoolean()) {
            out.println("nothing runs on " + status.path("data").asText());
            return;
        }
        out.printf("%-14s %-6s %8s %8s%n", "process", "state", "pid", "memory");
        for (final JsonNode process : status.path("processes")) {
            out.printf("%-14s %-6s %8s %8s%n", process.path("role").asText(), process.path("state").asText(),
                process.path("pid").asText("-"),
                process.has("memoryMegabytes") ? process.path("memoryMegabytes").asText() + " MB" : "-");
        }
        out.printf("%-14s %-6s %8s %8s%n%n", "total", "", "", status.path("memoryMegabytes").asText() + " MB");
        final String row = "%-8s %-10s %6s %16s %16s %16s %9s   %s%n";
        out.printf(row, "member", "role", "term", "log position", "snapshot at", "event position", "refusals",
            "state hash @ log position");
        for (final JsonNode member : status.path("members")) {
            out.printf(row, member.path("member").asText(), member.path("role").asText(),
                member.path("term").asText("-"), member.path("commitPosition").asText("-"),
                member.path("snapshotPosition").asText("-"), member.path("eventPosition").asText("-"),
                member.path("refusals").asText("-"),
                member.has("stateHash") ? member.path("stateHash").asText() + " @ " + member.path("stateHashPosition") : "-");
        }
        for (final JsonNode member : status.path("members")) {
            if (member.has("refused")) {
                out.println(member.path("refused").asText());
            }
        }
        out.println();
        status.path("lagBytes").properties().forEach(
            lag -> out.printf(Locale.ROOT, "%-12s %s bytes of events behind%n", lag.getKey(), lag.getValue().asText()));
        final JsonNode run = status.path("run");
        if (run.isMissingNode()) {
            out.println("not ready yet");
            return;
        }
        out.println("gateway      " + run.path("httpUrl").asText()
            + (status.path("serving").asBoolean() ? " serves: " : " does not serve: ") + status.path("health"));
        for (final JsonNode gateway : status.path("gateways")) {
            if (gateway.path("gateway").asInt() > 1) {
                out.println("gateway-" + gateway.path("gateway").asText() + "    " + gateway.path("httpUrl").asText()
                    + (gateway.path("serving").asBoolean() ? " serves" : " does not serve"));
            }
        }
        out.println("PostgreSQL   " + run.path("postgresUrl").asText());
        out.println("Redis        " + run.path("redisUrl").asText().replaceFirst("//.*@", "//"));
        out.println("cluster      UDP ports from " + run.path("clusterPortBase").asText() + " on " + Settings.HOST);
    }
}
