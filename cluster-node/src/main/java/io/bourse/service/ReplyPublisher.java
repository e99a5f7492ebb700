package io.bourse.service;

import io.aeron.cluster.service.ClientSession;
import io.bourse.engine.AssetTotals;
import io.bourse.engine.CommandHeader;
import io.bourse.engine.Engine;
import io.bourse.engine.Order;
import io.bourse.schema.AssetTotalsReplyEncoder;
import io.bourse.schema.BalancesReplyEncoder;
import io.bourse.schema.GatewayLogonReplyEncoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.OrderType;
import io.bourse.schema.OrdersReplyEncoder;
import io.bourse.schema.ResultCode;
import io.bourse.schema.SelfTradePrevention;
import io.bourse.schema.SequenceReplyEncoder;
import io.bourse.schema.Side;
import io.bourse.schema.StateHashReplyEncoder;
import io.bourse.schema.TimeInForce;
import org.agrona.concurrent.UnsafeBuffer;

/** Answers of the cluster to one gateway: read from the engine, sent by egress, never recorded. */
final class ReplyPublisher {
    /** Balances in one answer; an account with more shows the lowest asset ids. */
    static final int BALANCES_MAX = 380;
    /** Orders in one page. */
    static final int ORDERS_PER_PAGE = 56;

    private static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final long OPERATOR = 0;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[Egress.MAX_LENGTH]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final GatewayLogonReplyEncoder gatewayLogonReply = new GatewayLogonReplyEncoder();
    private final SequenceReplyEncoder sequenceReply = new SequenceReplyEncoder();
    private final BalancesReplyEncoder balancesReply = new BalancesReplyEncoder();
    private final OrdersReplyEncoder ordersReply = new OrdersReplyEncoder();
    private final AssetTotalsReplyEncoder assetTotalsReply = new AssetTotalsReplyEncoder();
    private final StateHashReplyEncoder stateHashReply = new StateHashReplyEncoder();
    private final AssetTotals totals = new AssetTotals();
    private final Engine engine;
    private final EventPublisher events;
    private final EventStream stream;
    private final Egress egress;

    ReplyPublisher(final Engine engine, final EventPublisher events, final EventStream stream, final Egress egress) {
        this.engine = engine;
        this.events = events;
        this.stream = stream;
        this.egress = egress;
    }

    void gatewayLogon(
        final ClientSession session, final long correlationId, final long gatewayEpoch, final long lastInSequence,
        final ResultCode code) {
        gatewayLogonReply.wrapAndApplyHeader(buffer, 0, messageHeader)
            .correlationId(correlationId)
            .gatewayEpoch(gatewayEpoch)
            .lastInSequence(lastInSequence)
            .eventSequence(events.eventSequence())
            .eventPosition(stream.position())
            .resultCode(code);
        egress.send(session, buffer, HEADER_LENGTH + gatewayLogonReply.encodedLength());
    }

    void sequence(
        final ClientSession session, final long correlationId, final long inSequence, final long lastInSequence) {
        sequenceReply.wrapAndApplyHeader(buffer, 0, messageHeader)
            .correlationId(correlationId)
            .inSequence(inSequence)
            .lastInSequence(lastInSequence);
        egress.send(session, buffer, HEADER_LENGTH + sequenceReply.encodedLength());
    }

    /** Every balance that is not zero. */
    void balances(final ClientSession session, final CommandHeader header) {
        final boolean isKnown = engine.account(header.accountId) != null;
        balancesReply.wrapAndApplyHeader(buffer, 0, messageHeader)
            .correlationId(header.correlationId)
            .accountId(header.accountId)
            .eventSequence(events.eventSequence())
            .resultCode(isKnown ? ResultCode.OK : ResultCode.UNKNOWN_ACCOUNT);
        final int assetCount = isKnown ? engine.assetCount() : 0;
        int count = 0;
        for (int assetId = 1; assetId <= assetCount && count < BALANCES_MAX; assetId++) {
            count += hasBalance(header.accountId, assetId) ? 1 : 0;
        }
        final BalancesReplyEncoder.BalancesEncoder balances = balancesReply.balancesCount(count);
        for (int assetId = 1, written = 0; written < count; assetId++) {
            if (hasBalance(header.accountId, assetId)) {
                balances.next()
                    .available(engine.available(header.accountId, assetId))
                    .locked(engine.locked(header.accountId, assetId))
                    .assetId(assetId);
                written++;
            }
        }
        egress.send(session, buffer, HEADER_LENGTH + balancesReply.encodedLength());
    }

    void order(
        final ClientSession session, final CommandHeader header, final long orderId, final long clientOrderId0,
        final long clientOrderId1, final long clientOrderId2, final long clientOrderId3) {
        final boolean isKnown = engine.account(header.accountId) != null;
        final Order order = isKnown ? engine.openOrder(
            header.accountId, orderId, clientOrderId0, clientOrderId1, clientOrderId2, clientOrderId3) : null;
        final ResultCode absent = isKnown ? ResultCode.UNKNOWN_ORDER : ResultCode.UNKNOWN_ACCOUNT;
        beginOrders(header, order != null ? ResultCode.OK : absent).more((short) 0);
        final OrdersReplyEncoder.OrdersEncoder orders = ordersReply.ordersCount(order != null ? 1 : 0);
        if (order != null) {
            encode(orders.next(), order);
        }
        egress.send(session, buffer, HEADER_LENGTH + ordersReply.encodedLength());
    }

