package io.bourse.service;

import io.bourse.engine.CloseReason;
import io.bourse.engine.Instrument;
import io.bourse.engine.Order;
import io.bourse.engine.Side;
import io.bourse.schema.OrderAcceptedEncoder;
import io.bourse.schema.OrderAmendedEncoder;
import io.bourse.schema.OrderCancelledEncoder;
import io.bourse.schema.OrderExpiredEncoder;
import io.bourse.schema.OrderTriggeredEncoder;
import io.bourse.schema.OrderType;
import io.bourse.schema.Packed4Encoder;
import io.bourse.schema.PreventedMatchEncoder;
import io.bourse.schema.SelfTradePrevention;
import io.bourse.schema.TimeInForce;
import io.bourse.schema.TradeEncoder;

/** Encodes the events of orders: entry, trades, changes, end. */
final class OrderEventPublisher {
    private final OrderAcceptedEncoder orderAccepted = new OrderAcceptedEncoder();
    private final OrderAmendedEncoder orderAmended = new OrderAmendedEncoder();
    private final OrderTriggeredEncoder orderTriggered = new OrderTriggeredEncoder();
    private final OrderCancelledEncoder orderCancelled = new OrderCancelledEncoder();
    private final OrderExpiredEncoder orderExpired = new OrderExpiredEncoder();
    private final TradeEncoder trade = new TradeEncoder();
    private final PreventedMatchEncoder preventedMatch = new PreventedMatchEncoder();
    private final EventFrames frames;

    OrderEventPublisher(final EventFrames frames) {
        this.frames = frames;
    }

    void accepted(final Order order) {
        frames.head(orderAccepted.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        orderAccepted.orderId(order.orderId()).accountId(order.accountId());
        clientOrderId(orderAccepted.clientOrderId(), order);
        orderAccepted
            .priceTicks(order.priceTicks())
            .quantityLots(order.quantityLots())
            .quoteAmount(order.quoteAmount())
            .instrumentId(order.instrumentId())
            .side(side(order.side()))
            .orderType(OrderType.get((short) order.orderType().code()))
            .timeInForce(TimeInForce.get((short) order.timeInForce().code()))
            .stopPriceTicks(order.stopPriceTicks())
            .displayLots(order.displayLots())
            .expireTimeNs(order.expireTimeNs())
            .sessionId(order.sessionId())
            .trailingDeltaBasisPoints(order.trailingDeltaBasisPoints())
            .selfTradePrevention(SelfTradePrevention.get((short) order.selfTradePrevention().code()))
            .cancelOnDisconnect((short) (order.isCancelOnDisconnect() ? 1 : 0));
        frames.publish(true);
    }

    void trade(
        final Instrument instrument, final long tradeId, final Order maker, final Order taker,
        final long priceTicks, final long quantityLots, final long quoteAmount, final long makerFee, final long takerFee) {
        frames.head(trade.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        trade
            .tradeId(tradeId)
            .priceTicks(priceTicks)
            .quantityLots(quantityLots)
            .quoteAmount(quoteAmount)
            .makerOrderId(maker.orderId())
            .takerOrderId(taker.orderId())
            .makerAccountId(maker.accountId())
            .takerAccountId(taker.accountId())
            .makerFee(makerFee)
            .takerFee(takerFee)
            .makerRemainingLots(maker.remainingLots())
            .takerRemainingLots(taker.remainingLots())
            .instrumentId(instrument.instrumentId())
            .takerSide(side(taker.side()));
        frames.publish(true);
    }

    void preventedMatch(
        final Instrument instrument, final long preventedMatchId, final Order maker, final Order taker,
        final long priceTicks, final long makerPreventedLots, final long takerPreventedLots) {
        frames.head(preventedMatch.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        preventedMatch
            .preventedMatchId(preventedMatchId)
            .priceTicks(priceTicks)
            .makerOrderId(maker.orderId())
            .takerOrderId(taker.orderId())
            .makerAccountId(maker.accountId())
            .takerAccountId(taker.accountId())
            .makerPreventedLots(makerPreventedLots)
            .takerPreventedLots(takerPreventedLots)
            .makerRemainingLots(maker.remainingLots())
            .takerRemainingLots(taker.remainingLots())
            .instrumentId(instrument.instrumentId())
            .takerSide(side(taker.side()))
            .selfTradePrevention(SelfTradePrevention.get((short) taker.selfTradePrevention().code()));
        frames.publish(true);
    }

    void amended(final Order order, final boolean keepsPriority) {
        frames.head(orderAmended.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        orderAmended.orderId(order.orderId()).accountId(order.accountId());
        clientOrderId(orderAmended.clientOrderId(), order);
        orderAmended
            .priceTicks(order.priceTicks())
            .quantityLots(order.quantityLots())
            .remainingLots(order.remainingLots())
            .executedLots(order.executedLots())
            .instrumentId(order.instrumentId())
            .side(side(order.side()))
            .keepsPriority((short) (keepsPriority ? 1 : 0));
        frames.publish(true);
    }

    void triggered(final Order order, final long lastTradePriceTicks) {
        frames.head(orderTriggered.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        orderTriggered.orderId(order.orderId()).accountId(order.accountId());
        clientOrderId(orderTriggered.clientOrderId(), order);
        orderTriggered
            .stopPriceTicks(order.stopPriceTicks())
            .lastTradePriceTicks(lastTradePriceTicks)
            .instrumentId(order.instrumentId())
            .side(side(order.side()));
        frames.publish(true);
    }

    void cancelled(final Order order, final CloseReason reason) {
        frames.head(orderCancelled.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        orderCancelled.orderId(order.orderId()).accountId(order.accountId());
        clientOrderId(orderCancelled.clientOrderId(), order);
        orderCancelled
            .priceTicks(order.priceTicks())
            .remainingLots(order.remainingLots())
            .executedLots(order.executedLots())
            .instrumentId(order.instrumentId())
            .side(side(order.side()))
            .reason(io.bourse.schema.CloseReason.get((short) reason.code()))
            .preventedLots(order.preventedLots());
        frames.publish(true);
    }

    void expired(final Order order, final CloseReason reason) {
        frames.head(orderExpired.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        orderExpired.orderId(order.orderId()).accountId(order.accountId());
        clientOrderId(orderExpired.clientOrderId(), order);
        orderExpired
            .priceTicks(order.priceTicks())
            .remainingLots(order.remainingLots())
            .executedLots(order.executedLots())
            .instrumentId(order.instrumentId())
            .side(side(order.side()))
            .reason(io.bourse.schema.CloseReason.get((short) reason.code()))
            .preventedLots(order.preventedLots());
        frames.publish(true);
    }

    static io.bourse.schema.Side side(final Side side) {
        return io.bourse.schema.Side.get((short) side.code());
    }

    private static void clientOrderId(final Packed4Encoder encoder, final Order order) {
        encoder
            .word0(order.clientOrderId0()).word1(order.clientOrderId1())
            .word2(order.clientOrderId2()).word3(order.clientOrderId3());
    }
}
