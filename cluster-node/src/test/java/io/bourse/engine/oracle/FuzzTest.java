package io.bourse.engine.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bourse.Figures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Ten million commands on engine and oracle: the same events after each, the same state now and then, snapshots and replays
 * in between. Every commit begins at another seed; {@code -Dseed=} chooses one, {@code -Dfuzz.seeds=} how many.
 */
class FuzzTest {
    private static final int SEEDS = Integer.getInteger("fuzz.seeds", 5_100);
    private static final int COMMANDS_PER_SEED = Integer.getInteger("fuzz.commands", 2_000);
    private static final int SEEDS_FOR_COVERAGE = 1_000;
    private static final long TIMEOUT_NS = TimeUnit.MINUTES.toNanos(20);

    @Test
    void shouldDoWhatTheOracleDoes() {
        final long begunNs = System.nanoTime();
        final long firstSeed = Long.getLong("seed", seedOfCommit());
        final FuzzRunner runner = new FuzzRunner(firstSeed, SEEDS, COMMANDS_PER_SEED, TIMEOUT_NS);
        final FuzzCase.Failure failure = runner.run(Runtime.getRuntime().availableProcessors());
        final Coverage coverage = runner.coverage();
        Figures.note("fuzz: engine and oracle on " + coverage.commands + " commands of " + runner.doneSeeds() + " seeds from " +
            firstSeed + " in " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunNs) + " s");
        System.out.println(coverage);
        if (failure != null) {
            throw new AssertionError(Fuzz.describe(failure));
        }
        assertEquals(SEEDS, runner.doneSeeds(), "seeds within the time");
        if (SEEDS >= SEEDS_FOR_COVERAGE) {
            requireVariety(coverage);
        }
    }

    private static void requireVariety(final Coverage coverage) {
        assertEquals(List.of(), coverage.missing(), "never occurred");
        assertTrue(coverage.of(EventKind.TRADE) * 100 > 3 * coverage.commands, "trades: " + coverage);
        assertTrue(coverage.of(EventKind.TRIGGERED) * 1_000 > 3 * coverage.commands, "triggered stops: " + coverage);
        assertTrue(coverage.of(EventKind.PREVENTED) * 1_000 > 2 * coverage.commands, "prevented matches: " + coverage);
    }

    /** Another one for every commit, and the same one when a commit is tested again. */
    private static long seedOfCommit() {
        String commit = System.getenv("GITHUB_SHA");
        try {
            if (commit == null) {
                final Process git = new ProcessBuilder("git", "rev-parse", "HEAD").redirectErrorStream(true).start();
                commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            }
            return Long.parseLong(commit.substring(0, 12), 16);
        } catch (final IOException | NumberFormatException | StringIndexOutOfBoundsException noRepository) {
            return 1;
        }
    }
}
