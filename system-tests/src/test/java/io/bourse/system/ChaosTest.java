package io.bourse.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * The part of the campaigns that every build runs: a dozen faults, half of them always the same and half drawn by the commit
 * that is built. {@code ./bourse chaos --seed N --faults K} runs more.
 */
@Timeout(value = 900, unit = TimeUnit.SECONDS)
final class ChaosTest {
    private static final int FAULTS = 6;
    private static final long FIXED_SEED = 4;

    @Test
    void shouldKeepEveryPromiseUnderTheFaultsOfAFixedSeed() throws IOException, InterruptedException {
        check("fixed-seed", FIXED_SEED);
    }

    @Test
    void shouldKeepEveryPromiseUnderTheFaultsOfTheSeedOfThisCommit() throws IOException, InterruptedException {
        check("fresh-seed", seedOfCommit());
    }

    private static void check(final String name, final long seed) throws IOException, InterruptedException {
        final ChaosRun run = ChaosRun.of(name, 7, "--seed", Long.toString(seed), "--faults", Integer.toString(FAULTS),
            "--rate", "100", "--traders", "6");
        assertEquals(List.of(), run.violations(), run::progress);
        assertEquals(0, run.exitCode(), run::progress);
        assertEquals(FAULTS, run.report().path("faultCount").asInt());
    }

    private static long seedOfCommit() {
        final Shell.Result commit = Shell.attempt("git", "rev-parse", "--short=8", "HEAD");
        return commit.exitCode() == 0 ? Long.parseLong(commit.output(), 16) : System.currentTimeMillis();
    }
}
