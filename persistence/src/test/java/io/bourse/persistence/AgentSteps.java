package io.bourse.persistence;

import org.agrona.concurrent.SystemNanoClock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import static org.junit.jupiter.api.Assertions.fail;

/** Steps agents on the thread of the test. */
final class AgentSteps {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final int BATCH_EVENTS = 500;

    private AgentSteps() {
    }

    static PersistenceAgent agent(final Postgres database, final EventLog log) {
        return agent(() -> database.open("test"), log);
    }

    static PersistenceAgent agent(final PersistenceAgent.Connector connector, final EventLog log) {
        return new PersistenceAgent(connector, log::open, SystemNanoClock.INSTANCE, BATCH_EVENTS, 0);
    }

    /** Steps an agent until the database has the whole log. */
    static void drain(final PersistenceAgent agent, final Postgres database, final EventLog log) {
        try (History history = new History(database, java.time.InstantSource.system())) {
            awaitWith(agent, () -> history.appliedEventSequence() == log.eventSequence());
        }
    }

    /** Writes the whole log with an agent of its own. */
    static void apply(final Postgres database, final EventLog log) {
        final PersistenceAgent agent = agent(database, log);
        drain(agent, database, log);
        agent.onClose();
    }

    /** Steps an agent until a condition, which is looked at whenever there is nothing to do, holds. */
    static void awaitWith(final PersistenceAgent agent, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (true) {
            if (agent.doWork() == 0) {
                if (condition.getAsBoolean()) {
                    return;
                }
                LockSupport.parkNanos(1_000_000);
            }
            if (System.nanoTime() > deadlineNs) {
                fail("nothing came of it within " + TimeUnit.NANOSECONDS.toSeconds(DEADLINE_NS) + " s");
            }
        }
    }
}
