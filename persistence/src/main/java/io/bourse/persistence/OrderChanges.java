package io.bourse.persistence;

import io.bourse.persistence.jooq.Routines;
import io.bourse.persistence.jooq.enums.CloseReason;
import io.bourse.persistence.jooq.enums.OrderStatus;
import io.bourse.schema.NewOrderDecoder;
import io.bourse.schema.OrderAcceptedDecoder;
import io.bourse.schema.Packed4Decoder;
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
        ORDERS.TIME_IN_FORCE, ORDERS.PRICE_TICKS, ORDERS.QUANTITY_LOTS, ORDERS.QUOTE_AMOUNT, ORDERS.EXECUTED_LOTS,
        ORDERS.EXECUTED_QUOTE, ORDERS.STATUS, ORDERS.CLOSE_REASON, ORDERS.TIMESTAMP_NS, ORDERS.UPDATED_NS);
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
        change.instrumentId = event.instrumentId();
        change.clientOrderId = text(event.clientOrderId());
        change.side = event.side().name();
        change.orderType = event.orderType().name();
        change.timeInForce = event.timeInForce().name();
        change.priceTicks = event.priceTicks();
        change.quantityLots = event.quantityLots();
        change.quoteAmount = event.quoteAmount();
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
        final boolean takerFilled = taker.began && taker.quoteAmount == 0 && event.takerRemainingLots() == 0;
        taker.status = takerFilled ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
    }

    void onClosed(
        final long orderId, final OrderStatus status, final io.bourse.schema.CloseReason reason, final long timestampNs) {
        final OrderChange change = change(orderId);
        change.status = status;
        change.reason = CloseReason.valueOf(reason.name());
        change.updatedNs = timestampNs;
    }

    /**
     * The outcome of an order as its command ends. An order by quote amount is known to be filled only now, for its
     * trades do not tell what remains; so is an order whose command is so long that it began in an earlier batch.
     */
    void onOutcome(
        final long orderId, final int commandTemplateId, final io.bourse.schema.OrderStatus status, final long timestampNs) {
        if (status == io.bourse.schema.OrderStatus.FILLED &&
            (commandTemplateId == NewOrderDecoder.TEMPLATE_ID || commandTemplateId == ReplaceOrderDecoder.TEMPLATE_ID)) {
            final OrderChange change = change(orderId);
            change.status = OrderStatus.FILLED;
            change.updatedNs = timestampNs;
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
            .putLong(change.executedLots)
            .putLong(change.executedQuote)
            .putAscii(change.status.getLiteral())
            .putAscii(change.reason == null ? null : change.reason.getLiteral())
            .putLong(change.timestampNs)
            .putLong(change.updatedNs);
    }

    private void writeOld(final DSLContext dsl) {
        final Long[] orderIds = new Long[oldCount];
        final Long[] executedLots = new Long[oldCount];
        final Long[] executedQuotes = new Long[oldCount];
        final OrderStatus[] statuses = new OrderStatus[oldCount];
        final CloseReason[] reasons = new CloseReason[oldCount];
        final Long[] updatedNs = new Long[oldCount];
        int i = 0;
        for (final OrderChange change : changes) {
            if (!change.began) {
                orderIds[i] = change.orderId;
                executedLots[i] = change.executedLots;
                executedQuotes[i] = change.executedQuote;
                statuses[i] = change.status;
                reasons[i] = change.reason;
                updatedNs[i] = change.updatedNs;
                i++;
            }
        }
        final long found = Routines.changeOrders(
            dsl.configuration(), orderIds, executedLots, executedQuotes, statuses, reasons, updatedNs);
        if (found != oldCount) {
            throw new InconsistentEventsException(
                "of " + oldCount + " orders that events change, only " + found + " are open in the database");
        }
    }

    private static String text(final Packed4Decoder packed) {
        return packed.word0() == 0 ? null :
            PackedAscii.unpack(packed.word0(), packed.word1(), packed.word2(), packed.word3());
    }

    /** One order; amounts are increments for an order that began in an earlier batch. */
    private static final class OrderChange {
        private final long orderId;
        private boolean began;
        private long accountId;
        private int instrumentId;
        private String clientOrderId;
        private String side;
        private String orderType;
        private String timeInForce;
        private long priceTicks;
        private long quantityLots;
        private long quoteAmount;
        private long executedLots;
        private long executedQuote;
        private OrderStatus status;
        private CloseReason reason;
        private long timestampNs;
        private long updatedNs;

        private OrderChange(final long orderId) {
            this.orderId = orderId;
        }
    }
}
