package io.bourse.node;

import io.aeron.Aeron;
import io.aeron.cluster.client.AeronCluster;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.StateReportEncoder;
import io.bourse.service.StateAuditListener;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler.Action;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Tells the other members the hashes of this member's state, as a client of the cluster: through the log each report has one
 * place for all, is kept with what it is about, and bears the sender's proven name. A service cannot send such a thing
 * itself: what it offers to the log counts only if every member offers the same. Best effort: while there is no leader
 * reports are dropped, the next one says as much.
 */
final class StateReporter implements StateAuditListener, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(StateReporter.class);
    private static final int REPORTS_LENGTH = 16 * 1024;
    private static final int MESSAGE_TYPE = 1;
    private static final int REPORT_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + StateReportEncoder.BLOCK_LENGTH;
    private static final long POLL_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long BUSY_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long KEEP_ALIVE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long RETRY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    /** A session that nothing was said in for so long is closed: an idle exchange has none of these. */
    private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long STOP_TIMEOUT_MS = 5_000;

    private final OneToOneRingBuffer reports = new OneToOneRingBuffer(
        new UnsafeBuffer(ByteBuffer.allocateDirect(REPORTS_LENGTH + RingBufferDescriptor.TRAILER_LENGTH)));
    private final UnsafeBuffer encoded = new UnsafeBuffer(new byte[REPORT_LENGTH]);
    private final StateReportEncoder encoder = new StateReportEncoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final int hashVersion;
    private final BooleanSupplier isFollowing;
    private final Supplier<Aeron> newClient;
    private final Supplier<AeronCluster.Context> newSession;
    private final Thread thread;
    private volatile boolean isClosed;
    private Aeron aeron;
    private AeronCluster.AsyncConnect attempt;
    private AeronCluster session;
    private long nextKeepAliveNs;
    private long nextAttemptNs;
    private long lastReportNs;

    /**
     * @param isFollowing whether what the member hashes now is new: before, it replays what others have reported long ago
     * @param newClient   of the member's media driver, for one thread
     * @param newSession  settings of a session in the member's name
     */
    StateReporter(
        final String name, final int hashVersion, final BooleanSupplier isFollowing, final Supplier<Aeron> newClient,
        final Supplier<AeronCluster.Context> newSession) {
        this.hashVersion = hashVersion;
        this.isFollowing = isFollowing;
        this.newClient = newClient;
        this.newSession = newSession;
        this.thread = new Thread(this::run, name + "-reporter");
        this.nextAttemptNs = System.nanoTime();
        thread.setDaemon(true);
    }

    /** Begins to tell, where there is somebody to tell. */
    void start() {
        thread.start();
    }

    /** What does not fit is dropped; so is everything when nobody is told. */
    @Override
    public void onStateHash(final int kind, final long logPosition, final long hash) {
        final int index = reports.tryClaim(MESSAGE_TYPE, REPORT_LENGTH);
        if (index > 0) {
            encoder.wrapAndApplyHeader(reports.buffer(), index, header)
                .logPosition(logPosition).hash(hash).hashVersion(hashVersion).kind((short) kind);
            reports.commit(index);
        }
    }

    @Override
    public void onDifference(final String what) {
        LOGGER.error("{}: one of them is wrong, the next reports may tell which", what);
    }

    @Override
    public void close() {
        isClosed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(STOP_TIMEOUT_MS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isClosed) {
                try {
                    poll(System.nanoTime());
                } catch (final RuntimeException trouble) {
                    LOGGER.debug("cannot report: {}", trouble.toString());
                    disconnect();
                }
                LockSupport.parkNanos(attempt != null || reports.size() > 0 ? BUSY_INTERVAL_NS : POLL_INTERVAL_NS);
            }
        } finally {
            disconnect();
            CloseHelper.quietClose(aeron);
        }
    }

    private void poll(final long nowNs) {
        if (aeron != null && aeron.isClosed()) {
            disconnect();
            aeron = null;
        } else if (aeron != null) {
            aeron.conductorAgentInvoker().invoke();
        }
        if (!isFollowing.getAsBoolean()) {
            reports.read((type, buffer, index, length) -> { });
            return;
        }
        if (session != null && (session.isClosed() || nowNs - lastReportNs > LINGER_NS)) {
            disconnect();
        }
        if (session != null) {
            session.pollEgress();
            if (nowNs - nextKeepAliveNs >= 0) {
                session.sendKeepAlive();
                nextKeepAliveNs = nowNs + KEEP_ALIVE_INTERVAL_NS;
            }
            reports.controlledRead(this::send);
        } else if (attempt != null) {
            session = attempt.poll();
            attempt = session == null ? attempt : null;
            lastReportNs = nowNs;
        } else if (reports.size() > 0 && nowNs - nextAttemptNs >= 0) {
            connect();
        }
    }

    private Action send(final int type, final DirectBuffer buffer, final int index, final int length) {
        encoded.putBytes(0, buffer, index, length);
        if (session.offer(encoded, 0, length) <= 0) {
            return Action.ABORT;
        }
        lastReportNs = System.nanoTime();
        return Action.COMMIT;
    }

    private void connect() {
        if (aeron == null) {
            aeron = newClient.get();
        }
        attempt = AeronCluster.asyncConnect(newSession.get()
            .aeron(aeron)
            .egressListener((clusterSessionId, timestamp, buffer, offset, length, frame) -> { })
            .messageTimeoutNs(CONNECT_TIMEOUT_NS));
    }

    private void disconnect() {
        CloseHelper.quietCloseAll(attempt, session);
        attempt = null;
        session = null;
        nextAttemptNs = System.nanoTime() + RETRY_INTERVAL_NS;
    }
}
