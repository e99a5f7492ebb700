package io.bourse.gateway.websocket;

import io.bourse.client.Asset;
import io.bourse.client.Instrument;
import io.bourse.gateway.http.Catalogue;
import io.bourse.gateway.http.Json;
import io.bourse.schema.BalanceChangedDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.OrderAcceptedDecoder;
import io.bourse.schema.OrderCancelledDecoder;
import io.bourse.schema.OrderExpiredDecoder;
import io.bourse.schema.Side;
import io.bourse.schema.TradeDecoder;
import io.bourse.wire.EventFrame;
import io.bourse.wire.PackedAscii;
import org.agrona.DirectBuffer;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Writes the reports of the stream {@code user} from the events that concern an account with a reader. */
final class PrivateEventAdapter {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OrderAcceptedDecoder accepted = new OrderAcceptedDecoder();
    private final OrderCancelledDecoder cancelled = new OrderCancelledDecoder();
    private final OrderExpiredDecoder expired = new OrderExpiredDecoder();
    private final TradeDecoder trade = new TradeDecoder();
    private final BalanceChangedDecoder balance = new BalanceChangedDecoder();
    private final Catalogue catalogue;
    private final PrivateStreams streams;

    PrivateEventAdapter(final Catalogue catalogue, final PrivateStreams streams) {
        this.catalogue = catalogue;
        this.streams = streams;
    }

    void onEvent(final DirectBuffer buffer, final int offset) {
        switch (EventFrame.templateId(buffer, offset)) {
            case OrderAcceptedDecoder.TEMPLATE_ID -> onAccepted(accepted.wrapAndApplyHeader(buffer, offset, header));
            case OrderCancelledDecoder.TEMPLATE_ID -> onCancelled(cancelled.wrapAndApplyHeader(buffer, offset, header));
            case OrderExpiredDecoder.TEMPLATE_ID -> onExpired(expired.wrapAndApplyHeader(buffer, offset, header));
            case TradeDecoder.TEMPLATE_ID -> onTrade(trade.wrapAndApplyHeader(buffer, offset, header));
            case BalanceChangedDecoder.TEMPLATE_ID -> onBalance(balance.wrapAndApplyHeader(buffer, offset, header));
            default -> {
                // Everything else concerns nobody's own stream.
            }
        }
    }

    private void onAccepted(final OrderAcceptedDecoder event) {
        final long accountId = event.accountId();
        final Instrument instrument = catalogue.instrument(event.instrumentId());
        if (!streams.hasReaders(accountId) || instrument == null) {
            return;
        }
        final long sequence = event.header().eventSequence();
        final long timestampNs = event.header().timestampNs();
        final Map<String, Object> report = order(sequence, timestampNs, event.orderId(), instrument, event.side());
        report.put("client_order_id", clientOrderId(event.clientOrderId().word0(), event.clientOrderId().word1(),
            event.clientOrderId().word2(), event.clientOrderId().word3()));
        report.put("order_type", event.orderType().name());
        report.put("time_in_force", event.timeInForce().name());
        report.put("price", instrument.priceText(event.priceTicks()));
        report.put("quantity", instrument.quantityText(event.quantityLots()));
        report.put("order_status", "NEW");
        streams.publish(accountId, report);
    }

    private void onCancelled(final OrderCancelledDecoder event) {
        final long accountId = event.accountId();
        final Instrument instrument = catalogue.instrument(event.instrumentId());
        if (!streams.hasReaders(accountId) || instrument == null) {
            return;
        }
        final long sequence = event.header().eventSequence();
        final long timestampNs = event.header().timestampNs();
        final Map<String, Object> report = order(sequence, timestampNs, event.orderId(), instrument, event.side());
        report.put("client_order_id", clientOrderId(event.clientOrderId().word0(), event.clientOrderId().word1(),
            event.clientOrderId().word2(), event.clientOrderId().word3()));
        closed(report, instrument, "CANCELLED", event.reason().name(), event.executedLots(), event.remainingLots());
        streams.publish(accountId, report);
    }

