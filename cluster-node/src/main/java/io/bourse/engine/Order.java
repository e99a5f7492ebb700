package io.bourse.engine;

/**
 * An order, as a command sees it. Pooled: an object serves many orders, one after the other. Open orders that
 * {@link PackedOrders} can hold have one only while a command is about them; see {@link OpenOrders}.
 */
public final class Order extends Keyed {
    /** Of an open order: its place in {@link OrderSlots}. */
    int slot;
    long orderId;
    long priceTicks;
    long quantityLots;
    /** Open quantity, displayed and hidden; 0 for market buys by amount. */
    long remainingLots;
    long executedLots;
    long executedQuote;
    long preventedLots;
    /** What is left of the reservation: quote minor units of a buy, base minor units of a sell. */
    long locked;
    long timestampNs;
    long sessionId;
    /** What {@link Exposures} has counted it with; derived. */
    long countedNotional;
    Instrument instrument;
    Account account;
    Side side;
    OrderType orderType;
    TimeInForce timeInForce;
    SelfTradePrevention selfTradePrevention;
    boolean cancelOnDisconnect;
    /** It is registered: in the indexes and lists of open orders. */
    boolean open;
    /** A stop that has entered the market. */
    boolean triggered;
    /** Of an open order. */
    Place place;
    /** Never null; its own or {@link OrderDetails#NONE}. */
    OrderDetails details = OrderDetails.NONE;
    Order nextFree;
    long clientOrderId0;
    long clientOrderId1;
    long clientOrderId2;
    long clientOrderId3;
    /** Content of the request, for those with a client order id, and what it was answered with, in case it comes again. */
    long content;
    OrderStatus answerStatus;
    long answerExecutedLots;
    long answerExecutedQuote;
    long answerRemainingLots;

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

    /** Limit, market, stop. */
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
        return details.quoteAmount;
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

    /** Lost to self-trade prevention, lots. */
    public long preventedLots() {
        return preventedLots;
    }

    /** What it shows while it rests, lots; 0: all. */
    public long displayLots() {
        return details.displayLots;
    }

    /** Trigger of a stop, ticks, of a trailing one the present one; else 0. */
    public long stopPriceTicks() {
        return details.stopPriceTicks;
    }

    /** Distance of a trailing stop, basis points; else 0. */
    public int trailingDeltaBasisPoints() {
        return details.trailingDeltaBasisPoints;
    }

    /** Expiry of a GTD order, ns since the epoch; else 0. */
    public long expireTimeNs() {
        return details.expireTimeNs;
    }

    /** What it does about its own orders. */
    public SelfTradePrevention selfTradePrevention() {
        return selfTradePrevention;
    }

    /** The client's session, opaque; 0 for none. */
    public long sessionId() {
        return sessionId;
    }

    /** Whether the end of the session cancels it. */
    public boolean isCancelOnDisconnect() {
        return cancelOnDisconnect;
    }

    /** Becomes a new order of the request; the caller sees to id, details, reservation and places. */
    void fill(
        final OrderRequest request, final Instrument on, final Account owner, final Side itsSide, final long timestamp) {
        instrument = on;
        account = owner;
        side = itsSide;
        orderType = OrderType.of(request.orderType);
        timeInForce = TimeInForce.of(request.timeInForce);
        selfTradePrevention = SelfTradePrevention.of(request.selfTradePrevention);
        priceTicks = request.priceTicks;
        quantityLots = request.quantityLots;
        remainingLots = request.quantityLots;
        executedLots = 0;
        executedQuote = 0;
        preventedLots = 0;
        sessionId = request.sessionId;
        cancelOnDisconnect = request.cancelOnDisconnect;
        timestampNs = timestamp;
        clientOrderId0 = request.clientOrderId0;
        clientOrderId1 = request.clientOrderId1;
        clientOrderId2 = request.clientOrderId2;
        clientOrderId3 = request.clientOrderId3;
        open = false;
        triggered = false;
        place = null;
    }

    /** What its request is answered with. */
    void answer(final OrderStatus status) {
        answerStatus = status;
        answerExecutedLots = executedLots;
        answerExecutedQuote = executedQuote;
        answerRemainingLots = remainingLots;
    }

    /** It ends by time: matching has to look whether it is due. */
    boolean mayExpire() {
        return timeInForce.mayExpire();
    }

    /** It takes part in self-trade prevention as taker. */
    boolean preventsSelfTrades() {
        return selfTradePrevention != SelfTradePrevention.NONE;
    }

    /** What open notional counts: limit, or trigger price at entry. */
    long notionalPriceTicks() {
        return orderType.hasLimit() ? priceTicks : details.entryStopPriceTicks;
    }

    /** Whether a stop is triggered by prices that rise to its own; else by such that fall to it. */
    boolean triggersRising() {
        return orderType.triggersRising(side);
    }

    /** Executed and bounded by its money: a buy without a limit. */
    boolean isMarketBuy() {
        return side == Side.BUY && !orderType.hasLimit();
    }

    /** It rests, or waits for a trigger price that stays. */
    boolean isInLevel() {
        return place == Place.RESTING || place == Place.PARKED && details.trailingDeltaBasisPoints == 0;
    }

    int reservedAssetId() {
        return side == Side.BUY ? instrument.quoteAssetId : instrument.baseAssetId;
    }

    /** What so many lots reserve, minor units; not for market buys. */
    long reservation(final long lots) {
        return side == Side.BUY
            ? priceTicks * lots * instrument.quoteUnitsPerTickLot : lots * instrument.lotBaseUnits;
    }

    boolean hasClientOrderId() {
        return (clientOrderId0 | clientOrderId1 | clientOrderId2 | clientOrderId3) != 0;
    }

    /** Of an order that is still open. */
    OrderStatus openStatus() {
        return executedLots == 0 ? OrderStatus.NEW : OrderStatus.PARTIALLY_FILLED;
    }
}
