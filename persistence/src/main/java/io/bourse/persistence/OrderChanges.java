package io.bourse.persistence;

import io.bourse.persistence.jooq.Routines;
import io.bourse.persistence.jooq.enums.CloseReason;
import io.bourse.persistence.jooq.enums.OrderStatus;
import io.bourse.schema.AmendOrderDecoder;
import io.bourse.schema.NewOrderDecoder;
import io.bourse.schema.OrderAcceptedDecoder;
import io.bourse.schema.OrderAmendedDecoder;
import io.bourse.schema.OrderTriggeredDecoder;
import io.bourse.schema.Packed4Decoder;
import io.bourse.schema.PreventedMatchDecoder;
import io.bourse.schema.ReplaceOrderDecoder;
import io.bourse.schema.TradeDecoder;
import io.bourse.wire.PackedAscii;
import org.agrona.collections.Long2ObjectHashMap;
import org.jooq.DSLContext;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import static io.bourse.persistence.jooq.Tables.ORDERS;

/**
 * What a batch of events does to orders: one row for each order that began in it, in its last state, and one change for
 * each older order.
 */
final class OrderChanges {
    private final Long2ObjectHashMap<OrderChange> changeByOrderId = new Long2ObjectHashMap<>();
    private final List<OrderChange> changes = new ArrayList<>();
    private final CopyRows newRows = new CopyRows(
        ORDERS.ORDER_ID, ORDERS.ACCOUNT_ID, ORDERS.INSTRUMENT_ID, ORDERS.CLIENT_ORDER_ID, ORDERS.SIDE, ORDERS.ORDER_TYPE,
        ORDERS.TIME_IN_FORCE, ORDERS.PRICE_TICKS, ORDERS.QUANTITY_LOTS, ORDERS.QUOTE_AMOUNT, ORDERS.STOP_PRICE_TICKS,
        ORDERS.TRAILING_DELTA_BASIS_POINTS, ORDERS.TRIGGERED_NS, ORDERS.DISPLAY_LOTS, ORDERS.EXPIRE_TIME_NS,
        ORDERS.SELF_TRADE_PREVENTION, ORDERS.SESSION_ID, ORDERS.CANCEL_ON_DISCONNECT, ORDERS.EXECUTED_LOTS,
        ORDERS.EXECUTED_QUOTE, ORDERS.PREVENTED_LOTS, ORDERS.STATUS, ORDERS.CLOSE_REASON, ORDERS.TIMESTAMP_NS,
        ORDERS.UPDATED_NS);
    private int oldCount;

    void clear() {
        changeByOrderId.clear();
        changes.clear();
        oldCount = 0;
    }

    void onAccepted(final OrderAcceptedDecoder event, final long timestampNs) {
        final OrderChange change = new OrderChange(event.orderId());
        change.began = true;
        change.accountId = event.accountId();
        change.clientOrderId = text(event.clientOrderId());
        change.priceTicks = event.priceTicks();
        change.quantityLots = event.quantityLots();
        change.quoteAmount = event.quoteAmount();
        change.instrumentId = event.instrumentId();
        change.side = event.side().name();
        change.orderType = event.orderType().name();
        change.timeInForce = event.timeInForce().name();
        change.stopPriceTicks = 0L;
        change.triggeredNs = 0L;
        if (event.actingVersion() >= OrderAcceptedDecoder.stopPriceTicksSinceVersion()) {
            change.stopPriceTicks = event.stopPriceTicks();
            change.displayLots = event.displayLots();
            change.expireTimeNs = event.expireTimeNs();
            change.sessionId = event.sessionId();
            change.trailingDeltaBasisPoints = event.trailingDeltaBasisPoints();
            change.selfTradePrevention = event.selfTradePrevention().name();
            change.cancelOnDisconnect = event.cancelOnDisconnect() == 1;
        }
        change.status = OrderStatus.NEW;
        change.timestampNs = timestampNs;
        change.updatedNs = timestampNs;
        if (changeByOrderId.put(change.orderId, change) != null) {
            throw new InconsistentEventsException("orderId=" + change.orderId + " was accepted twice");
        }
        changes.add(change);
    }

    void onTrade(final TradeDecoder event, final long timestampNs) {
        final OrderChange maker = onFill(event.makerOrderId(), event, timestampNs);
        maker.status = event.makerRemainingLots() == 0 ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
        final OrderChange taker = onFill(event.takerOrderId(), event, timestampNs);
        taker.done = event.takerRemainingLots() == 0;
        taker.status = taker.done && taker.began && taker.quoteAmount == 0 ?
            OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
    }

    void onPreventedMatch(final PreventedMatchDecoder event, final long timestampNs) {
        onPrevented(event.makerOrderId(), event.makerPreventedLots(), timestampNs);
        onPrevented(event.takerOrderId(), event.takerPreventedLots(), timestampNs);
    }

    void onAmended(final OrderAmendedDecoder event, final long timestampNs) {
        final OrderChange change = change(event.orderId());
        change.priceTicks = event.priceTicks();
        change.quantityLots = event.quantityLots();
        change.updatedNs = timestampNs;
    }

    void onTriggered(final OrderTriggeredDecoder event, final long timestampNs) {
        final OrderChange change = change(event.orderId());
        change.stopPriceTicks = event.stopPriceTicks();
        change.triggeredNs = timestampNs;
        change.updatedNs = timestampNs;
    }

    void onCancelled(final long orderId, final io.bourse.schema.CloseReason reason, final long timestampNs) {
        onClosed(orderId, OrderStatus.CANCELLED, reason, timestampNs);
    }

