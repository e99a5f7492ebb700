package io.bourse.system;

/** One order or cancel that a trader sent, and what it was told. */
record Attempt(
    long accountId,
    String clientOrderId,
    boolean isBuy,
    long priceTicks,
    long quantityLots,
    Outcome outcome,
    long orderId,
    long executedLots,
    long sentNs,
    long answeredNs,
    String answer) {

    /** What the trader knows. */
    enum Outcome {
        /** The exchange said yes: it is there, once, for ever. */
        ACKNOWLEDGED,
        /** The exchange said no: it is not there. */
        REJECTED,
        /** No answer, or one that says that the outcome is not known: there once or not at all. */
        UNKNOWN
    }
}
