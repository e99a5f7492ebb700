package io.bourse.node;

import io.bourse.schema.CloseReason;
import io.bourse.schema.CommandResultDecoder;
import io.bourse.schema.DeadManTimerSetDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.OrderCancelledDecoder;
import io.bourse.schema.OrderExpiredDecoder;
import io.bourse.schema.OrderTriggeredDecoder;
import io.bourse.schema.Side;
import io.bourse.wire.EventFrame;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static io.bourse.node.TestTrader.BUYER;
import static io.bourse.node.TestTrader.SELLER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is due happens while nobody sends anything: also after a restart, and whoever leads. */
@Timeout(180)
class TimerTest {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    @TempDir
    Path folder;

    @Test
    void shouldExpireOrdersAndFireDeadManTimersByThemselves() {
        try (TestCluster cluster = new TestCluster(folder, 1).startAll();
            TestGateway gateway = cluster.gateway(1);
            EventLog log = cluster.eventLog()) {
            gateway.connectAndLogon();
            final TestTrader trader = new TestTrader(gateway);
            trader.setUp();
            trader.limit(BUYER, Side.BUY, 50, 0);
            // The later one first: the timer must be set anew for the earlier.
            final long nowNs = TestTrader.nowNs();
            trader.limit(SELLER, Side.SELL, 100, nowNs + 4 * SECOND_NS);
            trader.limit(SELLER, Side.SELL, 101, nowNs + 3 * SECOND_NS);
            trader.deadManTimer(BUYER, 5 * SECOND_NS);

            awaitFrame(log, OrderExpiredDecoder.TEMPLATE_ID, 2);
            awaitFrame(log, OrderCancelledDecoder.TEMPLATE_ID, 1);

            final OrderExpiredDecoder expired = new OrderExpiredDecoder().wrapAndApplyHeader(
                frame(log, OrderExpiredDecoder.TEMPLATE_ID, 0), 0, new MessageHeaderDecoder());
            assertEquals(101, expired.priceTicks());
            assertEquals(CloseReason.EXPIRY_TIME, expired.reason());
            final OrderCancelledDecoder cancelled = new OrderCancelledDecoder().wrapAndApplyHeader(
                frame(log, OrderCancelledDecoder.TEMPLATE_ID, 0), 0, new MessageHeaderDecoder());
            assertEquals(CloseReason.DEAD_MAN_TIMER, cancelled.reason());
            final DeadManTimerSetDecoder fired = new DeadManTimerSetDecoder().wrapAndApplyHeader(
                frame(log, DeadManTimerSetDecoder.TEMPLATE_ID, 1), 0, new MessageHeaderDecoder());
            assertEquals(0, fired.deadlineNs());
            assertTrue(countTimers(log) >= 2, "timers: " + countTimers(log));
            assertTrue(log.isContiguous());
            assertIdle(log);
        }
    }

    @Test
    void shouldKeepStopsAndTimersThroughSnapshotAndRestart() {
        try (TestCluster cluster = new TestCluster(folder, 1).startAll();
            TestGateway gateway = cluster.gateway(1);
            EventLog log = cluster.eventLog()) {
            gateway.connectAndLogon();
            final TestTrader trader = new TestTrader(gateway);
            trader.setUp();
            trader.stop(BUYER, Side.BUY, 200, 150);
            trader.limit(SELLER, Side.SELL, 300, TestTrader.nowNs() + 8 * SECOND_NS);
            final long hash = gateway.stateHash();
            assertTrue(cluster.node(0).snapshot());
            TestCluster.await("snapshot", () -> cluster.node(0).snapshotCount() == 1);
            cluster.stop(0);
            cluster.startAll();

            // Before any message: the timer comes back with the snapshot.
            awaitFrame(log, OrderExpiredDecoder.TEMPLATE_ID, 1);
            gateway.session();
            assertTrue(hash != gateway.stateHash());
            gateway.logon();
            trader.limit(SELLER, Side.SELL, 160, 0);
            trader.limit(BUYER, Side.BUY, 160, 0);
            awaitFrame(log, OrderTriggeredDecoder.TEMPLATE_ID, 1);
            final long hashAtEnd = gateway.stateHash();

            // The log behind the snapshot, the timer in it, is replayed.
            cluster.stop(0);
            cluster.startAll();
            gateway.session();
            assertEquals(hashAtEnd, gateway.stateHash());
            gateway.logon();
            trader.limit(SELLER, Side.SELL, 301, TestTrader.nowNs() + SECOND_NS);
            awaitFrame(log, OrderExpiredDecoder.TEMPLATE_ID, 2);
            assertTrue(log.isContiguous());
        }
    }

    @Test
    void shouldDoWhatIsDueWhoeverLeadsAndRecordTheSameEverywhere() {
        try (TestCluster cluster = new TestCluster(folder, 3).startAll();
            TestGateway gateway = cluster.gateway(1);
            EventLog log = cluster.eventLog()) {
            gateway.connectAndLogon();
            final TestTrader trader = new TestTrader(gateway);
            trader.setUp();
            for (int i = 0; i < 10; i++) {
                trader.limit(SELLER, Side.SELL, 100 + i, TestTrader.nowNs() + (10 - i) * SECOND_NS / 10);
                trader.deadManTimer(BUYER, (1 + i % 3) * SECOND_NS / 2);
                trader.limit(BUYER, Side.BUY, 50, 0);
            }
            trader.limit(SELLER, Side.SELL, 500, TestTrader.nowNs() + 6 * SECOND_NS);
            cluster.stop(cluster.awaitLeader());
            log.reopen();

            awaitFrame(log, OrderExpiredDecoder.TEMPLATE_ID, 11);
            cluster.awaitLeader();
            for (int member = 0; member < 3; member++) {
                if (cluster.node(member) == null) {
                    cluster.start(member);
                }
            }
            assertTrue(log.isContiguous());
            cluster.assertSameEvents(log.frames.size());
        }
    }

    /** Nothing is due, so no timer is set: the stream stands still. */
    private static void assertIdle(final EventLog log) {
        while (log.reader.poll(100) > 0) {
            continue;
        }
        final int count = log.frames.size();
        final long untilNs = System.nanoTime() + SECOND_NS;
        TestCluster.await("a second", () -> {
            log.reader.poll(100);
            return System.nanoTime() - untilNs >= 0;
        });
        assertEquals(count, log.frames.size());
    }

    private static void awaitFrame(final EventLog log, final int templateId, final int count) {
        TestCluster.await(count + " of templateId=" + templateId, () -> {
            log.reader.poll(100);
            return count(log, templateId) >= count && isAtResult(log);
        });
    }

    private static boolean isAtResult(final EventLog log) {
        return EventFrame.templateId(log.frames.getLast(), 0) == CommandResultDecoder.TEMPLATE_ID;
    }

    private static long count(final EventLog log, final int templateId) {
        return log.frames.stream().filter(frame -> EventFrame.templateId(frame, 0) == templateId).count();
    }

    private static UnsafeBuffer frame(final EventLog log, final int templateId, final int index) {
        return log.frames.stream().filter(frame -> EventFrame.templateId(frame, 0) == templateId).skip(index).findFirst()
            .orElseThrow();
    }

    private static long countTimers(final EventLog log) {
        return log.frames.stream()
            .filter(frame -> EventFrame.templateId(frame, 0) == CommandResultDecoder.TEMPLATE_ID)
            .map(frame -> new CommandResultDecoder().wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder()))
            .filter(result -> result.gatewayId() == 0 && result.commandTemplateId() == 0).count();
    }
}
