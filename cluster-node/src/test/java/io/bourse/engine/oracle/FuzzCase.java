package io.bourse.engine.oracle;

import io.bourse.engine.EngineLimits;
import java.util.ArrayList;
import java.util.List;

/** One sequence of commands on an engine and on the oracle, compared after each of them. */
final class FuzzCase {
    private static final int DEEP_CHECK_EVERY = 128;
    private static final int REPLAY_ODDS = 8;

    /** What differs. */
    record Failure(long seed, EngineLimits limits, List<Command> commands, String message) {
    }

    private final EngineLimits limits;
    private final NaiveEngine oracle;
    private final long seed;
    private final int snapshotEvery;
    final List<Command> executed = new ArrayList<>();
    private final EventReader reader = new EventReader();
    private final OrderReader orderReader = new OrderReader();
    private EngineDriver driver;
    private long eventHash;

    FuzzCase(final long seed, final EngineLimits limits) {
        this.seed = seed;
        this.limits = limits;
        oracle = new NaiveEngine(limits);
        driver = new EngineDriver(limits);
        snapshotEvery = 20 + (int) Math.floorMod(seed * 37, 500L);
    }

    /** Commands of a seed; null when all is well. */
    static Failure run(final long seed, final int commands, final Coverage coverage) {
        final Swarm swarm = new Swarm(seed);
        final Generator generator = new Generator(swarm);
        final FuzzCase fuzz = new FuzzCase(seed, swarm.limits);
        for (final Command command : generator.setUp()) {
            final Failure failure = fuzz.step(command, coverage);
            if (failure != null) {
                return failure;
            }
        }
        for (int i = 0; i < commands; i++) {
            final Failure failure = fuzz.step(generator.next(fuzz.oracle), coverage);
            if (failure != null) {
                return failure;
            }
        }
        return fuzz.finish();
    }

    /** A given list of commands; null when all is well. */
    static Failure run(final long seed, final EngineLimits limits, final List<Command> commands) {
        final FuzzCase fuzz = new FuzzCase(seed, limits);
        for (final Command command : commands) {
            final Failure failure = fuzz.step(command, null);
            if (failure != null) {
                return failure;
            }
        }
        return fuzz.finish();
    }

    private Failure step(final Command command, final Coverage coverage) {
        executed.add(command);
        final int index = executed.size();
        oracle.execute(command);
        try {
            driver.execute(command);
        } catch (final Exception | Error thrown) {
            return failure("the engine throws " + thrown + " at " + firstLine(thrown));
        }
        final EventLog log = driver.recorder.log;
        if (!log.isSame(oracle.state.log)) {
            return failure("events of the engine:\n" + log + "events of the oracle:\n" + oracle.state.log);
        }
        try {
            reader.read(log);
            orderReader.read(log);
        } catch (final AssertionError thrown) {
            return failure("the events do not fit: " + thrown.getMessage());
        }
        if (coverage != null) {
            coverage.count(command, log);
        }
        eventHash = log.hash(eventHash);
        final boolean snapshot = index % snapshotEvery == 0;
        if (snapshot || index % DEEP_CHECK_EVERY == 0) {
            return check(snapshot);
        }
        return null;
    }

    private Failure finish() {
        final Failure failure = check(true);
        return failure != null || Math.floorMod(seed, REPLAY_ODDS) != 0 ? failure : replay();
    }

    private Failure check(final boolean snapshot) {
        try {
            StateCheck.check(driver.engine, oracle);
            reader.checkLevels(oracle.state);
            orderReader.check(oracle.state);
            if (snapshot) {
                reload();
            }
        } catch (final RuntimeException | AssertionError thrown) {
            return failure("after the command: " + thrown + " at " + firstLine(thrown));
        }
        return null;
    }

    /** Goes on with an engine out of a snapshot. */
    private void reload() {
        final StateRecords records = new StateRecords();
        driver.engine.accept(records);
        final EngineDriver loaded = new EngineDriver(limits);
        loaded.engine.load(records);
        final long expected = driver.engine.stateHash();
        if (loaded.engine.stateHash() != expected) {
            throw new AssertionError("the hash differs after snapshot and load");
        }
        driver = loaded;
    }

    /** The same commands on an engine that never was in a snapshot: same events, same state. */
    private Failure replay() {
        final EngineDriver again = new EngineDriver(limits);
        long hash = 0;
        for (final Command command : executed) {
            again.execute(command);
            hash = again.recorder.log.hash(hash);
        }
        if (hash != eventHash || again.engine.stateHash() != driver.engine.stateHash()) {
            return failure("the replay differs in " + (hash != eventHash ? "events" : "state"));
        }
        return null;
    }

    private Failure failure(final String message) {
        return new Failure(seed, limits, executed, message);
    }

    private static String firstLine(final Throwable thrown) {
        final StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length == 0 ? "?" : trace[0].toString() + (trace.length > 1 ? " < " + trace[1] : "");
    }
}
