package io.bourse.service;

import io.bourse.engine.EngineLimits;
import io.bourse.engine.Order;
import io.bourse.schema.AmendOrderEncoder;
import io.bourse.schema.CancelAllEncoder;
import io.bourse.schema.CancelOrderEncoder;
import io.bourse.schema.EndSessionEncoder;
import io.bourse.schema.NewOrderEncoder;
import io.bourse.schema.OrderType;
import io.bourse.schema.ReplaceOrderEncoder;
import io.bourse.schema.SelfTradePrevention;
import io.bourse.schema.SetDeadManTimerEncoder;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;
import io.bourse.schema.TransferEncoder;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Nothing is allocated from the bytes of a command to the bytes of its events, whatever kind of command it is. */
class ServiceAllocationTest {
    private static final int WARM_UP = 1_500_000;
    private static final int MEASURED = 1_500_000;
    private static final int ACCOUNTS = 64;
    private static final int INSTRUMENTS = 4;
    /** The counter itself and a late compilation may leave a few objects; a single byte per command would be 1.5 MB. */
    private static final long BYTES_MAX = 64 * 1024;

    private final NewOrderEncoder newOrder = new NewOrderEncoder();
    private final CancelOrderEncoder cancelOrder = new CancelOrderEncoder();
    private final CancelAllEncoder cancelAll = new CancelAllEncoder();
    private final ReplaceOrderEncoder replaceOrder = new ReplaceOrderEncoder();
    private final AmendOrderEncoder amendOrder = new AmendOrderEncoder();
    private final EndSessionEncoder endSession = new EndSessionEncoder();
    private final SetDeadManTimerEncoder setDeadManTimer = new SetDeadManTimerEncoder();
    private final TransferEncoder transfer = new TransferEncoder();
    private final ServiceBench bench = new ServiceBench(new EngineLimits(
        1_000, 10, 10, 100_000, 2_000, 100_000, 4, 1_000, 100, 10_000, 100, 100, 1_000, 100, 100));
    private final OrderType[] types = {
        OrderType.LIMIT, OrderType.LIMIT, OrderType.LIMIT, OrderType.LIMIT, OrderType.LIMIT_MAKER, OrderType.STOP_LOSS,
        OrderType.STOP_LOSS_LIMIT, OrderType.TAKE_PROFIT, OrderType.TAKE_PROFIT_LIMIT, OrderType.MARKET};
    private final TimeInForce[] times = {
        TimeInForce.GTC, TimeInForce.GTC, TimeInForce.GTC, TimeInForce.GTD, TimeInForce.DAY, TimeInForce.IOC, TimeInForce.FOK};
    private final SelfTradePrevention[] modes = {
        SelfTradePrevention.NONE, SelfTradePrevention.EXPIRE_TAKER, SelfTradePrevention.EXPIRE_MAKER,
        SelfTradePrevention.EXPIRE_BOTH, SelfTradePrevention.DECREMENT};
    private long random = 42;
    private long lastId;

