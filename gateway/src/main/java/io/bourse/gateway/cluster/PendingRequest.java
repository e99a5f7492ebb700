package io.bourse.gateway.cluster;

import io.bourse.gateway.cluster.ClusterUnavailableException.Reason;
import org.agrona.DirectBuffer;

import java.util.concurrent.CompletableFuture;

/**
 * A request that has no answer yet. What changes after submission is the agent's alone.
 *
 * @param <T> of the answer
 */
final class PendingRequest<T> {
    static final long NOT_SENT = 0;

    private final long correlationId;
    private final long deadlineNs;
    private final Class<T> answerType;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final DirectBuffer query;
    private long inSequence = NOT_SENT;
    private boolean asked;
    private long askedNs;

    /** {@code query}: the encoded message when it may be asked again; null for a command. */
    PendingRequest(final long correlationId, final long deadlineNs, final Class<T> answerType, final DirectBuffer query) {
        this.correlationId = correlationId;
        this.deadlineNs = deadlineNs;
        this.answerType = answerType;
        this.query = query;
    }

    long correlationId() {
        return correlationId;
    }

    CompletableFuture<T> future() {
        return future;
    }

    /** The encoded message of a query; null for a command. */
    DirectBuffer query() {
        return query;
    }

    boolean isQuery() {
        return query != null;
    }

    boolean isExpired(final long nowNs) {
        return nowNs - deadlineNs >= 0;
    }

    /** Number that the command was sent with, {@link #NOT_SENT} before. */
    long inSequence() {
        return inSequence;
    }

    void onSent(final long sequence) {
        inSequence = sequence;
    }

    void onAsked(final long nowNs) {
        asked = true;
        askedNs = nowNs;
    }

    boolean isLate(final long nowNs, final long patienceNs) {
        return asked && nowNs - askedNs >= patienceNs;
    }

    void complete(final Object answer) {
        future.complete(answerType.cast(answer));
    }

    /** Ends without an answer. A query changes nothing, so that its fate is never in doubt. */
    void fail() {
        fail(inSequence == NOT_SENT ? Reason.NO_LEADER : Reason.OUTCOME_UNKNOWN);
    }

    void fail(final Reason reason) {
        future.completeExceptionally(new ClusterUnavailableException(reason));
    }
}