    void onExpired(final long orderId, final io.bourse.schema.CloseReason reason, final long timestampNs) {
        onClosed(orderId, reason == io.bourse.schema.CloseReason.SELF_TRADE_PREVENTION ?
            OrderStatus.EXPIRED_IN_MATCH : OrderStatus.EXPIRED, reason, timestampNs);
    }

    /**
     * The outcome of an order as its command ends. An order by quote amount is known to be filled only now, for its
     * trades do not tell what remains; so is an order whose command is so long that it began in an earlier batch. May be
     * the answer to a repeated command, long after.
     */
    void onOutcome(
        final long orderId, final int commandTemplateId, final io.bourse.schema.OrderStatus status, final long timestampNs) {
        if (status == io.bourse.schema.OrderStatus.FILLED &&
            (commandTemplateId == NewOrderDecoder.TEMPLATE_ID || commandTemplateId == ReplaceOrderDecoder.TEMPLATE_ID ||
            commandTemplateId == AmendOrderDecoder.TEMPLATE_ID)) {
            final OrderChange change = change(orderId);
            if (change.status != OrderStatus.FILLED) {
                change.status = OrderStatus.FILLED;
                change.updatedNs = timestampNs;
            }
        }
    }

    void write(final Connection connection, final DSLContext dsl) throws SQLException {
        newRows.clear();
        for (final OrderChange change : changes) {
            if (change.began) {
                putRow(change);
            }
        }
        newRows.write(connection);
        if (oldCount > 0) {
            writeOld(dsl);
        }
    }

    private OrderChange onFill(final long orderId, final TradeDecoder event, final long timestampNs) {
        final OrderChange change = change(orderId);
        change.executedLots += event.quantityLots();
        change.executedQuote += event.quoteAmount();
        change.updatedNs = timestampNs;
        return change;
    }

    private void onPrevented(final long orderId, final long preventedLots, final long timestampNs) {
        if (preventedLots > 0) {
            final OrderChange change = change(orderId);
            change.preventedLots += preventedLots;
            change.updatedNs = timestampNs;
        }
    }

    private void onClosed(
        final long orderId, final OrderStatus status, final io.bourse.schema.CloseReason reason, final long timestampNs) {
        final OrderChange change = change(orderId);
        change.status = status;
        change.done = false;
        change.reason = CloseReason.valueOf(reason.name());
        change.updatedNs = timestampNs;
    }

    private OrderChange change(final long orderId) {
        OrderChange change = changeByOrderId.get(orderId);
        if (change == null) {
            change = new OrderChange(orderId);
            changeByOrderId.put(orderId, change);
            changes.add(change);
            oldCount++;
        }
        return change;
    }

    private void putRow(final OrderChange change) {
        newRows.row()
            .putLong(change.orderId)
            .putLong(change.accountId)
            .putInt(change.instrumentId)
            .putAscii(change.clientOrderId)
            .putAscii(change.side)
            .putAscii(change.orderType)
            .putAscii(change.timeInForce)
            .putLong(change.priceTicks)
            .putLong(change.quantityLots)
            .putLong(change.quoteAmount)
            .putLong(change.stopPriceTicks)
            .putInt(change.trailingDeltaBasisPoints)
            .putLong(change.triggeredNs)
            .putLong(change.displayLots)
            .putLong(change.expireTimeNs)
            .putAscii(change.selfTradePrevention)
            .putLong(change.sessionId)
            .putBoolean(change.cancelOnDisconnect)
            .putLong(change.executedLots)
            .putLong(change.executedQuote)
            .putLong(change.preventedLots)
            .putAscii(change.status.getLiteral())
            .putAscii(change.reason == null ? null : change.reason.getLiteral())
            .putLong(change.timestampNs)
            .putLong(change.updatedNs);
    }

    private void writeOld(final DSLContext dsl) {
        final Long[] orderIds = new Long[oldCount];
        final Long[] executedLots = new Long[oldCount];
        final Long[] executedQuotes = new Long[oldCount];
        final Long[] preventedLots = new Long[oldCount];
        final Long[] priceTicks = new Long[oldCount];
        final Long[] quantityLots = new Long[oldCount];
        final Long[] stopPriceTicks = new Long[oldCount];
        final Long[] triggeredNs = new Long[oldCount];
        final OrderStatus[] statuses = new OrderStatus[oldCount];
        final Boolean[] done = new Boolean[oldCount];
        final CloseReason[] reasons = new CloseReason[oldCount];
        final Long[] updatedNs = new Long[oldCount];
        int i = 0;
        for (final OrderChange change : changes) {
            if (!change.began) {
                orderIds[i] = change.orderId;
                executedLots[i] = change.executedLots;
                executedQuotes[i] = change.executedQuote;
                preventedLots[i] = change.preventedLots;
                priceTicks[i] = change.priceTicks;
                quantityLots[i] = change.quantityLots;
                stopPriceTicks[i] = change.stopPriceTicks;
                triggeredNs[i] = change.triggeredNs;
                statuses[i] = change.status;
                done[i] = change.done;
                reasons[i] = change.reason;
                updatedNs[i] = change.updatedNs;
                i++;
            }
        }
        final long found = Routines.changeOrders(
            dsl.configuration(), orderIds, executedLots, executedQuotes, preventedLots, priceTicks, quantityLots,
            stopPriceTicks, triggeredNs, statuses, done, reasons, updatedNs);
        if (found != oldCount) {
            throw new InconsistentEventsException(
                "of " + oldCount + " orders that events change, only " + found + " are open in the database");
        }
    }

    private static String text(final Packed4Decoder packed) {
        return packed.word0() == 0 ? null :
            PackedAscii.unpack(packed.word0(), packed.word1(), packed.word2(), packed.word3());
    }
}
