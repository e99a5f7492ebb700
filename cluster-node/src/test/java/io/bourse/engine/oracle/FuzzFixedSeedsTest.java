package io.bourse.engine.oracle;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Few short seeds that are the same for ever: for tools that run the tests many times. */
class FuzzFixedSeedsTest {
    private static final int SEEDS = 24;
    private static final int COMMANDS = 500;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldDoWhatTheOracleDoes(final long seed) {
        final FuzzCase.Failure failure = FuzzCase.run(seed, COMMANDS, new Coverage());
        assertNull(failure, () -> "seed=" + seed + " command=" + failure.commands().size() + ' ' + failure.message());
    }
}
