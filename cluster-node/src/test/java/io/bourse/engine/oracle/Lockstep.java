package io.bourse.engine.oracle;

import io.bourse.engine.EngineLimits;

/** Commands on an engine and on the oracle, one by one; after each of them both must have said the same. */
public final class Lockstep {
    private final NaiveEngine oracle;
    private final EngineDriver driver;

    public Lockstep(final EngineLimits limits) {
        oracle = new NaiveEngine(limits);
        driver = new EngineDriver(limits);
    }

    /** What they say differently of the next command of a gateway; null: nothing. */
    public String execute(final int gatewayId, final Command command) {
        oracle.execute(gatewayId, command);
        driver.execute(gatewayId, command);
        return driver.recorder.log.isSame(oracle.state.log) ? null
            : command + "\nevents of the engine:\n" + driver.recorder.log + "events of the oracle:\n" + oracle.state.log;
    }

    /** See {@link io.bourse.engine.Engine#lastInSequence}. */
    public long lastInSequence(final int gatewayId) {
        return driver.engine.lastInSequence(gatewayId);
    }

    /** Of the engine. */
    public long stateHash() {
        return driver.engine.stateHash();
    }
}
