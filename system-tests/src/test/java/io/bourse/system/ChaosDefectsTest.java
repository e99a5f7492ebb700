package io.bourse.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A campaign that never complains proves nothing: each of these defects, put into one class of a running exchange, must be
 * found. The class is compiled from its source with a few words exchanged, and stands in front of the others on the class
 * path of the process; the exchange itself has no switch for it.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
final class ChaosDefectsTest {
    private static final Path ROOT = Path.of(System.getProperty("bourse.root", "..")).toAbsolutePath().normalize();
    private static final List<String> MEMBERS = List.of("m0", "m1", "m2");
    /** By a member that has nothing, or, if members have but a part, by who has seen more than that. */
    private static final Pattern LOSS_IS_TOLD =
        Pattern.compile("a profile that is not durable|history was reset|no member can go on after");

    @TempDir
    private Path classes;

    @Test
    void shouldFindAConsumerThatDropsOneEventInTenThousand() throws IOException, InterruptedException {
        plant("persistence", "io/bourse/persistence/EventBatch.java",
            "            apply(buffer, offset, checkpoint.eventSequence(), EventFrame.timestampNs(buffer, offset));",
            "            if (checkpoint.eventSequence() % 10_000 != 5_000) {" +
                " apply(buffer, offset, checkpoint.eventSequence(), EventFrame.timestampNs(buffer, offset)); }");
        assertFound(run("defect-dropped-event", List.of("ps"), "--faults", "2", "--kinds", "kill-persistence,pause-market-data",
            "--acknowledged", "2000"), "");
    }

    @Test
    void shouldFindAnEngineThatDoesNotLookForDuplicates() throws IOException, InterruptedException {
        plant("cluster-node", "io/bourse/engine/OrderCommands.java",
            "final Order open = openOrder(account, request);", "final Order open = null;");
        assertFound(run("defect-no-dedupe", MEMBERS, "--faults", "1", "--kinds", "kill-gateway"), "stored 2 times");
    }

    @Test
    void shouldFindASnapshotWithoutTheSequencesOfGateways() throws IOException, InterruptedException {
        plant("cluster-node", "io/bourse/engine/EngineState.java",
            "visitor.field(\"lastInSequence\", gateways.lastInSequence(i));", "visitor.field(\"lastInSequence\", 0);");
        assertFound(run("defect-lost-sequence", MEMBERS, "--faults", "3", "--kinds", "kill-after-snapshot"), "");
    }

    /** All members do it alike, money and quantities add up: only another engine that plays the log can tell. */
    @Test
    void shouldFindABookThatServesTheLastOfALevelFirst() throws IOException, InterruptedException {
        plant("cluster-node", "io/bourse/engine/OrderBook.java", "final int maker = levels.first(level);",
            "final int maker = java.util.stream.IntStream.iterate(levels.first(level), slot -> slot != OrderSlots.NONE, " +
                "slots::next).reduce((before, behind) -> behind).getAsInt();");
        assertFound(run("defect-last-first", MEMBERS, "--faults", "1", "--kinds", "kill-follower"), "leads to another event");
    }

    /** What was not synced is really gone: a profile that does not sync does not survive this, and somebody says so. */
    @Test
    void shouldFindThatAProfileThatDoesNotSyncLosesWithThePower() throws IOException, InterruptedException {
        final ChaosRun run = run("power-loss-fast", List.of(), "--faults", "1", "--kinds", "power-loss", "--profile", "fast");
        assertFound(run, "");
        final StringBuilder said = new StringBuilder();
        try (Stream<Path> logs = Files.list(ChaosRun.folder("power-loss-fast").resolve("log"))) {
            for (final Path log : logs.filter(path -> path.toString().endsWith(".log")).toList()) {
                said.append(Files.readString(log, StandardCharsets.ISO_8859_1));
            }
        }
        assertTrue(LOSS_IS_TOLD.matcher(said).find(), run::progress);
    }

    private void plant(final String module, final String source, final String words, final String others) throws IOException {
        final String text = Files.readString(ROOT.resolve(module).resolve("src/main/java").resolve(source));
        assertTrue(text.contains(words), () -> source + " does not say any more: " + words);
        final Path changed = classes.resolve("source").resolve(source);
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, text.replace(words, others));
        final String classPath;
        try (Stream<Path> jars = Files.list(ROOT.resolve("deploy/target/lib"))) {
            classPath = jars.map(Path::toString).collect(Collectors.joining(":"));
        }
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(
            null, null, null, "-d", classes.toString(), "-cp", classPath, "-nowarn", changed.toString()));
    }

    private ChaosRun run(final String name, final List<String> hosts, final String... options)
        throws IOException, InterruptedException {
        ChaosRun.onlyWhenRequired(name);
        final List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--seed", "1"));
        hosts.forEach(host -> all.addAll(List.of("--patch", host + "=" + classes)));
        return ChaosRun.of(name, 8, all.toArray(String[]::new));
    }

    private static void assertFound(final ChaosRun run, final String text) {
        assertEquals(1, run.exitCode(), () -> "the campaign sees nothing wrong: " + run.progress());
        assertTrue(run.violations().stream().anyMatch(violation -> violation.contains(text)),
            () -> text + " is not in " + run.violations());
    }
}
