package io.bourse.engine;

/** The fields of a new order as they came in, unchecked: codes may be unknown, numbers hostile. Reused by the caller. */
public final class OrderRequest {
    /** Instrument id; not looked at by a replace, which stays on the original's. */
    public int instrumentId;
    /** {@link Side} code; not looked at by a replace, which stays on the original's. */
    public int side;
    /** {@link OrderType} code. */
    public int orderType;
    /** {@link TimeInForce} code. */
    public int timeInForce;
    /** Limit in ticks; 0 for market orders. */
    public long priceTicks;
    /** Quantity in lots; 0 for market buys by amount. */
    public long quantityLots;
    /** Amount of a market buy in quote minor units; else 0. */
    public long quoteAmount;
    /** Trigger of a stop, ticks; 0 for all others and for trailing stops. */
    public long stopPriceTicks;
    /** Distance of a trailing stop from the best price, basis points; else 0. */
    public int trailingDeltaBasisPoints;
    /** What an iceberg shows, lots; else 0. */
    public long displayLots;
    /** Expiry of a GTD order, ns since the epoch; else 0. */
    public long expireTimeNs;
    /** {@link SelfTradePrevention} code. */
    public int selfTradePrevention;
    /** The client's session, opaque; 0 for none. */
    public long sessionId;
    /** Whether the end of the session cancels it. */
    public boolean cancelOnDisconnect;
    /** Packed client order id; all zero for none. */
    public long clientOrderId0;
    /** Second word. */
    public long clientOrderId1;
    /** Third word. */
    public long clientOrderId2;
    /** Fourth word. */
    public long clientOrderId3;
}
