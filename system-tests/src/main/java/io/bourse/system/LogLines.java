package io.bourse.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks through the logs of all processes for lines that nobody expects. Warnings and errors that a fault of the campaign
 * explains are listed here, each with its fault; whatever else is a finding.
 */
final class LogLines {
    private static final Pattern TROUBLE = Pattern.compile(" (WARN|ERROR) |^\\S*(Exception|Error)\\b|Exception in thread|" +
        "cluster-node: |FATAL|PANIC|SIGSEGV|SIGBUS|LEAK:|OutOfMemory");
    /** Lines of our own processes below a warning, whatever they quote. */
    private static final Pattern QUIET = Pattern.compile("^[\\d-]+ [\\d:.]+ (INFO|DEBUG) ");

    /** A line that is explained, always or by faults of one of some kinds. */
    private record Expected(Pattern line, Set<FaultKind> by) {
        private Expected(final String line, final FaultKind... by) {
            this(Pattern.compile(line), by.length == 0 ? EnumSet.allOf(FaultKind.class) : EnumSet.copyOf(List.of(by)));
        }
    }

    private static final FaultKind[] MEMBER_AWAY =
        Stream.of(FaultKind.values()).filter(FaultKind::takesMemberAway).toArray(FaultKind[]::new);
    private static final List<Expected> EXPECTED = List.of(
        // The head of an error, no more than who had it, whose first line of trace is judged by itself.
        new Expected("ERROR \\[.+] \\S+ (member \\d|[a-z-]+)$"),
        // Elections, as Aeron reports them.
        new Expected("leader heartbeat timeout|inactive follower quorum|quorum position went backwards"),
        // Of members whose logs have different ends, as after a loss of power; who asks again for more log has left what it had.
        new Expected("followerLogAwait|followerCatchupAwait|log replication has not progressed"),
        new Expected("failed to join (catchup|live) log|no connection established for replayChannel=.*replayStreamId=100,",
            MEMBER_AWAY),
        new Expected("Truncating Cluster Log|unexpected vote request|unexpected recording stop during catchup"),
        new Expected("(no|lost) (catchup|log) (progress|image)|log channel image unavailable|follower is lagging"),
        // A follower that dies twice within seconds finds the replay of its first life at the leader; it asks again.
        new Expected("existing publication has clashing sessionId=.*alias=catchup|failed to create replay publication: .*clash"),
        new Expected("no session with the cluster .*trying on"),
        new Expected("cut off an incomplete frame at the end"),
        new Expected("Redis does not answer, tries again|it lost data, everything is written again"),
        new Expected("nobody writes to Redis behind"),
        new Expected("health: a projection cannot be read|closing (connection|WebSocket) of"),
        new Expected("lost the event stream, beginning again at its live end", FaultKind.PAUSE_GATEWAY,
            FaultKind.ISOLATE_GATEWAY),
        // After a pause of more than ten seconds the parts of Aeron in a process give each other up, and the process ends.
        new Expected("service interval exceeded|ConductorServiceTimeoutException|DriverTimeoutException|" +
            "ClientTimeoutException|has closed itself: its driver died|AgentTerminationException|unexpected Aeron close",
            FaultKind.PAUSE_LEADER, FaultKind.PAUSE_FOLLOWER, FaultKind.PAUSE_GATEWAY, FaultKind.PAUSE_MARKET_DATA,
            FaultKind.PAUSE_PERSISTENCE),
        new Expected("WARN .*deleted abandoned|left media driver directory"),
        new Expected("log recording stopped: eos=true"),
        // Clients of servers that are gone.
        new Expected("Failed to validate connection|marked as broken because of|unexpected postmaster exit|" +
            "An I/O error occurred while sending to the backend",
            FaultKind.POSTGRES_KILL, FaultKind.POSTGRES_PAUSE, FaultKind.KILL_EVERYTHING, FaultKind.POWER_LOSS),
        new Expected("Unable to send PING command|Command execution timeout for command: .PING", FaultKind.REDIS_KILL,
            FaultKind.REDIS_PAUSE, FaultKind.KILL_EVERYTHING, FaultKind.POWER_LOSS),
        // Clients and servers that were stopped for half a minute, as the others and they themselves see it.
        new Expected("terminating connection due to idle-in-transaction timeout", FaultKind.PAUSE_PERSISTENCE),
        new Expected("Thread starvation or clock leap detected", FaultKind.PAUSE_GATEWAY, FaultKind.PAUSE_PERSISTENCE),
        // PostgreSQL at its orderly or disorderly end, and after it.
        new Expected("terminating (connection|autovacuum|background) .*(administrator command|synchronization was lost|crash)"),
        new Expected("the database system is (shutting down|starting up|in recovery|not yet accepting)"),
        // A member that is without a leader, or whose archive is, cares for its disk later.
        new Expected("nothing was removed, which is tried again|the room on the disk was not looked at or not reported"),
        new Expected("bytes are free on the disk of|percent of --storage-refusal", FaultKind.DISK_FULL),
        new Expected("Input/output error", FaultKind.DISK_ERROR, FaultKind.POWER_LOSS),
        // What the parts of a member say between the loss of its disk and its own death.
        new Expected("recording of events has stopped|event stream is gone|log recording stopped: eos=false|" +
            "response publication is closed|local archive is not connected|unexpected termination|" +
            "service terminate: logPosition|a part of the member has ended", FaultKind.POWER_LOSS, FaultKind.DISK_FULL,
            FaultKind.DISK_ERROR),
        new Expected("low storage threshold=", FaultKind.DISK_FULL),
        new Expected("No space left on device|fault occurred in an unsafe memory access|" +
            "fault occurred in a recent unsafe memory access", FaultKind.DISK_FULL, FaultKind.POWER_LOSS),
        new Expected("is damaged; if the other members are healthy", FaultKind.FLIPPED_BYTE));
    private static final int KINDS_MAX = 30;

    private LogLines() {
    }

    /** One line per kind of line that none of these faults explains, with an example and how often it came. */
    static List<String> unexpected(final Path logFolder, final Set<FaultKind> faults) {
        final List<Pattern> expected = EXPECTED.stream().filter(known -> faults.isEmpty() ||
            known.by().stream().anyMatch(faults::contains)).map(Expected::line).toList();
        final Map<String, String> examples = new LinkedHashMap<>();
        final Map<String, Integer> counts = new LinkedHashMap<>();
        try (var files = Files.list(logFolder)) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".log")).sorted().toList()) {
                for (final String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                    if (TROUBLE.matcher(line).find() && !QUIET.matcher(line).find() &&
                        expected.stream().noneMatch(known -> known.matcher(line).find())) {
                        final String kind = file.getFileName().toString().replaceAll("\\d", "") + " " + kind(line);
                        examples.putIfAbsent(kind, file.getFileName() + ": " + line.substring(0, Math.min(300, line.length())));
                        counts.merge(kind, 1, Integer::sum);
                    }
                }
            }
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return examples.entrySet().stream().limit(KINDS_MAX)
            .map(entry -> "unexpected log line (" + counts.get(entry.getKey()) + " times): " + entry.getValue()).toList();
    }

    private static String kind(final String line) {
        return line.replaceAll("^[\\d :.,-]+", "").replaceAll("\\d+", "#").replaceAll("[0-9a-f]{8,}", "#");
    }
}
