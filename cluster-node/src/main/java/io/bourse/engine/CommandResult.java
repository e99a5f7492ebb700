package io.bourse.engine;

/** How a command ended. Reused by the engine for every command. */
public final class CommandResult {
    /** Null when the command was carried out, else why not. */
    public RejectReason rejectReason;
    /** Order, account, withdrawal, asset or instrument id that the command was about; 0 when none came to be. */
    public long subjectId;
    /** {@link OrderStatus} code; 0 for commands that are not about an order. */
    public int orderStatus;
    /** Of the order so far. */
    public long executedLots;
    /** Of the order so far, quote minor units. */
    public long executedQuote;
    /** Still open. */
    public long remainingLots;
    /** Orders cancelled by cancel-all. */
    public int count;
    /** Balance after a deposit or withdrawal, minor units. */
    public long available;
    /** Balance after a deposit or withdrawal, minor units. */
    public long locked;
    /** Client order id of the order, echoed; zeros for none. */
    public long clientOrderId0;
    /** Second word. */
    public long clientOrderId1;
    /** Third word. */
    public long clientOrderId2;
    /** Fourth word. */
    public long clientOrderId3;

    void reset() {
        rejectReason = null;
        subjectId = 0;
        orderStatus = 0;
        executedLots = 0;
        executedQuote = 0;
        remainingLots = 0;
        count = 0;
        available = 0;
        locked = 0;
        clientOrderId0 = 0;
        clientOrderId1 = 0;
        clientOrderId2 = 0;
        clientOrderId3 = 0;
    }
}
