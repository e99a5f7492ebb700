package io.bourse.gateway.cluster;

import io.bourse.schema.CommandResultEncoder;
import io.bourse.schema.EventHeaderEncoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.OrderStatus;
import io.bourse.schema.ResultCode;
import io.bourse.schema.Side;
import io.bourse.schema.TradeEncoder;
import io.bourse.wire.EventFrame;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class ResultAdapterTest {
    private static final int GATEWAY_ID = 7;
    private static final long ORDER_ID = 2;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Long> correlationIds = new ArrayList<>();
    private final ResultAdapter adapter = new ResultAdapter(GATEWAY_ID, (inSequence, correlationId, outcome) -> {
        correlationIds.add(correlationId);
        outcomes.add(outcome);
    });
    private int length;
    private long eventSequence;

    private void header(final EventHeaderEncoder encoder, final long logPosition) {
        encoder.eventSequence(++eventSequence).epoch(1).timestampNs(50).logPosition(logPosition).indexInCommand(0).reserved(0);
    }

    private void trade(final long logPosition, final long tradeId) {
        trade(logPosition, tradeId, ORDER_ID);
    }

    private void trade(final long logPosition, final long tradeId, final long takerOrderId) {
        final TradeEncoder trade = new TradeEncoder().wrapAndApplyHeader(buffer, length, header);
        header(trade.header(), logPosition);
        trade.tradeId(tradeId).priceTicks(10 * tradeId).quantityLots(3).quoteAmount(30).makerOrderId(1)
            .takerOrderId(takerOrderId)
            .makerAccountId(3).takerAccountId(4).makerFee(5).takerFee(6).makerRemainingLots(7).takerRemainingLots(8)
            .instrumentId(1).takerSide(Side.BUY);
        length += MessageHeaderEncoder.ENCODED_LENGTH + TradeEncoder.BLOCK_LENGTH + EventFrame.TRAILER_LENGTH;
    }

    private void result(final long logPosition, final int gatewayId, final long correlationId, final OrderStatus status) {
        final CommandResultEncoder result = new CommandResultEncoder().wrapAndApplyHeader(buffer, length, header);
        header(result.header(), logPosition);
        result.clientOrderId().word0(0).word1(0).word2(0).word3(0);
        result.correlationId(correlationId).inSequence(1).accountId(4).subjectId(ORDER_ID).executedLots(6).executedQuote(60)
            .remainingLots(1).available(0).locked(0).gatewayId(gatewayId).connectionId(0).count(0).commandTemplateId(2)
            .resultCode(ResultCode.OK).orderStatus(status);
        length += MessageHeaderEncoder.ENCODED_LENGTH + CommandResultEncoder.BLOCK_LENGTH + EventFrame.TRAILER_LENGTH;
    }

    @Test
    void shouldCollectTheFillsOfTheCommandInOrder() {
        trade(64, 1);
        trade(64, 2);
        result(64, GATEWAY_ID, 100, OrderStatus.PARTIALLY_FILLED);
        adapter.onFrames(buffer, 0, length);

        assertEquals(List.of(100L), correlationIds);
        final Outcome outcome = outcomes.get(0);
        assertEquals(
            List.of(new Outcome.Fill(1, 10, 3, 30, 6), new Outcome.Fill(2, 20, 3, 30, 6)), outcome.fills());
        assertEquals(OrderStatus.PARTIALLY_FILLED, outcome.status());
        assertEquals(6, outcome.executedLots());
        assertEquals(3, outcome.eventSequence());
        assertTrue(outcome.isOk());
    }

    @Test
    void shouldNotTakeTheTradesOfStopsThatTheCommandSetOffForItsOwn() {
        trade(64, 1, ORDER_ID - 1);
        trade(64, 2);
        trade(64, 3, ORDER_ID + 1);
        result(64, GATEWAY_ID, 100, OrderStatus.FILLED);
        adapter.onFrames(buffer, 0, length);

        assertEquals(List.of(new Outcome.Fill(2, 20, 3, 30, 6)), outcomes.get(0).fills());
    }

    @Test
    void shouldNotMixUpTheFillsOfOtherCommands() {
        trade(64, 1);
        trade(128, 2);
        result(128, GATEWAY_ID + 1, 100, OrderStatus.FILLED);
        trade(192, 3);
        result(192, GATEWAY_ID, 101, OrderStatus.FILLED);
        result(256, GATEWAY_ID, 102, OrderStatus.NULL_VAL);
        adapter.onFrames(buffer, 0, length);

        assertEquals(List.of(101L, 102L), correlationIds);
        assertEquals(List.of(new Outcome.Fill(3, 30, 3, 30, 6)), outcomes.get(0).fills());
        assertEquals(List.of(), outcomes.get(1).fills());
        assertNull(outcomes.get(1).status());
    }

    @Test
    void shouldKeepEveryFillOfADeepSweep() {
        final int count = 1_000;
        for (int i = 1; i <= count; i++) {
            trade(64, i);
        }
        result(64, GATEWAY_ID, 100, OrderStatus.FILLED);
        adapter.onFrames(buffer, 0, length);

        assertEquals(count, outcomes.get(0).fills().size());
        assertEquals(count, outcomes.get(0).fills().get(count - 1).tradeId());
    }

    @Test
    void shouldStopAtATornFrame() {
        trade(64, 1);
        result(64, GATEWAY_ID, 100, OrderStatus.FILLED);
        adapter.onFrames(buffer, 0, length - 1);
        assertEquals(List.of(), outcomes);
    }
}
