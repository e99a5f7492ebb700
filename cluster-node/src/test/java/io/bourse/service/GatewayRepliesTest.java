package io.bourse.service;

import io.bourse.engine.EngineLimits;
import io.bourse.schema.AssetTotalsReplyDecoder;
import io.bourse.schema.CancelAllEncoder;
import io.bourse.schema.GatewayLogonEncoder;
import io.bourse.schema.GatewayLogonReplyDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.NewOrderEncoder;
import io.bourse.schema.OrderType;
import io.bourse.schema.OrdersReplyDecoder;
import io.bourse.schema.QueryAssetTotalsEncoder;
import io.bourse.schema.QueryOpenOrdersEncoder;
import io.bourse.schema.ResultCode;
import io.bourse.schema.SelfTradePrevention;
import io.bourse.schema.SequenceReplyDecoder;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** What a gateway is told that is no event: its place in the sequence, why it may not log on, whether the money adds up. */
class GatewayRepliesTest {
    private static final EngineLimits ALL = EngineLimits.defaults();
    /** Two gateways. */
    private static final EngineLimits LIMITS = new EngineLimits(ALL.accounts(), ALL.assets(), ALL.instruments(), ALL.openOrders(),
        ALL.openOrdersPerAccount(), ALL.levels(), 2, ALL.rememberedTransfers(), ALL.pendingWithdrawals(),
        ALL.rememberedOrders(), ALL.rememberedOrdersPerAccount(), ALL.blockedSessions(), ALL.trailingOrders(),
        ALL.expiriesPerCommand(), ALL.triggersPerCommand());

    private final ServiceBench bench = new ServiceBench(LIMITS);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    @BeforeEach
    void define() {
        BenchMarket.define(bench, 1, 2, 1_000_000);
    }

    @Test
    void shouldTellAGatewayWhereItIsOrWhyNot() {
        final long last = bench.engine.lastInSequence(1);
        assertNotEquals(0, last);
        assertEquals(ResultCode.OK, logon(1, 1).resultCode());
        assertEquals(last, logon(1, 1).lastInSequence());
        assertEquals(ResultCode.OK, logon(1, 5).resultCode());
        assertEquals(0, logon(1, 5).lastInSequence());
        assertEquals(ResultCode.INVALID_STATE, logon(1, 4).resultCode());
        assertEquals(0, logon(1, 4).lastInSequence());
        assertEquals(4, logon(1, 4).gatewayEpoch());
        assertEquals(ResultCode.OK, logon(3, 9).resultCode());
        final long events = bench.eventCount;
        assertEquals(ResultCode.LIMIT_REACHED, logon(2, 9).resultCode());
        assertEquals(-1, logon(2, 9).lastInSequence());
        assertEquals(events, bench.eventCount, "a refusal is no event");
    }

