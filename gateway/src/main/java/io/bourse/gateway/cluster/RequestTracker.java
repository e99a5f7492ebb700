package io.bourse.gateway.cluster;

import io.bourse.schema.CommandHeaderDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;

import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

/**
 * Carries requests from the queue to the cluster and answers back: numbers each command when it is sent, keeps it until
 * its answer is known, asks late queries again and ends what is out of time.
 */
final class RequestTracker implements ResultAdapter.Listener {
    /** A query without an answer for so long is asked again. */
    static final long QUERY_PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int DRAIN_LIMIT = 64;
    private static final int CORRELATION_OFFSET =
        MessageHeaderDecoder.ENCODED_LENGTH + CommandHeaderDecoder.correlationIdEncodingOffset();

    private final InFlightWindow window = new InFlightWindow();
    private final ControlledMessageHandler requestHandler = this::onRequest;
    private final ControlledMessageHandler expiredHandler = this::onExpiredRequest;
    private final RequestQueue queue;
    private final ClusterConnection connection;
    private long nowNs;
    private long resendSequence;
    private long abandonedSequenceMax;

    RequestTracker(final RequestQueue queue, final ClusterConnection connection) {
        this.queue = queue;
        this.connection = connection;
    }

    /** Highest number sent. */
    long sentSequenceMax() {
        return window.nextSequence() - 1;
    }

    /** Highest number whose answer is known. */
    long answeredSequenceMax() {
        return window.answeredSequenceMax();
    }

    /** Sends new requests in order, as far as the cluster takes them. Returns how many. */
    int sendNew(final long newNowNs) {
        nowNs = newNowNs;
        return queue.drain(requestHandler, DRAIN_LIMIT);
    }

    /** The cluster has executed up to {@code lastInSequence}: what follows is to be sent again. */
    void beginResend(final long lastInSequence) {
        resendSequence = Math.max(window.headSequence(), lastInSequence + 1);
    }

    boolean isResent() {
        return resendSequence == window.nextSequence();
    }

    /** Sends again in order, as far as the cluster takes it. Returns how many. */
    int resend() {
        int workCount = 0;
        while (resendSequence < window.nextSequence()) {
            if (window.isUnanswered(resendSequence) && !connection.send(
                window.buffer(), window.messageOffset(resendSequence), window.messageLength(resendSequence))) {
                break;
            }
            resendSequence++;
            workCount++;
        }
        return workCount;
    }

    /** Ends requests that are out of time; asks late queries again when the session is {@code active}. */
    void check(final long newNowNs, final boolean active) {
        nowNs = newNowNs;
        if (!queue.isEmpty()) {
            queue.forEach(request -> check(request, active));
        }
        if (!active) {
            queue.drain(expiredHandler, Integer.MAX_VALUE);
        }
    }

    /**
     * Executed, and the answers may have been lost with the event stream: they are waited for no longer than their
     * requests are.
     */
    void abandonThrough(final long lastInSequence) {
        abandonedSequenceMax = lastInSequence;
        for (long sequence = window.headSequence(); sequence <= lastInSequence; sequence++) {
            if (window.isUnanswered(sequence) && queue.find(window.correlationId(sequence)) == null) {
                window.release(sequence);
            }
        }
    }

    /** Begins a new sequence at 1. What is in flight can be neither answered nor sent again. */
    void restart() {
        for (long sequence = window.headSequence(); sequence < window.nextSequence(); sequence++) {
            if (window.isUnanswered(sequence)) {
                final PendingRequest<?> request = queue.take(window.correlationId(sequence));
                if (request != null) {
                    request.fail();
                }
            }
        }
        window.clear();
        abandonedSequenceMax = 0;
    }

    /** Takes nothing more and ends what waits. */
    void close() {
        queue.close();
    }

    @Override
    public boolean isAwaited(final long inSequence, final long correlationId) {
        return window.isUnanswered(inSequence) && window.correlationId(inSequence) == correlationId;
    }

    @Override
    public void onOutcome(final long inSequence, final long correlationId, final Outcome outcome) {
        if (window.answer(inSequence, correlationId)) {
            onAnswer(correlationId, outcome);
        }
    }

    void onAnswer(final long correlationId, final Object answer) {
        final PendingRequest<?> request = queue.take(correlationId);
        if (request != null) {
            request.complete(answer);
        }
    }

    private ControlledMessageHandler.Action onRequest(
        final int messageType, final MutableDirectBuffer buffer, final int index, final int length) {
        final long correlationId = buffer.getLong(index + CORRELATION_OFFSET, ByteOrder.LITTLE_ENDIAN);
        final PendingRequest<?> request = queue.find(correlationId);
        if (request == null) {
            return ControlledMessageHandler.Action.CONTINUE;
        }
        if (request.isQuery()) {
            if (!connection.send(buffer, index, length)) {
                return ControlledMessageHandler.Action.ABORT;
            }
            request.onAsked(nowNs);
            return ControlledMessageHandler.Action.CONTINUE;
        }
        if (window.isFull()) {
            return ControlledMessageHandler.Action.ABORT;
        }
        window.stage(buffer, index, length);
        if (!connection.send(window.buffer(), window.messageOffset(window.nextSequence()), length)) {
            return ControlledMessageHandler.Action.ABORT;
        }
        request.onSent(window.commit(correlationId));
        return ControlledMessageHandler.Action.CONTINUE;
    }

    /** Makes room for new requests while none can be sent. */
    private ControlledMessageHandler.Action onExpiredRequest(
        final int messageType, final MutableDirectBuffer buffer, final int index, final int length) {
        return queue.find(buffer.getLong(index + CORRELATION_OFFSET, ByteOrder.LITTLE_ENDIAN)) == null ?
            ControlledMessageHandler.Action.CONTINUE : ControlledMessageHandler.Action.ABORT;
    }

    private void check(final PendingRequest<?> request, final boolean active) {
        if (request.isExpired(nowNs)) {
            queue.take(request.correlationId());
            request.fail();
            final long inSequence = request.inSequence();
            if (inSequence <= abandonedSequenceMax && window.isUnanswered(inSequence)) {
                window.release(inSequence);
            }
        } else if (active && request.isLate(nowNs, QUERY_PATIENCE_NS) &&
            connection.send(request.query(), 0, request.query().capacity())) {
            request.onAsked(nowNs);
        }
    }
}
