package io.bourse.service;

import io.bourse.engine.EngineLimits;
import io.bourse.engine.Order;
import io.bourse.schema.CancelAllEncoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.NewOrderEncoder;
import io.bourse.schema.OrderType;
import io.bourse.schema.ReplaceOrderEncoder;
import io.bourse.schema.ResultCode;
import io.bourse.schema.SelfTradePrevention;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Messages of this and of older versions, and what the engine is told. */
class IngressAdapterTest {
    private static final int BLOCK_OF_NEW_ORDER_0 = 95;
    private static final int BLOCK_OF_CANCEL_ALL_0 = 36;
    private static final int BLOCK_OF_REPLACE_ORDER_0 = 122;

    private final ServiceBench bench = new ServiceBench(EngineLimits.defaults());

    @BeforeEach
    void define() {
        BenchMarket.define(bench, 1, 2, 1_000_000_000_000L);
    }

    @Test
    void shouldTellTheEngineEveryFieldOfANewOrder() {
        newOrder(OrderType.STOP_LOSS_LIMIT, 0, 110_000);
        bench.deliver(ServiceBench.HEADER_LENGTH + NewOrderEncoder.BLOCK_LENGTH);

        // A stop needs a last trade to be compared with only when there is one.
        assertEquals(ResultCode.OK, bench.result().resultCode());
        final Order order = bench.engine.nextOpenOrder(1, 0, 0);
        assertEquals(110_000, order.stopPriceTicks());
        assertEquals(5, order.displayLots());
        assertEquals(1_000_000_000_000L, order.expireTimeNs());
        assertEquals(77, order.sessionId());
        assertEquals(io.bourse.engine.SelfTradePrevention.DECREMENT, order.selfTradePrevention());
        assertTrue(order.isCancelOnDisconnect());
        assertEquals(1_000_000_000_000L, bench.engine.nextDeadlineNs());
    }

    @Test
    void shouldTakeANewOrderOfVersion0WithDefaultsWhateverLiesBehindIt() {
        newOrder(OrderType.LIMIT, 0, Long.MIN_VALUE);
        downgrade(BLOCK_OF_NEW_ORDER_0);

        assertEquals(ResultCode.OK, bench.result().resultCode());
        final Order order = bench.engine.nextOpenOrder(1, 0, 0);
        assertEquals(0, order.stopPriceTicks());
        assertEquals(0, order.displayLots());
        assertEquals(0, order.expireTimeNs());
        assertEquals(0, order.sessionId());
        assertEquals(0, order.trailingDeltaBasisPoints());
        assertEquals(io.bourse.engine.SelfTradePrevention.NONE, order.selfTradePrevention());
        assertFalse(order.isCancelOnDisconnect());
    }

    @Test
    void shouldTakeReplaceAndCancelAllOfVersion0() {
        newOrder(OrderType.LIMIT, 0, 0);
        downgrade(BLOCK_OF_NEW_ORDER_0);
        final ReplaceOrderEncoder replace =
            new ReplaceOrderEncoder().wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
        bench.header(replace.header(), 1);
        replace.originalClientOrderId().word0(0).word1(0).word2(0).word3(0);
        replace.clientOrderId().word0(0).word1(0).word2(0).word3(0);
        replace.originalOrderId(bench.result().subjectId()).priceTicks(99_999).quantityLots(7).orderType(OrderType.LIMIT)
            .timeInForce(TimeInForce.GTC);
        downgrade(BLOCK_OF_REPLACE_ORDER_0);
        assertEquals(ResultCode.OK, bench.result().resultCode());
        assertEquals(99_999, bench.engine.nextOpenOrder(1, 0, 0).priceTicks());

        final CancelAllEncoder cancelAll = new CancelAllEncoder().wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
        bench.header(cancelAll.header(), 1);
        cancelAll.instrumentId(0).sessionId(5).side(Side.SELL);
        downgrade(BLOCK_OF_CANCEL_ALL_0);
        assertEquals(1, bench.result().count());
        assertNull(bench.engine.nextOpenOrder(1, 0, 0));
    }

    @Test
    void shouldEndATimerInOneResultOfGateway0() {
        newOrder(OrderType.LIMIT, 1_000_000, 0);
        bench.deliver(ServiceBench.HEADER_LENGTH + NewOrderEncoder.BLOCK_LENGTH);
        assertEquals(1_000_000, bench.engine.nextDeadlineNs());
        bench.timestampNs = 1_000_000;
        bench.timer();

        assertEquals(0, bench.result().gatewayId());
        assertEquals(0, bench.result().commandTemplateId());
        assertEquals(0, bench.result().subjectId());
        assertNull(bench.engine.nextOpenOrder(1, 0, 0));
        assertEquals(Long.MAX_VALUE, bench.engine.nextDeadlineNs());
    }

    /** Expires at a time or, with 0, late enough. */
    private void newOrder(final OrderType type, final long expireTimeNs, final long stopPriceTicks) {
        final NewOrderEncoder order = new NewOrderEncoder().wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
        bench.header(order.header(), 1);
        order.clientOrderId().word0(0).word1(0).word2(0).word3(0);
        order.priceTicks(100_000).quantityLots(10).quoteAmount(0).instrumentId(1).side(Side.BUY).orderType(type)
            .timeInForce(TimeInForce.GTD).stopPriceTicks(stopPriceTicks).displayLots(5)
            .expireTimeNs(expireTimeNs == 0 ? 1_000_000_000_000L : expireTimeNs).sessionId(77).trailingDeltaBasisPoints(0)
            .selfTradePrevention(SelfTradePrevention.DECREMENT).cancelOnDisconnect((short) 1);
    }

    /** The same message as version 0 wrote it. */
    private void downgrade(final int blockLength) {
        final MessageHeaderEncoder header = new MessageHeaderEncoder().wrap(bench.message, 0);
        header.version(0).blockLength(blockLength);
        if (blockLength == BLOCK_OF_NEW_ORDER_0) {
            new NewOrderEncoder().wrap(bench.message, ServiceBench.HEADER_LENGTH).timeInForce(TimeInForce.GTC);
        }
        bench.deliver(ServiceBench.HEADER_LENGTH + blockLength);
    }
}
