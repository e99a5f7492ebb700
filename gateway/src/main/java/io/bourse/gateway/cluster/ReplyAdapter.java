package io.bourse.gateway.cluster;

import io.bourse.gateway.cluster.ClusterRequests.AssetTotals;
import io.bourse.gateway.cluster.ClusterRequests.Balance;
import io.bourse.gateway.cluster.ClusterRequests.Balances;
import io.bourse.gateway.cluster.ClusterRequests.OpenOrder;
import io.bourse.gateway.cluster.ClusterRequests.OrderPage;
import io.bourse.gateway.cluster.ClusterRequests.StateHash;
import io.bourse.schema.AssetTotalsReplyDecoder;
import io.bourse.schema.BalancesReplyDecoder;
import io.bourse.schema.GatewayLogonReplyDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.OrdersReplyDecoder;
import io.bourse.schema.Packed4Decoder;
import io.bourse.schema.SequenceReplyDecoder;
import io.bourse.schema.StateHashReplyDecoder;
import io.bourse.wire.PackedAscii;
import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;

/** Decodes the replies of the cluster to this gateway's session. */
final class ReplyAdapter {
    /** Told each reply. */
    interface Listener {
        void onLogonReply(GatewayLogonReplyDecoder reply);

        void onSequenceReply(SequenceReplyDecoder reply);

        void onAnswer(long correlationId, Object answer);
    }

    /** True for a message that is a reply, false for event frames. */
    static boolean isReply(final int templateId) {
        return templateId >= GatewayLogonReplyDecoder.TEMPLATE_ID && templateId <= StateHashReplyDecoder.TEMPLATE_ID;
    }

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final GatewayLogonReplyDecoder logonReply = new GatewayLogonReplyDecoder();
    private final SequenceReplyDecoder sequenceReply = new SequenceReplyDecoder();
    private final BalancesReplyDecoder balancesReply = new BalancesReplyDecoder();
    private final OrdersReplyDecoder ordersReply = new OrdersReplyDecoder();
    private final AssetTotalsReplyDecoder assetTotalsReply = new AssetTotalsReplyDecoder();
    private final StateHashReplyDecoder stateHashReply = new StateHashReplyDecoder();
    private final Listener listener;

    ReplyAdapter(final Listener listener) {
        this.listener = listener;
    }

    void onReply(final int templateId, final DirectBuffer buffer, final int offset) {
        switch (templateId) {
            case GatewayLogonReplyDecoder.TEMPLATE_ID ->
                listener.onLogonReply(logonReply.wrapAndApplyHeader(buffer, offset, header));
            case SequenceReplyDecoder.TEMPLATE_ID ->
                listener.onSequenceReply(sequenceReply.wrapAndApplyHeader(buffer, offset, header));
            case BalancesReplyDecoder.TEMPLATE_ID ->
                onBalances(balancesReply.wrapAndApplyHeader(buffer, offset, header));
            case OrdersReplyDecoder.TEMPLATE_ID -> onOrders(ordersReply.wrapAndApplyHeader(buffer, offset, header));
            case AssetTotalsReplyDecoder.TEMPLATE_ID ->
                onAssetTotals(assetTotalsReply.wrapAndApplyHeader(buffer, offset, header));
            case StateHashReplyDecoder.TEMPLATE_ID ->
                onStateHash(stateHashReply.wrapAndApplyHeader(buffer, offset, header));
            default -> throw new IllegalArgumentException("no reply has templateId=" + templateId);
        }
    }

    private void onBalances(final BalancesReplyDecoder reply) {
        final long correlationId = reply.correlationId();
        final long eventSequence = reply.eventSequence();
        final var code = reply.resultCode();
        final BalancesReplyDecoder.BalancesDecoder group = reply.balances();
        final List<Balance> balances = new ArrayList<>(group.count());
        while (group.hasNext()) {
            group.next();
            final long available = group.available();
            final long locked = group.locked();
            balances.add(new Balance(group.assetId(), available, locked));
        }
        listener.onAnswer(correlationId, new Balances(code, eventSequence, List.copyOf(balances)));
    }

    private void onOrders(final OrdersReplyDecoder reply) {
        final long correlationId = reply.correlationId();
        final long eventSequence = reply.eventSequence();
        final var code = reply.resultCode();
        final boolean more = reply.more() == 1;
        final OrdersReplyDecoder.OrdersDecoder group = reply.orders();
        final List<OpenOrder> orders = new ArrayList<>(group.count());
        while (group.hasNext()) {
            group.next();
            orders.add(order(group));
        }
        listener.onAnswer(correlationId, new OrderPage(code, eventSequence, more, List.copyOf(orders)));
    }

    private static OpenOrder order(final OrdersReplyDecoder.OrdersDecoder group) {
        // The group is as long as the cluster wrote it, and the cluster is never older than this gateway.
        final NewOrder terms = new NewOrder(
            group.orderType(), group.timeInForce(), group.priceTicks(), group.quantityLots(), 0, group.stopPriceTicks(),
            group.trailingDeltaBasisPoints(), group.displayLots(), group.expireTimeNs(), group.selfTradePrevention(),
            group.sessionId(), group.cancelOnDisconnect() == 1, text(group.clientOrderId()));
        return new OpenOrder(
            group.orderId(), group.instrumentId(), group.side(), terms, group.executedLots(), group.executedQuote(),
            group.preventedLots(), group.remainingLots(), group.timestampNs());
    }

    private void onAssetTotals(final AssetTotalsReplyDecoder reply) {
        listener.onAnswer(reply.correlationId(), new AssetTotals(reply.resultCode(), reply.accountsTotal(),
            reply.feesCollected(), reply.depositsTotal(), reply.withdrawalsTotal(), reply.eventSequence()));
    }

    private void onStateHash(final StateHashReplyDecoder reply) {
        listener.onAnswer(reply.correlationId(), new StateHash(reply.stateHash(), reply.eventSequence(),
            reply.logPosition(), reply.openOrderCount(), reply.accountCount()));
    }

    private static String text(final Packed4Decoder packed) {
        return PackedAscii.unpack(packed.word0(), packed.word1(), packed.word2(), packed.word3());
    }
}
