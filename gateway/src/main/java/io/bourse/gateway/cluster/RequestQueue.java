package io.bourse.gateway.cluster;

import io.bourse.gateway.cluster.ClusterUnavailableException.Reason;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The way from any thread to the agent: encoded messages in one bounded ring, and who waits for their answers. Full
 * means BUSY at once.
 */
final class RequestQueue {
    /** Bytes of encoded requests that may wait for the agent. */
    static final int RING_CAPACITY = 1024 * 1024;
    /** Requests that may be without an answer, in the ring or sent. */
    static final int PENDING_MAX = 16_384;

    private static final int MESSAGE_TYPE = 1;
    /** Leaves the epoch's milliseconds room for a million requests in each, so that processes never share an id. */
    private static final int CORRELATION_BITS = 20;

    private final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(
        new UnsafeBuffer(ByteBuffer.allocateDirect(RING_CAPACITY + RingBufferDescriptor.TRAILER_LENGTH)));
    private final ConcurrentHashMap<Long, PendingRequest<?>> pending = new ConcurrentHashMap<>();
    private final AtomicInteger pendingCount = new AtomicInteger();
    private final AtomicLong correlationIds;
    private final NanoClock clock;
    private final long deadlineNs;
    private Runnable wake = () -> { };
    private volatile boolean closed;

    RequestQueue(final long gatewayEpoch, final long deadlineNs, final NanoClock clock) {
        this.correlationIds = new AtomicLong(gatewayEpoch << CORRELATION_BITS);
        this.clock = clock;
        this.deadlineNs = deadlineNs;
    }

    /** What to run after a request was put in; set before the first. */
    void wakeWith(final Runnable newWake) {
        wake = newWake;
    }

    /** Encodes a message of {@code length} bytes, given its correlation id. */
    @FunctionalInterface
    interface Encoder {
        void encode(MutableDirectBuffer buffer, long correlationId);
    }

    <T> CompletableFuture<T> submit(
        final Class<T> answerType, final boolean isQuery, final int length, final Encoder encoder) {
        final long correlationId = correlationIds.incrementAndGet();
        final UnsafeBuffer message = new UnsafeBuffer(new byte[length]);
        encoder.encode(message, correlationId);
        final PendingRequest<T> request =
            new PendingRequest<>(correlationId, clock.nanoTime() + deadlineNs, answerType, isQuery ? message : null);
        if (pendingCount.incrementAndGet() > PENDING_MAX) {
            pendingCount.decrementAndGet();
            request.fail(Reason.BUSY);
            return request.future();
        }
        pending.put(correlationId, request);
        if (!ring.write(MESSAGE_TYPE, message, 0, length)) {
            if (take(correlationId) != null) {
                request.fail(Reason.BUSY);
            }
        } else if (closed) {
            end(request);
        } else {
            wake.run();
        }
        return request.future();
    }

    /** Agent: hands messages over in order until the handler aborts. */
    int drain(final ControlledMessageHandler handler, final int limit) {
        return ring.controlledRead(handler, limit);
    }

    /** Agent: the request, or null when it has been answered. */
    PendingRequest<?> find(final long correlationId) {
        return pending.get(correlationId);
    }

    /** Agent: takes the request out for its answer; null when it has been answered. */
    PendingRequest<?> take(final long correlationId) {
        final PendingRequest<?> request = pending.remove(correlationId);
        if (request != null) {
            pendingCount.decrementAndGet();
        }
        return request;
    }

    boolean isEmpty() {
        return pendingCount.get() == 0;
    }

    void forEach(final Consumer<PendingRequest<?>> action) {
        pending.values().forEach(action);
    }

    /** Agent: refuses what comes from now on and ends what waits. */
    void close() {
        closed = true;
        forEach(this::end);
    }

    private void end(final PendingRequest<?> request) {
        if (take(request.correlationId()) != null) {
            request.fail();
        }
    }
}
