package io.bourse.wire;

import io.bourse.schema.AmendOrderEncoder;
import io.bourse.schema.CommandResultDecoder;
import io.bourse.schema.CommandResultEncoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.NewOrderDecoder;
import io.bourse.schema.NewOrderEncoder;
import io.bourse.schema.OrderStatus;
import io.bourse.schema.OrderType;
import io.bourse.schema.PreventedMatchEncoder;
import io.bourse.schema.ResultCode;
import io.bourse.schema.SelfTradePrevention;
import io.bourse.schema.Side;
import io.bourse.schema.StateReportEncoder;
import io.bourse.schema.TimeInForce;
import io.bourse.schema.TradeDecoder;
import io.bourse.schema.TradeEncoder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Logs and recordings are kept for ever: bytes once written must keep their meaning, so they are added to, not edited. */
class GoldenBytesTest {
    private final MutableDirectBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    @Test
    void shouldEncodeNewOrderAsEver() throws IOException {
        final NewOrderEncoder order = new NewOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        order.header().inSequence(1).correlationId(2).accountId(3).gatewayId(4).connectionId(5);
        order.clientOrderId().word0(PackedAscii.pack("my-order", 0)).word1(0).word2(0).word3(0);
        order.priceTicks(10_025).quantityLots(1_500).quoteAmount(0).instrumentId(1)
            .side(Side.SELL).orderType(OrderType.STOP_LOSS_LIMIT).timeInForce(TimeInForce.GTD)
            .stopPriceTicks(10_050).displayLots(100).expireTimeNs(6).sessionId(7).trailingDeltaBasisPoints(0)
            .selfTradePrevention(SelfTradePrevention.DECREMENT).cancelOnDisconnect((short) 1);

        assertGolden("NewOrder.1", MessageHeaderEncoder.ENCODED_LENGTH + order.encodedLength());
    }

    @Test
    void shouldEncodeAmendOrderAsEver() throws IOException {
        final AmendOrderEncoder amend = new AmendOrderEncoder().wrapAndApplyHeader(buffer, 0, header);
        amend.header().inSequence(1).correlationId(2).accountId(3).gatewayId(4).connectionId(5);
        amend.clientOrderId().word0(1).word1(2).word2(3).word3(4);
        amend.orderId(6).priceTicks(10_025).quantityLots(1_500);

        assertGolden("AmendOrder.1", MessageHeaderEncoder.ENCODED_LENGTH + amend.encodedLength());
    }