    void openOrders(
        final ClientSession session, final CommandHeader header, final long afterOrderId, final int instrumentId) {
        final long accountId = header.accountId;
        final boolean isKnown = engine.account(accountId) != null;
        // Twice: the group begins with its length, and an order is valid until the next one is asked for.
        Order order = isKnown ? engine.nextOpenOrder(accountId, instrumentId, afterOrderId) : null;
        int count = 0;
        while (order != null && count < ORDERS_PER_PAGE) {
            count++;
            order = engine.nextOpenOrder(accountId, instrumentId, order.orderId());
        }
        beginOrders(header, isKnown ? ResultCode.OK : ResultCode.UNKNOWN_ACCOUNT).more((short) (order != null ? 1 : 0));
        final OrdersReplyEncoder.OrdersEncoder orders = ordersReply.ordersCount(count);
        long after = afterOrderId;
        for (int i = 0; i < count; i++) {
            order = engine.nextOpenOrder(accountId, instrumentId, after);
            encode(orders.next(), order);
            after = order.orderId();
        }
        egress.send(session, buffer, HEADER_LENGTH + ordersReply.encodedLength());
    }

    void assetTotals(final ClientSession session, final CommandHeader header, final int assetId) {
        final boolean isOperator = header.accountId == OPERATOR;
        final boolean isKnown = isOperator && engine.assetTotals(assetId, totals);
        final ResultCode refusal = isOperator ? ResultCode.UNKNOWN_ASSET : ResultCode.NOT_AUTHORISED;
        assetTotalsReply.wrapAndApplyHeader(buffer, 0, messageHeader)
            .correlationId(header.correlationId)
            .accountsTotal(isKnown ? totals.accountsTotal : 0)
            .feesCollected(isKnown ? totals.feesCollected : 0)
            .depositsTotal(isKnown ? totals.depositsTotal : 0)
            .withdrawalsTotal(isKnown ? totals.withdrawalsTotal : 0)
            .eventSequence(events.eventSequence())
            .resultCode(isKnown ? ResultCode.OK : refusal);
        egress.send(session, buffer, HEADER_LENGTH + assetTotalsReply.encodedLength());
    }

    /** Walks the whole state; for operators, who get no answer when they are none. */
    void stateHash(final ClientSession session, final CommandHeader header) {
        if (header.accountId != OPERATOR) {
            return;
        }
        stateHashReply.wrapAndApplyHeader(buffer, 0, messageHeader)
            .correlationId(header.correlationId)
            .stateHash(engine.stateHash())
            .eventSequence(events.eventSequence())
            .logPosition(header.logPosition)
            .openOrderCount(engine.openOrderCount())
            .accountCount(engine.accountCount());
        egress.send(session, buffer, HEADER_LENGTH + stateHashReply.encodedLength());
    }

    private boolean hasBalance(final long accountId, final int assetId) {
        return (engine.available(accountId, assetId) | engine.locked(accountId, assetId)) != 0;
    }

    private OrdersReplyEncoder beginOrders(final CommandHeader header, final ResultCode code) {
        return ordersReply.wrapAndApplyHeader(buffer, 0, messageHeader)
            .correlationId(header.correlationId)
            .accountId(header.accountId)
            .eventSequence(events.eventSequence())
            .resultCode(code);
    }

    private static void encode(final OrdersReplyEncoder.OrdersEncoder encoder, final Order order) {
        encoder.orderId(order.orderId());
        encoder.clientOrderId()
            .word0(order.clientOrderId0()).word1(order.clientOrderId1())
            .word2(order.clientOrderId2()).word3(order.clientOrderId3());
        encoder
            .priceTicks(order.priceTicks())
            .quantityLots(order.quantityLots())
            .executedLots(order.executedLots())
            .executedQuote(order.executedQuote())
            .timestampNs(order.timestampNs())
            .instrumentId(order.instrumentId())
            .side(Side.get((short) order.side().code()))
            .orderType(OrderType.get((short) order.orderType().code()))
            .timeInForce(TimeInForce.get((short) order.timeInForce().code()))
            .stopPriceTicks(order.stopPriceTicks())
            .displayLots(order.displayLots())
            .expireTimeNs(order.expireTimeNs())
            .sessionId(order.sessionId())
            .trailingDeltaBasisPoints(order.trailingDeltaBasisPoints())
            .selfTradePrevention(SelfTradePrevention.get((short) order.selfTradePrevention().code()))
            .cancelOnDisconnect((short) (order.isCancelOnDisconnect() ? 1 : 0))
            .preventedLots(order.preventedLots())
            .remainingLots(order.remainingLots());
    }
}
