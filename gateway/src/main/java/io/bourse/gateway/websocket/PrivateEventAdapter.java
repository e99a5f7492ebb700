package io.bourse.gateway.websocket;

import io.bourse.client.Asset;
import io.bourse.client.Instrument;
import io.bourse.gateway.http.Catalogue;
import io.bourse.gateway.http.Json;
import io.bourse.schema.BalanceChangedDecoder;
import io.bourse.schema.CloseReason;
import io.bourse.schema.DeadManTimerSetDecoder;
import io.bourse.schema.EventHeaderDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.OrderAcceptedDecoder;
import io.bourse.schema.OrderAmendedDecoder;
import io.bourse.schema.OrderCancelledDecoder;
import io.bourse.schema.OrderExpiredDecoder;
import io.bourse.schema.OrderTriggeredDecoder;
import io.bourse.schema.Packed4Decoder;
import io.bourse.schema.PreventedMatchDecoder;
import io.bourse.schema.Side;
import io.bourse.schema.TradeDecoder;
import io.bourse.schema.TransferAppliedDecoder;
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
    private final OrderAmendedDecoder amended = new OrderAmendedDecoder();
    private final OrderTriggeredDecoder triggered = new OrderTriggeredDecoder();
    private final PreventedMatchDecoder prevented = new PreventedMatchDecoder();
    private final TransferAppliedDecoder transfer = new TransferAppliedDecoder();
    private final DeadManTimerSetDecoder countdown = new DeadManTimerSetDecoder();
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
            case OrderAmendedDecoder.TEMPLATE_ID -> onAmended(amended.wrapAndApplyHeader(buffer, offset, header));
            case OrderTriggeredDecoder.TEMPLATE_ID -> onTriggered(triggered.wrapAndApplyHeader(buffer, offset, header));
            case PreventedMatchDecoder.TEMPLATE_ID -> onPrevented(prevented.wrapAndApplyHeader(buffer, offset, header));
            case TransferAppliedDecoder.TEMPLATE_ID -> onTransfer(transfer.wrapAndApplyHeader(buffer, offset, header));
            case DeadManTimerSetDecoder.TEMPLATE_ID -> onCountdown(countdown.wrapAndApplyHeader(buffer, offset, header));
            case BalanceChangedDecoder.TEMPLATE_ID -> onBalance(balance.wrapAndApplyHeader(buffer, offset, header));
            default -> {
                // Everything else concerns nobody's own stream.
            }
        }
    }

    private void onAccepted(final OrderAcceptedDecoder event) {
        final Instrument instrument = wanted(event.accountId(), event.instrumentId());
        if (instrument == null) {
            return;
        }
        final Map<String, Object> report = order("order", event.header(), event.orderId(), instrument, event.side());
        report.put("client_order_id", text(event.clientOrderId()));
        report.put("order_type", event.orderType().name());
        report.put("time_in_force", event.timeInForce().name());
        report.put("price", instrument.priceText(event.priceTicks()));
        report.put("quantity", instrument.quantityText(event.quantityLots()));
        report.put("order_status", "NEW");
        if (event.stopPriceTicks() > 0) {
            report.put("stop_price", instrument.priceText(event.stopPriceTicks()));
        }
        streams.publish(event.accountId(), report);
    }

    private void onCancelled(final OrderCancelledDecoder event) {
        final Instrument instrument = wanted(event.accountId(), event.instrumentId());
        if (instrument != null) {
            final Map<String, Object> report = order("order", event.header(), event.orderId(), instrument, event.side());
            report.put("client_order_id", text(event.clientOrderId()));
            closed(report, instrument, "CANCELLED", event.reason(), event.executedLots(), event.remainingLots());
            streams.publish(event.accountId(), report);
        }
    }

    private void onExpired(final OrderExpiredDecoder event) {
        final Instrument instrument = wanted(event.accountId(), event.instrumentId());
        if (instrument != null) {
            final Map<String, Object> report = order("order", event.header(), event.orderId(), instrument, event.side());
            report.put("client_order_id", text(event.clientOrderId()));
            closed(report, instrument, event.reason() == CloseReason.SELF_TRADE_PREVENTION ? "EXPIRED_IN_MATCH" : "EXPIRED",
                event.reason(), event.executedLots(), event.remainingLots());
            streams.publish(event.accountId(), report);
        }
    }

    private void onAmended(final OrderAmendedDecoder event) {
        final Instrument instrument = wanted(event.accountId(), event.instrumentId());
        if (instrument == null) {
            return;
        }
        final Map<String, Object> report = order("amended", event.header(), event.orderId(), instrument, event.side());
        report.put("client_order_id", text(event.clientOrderId()));
        report.put("price", instrument.priceText(event.priceTicks()));
        report.put("quantity", instrument.quantityText(event.quantityLots()));
        report.put("filled_quantity", instrument.quantityText(event.executedLots()));
        report.put("remaining_quantity", instrument.quantityText(event.remainingLots()));
        report.put("keeps_priority", event.keepsPriority() == 1);
        streams.publish(event.accountId(), report);
    }

    private void onTriggered(final OrderTriggeredDecoder event) {
        final Instrument instrument = wanted(event.accountId(), event.instrumentId());
        if (instrument != null) {
            final Map<String, Object> report = order("triggered", event.header(), event.orderId(), instrument, event.side());
            report.put("client_order_id", text(event.clientOrderId()));
            report.put("stop_price", instrument.priceText(event.stopPriceTicks()));
            report.put("last_price", instrument.priceText(event.lastTradePriceTicks()));
            streams.publish(event.accountId(), report);
        }
    }

    /** The instrument of an event that somebody reads; null when nobody does, or when it is not known yet. */
    private Instrument wanted(final long accountId, final int instrumentId) {
        return streams.hasReaders(accountId) ? catalogue.instrument(instrumentId) : null;
    }

    /** The two orders may be of two accounts of one trade group; each is told of its own. */
    private void onPrevented(final PreventedMatchDecoder event) {
        final Instrument instrument = catalogue.instrument(event.instrumentId());
        if (instrument == null) {
            return;
        }
        if (streams.hasReaders(event.makerAccountId())) {
            streams.publish(event.makerAccountId(), prevented(event, instrument, true));
        }
        if (streams.hasReaders(event.takerAccountId())) {
            streams.publish(event.takerAccountId(), prevented(event, instrument, false));
        }
    }

    private void onTransfer(final TransferAppliedDecoder event) {
        final Asset asset = catalogue.asset(event.assetId());
        if (asset == null) {
            return;
        }
        if (streams.hasReaders(event.accountId())) {
            streams.publish(event.accountId(), transfer(event, asset, "OUT"));
        }
        if (streams.hasReaders(event.toAccountId())) {
            streams.publish(event.toAccountId(), transfer(event, asset, "IN"));
        }
    }

    private void onCountdown(final DeadManTimerSetDecoder event) {
        if (streams.hasReaders(event.accountId())) {
            streams.publish(event.accountId(), Json.object(
                "e", "countdown",
                "E", event.header().eventSequence(),
                "timestamp", TimeUnit.NANOSECONDS.toMillis(event.header().timestampNs()),
                "cancel_time", event.deadlineNs() == 0 ? null : TimeUnit.NANOSECONDS.toMillis(event.deadlineNs())));
        }
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

    private static Map<String, Object> prevented(
        final PreventedMatchDecoder event, final Instrument instrument, final boolean isMaker) {
        final boolean isBuyer = (event.takerSide() == Side.BUY) != isMaker;
        final Map<String, Object> report = order("prevented", event.header(),
            isMaker ? event.makerOrderId() : event.takerOrderId(), instrument, isBuyer ? Side.BUY : Side.SELL);
        report.put("prevented_match_id", event.preventedMatchId());
        report.put("is_maker", isMaker);
        report.put("stp_mode", event.selfTradePrevention().name());
        report.put("price", instrument.priceText(event.priceTicks()));
        report.put("prevented_quantity",
            instrument.quantityText(isMaker ? event.makerPreventedLots() : event.takerPreventedLots()));
        report.put("remaining_quantity",
            instrument.quantityText(isMaker ? event.makerRemainingLots() : event.takerRemainingLots()));
        return report;
    }

    private static Map<String, Object> transfer(
        final TransferAppliedDecoder event, final Asset asset, final String direction) {
        return Json.object(
            "e", "transfer",
            "E", event.header().eventSequence(),
            "timestamp", TimeUnit.NANOSECONDS.toMillis(event.header().timestampNs()),
            "asset", asset.symbol(),
            "direction", direction,
            "quantity", asset.amountText(event.amount()));
    }

    private static Map<String, Object> order(
        final String kind, final EventHeaderDecoder event, final long orderId, final Instrument instrument, final Side side) {
        return Json.object(
            "e", kind,
            "E", event.eventSequence(),
            "timestamp", TimeUnit.NANOSECONDS.toMillis(event.timestampNs()),
            "market", instrument.symbol(),
            "order_id", Long.toString(orderId),
            "side", side.name());
    }

    private static void closed(
        final Map<String, Object> report, final Instrument instrument, final String status, final CloseReason reason,
        final long executedLots, final long remainingLots) {
        report.put("order_status", status);
        report.put("close_reason", reason.name());
        report.put("filled_quantity", instrument.quantityText(executedLots));
        report.put("remaining_quantity", instrument.quantityText(remainingLots));
    }

    private static String text(final Packed4Decoder packed) {
        final String text = PackedAscii.unpack(packed.word0(), packed.word1(), packed.word2(), packed.word3());
        return text.isEmpty() ? null : text;
    }
}
