package io.bourse.persistence;

import io.bourse.persistence.jooq.enums.CloseReason;
import io.bourse.persistence.jooq.enums.OrderStatus;

/** What a batch does to one order; amounts are increments for an order that began in an earlier batch. */
final class OrderChange {
    final long orderId;
    boolean began;
    long accountId;
    int instrumentId;
    String clientOrderId;
    String side;
    String orderType;
    String timeInForce;
    long quoteAmount;
    /** Null: as it was. */
    Long priceTicks;
    /** Null: as it was. */
    Long quantityLots;
    /** Null: as it was. */
    Long stopPriceTicks;
    /** Null: as it was. */
    Long triggeredNs;
    int trailingDeltaBasisPoints;
    long displayLots;
    long expireTimeNs;
    String selfTradePrevention = "NONE";
    long sessionId;
    boolean cancelOnDisconnect;
    long executedLots;
    long executedQuote;
    long preventedLots;
    /** Null: as it was. */
    OrderStatus status;
    /** Whether its last trade left nothing open; means nothing for an order by amount, which only the database may know. */
    boolean done;
    CloseReason reason;
    long timestampNs;
    long updatedNs;

    OrderChange(final long orderId) {
        this.orderId = orderId;
    }
}
