package io.bourse.engine;

/**
 * Is told every effect of every command, in order. Objects passed belong to the engine: read them during the call, keep
 * none. Units: ticks, lots, minor units.
 */
public interface EngineListener {
    /** A gateway process has begun or resumed its sequence. */
    void onGatewayLoggedOn(int gatewayId, long gatewayEpoch, long lastInSequence);

    /** An asset has been defined. */
    void onAssetDefined(Asset asset);

    /** An instrument has been defined. */
    void onInstrumentDefined(Instrument instrument);

    /** The state of an instrument has changed. */
    void onInstrumentStateChanged(Instrument instrument);

    /** An account has been opened. */
    void onAccountCreated(Account account);

    /** An order has passed the ladder; its trades and its end follow. */
    void onOrderAccepted(Order order);

    /** A trade at the maker's price; both orders already show it. */
    void onTrade(
        Instrument instrument, long tradeId, Order maker, Order taker,
        long priceTicks, long quantityLots, long quoteAmount, long makerFee, long takerFee);

    /** An order has been cancelled; it still shows its open quantity. */
    void onOrderCancelled(Order order, CloseReason reason);

    /** What was left of an order has expired; it still shows its open quantity. */
    void onOrderExpired(Order order, CloseReason reason);

    /** A line of the ledger. Account 0 is the fee account. */
    void onBalanceChanged(
        long accountId, int assetId, long available, long locked, long availableDelta, long lockedDelta,
        BalanceCause cause, long referenceId, int instrumentId);

    /** New total of a price level; at most one per level and command, after the trades of the command. */
    void onBookDelta(
        int instrumentId, Side side, long priceTicks, long quantityLots, int orderCount, long updateId);

    /** Money has come in. */
    void onDepositApplied(long accountId, int assetId, long amount, long idempotencyHigh, long idempotencyLow);

    /** Money has been locked to go out. */
    void onWithdrawalRequested(
        long withdrawalId, long accountId, int assetId, long amount, long idempotencyHigh, long idempotencyLow);

    /** Money has gone out ({@code settled}), or has been given back. */
    void onWithdrawalFinished(long withdrawalId, long accountId, int assetId, long amount, boolean settled);

    /** End of every sequenced command: exactly one, always last. */
    void onCommandResult(CommandHeader header, CommandResult result);
}