    @Test
    void shouldAllocateNothingFromMessageToEvents() {
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        BenchMarket.define(bench, INSTRUMENTS, ACCOUNTS, Long.MAX_VALUE / 1_000);
        for (int i = 0; i < WARM_UP; i++) {
            step(i);
        }
        threads.getCurrentThreadAllocatedBytes();
        final long before = threads.getCurrentThreadAllocatedBytes();
        final long eventsBefore = bench.eventCount;
        final long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < MEASURED; i++) {
            step(i);
        }
        final long cpuNs = threads.getCurrentThreadCpuTime() - start;
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        final long events = bench.eventCount - eventsBefore;
        System.out.println("service: CPU ns/command=" + cpuNs / MEASURED + " events=" + events + " open=" +
            bench.engine.openOrderCount() + " allocated=" + allocated + " B over commands=" + MEASURED);
        assertTrue(events > 2L * MEASURED, "too few events to mean anything: " + events);
        assertTrue(allocated < BYTES_MAX, "allocated " + allocated + " B over " + MEASURED + " commands");
    }

    private void step(final int i) {
        final int dice = below(100);
        final long account = 1 + below(ACCOUNTS);
        if (dice < 55) {
            enter(i, account);
        } else if (dice < 75) {
            cancel(account);
        } else if (dice < 85) {
            replace(i, account);
        } else if (dice < 94) {
            amend(account);
        } else {
            rare(account);
        }
        if (bench.engine.nextDeadlineNs() <= bench.timestampNs) {
            bench.timer();
        }
    }

    private void enter(final int i, final long account) {
        final OrderType type = types[below(types.length)];
        final boolean isMarket = type == OrderType.MARKET;
        final boolean hasLimit = !isMarket && type != OrderType.STOP_LOSS && type != OrderType.TAKE_PROFIT;
        final boolean isStop = type.value() >= OrderType.STOP_LOSS.value();
        final boolean isTrailing = isStop && below(10) == 0;
        final TimeInForce time = isMarket ? TimeInForce.IOC : times[below(times.length)];
        final long middle = 100_000 + i % 1_000_000 / 1_000;
        final boolean isBuy = below(2) == 0;
        final long away = below(200) - 10;
        newOrder.wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
        bench.header(newOrder.header(), account);
        newOrder.clientOrderId().word0(below(2) == 0 ? 0 : 1 + below(127) + ((1L + below(127)) << 7)).word1(0).word2(0).word3(0);
        newOrder.priceTicks(hasLimit ? middle + (isBuy ? -away : away) : 0).quantityLots(1 + below(100)).quoteAmount(0)
            .instrumentId(1 + below(INSTRUMENTS)).side(isBuy ? Side.BUY : Side.SELL).orderType(type).timeInForce(time)
            .stopPriceTicks(isStop && !isTrailing ? middle + below(100) - 50 : 0)
            .displayLots(hasLimit && time != TimeInForce.IOC && time != TimeInForce.FOK && below(8) == 0 ? 1 : 0)
            .expireTimeNs(time == TimeInForce.GTD ? bench.timestampNs + 1 + below(100_000) : 0).sessionId(below(4))
            .trailingDeltaBasisPoints(isTrailing ? 1 + below(50) : 0).selfTradePrevention(modes[below(modes.length)])
            .cancelOnDisconnect((short) below(2));
        bench.deliver(ServiceBench.HEADER_LENGTH + NewOrderEncoder.BLOCK_LENGTH);
    }

    private void cancel(final long account) {
        final Order order = bench.engine.nextOpenOrder(account, 0, 0);
        cancelOrder.wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
        bench.header(cancelOrder.header(), account);
        cancelOrder.clientOrderId().word0(0).word1(0).word2(0).word3(0);
        cancelOrder.orderId(order == null ? 1 : order.orderId());
        bench.deliver(ServiceBench.HEADER_LENGTH + CancelOrderEncoder.BLOCK_LENGTH);
    }

    private void replace(final int i, final long account) {
        final Order order = bench.engine.nextOpenOrder(account, 0, 0);
        replaceOrder.wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
        bench.header(replaceOrder.header(), account);
        replaceOrder.originalClientOrderId().word0(0).word1(0).word2(0).word3(0);
        replaceOrder.clientOrderId().word0(0).word1(0).word2(0).word3(0);
        replaceOrder.originalOrderId(order == null ? 1 : order.orderId())
            .priceTicks(100_000 + i % 1_000_000 / 1_000 + below(100) - 50).quantityLots(1 + below(100))
            .orderType(OrderType.LIMIT).timeInForce(TimeInForce.GTC).quoteAmount(0).stopPriceTicks(0).displayLots(0)
            .expireTimeNs(0).sessionId(0).trailingDeltaBasisPoints(0).selfTradePrevention(SelfTradePrevention.EXPIRE_MAKER)
            .cancelOnDisconnect((short) 0).mode((short) below(2));
        bench.deliver(ServiceBench.HEADER_LENGTH + ReplaceOrderEncoder.BLOCK_LENGTH);
    }

    private void amend(final long account) {
        final Order order = bench.engine.nextOpenOrder(account, 0, 0);
        amendOrder.wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
        bench.header(amendOrder.header(), account);
        amendOrder.clientOrderId().word0(0).word1(0).word2(0).word3(0);
        amendOrder.orderId(order == null ? 1 : order.orderId())
            .priceTicks(order == null ? 1 : order.priceTicks() + below(3) - 1)
            .quantityLots(order == null ? 1 : order.quantityLots() + below(20) - 10);
        bench.deliver(ServiceBench.HEADER_LENGTH + AmendOrderEncoder.BLOCK_LENGTH);
    }

    private void rare(final long account) {
        switch (below(6)) {
            case 0 -> {
                cancelAll.wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
                bench.header(cancelAll.header(), account);
                cancelAll.instrumentId(1 + below(INSTRUMENTS)).sessionId(below(4)).side(Side.BUY);
                bench.deliver(ServiceBench.HEADER_LENGTH + CancelAllEncoder.BLOCK_LENGTH);
            }
            case 1 -> {
                endSession.wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
                bench.header(endSession.header(), account);
                endSession.sessionId(1 + below(3));
                bench.deliver(ServiceBench.HEADER_LENGTH + EndSessionEncoder.BLOCK_LENGTH);
            }
            case 2, 3 -> {
                setDeadManTimer.wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
                bench.header(setDeadManTimer.header(), account);
                setDeadManTimer.timeoutNs(below(500_000));
                bench.deliver(ServiceBench.HEADER_LENGTH + SetDeadManTimerEncoder.BLOCK_LENGTH);
            }
            default -> {
                transfer.wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
                bench.header(transfer.header(), account);
                transfer.idempotencyId().high(9).low(++lastId);
                transfer.toAccountId(1 + below(ACCOUNTS)).amount(10).assetId(1 + below(2));
                bench.deliver(ServiceBench.HEADER_LENGTH + TransferEncoder.BLOCK_LENGTH);
            }
        }
    }

    private int below(final int bound) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) ((random >>> 33) % bound);
    }
}