    @Test
    void shouldNotExecuteWhatIsNotTheNext() {
        final long last = bench.engine.lastInSequence(1);
        for (final long inSequence : new long[] {last, last + 2, 0, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            final long hash = bench.engine.stateHash();
            final CancelAllEncoder message = new CancelAllEncoder().wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
            message.header().inSequence(inSequence).correlationId(77).accountId(1).gatewayId(1).connectionId(0);
            message.instrumentId(0).sessionId(0);
            bench.deliver(ServiceBench.HEADER_LENGTH + CancelAllEncoder.BLOCK_LENGTH);
            final SequenceReplyDecoder reply = new SequenceReplyDecoder().wrapAndApplyHeader(bench.lastAnswer, 0, header);
            assertEquals(77, reply.correlationId());
            assertEquals(inSequence, reply.inSequence());
            assertEquals(last, reply.lastInSequence());
            assertEquals(hash, bench.engine.stateHash());
        }
    }

    @Test
    void shouldAddUpTheMoneyForTheOperatorAlone() {
        AssetTotalsReplyDecoder totals = assetTotals(0, 1);
        assertEquals(ResultCode.OK, totals.resultCode());
        assertEquals(2_000_000, totals.accountsTotal());
        assertEquals(0, totals.feesCollected());
        assertEquals(2_000_000, totals.depositsTotal());
        assertEquals(0, totals.withdrawalsTotal());
        assertEquals(ResultCode.UNKNOWN_ASSET, assetTotals(0, 9).resultCode());
        totals = assetTotals(1, 1);
        assertEquals(ResultCode.NOT_AUTHORISED, totals.resultCode());
        assertEquals(0, totals.accountsTotal());
    }

    @Test
    void shouldListOpenOrdersByIdWithOrWithoutClientOrderIds() {
        for (int i = 1; i <= 3; i++) {
            buy(100_000 + i, i, i == 2 ? 'x' : 0);
        }
        assertEquals(List.of("1 1@100001", "2 2@100002 x", "3 3@100003"), openOrders(0));
        assertEquals(List.of("2 2@100002 x", "3 3@100003"), openOrders(1));
        assertEquals(List.of(), openOrders(3));
    }

    private void buy(final long priceTicks, final long lots, final int clientOrderId) {
        final NewOrderEncoder order = new NewOrderEncoder().wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
        bench.header(order.header(), 1);
        order.clientOrderId().word0(clientOrderId).word1(0).word2(0).word3(0);
        order.priceTicks(priceTicks).quantityLots(lots).quoteAmount(0).instrumentId(1).side(Side.BUY)
            .orderType(OrderType.LIMIT).timeInForce(TimeInForce.GTC).stopPriceTicks(0).displayLots(0).expireTimeNs(0)
            .sessionId(0).trailingDeltaBasisPoints(0).selfTradePrevention(SelfTradePrevention.NONE)
            .cancelOnDisconnect((short) 0);
        bench.deliver(ServiceBench.HEADER_LENGTH + NewOrderEncoder.BLOCK_LENGTH);
    }

    private List<String> openOrders(final long afterOrderId) {
        final QueryOpenOrdersEncoder query =
            new QueryOpenOrdersEncoder().wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
        query.header().inSequence(0).correlationId(66).accountId(1).gatewayId(1).connectionId(0);
        query.afterOrderId(afterOrderId).instrumentId(0);
        bench.deliver(ServiceBench.HEADER_LENGTH + QueryOpenOrdersEncoder.BLOCK_LENGTH);
        final List<String> found = new ArrayList<>();
        for (final OrdersReplyDecoder.OrdersDecoder order :
            new OrdersReplyDecoder().wrapAndApplyHeader(bench.lastAnswer, 0, header).orders()) {
            final long name = order.clientOrderId().word0();
            found.add(order.orderId() + " " + order.quantityLots() + "@" + order.priceTicks() +
                (name == 0 ? "" : " " + (char) name));
        }
        return found;
    }

    private GatewayLogonReplyDecoder logon(final int gatewayId, final long epoch) {
        bench.principal = ("gw-" + gatewayId).getBytes(StandardCharsets.US_ASCII);
        final GatewayLogonEncoder logon = new GatewayLogonEncoder().wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
        logon.header().inSequence(0).correlationId(55).accountId(0).gatewayId(gatewayId).connectionId(0);
        logon.gatewayEpoch(epoch);
        bench.deliver(ServiceBench.HEADER_LENGTH + GatewayLogonEncoder.BLOCK_LENGTH);
        return new GatewayLogonReplyDecoder().wrapAndApplyHeader(bench.lastAnswer, 0, header);
    }

    private AssetTotalsReplyDecoder assetTotals(final long accountId, final int assetId) {
        final QueryAssetTotalsEncoder query =
            new QueryAssetTotalsEncoder().wrapAndApplyHeader(bench.message, 0, bench.messageHeader);
        query.header().inSequence(0).correlationId(55).accountId(accountId).gatewayId(1).connectionId(0);
        query.assetId(assetId);
        bench.deliver(ServiceBench.HEADER_LENGTH + QueryAssetTotalsEncoder.BLOCK_LENGTH);
        return new AssetTotalsReplyDecoder().wrapAndApplyHeader(bench.lastAnswer, 0, header);
    }
}
