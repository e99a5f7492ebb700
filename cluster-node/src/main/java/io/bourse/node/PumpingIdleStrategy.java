package io.bourse.node;

import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.IdleStrategy;

/**
 * Runs the archive, and through it the media driver, on the thread of the consensus module, between its cycles and
 * whenever it waits for something. One thread instead of three that wake up for nothing.
 */
final class PumpingIdleStrategy implements IdleStrategy {
    private final AgentInvoker archive;
    private final IdleStrategy idleStrategy;

    PumpingIdleStrategy(final AgentInvoker archive, final IdleStrategy idleStrategy) {
        this.archive = archive;
        this.idleStrategy = idleStrategy;
    }

    @Override
    public void idle(final int workCount) {
        idleStrategy.idle(archive.invoke() + workCount);
    }

    @Override
    public void idle() {
        idleStrategy.idle(archive.invoke());
    }

    @Override
    public void reset() {
        idleStrategy.reset();
    }
}