    private void onExpired(final OrderExpiredDecoder event) {
        final long accountId = event.accountId();
        final Instrument instrument = catalogue.instrument(event.instrumentId());
        if (!streams.hasReaders(accountId) || instrument == null) {
            return;
        }
        final long sequence = event.header().eventSequence();
        final long timestampNs = event.header().timestampNs();
        final Map<String, Object> report = order(sequence, timestampNs, event.orderId(), instrument, event.side());
        report.put("client_order_id", clientOrderId(event.clientOrderId().word0(), event.clientOrderId().word1(),
            event.clientOrderId().word2(), event.clientOrderId().word3()));
        closed(report, instrument, "EXPIRED", event.reason().name(), event.executedLots(), event.remainingLots());
        streams.publish(accountId, report);
    }

    private void onTrade(final TradeDecoder event) {
        final Instrument instrument = catalogue.instrument(event.instrumentId());
        if (instrument == null) {
            return;
        }
        if (streams.hasReaders(event.makerAccountId())) {
            streams.publish(event.makerAccountId(), fill(event, instrument, true));
        }
        if (streams.hasReaders(event.takerAccountId())) {
            streams.publish(event.takerAccountId(), fill(event, instrument, false));
        }
    }

    private void onBalance(final BalanceChangedDecoder event) {
        final Asset asset = catalogue.asset(event.assetId());
        if (!streams.hasReaders(event.accountId()) || asset == null) {
            return;
        }
        streams.publish(event.accountId(), Json.object(
            "e", "balance",
            "E", event.header().eventSequence(),
            "timestamp", TimeUnit.NANOSECONDS.toMillis(event.header().timestampNs()),
            "asset", asset.symbol(),
            "available", asset.amountText(event.available()),
            "locked", asset.amountText(event.locked()),
            "cause", event.cause().name()));
    }

    private static Map<String, Object> fill(final TradeDecoder event, final Instrument instrument, final boolean isMaker) {
        final boolean isBuyer = (event.takerSide() == Side.BUY) != isMaker;
        final Asset received = isBuyer ? instrument.base() : instrument.quote();
        return Json.object(
            "e", "fill",
            "E", event.header().eventSequence(),
            "timestamp", TimeUnit.NANOSECONDS.toMillis(event.header().timestampNs()),
            "market", instrument.symbol(),
            "order_id", Long.toString(isMaker ? event.makerOrderId() : event.takerOrderId()),
            "trade_id", event.tradeId(),
            "side", (isBuyer ? Side.BUY : Side.SELL).name(),
            "is_maker", isMaker,
            "price", instrument.priceText(event.priceTicks()),
            "quantity", instrument.quantityText(event.quantityLots()),
            "quote_quantity", instrument.quoteText(event.quoteAmount()),
            "fee", received.amountText(isMaker ? event.makerFee() : event.takerFee()),
            "fee_asset", received.symbol(),
            "remaining_quantity",
            instrument.quantityText(isMaker ? event.makerRemainingLots() : event.takerRemainingLots()));
    }

    private static Map<String, Object> order(
        final long sequence, final long timestampNs, final long orderId, final Instrument instrument, final Side side) {
        return Json.object(
            "e", "order",
            "E", sequence,
            "timestamp", TimeUnit.NANOSECONDS.toMillis(timestampNs),
            "market", instrument.symbol(),
            "order_id", Long.toString(orderId),
            "side", side.name());
    }

    private static void closed(
        final Map<String, Object> report, final Instrument instrument, final String status, final String reason,
        final long executedLots, final long remainingLots) {
        report.put("order_status", status);
        report.put("close_reason", reason);
        report.put("filled_quantity", instrument.quantityText(executedLots));
        report.put("remaining_quantity", instrument.quantityText(remainingLots));
    }

    private static String clientOrderId(final long word0, final long word1, final long word2, final long word3) {
        final String text = PackedAscii.unpack(word0, word1, word2, word3);
        return text.isEmpty() ? null : text;
    }
}
