package io.bourse.service;

import io.bourse.engine.EngineLimits;
import io.bourse.schema.AssetTotalsReplyDecoder;
import io.bourse.schema.CancelAllEncoder;
import io.bourse.schema.GatewayLogonEncoder;
import io.bourse.schema.GatewayLogonReplyDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.QueryAssetTotalsEncoder;
import io.bourse.schema.ResultCode;
import io.bourse.schema.SequenceReplyDecoder;
import java.nio.charset.StandardCharsets;
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
