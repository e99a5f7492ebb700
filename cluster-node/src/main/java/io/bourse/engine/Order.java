package io.bourse.engine;

/** An order. Pooled: an object serves many orders, one after the other. */
public final class Order extends RestingOrder {
    long quantityLots;
    long executedLots;
    long executedQuote;
    long quoteAmount;
    /** What is left of the reservation: quote minor units of a buy, base minor units of a sell. */
    long locked;
    long timestampNs;
    long clientOrderId0;
    long clientOrderId1;
    long clientOrderId2;
    long clientOrderId3;
    OrderType orderType;
    TimeInForce timeInForce;
    Instrument instrument;
    Account account;
    Order nextOfAccount;
    Order previousOfAccount;

    Order() {
    }

    /** 1, 2, 3 ... over all instruments. */
    public long orderId() {
        return orderId;
    }

    /** The owner. */
    public long accountId() {
        return account.accountId;
    }

    /** Where it trades. */
    public int instrumentId() {
        return instrument.instrumentId;
    }

    /** Buy or sell. */
    public Side side() {
        return side;
    }

    /** Limit or market. */
    public OrderType orderType() {
        return orderType;
    }

    /** How long it stays. */
    public TimeInForce timeInForce() {
        return timeInForce;
    }

    /** Limit, ticks; 0 for market orders. */
    public long priceTicks() {
        return priceTicks;
    }

    /** Ordered, lots; 0 for market buys by amount. */
    public long quantityLots() {
        return quantityLots;
    }

    /** Ordered, quote minor units; 0 unless it is a market buy by amount. */
    public long quoteAmount() {
        return quoteAmount;
    }

    /** Traded so far, lots. */
    public long executedLots() {
        return executedLots;
    }

    /** Traded so far, quote minor units. */
    public long executedQuote() {
        return executedQuote;
    }

    /** Still open, lots; 0 for market buys by amount, where it is not known. */
    public long remainingLots() {
        return remainingLots;
    }

    /** Engine time of entry, ns since the epoch. */
    public long timestampNs() {
        return timestampNs;
    }

    /** First word of the packed client order id; all four 0 for none. */
    public long clientOrderId0() {
        return clientOrderId0;
    }

    /** Second word. */
    public long clientOrderId1() {
        return clientOrderId1;
    }

    /** Third word. */
    public long clientOrderId2() {
        return clientOrderId2;
    }

    /** Fourth word. */
    public long clientOrderId3() {
        return clientOrderId3;
    }

    boolean hasClientOrderId() {
        return (clientOrderId0 | clientOrderId1 | clientOrderId2 | clientOrderId3) != 0;
    }

    /** Of an order that is still open. */
    OrderStatus openStatus() {
        return executedLots == 0 ? OrderStatus.NEW : OrderStatus.PARTIALLY_FILLED;
    }
}
