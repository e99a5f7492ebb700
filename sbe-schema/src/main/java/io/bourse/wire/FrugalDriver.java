package io.bourse.wire;

import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentTerminationException;

import java.util.concurrent.TimeUnit;

/**
 * A media driver that is run by another agent's thread, made cheap for that thread while there is no traffic.
 *
 * <p>A driver counts bytes as work and is never without: a heartbeat or a status message each few milliseconds. Reported
 * as work, they keep the thread that runs it awake for nothing; so they are not. And the archive runs its driver three
 * times a cycle, each time with a system call for every socket; after a run without traffic the next ones are left out.
 *
 * <p>A run takes one control frame per socket. So traffic in many runs in a row is work, however little: hundreds of
 * retransmit requests of a lossy stream, taken one per sleep of the thread, would keep the status messages behind them
 * waiting for seconds.
 */
public final class FrugalDriver implements Agent {
    /** Three heartbeats or status messages. Any command is longer in the frames that carry it. */
    private static final int HOUSEKEEPING_BYTES_MAX = 128;
    /** More runs in a row with traffic are no coincidence of heartbeats, but frames that wait. */
    private static final int HOUSEKEEPING_RUNS_MAX = 8;
    /** About as long as a cycle of the archive without work, shorter than any sleep. */
    private static final long REST_NS = TimeUnit.MICROSECONDS.toNanos(50);

    private final AgentInvoker driver;
    private long restUntilNs = System.nanoTime();
    private int runsWithTraffic;

    private FrugalDriver(final AgentInvoker driver) {
        this.driver = driver;
    }

    /**
     * The driver as the agents of its process should run it: one thread at a time, as they would the driver itself. Has
     * nothing to close.
     */
    public static AgentInvoker invoker(final AgentInvoker driver, final ErrorHandler errorHandler) {
        final AgentInvoker invoker = new AgentInvoker(errorHandler, null, new FrugalDriver(driver));
        invoker.start();
        return invoker;
    }

    @Override
    public int doWork() {
        if (driver.isClosed()) {
            throw new AgentTerminationException("the media driver has ended");
        }
        if (System.nanoTime() - restUntilNs < 0) {
            return 0;
        }
        final int bytes = driver.invoke();
        runsWithTraffic = bytes == 0 ? 0 : runsWithTraffic + 1;
        if (bytes > HOUSEKEEPING_BYTES_MAX || runsWithTraffic > HOUSEKEEPING_RUNS_MAX) {
            return bytes;
        }
        restUntilNs = System.nanoTime() + REST_NS;
        return 0;
    }

    @Override
    public String roleName() {
        return "frugal-driver";
    }
}
