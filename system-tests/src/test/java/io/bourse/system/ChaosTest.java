package io.bourse.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * The part of the campaigns that every build runs where it can (root, iproute2): a few faults that are soon over, which need
 * nothing that has to be installed. Where campaigns are required, also a dozen of all kinds, half of them always the same and
 * half drawn by the commit that is built. {@code ./bourse chaos --seed N --faults K} runs more.
 */
@Timeout(value = 900, unit = TimeUnit.SECONDS)
final class ChaosTest {
    private static final int FAULTS = 6;
    private static final long FIXED_SEED = 4;
    private static final int POWER_LOSSES = 2;
    /** Draws one of each kind. */
    private static final long POWER_SEED = 1;
    private static final String SHORT_KINDS =
        "kill-leader,kill-gateway,kill-in-transaction,torn-tail,redis-flush,kill-in-snapshot";

    @Test
    void shouldKeepEveryPromiseUnderAFewFaults() throws IOException, InterruptedException {
        check("short", FIXED_SEED, FAULTS, "--kinds", SHORT_KINDS);
    }

    /** All members at once, one time alone and one time with everything else; their disks forget what was not synced. */
    @Test
    void shouldLoseNothingWithAllPower() throws IOException, InterruptedException {
        check("power-loss", POWER_SEED, POWER_LOSSES, "--profile", "durable", "--kinds", "power-loss");
    }

    @Test
    void shouldKeepEveryPromiseUnderTheFaultsOfAFixedSeed() throws IOException, InterruptedException {
        ChaosRun.onlyWhenRequired("fixed-seed");
        check("fixed-seed", FIXED_SEED, FAULTS);
    }

    @Test
    void shouldKeepEveryPromiseUnderTheFaultsOfTheSeedOfThisCommit() throws IOException, InterruptedException {
        ChaosRun.onlyWhenRequired("fresh-seed");
        check("fresh-seed", seedOfCommit(), FAULTS);
    }

    private static void check(final String name, final long seed, final int faults, final String... more)
        throws IOException, InterruptedException {
        final List<String> options = new ArrayList<>(List.of("--seed", Long.toString(seed), "--faults",
            Integer.toString(faults), "--rate", "100", "--traders", "6", "--binary-rate", "100"));
        options.addAll(List.of(more));
        final ChaosRun run = ChaosRun.of(name, 7, options.toArray(String[]::new));
        assertEquals(List.of(), run.violations(), run::progress);
        assertEquals(0, run.exitCode(), run::progress);
        assertEquals(faults, run.report().path("faultCount").asInt());
    }

    private static long seedOfCommit() {
        final Shell.Result commit = Shell.attempt("git", "rev-parse", "--short=8", "HEAD");
        return commit.exitCode() == 0 ? Long.parseLong(commit.output(), 16) : System.currentTimeMillis();
    }
}
