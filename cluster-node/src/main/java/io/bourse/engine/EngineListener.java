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

    /** The settings of an account have changed, or it has been blocked or unblocked. */
    void onAccountChanged(Account account);

    /** A session of an account has been blocked or unblocked. */
    void onSessionBlocked(long accountId, long sessionId, boolean blocked);

    /** The dead-man timer of an account has been set; deadline 0: stopped, or it has fired. */
    void onDeadManTimerSet(long accountId, long deadlineNs);

    /** The rates of a fee tier, parts per million. */
    void onFeeRatesChanged(int instrumentId, int feeTier, int makerFeePpm, int takerFeePpm);

    /** An order has passed the ladder; its trades and its end follow. */
    void onOrderAccepted(Order order);

    /** A trade at the maker's price; both orders already show it. */
    void onTrade(
        Instrument instrument, long tradeId, Order maker, Order taker,
        long priceTicks, long quantityLots, long quoteAmount, long makerFee, long takerFee);

    /**
     * Self-trade prevention has kept two orders from trading; both already show it. The lots are what each has lost, 0 for
     * the one that loses nothing and for a taker by quote amount.
     */
    void onPreventedMatch(
        Instrument instrument, long preventedMatchId, Order maker, Order taker,
        long priceTicks, long makerPreventedLots, long takerPreventedLots);

    /** An order has a new limit, total or open quantity; it already shows them. */
    void onOrderAmended(Order order, boolean keepsPriority);

    /** The condition of a stop holds; it enters the market now. */
    void onOrderTriggered(Order order, long lastTradePriceTicks);

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

    /** Money has moved from one account to another. */
    void onTransferApplied(
        long accountId, long toAccountId, int assetId, long amount, long idempotencyHigh, long idempotencyLow);

    /** Money has been locked to go out. */
    void onWithdrawalRequested(
        long withdrawalId, long accountId, int assetId, long amount, long idempotencyHigh, long idempotencyLow);

    /** Money has gone out ({@code settled}), or has been given back. */
    void onWithdrawalFinished(long withdrawalId, long accountId, int assetId, long amount, boolean settled);

    /** End of every sequenced command: exactly one, always last. */
    void onCommandResult(CommandHeader header, CommandResult result);
}
