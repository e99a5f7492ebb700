package io.bourse.engine.oracle;

/** What {@link MutantLoader} calls, by name: seeds one after the other until one fails. */
public final class FuzzProbe implements java.util.function.LongFunction<String> {
    private static final int COMMANDS = 1_000;
    private static final long FIRST_SEED = 1_000_000;

    /** Description of the first difference; null when time is up without one. */
    @Override
    public String apply(final long timeoutNs) {
        final long endNs = System.nanoTime() + timeoutNs;
        for (long seed = FIRST_SEED; System.nanoTime() < endNs; seed++) {
            final FuzzCase.Failure failure = FuzzCase.run(seed, COMMANDS, null);
            if (failure != null) {
                return "seed " + (seed - FIRST_SEED) + " command " + failure.commands().size() + ": " +
                    failure.commands().get(failure.commands().size() - 1).kind();
            }
        }
        return null;
    }
}