    @Test
    void shouldEncodePreventedMatchAsEver() throws IOException {
        final PreventedMatchEncoder event = new PreventedMatchEncoder().wrapAndApplyHeader(buffer, 0, header);
        event.header().eventSequence(7).epoch(8).timestampNs(9).logPosition(10).indexInCommand(2).reserved(0);
        event.preventedMatchId(11).priceTicks(10_025).makerOrderId(12).takerOrderId(13).makerAccountId(14).takerAccountId(15)
            .makerPreventedLots(16).takerPreventedLots(17).makerRemainingLots(18).takerRemainingLots(0).instrumentId(1)
            .takerSide(Side.BUY).selfTradePrevention(SelfTradePrevention.EXPIRE_BOTH);

        assertGolden("PreventedMatch.1", MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
    }

    @Test
    void shouldEncodeTradeAsEver() throws IOException {
        final TradeEncoder trade = new TradeEncoder().wrapAndApplyHeader(buffer, 0, header);
        trade.header().eventSequence(7).epoch(8).timestampNs(9).logPosition(10).indexInCommand(2).reserved(0);
        trade.tradeId(11).priceTicks(10_025).quantityLots(1_500).quoteAmount(150_375_000).makerOrderId(12).takerOrderId(13)
            .makerAccountId(14).takerAccountId(15).makerFee(16).takerFee(17).makerRemainingLots(18).takerRemainingLots(0)
            .instrumentId(1).takerSide(Side.BUY);

        assertGolden("Trade.1", MessageHeaderEncoder.ENCODED_LENGTH + trade.encodedLength());
    }

    @Test
    void shouldEncodeCommandResultAsEver() throws IOException {
        final CommandResultEncoder result = new CommandResultEncoder().wrapAndApplyHeader(buffer, 0, header);
        result.header().eventSequence(7).epoch(8).timestampNs(9).logPosition(10).indexInCommand(3).reserved(0);
        result.clientOrderId().word0(1).word1(2).word2(3).word3(4);
        result.correlationId(2).inSequence(1).accountId(3).subjectId(13).executedLots(1_500).executedQuote(150_375_000)
            .remainingLots(0).available(0).locked(0).gatewayId(4).connectionId(5).count(0).commandTemplateId(2)
            .resultCode(ResultCode.OK).orderStatus(OrderStatus.FILLED);

        assertGolden("CommandResult.1", MessageHeaderEncoder.ENCODED_LENGTH + result.encodedLength());
    }

    @Test
    void shouldEncodeStateReportAsEver() throws IOException {
        final StateReportEncoder report = new StateReportEncoder().wrapAndApplyHeader(buffer, 0, header);
        report.logPosition(1_024).hash(0x0123456789ABCDEFL).hashVersion(1).kind((short) 1);

        assertGolden("StateReport.1", MessageHeaderEncoder.ENCODED_LENGTH + report.encodedLength());
    }

    @Test
    void shouldReadANewOrderOfVersion0() throws IOException {
        final NewOrderDecoder order = new NewOrderDecoder().wrapAndApplyHeader(
            new UnsafeBuffer(golden("NewOrder.0")), 0, new MessageHeaderDecoder());

        assertEquals(2, order.header().correlationId());
        assertEquals("my-order", PackedAscii.unpack(order.clientOrderId().word0(), 0, 0, 0));
        assertEquals(10_025, order.priceTicks());
        assertEquals(1_500, order.quantityLots());
        assertEquals(TimeInForce.GTC, order.timeInForce());
        assertEquals(NewOrderDecoder.stopPriceTicksNullValue(), order.stopPriceTicks());
        assertEquals(NewOrderDecoder.trailingDeltaBasisPointsNullValue(), order.trailingDeltaBasisPoints());
        assertEquals(SelfTradePrevention.NULL_VAL, order.selfTradePrevention());
    }

    @Test
    void shouldReadEventsOfVersion0() throws IOException {
        final TradeDecoder trade = new TradeDecoder().wrapAndApplyHeader(
            new UnsafeBuffer(golden("Trade.0")), 0, new MessageHeaderDecoder());
        assertEquals(11, trade.tradeId());
        assertEquals(18, trade.makerRemainingLots());
        final CommandResultDecoder result = new CommandResultDecoder().wrapAndApplyHeader(
            new UnsafeBuffer(golden("CommandResult.0")), 0, new MessageHeaderDecoder());
        assertEquals(1_500, result.executedLots());
        assertEquals(OrderStatus.FILLED, result.orderStatus());
    }

    @Test
    void shouldFindTheFieldsOfAFrameWithoutDecodingIt() {
        final CommandResultEncoder result = new CommandResultEncoder().wrapAndApplyHeader(buffer, 16, header);
        result.header().eventSequence(7).epoch(8).timestampNs(9);
        final int length = EventFrame.length(buffer, 16);
        buffer.putInt(16 + length - EventFrame.TRAILER_LENGTH, 0xCAFEBABE, java.nio.ByteOrder.LITTLE_ENDIAN);

        assertEquals(8 + CommandResultDecoder.BLOCK_LENGTH + 4, length);
        assertEquals(CommandResultDecoder.TEMPLATE_ID, EventFrame.templateId(buffer, 16));
        assertEquals(7, EventFrame.eventSequence(buffer, 16));
        assertEquals(8, EventFrame.epoch(buffer, 16));
        assertEquals(9, EventFrame.timestampNs(buffer, 16));
        assertEquals(0xCAFEBABE, EventFrame.chainHash(buffer, 16));
        assertTrue(length <= EventFrame.MAX_LENGTH);
    }

    private void assertGolden(final String name, final int length) throws IOException {
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        assertEquals(HexFormat.of().formatHex(golden(name)), HexFormat.of().formatHex(bytes), name);
    }

    private static byte[] golden(final String name) throws IOException {
        final Properties golden = new Properties();
        try (InputStream file = GoldenBytesTest.class.getResourceAsStream("/golden-bytes.properties")) {
            golden.load(file);
        }
        return HexFormat.of().parseHex(golden.getProperty(name, ""));
    }
}
