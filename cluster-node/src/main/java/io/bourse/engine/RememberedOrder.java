package io.bourse.engine;

/** What is remembered of an order with a client order id that has ended: the request, and the answer to it. Pooled. */
final class RememberedOrder extends Keyed {
    Account account;
    long clientOrderId0;
    long clientOrderId1;
    long clientOrderId2;
    long clientOrderId3;
    /** See {@link RequestContent}. */
    long content;
    long orderId;
    OrderStatus status;
    long executedLots;
    long executedQuote;
    long remainingLots;
    RememberedOrder older;
    RememberedOrder younger;
    RememberedOrder olderOfAccount;
    RememberedOrder youngerOfAccount;
}
