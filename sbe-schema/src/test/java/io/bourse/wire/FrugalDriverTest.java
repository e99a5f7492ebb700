package io.bourse.wire;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentTerminationException;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class FrugalDriverTest {
    private static final int HEARTBEAT_BYTES = 32;
    private static final int COMMAND_BYTES = 256;

    private final List<Throwable> errors = new ArrayList<>();
    private int bytes;
    /** Frames that come one per run before the driver has nothing to do. */
    private int frames = Integer.MAX_VALUE;
    private int runs;
    private final AgentInvoker driver = new AgentInvoker(errors::add, null, new Agent() {
        @Override
        public int doWork() {
            runs++;
            return frames-- > 0 ? bytes : 0;
        }

        @Override
        public String roleName() {
            return "driver";
        }
    });
    private final AgentInvoker frugal = FrugalDriver.invoker(driver, errors::add);

    @Test
    void shouldReportTrafficAndGoOnAtOnce() {
        driver.start();
        bytes = COMMAND_BYTES;
        for (int i = 1; i <= 1_000; i++) {
            assertEquals(COMMAND_BYTES, frugal.invoke());
            assertEquals(i, runs);
        }
    }

    @Test
    void shouldNotReportHousekeeping() {
        driver.start();
        bytes = HEARTBEAT_BYTES;
        frames = 3;
        while (runs < 10) {
            assertEquals(0, frugal.invoke());
        }
    }

    /** As when a lossy stream asks for hundreds of retransmits: taken one per sleep of the thread they would take seconds. */
    @Test
    void shouldNotSleepOverABacklogOfSmallFrames() {
        driver.start();
        bytes = HEARTBEAT_BYTES;
        frames = 500;
        int sleeps = 0;
        while (runs <= 500) {
            final int before = runs;
            if (frugal.invoke() == 0 && runs > before) {
                sleeps++;
            }
        }
        assertTrue(sleeps < 10, "sleeps: " + sleeps);
        assertEquals(0, frugal.invoke());
    }

    @Test
    void shouldEndWithTheDriver() {
        driver.start();
        driver.close();
        frugal.invoke();
        assertTrue(frugal.isClosed());
        assertEquals(1, errors.size());
        assertInstanceOf(AgentTerminationException.class, errors.getFirst());
    }
}
