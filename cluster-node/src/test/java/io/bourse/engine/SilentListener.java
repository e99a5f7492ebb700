package io.bourse.engine;

/** Adds events up, so that they are looked at, and allocates nothing. */
final class SilentListener implements EngineListener {
    long sum;
    long trades;
    long rejects;
    long triggers;
    long prevented;
    long amends;

    @Override
    public void onGatewayLoggedOn(final int gatewayId, final long gatewayEpoch, final long lastInSequence) {
        sum++;
    }

    @Override
    public void onAssetDefined(final Asset asset) {
        sum += asset.assetId();
    }

    @Override
    public void onInstrumentDefined(final Instrument instrument) {
        sum += instrument.instrumentId();
    }

    @Override
    public void onInstrumentStateChanged(final Instrument instrument) {
        sum += instrument.instrumentId();
    }

    @Override
    public void onAccountCreated(final Account account) {
        sum += account.accountId();
    }

    @Override
    public void onOrderAccepted(final Order order) {
        sum += order.orderId();
    }

    @Override
    public void onTrade(
        final Instrument instrument, final long tradeId, final Order maker, final Order taker,
        final long priceTicks, final long quantityLots, final long quoteAmount, final long makerFee, final long takerFee) {
        trades++;
        sum += tradeId + quoteAmount;
    }

    @Override
    public void onAccountChanged(final Account account) {
        // nothing
    }

    @Override
    public void onSessionBlocked(final long accountId, final long sessionId, final boolean blocked) {
        // nothing
    }

    @Override
    public void onDeadManTimerSet(final long accountId, final long deadlineNs) {
        // nothing
    }

    @Override
    public void onFeeRatesChanged(
        final int instrumentId, final int feeTier, final int makerFeePpm, final int takerFeePpm) {
        // nothing
    }

    @Override
    public void onPreventedMatch(
        final Instrument instrument, final long preventedMatchId, final Order maker, final Order taker,
        final long priceTicks, final long makerPreventedLots, final long takerPreventedLots) {
        prevented++;
    }

    @Override
    public void onOrderAmended(final Order order, final boolean keepsPriority) {
        amends++;
    }

    @Override
    public void onOrderTriggered(final Order order, final long lastTradePriceTicks) {
        triggers++;
    }

    @Override
    public void onTransferApplied(
        final long accountId, final long toAccountId, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow) {
        // nothing
    }

    @Override
    public void onOrderCancelled(final Order order, final CloseReason reason) {
        sum += order.remainingLots();
    }

    @Override
    public void onOrderExpired(final Order order, final CloseReason reason) {
        sum += order.remainingLots();
    }

    @Override
    public void onBalanceChanged(
        final long accountId, final int assetId, final long available, final long locked, final long availableDelta,
        final long lockedDelta, final BalanceCause cause, final long referenceId, final int instrumentId) {
        sum += available;
    }

    @Override
    public void onBookDelta(
        final int instrumentId, final Side side, final long priceTicks, final long quantityLots, final int orderCount,
        final long updateId) {
        sum += quantityLots;
    }

    @Override
    public void onDepositApplied(
        final long accountId, final int assetId, final long amount, final long idempotencyHigh, final long idempotencyLow) {
        sum += amount;
    }

    @Override
    public void onWithdrawalRequested(
        final long withdrawalId, final long accountId, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow) {
        sum += amount;
    }

    @Override
    public void onWithdrawalFinished(
        final long withdrawalId, final long accountId, final int assetId, final long amount, final boolean settled) {
        sum += amount;
    }

    @Override
    public void onCommandResult(final CommandHeader header, final CommandResult result) {
        rejects += result.rejectReason == null ? 0 : 1;
        sum += result.subjectId;
    }
}
