package io.bourse.gateway.cluster;

import io.bourse.gateway.cluster.ClusterUnavailableException.Reason;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.ControlledMessageHandler.Action;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class RequestQueueTest {
    private static final int LENGTH = 100;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final RequestQueue queue = new RequestQueue(1, 1_000, clock);

    static Reason reason(final CompletableFuture<?> future) {
        final CompletionException failure = assertThrows(CompletionException.class, future::join);
        return assertInstanceOf(ClusterUnavailableException.class, failure.getCause()).reason();
    }

    private CompletableFuture<String> submit() {
        return queue.submit(String.class, false, LENGTH, (buffer, correlationId) -> buffer.putLong(0, correlationId));
    }

    @Test
    void shouldHandOverInOrderAndWakeTheAgent() {
        final AtomicInteger wakeUps = new AtomicInteger();
        queue.wakeWith(wakeUps::incrementAndGet);
        submit();
        submit();
        final List<Long> correlationIds = new ArrayList<>();
        queue.drain((type, buffer, index, length) -> {
            correlationIds.add(buffer.getLong(index));
            return Action.CONTINUE;
        }, 10);

        assertEquals(2, wakeUps.get());
        assertEquals(2, correlationIds.size());
        assertEquals(correlationIds.get(0) + 1, correlationIds.get(1));
        assertTrue(queue.find(correlationIds.get(0)) != null);
    }

    @Test
    void shouldAnswerBusyAtOnceWhenTheRingIsFull() {
        final List<CompletableFuture<String>> accepted = new ArrayList<>();
        CompletableFuture<String> newest = submit();
        while (!newest.isDone()) {
            accepted.add(newest);
            newest = submit();
        }
        assertEquals(Reason.BUSY, reason(newest));
        assertTrue(accepted.size() > RequestQueue.RING_CAPACITY / (2 * LENGTH));
        assertTrue(accepted.stream().noneMatch(CompletableFuture::isDone));
    }

    @Test
    void shouldAnswerBusyWhenTooManyAreWithoutAnAnswer() {
        for (int i = 0; i < RequestQueue.PENDING_MAX; i++) {
            assertFalse(submit().isDone());
            queue.drain((type, buffer, index, length) -> Action.CONTINUE, 1);
        }
        assertEquals(Reason.BUSY, reason(submit()));
    }

    @Test
    void shouldEndWhatWaitsWhenClosed() {
        final CompletableFuture<String> notSent = submit();
        final CompletableFuture<String> sent = submit();
        final long[] newest = new long[1];
        queue.drain((type, buffer, index, length) -> {
            newest[0] = buffer.getLong(index);
            return Action.CONTINUE;
        }, 2);
        queue.find(newest[0]).onSent(7);
        queue.close();

        assertEquals(Reason.NO_LEADER, reason(notSent));
        assertEquals(Reason.OUTCOME_UNKNOWN, reason(sent));
        assertEquals(Reason.NO_LEADER, reason(submit()));
        assertTrue(queue.isEmpty());
    }

    @Test
    void shouldNotKeepARequestWhoseTextDoesNotFit() {
        final ClusterRequests requests = new ClusterRequests(queue, 1, () -> false);
        assertThrows(IllegalArgumentException.class, () -> requests.cancelOrder(1, 0, "x".repeat(37)));
        assertThrows(IllegalArgumentException.class, () -> requests.cancelOrder(1, 0, "\u00e9"));
        assertThrows(IllegalArgumentException.class, () -> requests.operator().defineAsset("x".repeat(19), 2));
        assertTrue(queue.isEmpty());
    }
}
