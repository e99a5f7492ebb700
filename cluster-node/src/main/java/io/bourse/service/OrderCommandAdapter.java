package io.bourse.service;

import io.bourse.engine.CommandHeader;
import io.bourse.engine.Engine;
import io.bourse.engine.OrderRequest;
import io.bourse.schema.AmendOrderDecoder;
import io.bourse.schema.CancelAllDecoder;
import io.bourse.schema.CancelOrderDecoder;
import io.bourse.schema.EndSessionDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.NewOrderDecoder;
import io.bourse.schema.Packed4Decoder;
import io.bourse.schema.ReplaceOrderDecoder;
import io.bourse.schema.SetDeadManTimerDecoder;
import org.agrona.DirectBuffer;

import static io.bourse.service.SchemaVersions.sideSince1;
import static io.bourse.service.SchemaVersions.since1;

/** Decodes the commands about orders, of messages whose length {@link IngressAdapter} has checked, and calls the engine. */
final class OrderCommandAdapter {
    private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;

    private final NewOrderDecoder newOrder = new NewOrderDecoder();
    private final CancelOrderDecoder cancelOrder = new CancelOrderDecoder();
    private final CancelAllDecoder cancelAll = new CancelAllDecoder();
    private final ReplaceOrderDecoder replaceOrder = new ReplaceOrderDecoder();
    private final AmendOrderDecoder amendOrder = new AmendOrderDecoder();
    private final EndSessionDecoder endSession = new EndSessionDecoder();
    private final SetDeadManTimerDecoder setDeadManTimer = new SetDeadManTimerDecoder();
    private final OrderRequest request = new OrderRequest();
    private final Engine engine;

    OrderCommandAdapter(final Engine engine) {
        this.engine = engine;
    }

    /** False when the message is about something else. */
    boolean execute(final CommandHeader header, final DirectBuffer message, final int blockLength, final int version) {
        switch (header.commandTemplateId) {
            case NewOrderDecoder.TEMPLATE_ID ->
                onNewOrder(header, newOrder.wrap(message, HEADER_LENGTH, blockLength, version), version);
            case CancelOrderDecoder.TEMPLATE_ID -> {
                cancelOrder.wrap(message, HEADER_LENGTH, blockLength, version);
                final Packed4Decoder id = cancelOrder.clientOrderId();
                engine.cancelOrder(header, cancelOrder.orderId(), id.word0(), id.word1(), id.word2(), id.word3());
            }
            case CancelAllDecoder.TEMPLATE_ID -> {
                cancelAll.wrap(message, HEADER_LENGTH, blockLength, version);
                engine.cancelAll(header, cancelAll.instrumentId(), sideSince1(version, cancelAll.sideRaw()),
                    since1(version, cancelAll.sessionId()));
            }
            case ReplaceOrderDecoder.TEMPLATE_ID ->
                onReplaceOrder(header, replaceOrder.wrap(message, HEADER_LENGTH, blockLength, version), version);
            case AmendOrderDecoder.TEMPLATE_ID -> {
                amendOrder.wrap(message, HEADER_LENGTH, blockLength, version);
                final Packed4Decoder id = amendOrder.clientOrderId();
                engine.amendOrder(header, amendOrder.orderId(), id.word0(), id.word1(), id.word2(), id.word3(),
                    amendOrder.priceTicks(), amendOrder.quantityLots());
            }
            case EndSessionDecoder.TEMPLATE_ID ->
                engine.endSession(header, endSession.wrap(message, HEADER_LENGTH, blockLength, version).sessionId());
            case SetDeadManTimerDecoder.TEMPLATE_ID -> engine.setDeadManTimer(
                header, setDeadManTimer.wrap(message, HEADER_LENGTH, blockLength, version).timeoutNs());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void onNewOrder(final CommandHeader header, final NewOrderDecoder message, final int version) {
        clientOrderId(message.clientOrderId());
        request.priceTicks = message.priceTicks();
        request.quantityLots = message.quantityLots();
        request.quoteAmount = message.quoteAmount();
        request.instrumentId = message.instrumentId();
        request.side = message.sideRaw();
        request.orderType = message.orderTypeRaw();
        request.timeInForce = message.timeInForceRaw();
        request.stopPriceTicks = since1(version, message.stopPriceTicks());
        request.displayLots = since1(version, message.displayLots());
        request.expireTimeNs = since1(version, message.expireTimeNs());
        request.sessionId = since1(version, message.sessionId());
        request.trailingDeltaBasisPoints = since1(version, message.trailingDeltaBasisPoints());
        request.selfTradePrevention = since1(version, message.selfTradePreventionRaw());
        request.cancelOnDisconnect = since1(version, message.cancelOnDisconnect()) == 1;
        engine.newOrder(header, request);
    }

    private void onReplaceOrder(final CommandHeader header, final ReplaceOrderDecoder message, final int version) {
        final Packed4Decoder original = message.originalClientOrderId();
        final long original0 = original.word0();
        final long original1 = original.word1();
        final long original2 = original.word2();
        final long original3 = original.word3();
        clientOrderId(message.clientOrderId());
        request.priceTicks = message.priceTicks();
        request.quantityLots = message.quantityLots();
        request.instrumentId = 0;
        request.side = 0;
        request.orderType = message.orderTypeRaw();
        request.timeInForce = message.timeInForceRaw();
        request.quoteAmount = since1(version, message.quoteAmount());
        request.stopPriceTicks = since1(version, message.stopPriceTicks());
        request.displayLots = since1(version, message.displayLots());
        request.expireTimeNs = since1(version, message.expireTimeNs());
        request.sessionId = since1(version, message.sessionId());
        request.trailingDeltaBasisPoints = since1(version, message.trailingDeltaBasisPoints());
        request.selfTradePrevention = since1(version, message.selfTradePreventionRaw());
        request.cancelOnDisconnect = since1(version, message.cancelOnDisconnect()) == 1;
        engine.replaceOrder(header, message.originalOrderId(), original0, original1, original2, original3, request,
            since1(version, message.mode()));
    }

    private void clientOrderId(final Packed4Decoder id) {
        request.clientOrderId0 = id.word0();
        request.clientOrderId1 = id.word1();
        request.clientOrderId2 = id.word2();
        request.clientOrderId3 = id.word3();
    }
}
