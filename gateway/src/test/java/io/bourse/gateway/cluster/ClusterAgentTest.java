package io.bourse.gateway.cluster;

import io.bourse.client.AeronConnection;
import io.bourse.gateway.cluster.ClusterUnavailableException.Reason;
import io.bourse.node.ClusterNode;
import io.bourse.schema.CommandResultDecoder;
import io.bourse.schema.OrderStatus;
import io.bourse.schema.ResultCode;
import io.bourse.schema.TimeInForce;
import io.bourse.wire.EventFrame;
import io.bourse.wire.Profile;
import org.agrona.CloseHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One member in this JVM. */
@Timeout(90)
final class ClusterAgentTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(10);

    private final List<AutoCloseable> resources = new ArrayList<>();

    @AfterEach
    void closeAll() {
        CloseHelper.closeAll(resources.reversed());
    }

    private <T extends AutoCloseable> T closed(final T resource) {
        resources.add(resource);
        return resource;
    }

    private ClusterAgent agent(final MemberProcesses cluster, final long deadlineNs) {
        final AeronConnection aeron = closed(AeronConnection.connect(null, Profile.DEV));
        return closed(new ClusterAgent(
            new ClusterAgentConfiguration(1, cluster.key(1), cluster.endpoints(), aeron.aeron(), Profile.DEV, deadlineNs)));
    }

    private ClusterAgent connect(final MemberProcesses cluster) {
        final ClusterAgent agent = agent(cluster, DEADLINE_NS);
        agent.start();
        MemberProcesses.await("connection", agent.requests()::isConnected);
        return agent;
    }

    private MemberProcesses cluster(final Path folder) {
        final MemberProcesses cluster = new MemberProcesses(folder, 1);
        closed(ClusterNode.launch(ClusterNode.parse(cluster.arguments(0))));
        return cluster;
    }

    @Test
    void shouldGiveEachOfManyConcurrentRequestsItsOwnAnswer(@TempDir final Path folder) throws InterruptedException {
        final ClusterRequests requests = connect(cluster(folder)).requests();
        final TestMarket market = new TestMarket(requests);
        final int threadCount = 4;
        final int perThread = 500;
        final List<Thread> threads = new ArrayList<>();
        final AtomicInteger wrong = new AtomicInteger();
        for (int t = 0; t < threadCount; t++) {
            final int thread = t;
            threads.add(Thread.ofPlatform().start(() -> {
                final List<CompletableFuture<Boolean>> answers = new ArrayList<>();
                for (int i = 0; i < perThread; i++) {
                    final String id = thread + "-" + i;
                    final long quantityLots = 1 + thread * perThread + i;
                    answers.add(market.buy(10, quantityLots, id).thenCombine(
                        requests.balances(quantityLots % 2 == 0 ? market.buyer : Long.MAX_VALUE),
                        (outcome, balances) -> outcome.isOk() && outcome.remainingLots() == quantityLots &&
                            (balances.code() == ResultCode.OK) == (quantityLots % 2 == 0)));
                }
                answers.forEach(answer -> wrong.addAndGet(TestMarket.get(answer) ? 0 : 1));
            }));
        }
        for (final Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, wrong.get());
        assertEquals(threadCount * perThread, market.openOrders(market.buyer).size());
    }

    @Test
    void shouldAnswerWhatEgressCannotCarryFromTheEventStream(@TempDir final Path folder) {
        final ClusterAgent agent = agent(cluster(folder), DEADLINE_NS);
        final AtomicInteger results = new AtomicInteger();
        agent.addEventListener((buffer, offset, length) -> {
            if (EventFrame.templateId(buffer, offset) == CommandResultDecoder.TEMPLATE_ID) {
                results.incrementAndGet();
            }
        });
        agent.start();
        final ClusterRequests requests = agent.requests();
        MemberProcesses.await("connection", requests::isConnected);
        final TestMarket market = new TestMarket(requests);
        final int makers = 200;
        for (int i = 0; i < makers; i++) {
            TestMarket.ok(market.sell(100 + i, 1, "maker-" + i));
        }
        final Outcome sweep = TestMarket.ok(market.buy(1_000, makers + 1, "taker"));

        assertEquals(makers, sweep.fills().size());
        assertEquals(makers, sweep.executedLots());
        assertEquals(1, sweep.remainingLots());
        assertEquals(OrderStatus.PARTIALLY_FILLED, sweep.status());
        assertEquals(100 + makers - 1, sweep.fills().get(makers - 1).priceTicks());
        assertEquals(sweep.executedQuote(), sweep.fills().stream().mapToLong(Outcome.Fill::quoteAmount).sum());
        // Seven to set up, the makers, the taker: the listener hears every command once.
        MemberProcesses.await("results", () -> results.get() == 7 + makers + 1);
    }

    @Test
    void shouldTellOutcomesAsTheyAre(@TempDir final Path folder) {
        final ClusterRequests requests = connect(cluster(folder)).requests();
        final TestMarket market = new TestMarket(requests);

        final long orderId = TestMarket.ok(market.buy(50, 10, "one")).subjectId();
        assertEquals(ResultCode.DUPLICATE_CLIENT_ORDER_ID, TestMarket.get(market.buy(50, 11, "one")).code());
        final Outcome replaced = TestMarket.ok(requests.replaceOrder(
            market.buyer, 0, "one", false, NewOrder.limit(TimeInForce.GTC, 60, 5, "two")));
        assertTrue(replaced.subjectId() > orderId);
        assertEquals(ResultCode.UNKNOWN_ORDER, TestMarket.get(requests.replaceOrder(
            market.buyer, 0, "one", false, NewOrder.limit(TimeInForce.GTC, 60, 5, "three"))).code());
        assertEquals(List.of("two"), market.openOrders(market.buyer));
        final ClusterRequests.OpenOrder open =
            TestMarket.get(requests.openOrder(market.buyer, 0, "two")).orders().get(0);
        assertEquals(60, open.terms().priceTicks());
        assertEquals(5, open.terms().quantityLots());
        assertEquals(1, TestMarket.ok(requests.cancelAll(market.buyer, 0, null, 0)).count());
        assertEquals(List.of(), TestMarket.get(requests.openOrder(market.buyer, 0, "two")).orders());

        final UUID withdrawal = UUID.randomUUID();
        final Outcome taken = TestMarket.ok(
            requests.requestWithdrawal(market.buyer, market.quoteAssetId, 7, withdrawal, true));
        assertEquals(TestMarket.AMOUNT - 7, taken.available());
        assertEquals(taken.subjectId(), TestMarket.ok(
            requests.requestWithdrawal(market.buyer, market.quoteAssetId, 7, withdrawal, true)).subjectId());
        final ClusterRequests.AssetTotals totals = TestMarket.get(requests.assetTotals(market.quoteAssetId));
        assertEquals(TestMarket.AMOUNT - 7, totals.accountsTotal());
        assertEquals(7, totals.withdrawalsTotal());
        assertEquals(2, TestMarket.get(requests.stateHash()).accountCount());
    }

    @Test
    void shouldSayNoLeaderInTimeAndSendNothingLater(@TempDir final Path folder) {
        final MemberProcesses cluster = new MemberProcesses(folder, 1);
        final ClusterAgent agent = agent(cluster, TimeUnit.MILLISECONDS.toNanos(600));
        agent.start();
        final long startNs = System.nanoTime();
        final UUID externalId = UUID.randomUUID();
        final CompletableFuture<Outcome> command = agent.requests().createAccount(externalId);
        final CompletableFuture<ClusterRequests.StateHash> query = agent.requests().stateHash();
        assertEquals(Reason.NO_LEADER, RequestQueueTest.reason(command));
        assertEquals(Reason.NO_LEADER, RequestQueueTest.reason(query));
        final long elapsedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        assertTrue(elapsedMs >= 600 && elapsedMs < 5_000, "after ms " + elapsedMs);
        assertFalse(agent.requests().isConnected());

        closed(ClusterNode.launch(ClusterNode.parse(cluster.arguments(0))));
        final ClusterRequests requests = agent.requests();
        MemberProcesses.await("connection", requests::isConnected);
        MemberProcesses.await("answer", () -> !requests.stateHash().isCompletedExceptionally());
        assertEquals(0, TestMarket.get(connect2(cluster).stateHash()).accountCount());
    }

    /** With more patience than the agent under test. */
    private ClusterRequests connect2(final MemberProcesses cluster) {
        final AeronConnection aeron = closed(AeronConnection.connect(null, Profile.DEV));
        final ClusterAgent agent = closed(new ClusterAgent(
            new ClusterAgentConfiguration(2, cluster.key(2), cluster.endpoints(), aeron.aeron(), Profile.DEV, DEADLINE_NS)));
        agent.start();
        return agent.requests();
    }

    @Test
    void shouldSaySoWhenClosed(@TempDir final Path folder) {
        final ClusterAgent agent = agent(new MemberProcesses(folder, 1), DEADLINE_NS);
        agent.start();
        final CompletableFuture<Outcome> before = agent.requests().createAccount(UUID.randomUUID());
        agent.close();
        assertEquals(Reason.NO_LEADER, RequestQueueTest.reason(before));
        assertEquals(Reason.NO_LEADER, RequestQueueTest.reason(agent.requests().createAccount(UUID.randomUUID())));
    }
}
