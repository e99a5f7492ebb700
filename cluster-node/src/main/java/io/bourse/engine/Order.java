package io.bourse.engine;

/** Skeleton: accessors that the service encodes from. */
public final class Order {
    public long orderId() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long accountId() {
        throw new UnsupportedOperationException("skeleton");
    }

    public int instrumentId() {
        throw new UnsupportedOperationException("skeleton");
    }

    public Side side() {
        throw new UnsupportedOperationException("skeleton");
    }

    public OrderType orderType() {
        throw new UnsupportedOperationException("skeleton");
    }

    public TimeInForce timeInForce() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long priceTicks() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long quantityLots() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long quoteAmount() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long executedLots() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long executedQuote() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long remainingLots() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long timestampNs() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long clientOrderId0() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long clientOrderId1() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long clientOrderId2() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long clientOrderId3() {
        throw new UnsupportedOperationException("skeleton");
    }
}
