package io.bourse.engine;

/** A withdrawal that waits to be settled or rejected; its amount is locked. */
final class Withdrawal {
    long withdrawalId;
    long amount;
    int assetId;
    Account account;
    Withdrawal next;
    Withdrawal previous;
}
