package io.bourse.gateway.cluster;

import io.bourse.client.AeronConnection;
import io.bourse.wire.Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Three members in processes of their own, killed while orders flow. */
@Timeout(180)
final class FailoverTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int WINDOW = 64;

    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong newestAnswerNs = new AtomicLong();
    private final AtomicLong longestGapNs = new AtomicLong();
    private final AtomicReference<String> unexpected = new AtomicReference<>();
    private final Semaphore permits = new Semaphore(WINDOW);
    private final List<String> sent = new ArrayList<>();

    @Test
    void shouldEndEveryRequestWithItsTrueOutcomeAndNoneTwice(@TempDir final Path folder) throws InterruptedException {
        try (MemberProcesses cluster = new MemberProcesses(folder, 3);
            AeronConnection aeron = AeronConnection.connect(null, Profile.DEV);
            ClusterAgent agent = new ClusterAgent(new ClusterAgentConfiguration(
                1, cluster.key(1), cluster.endpoints(), aeron.aeron(), Profile.DEV, DEADLINE_NS))) {
            agent.start();
            cluster.startAll();
            final ClusterRequests requests = agent.requests();
            MemberProcesses.await("connection", requests::isConnected);
            final TestMarket market = new TestMarket(requests);
            newestAnswerNs.set(System.nanoTime());

            send(market, 1_000);
            final int killed = cluster.leader();
            cluster.kill(killed);
            send(market, 2_000);
            System.out.println("longest gap between answers, leader killed: ms " + longestGapMs());
            cluster.start(killed);

            send(market, 200);
            for (int i = 0; i < 3; i++) {
                cluster.kill(i);
            }
            cluster.startAll();
            final long restartedNs = System.nanoTime();
            send(market, 500);
            System.out.println("first answer after the start of all killed members: ms " +
                TimeUnit.NANOSECONDS.toMillis(newestAnswerNs.get() - restartedNs) + " (last of 500)");
            permits.acquire(WINDOW);

            assertNull(unexpected.get());
            assertEquals(sent.size(), answered.get());
            assertEquals(sent, market.openOrders(market.buyer));
            assertEquals(sent.size(), new HashSet<>(sent).size());
            assertEquals(2, TestMarket.get(requests.stateHash()).accountCount());
            assertTrue(TestMarket.ok(requests.createAccount(UUID.randomUUID())).subjectId() > market.seller);
        }
    }

    private long longestGapMs() {
        return TimeUnit.NANOSECONDS.toMillis(longestGapNs.getAndSet(0));
    }

    private void send(final TestMarket market, final int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            assertTrue(permits.tryAcquire(60, TimeUnit.SECONDS), "no answer");
            final String id = "order-" + sent.size();
            sent.add(id);
            final CompletableFuture<Outcome> answer = market.buy(10, 1, id);
            answer.whenComplete((outcome, failure) -> {
                final long nowNs = System.nanoTime();
                final long gapNs = nowNs - newestAnswerNs.getAndSet(nowNs);
                longestGapNs.accumulateAndGet(gapNs, Math::max);
                answered.incrementAndGet();
                if (failure != null || !outcome.isOk()) {
                    unexpected.compareAndSet(null, id + ": " + (failure == null ? outcome.code() : failure));
                }
                permits.release();
            });
        }
    }
}
