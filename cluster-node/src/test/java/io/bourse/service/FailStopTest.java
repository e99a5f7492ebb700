package io.bourse.service;

import io.aeron.cluster.codecs.CloseReason;
import io.bourse.engine.EngineLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

/**
 * A clustered service that throws a plain exception goes on with half the state changed. Whatever is thrown here, out of
 * whichever callback, ends the member; a service that was never started has plenty to throw.
 */
class FailStopTest {
    private final List<Throwable> told = new ArrayList<>();
    private final ExchangeService service = new ExchangeService(EngineLimits.defaults(), 0, 1, 10_000, null,
        new SnapshotSchedule(0, 0), () -> { }, new HousekeepingView(), told::add);

    @Test
    void shouldEndTheMemberWhateverIsThrown() {
        final List<Executable> callbacks = List.of(
            () -> service.onStart(null, null),
            () -> service.onSessionOpen(null, 1),
            () -> service.onSessionClose(null, 1, CloseReason.CLIENT_ACTION),
            () -> service.onSessionMessage(null, 1, new UnsafeBuffer(new byte[64]), 0, 64, null),
            () -> service.onTimerEvent(1, 1),
            () -> service.onTakeSnapshot(null),
            () -> service.onNewLeadershipTermEvent(1, 0, 1, 0, 0, 1, TimeUnit.MILLISECONDS, ApplicationVersion.CURRENT),
            () -> service.doBackgroundWork(1));
        for (final Executable callback : callbacks) {
            final AgentTerminationException thrown = assertThrows(AgentTerminationException.class, callback);
            assertInstanceOf(RuntimeException.class, thrown.getCause());
            assertSame(thrown.getCause(), told.getLast(), "the operator is told why");
        }
        assertEquals(callbacks.size(), told.size());
    }
}
