package io.bourse.engine.oracle;

import io.bourse.engine.Account;
import io.bourse.engine.Asset;
import io.bourse.engine.BalanceCause;
import io.bourse.engine.CloseReason;
import io.bourse.engine.CommandHeader;
import io.bourse.engine.CommandResult;
import io.bourse.engine.EngineListener;
import io.bourse.engine.Instrument;
import io.bourse.engine.Order;
import io.bourse.engine.Side;

/** Writes down whatever the engine says. */
final class EngineRecorder implements EngineListener {
    final EventLog log = new EventLog();

    @Override
    public void onGatewayLoggedOn(final int gatewayId, final long gatewayEpoch, final long lastInSequence) {
        log.add(EventKind.LOGGED_ON, gatewayId, gatewayEpoch, lastInSequence);
    }

    @Override
    public void onAssetDefined(final Asset asset) {
        log.add(EventKind.ASSET, asset.assetId(), asset.symbol0(), asset.symbol1(), asset.decimals());
    }

    @Override
    public void onInstrumentDefined(final Instrument it) {
        log.add(EventKind.INSTRUMENT, it.instrumentId(), it.symbol0(), it.symbol1(), it.tickQuoteUnits(), it.lotBaseUnits(),
            it.quoteUnitsPerTickLot(), it.minQuantityLots(), it.maxQuantityLots(), it.maxPriceTicks(), it.minNotional(),
            it.maxNotional(), it.baseAssetId(), it.quoteAssetId(), it.makerFeePpm(), it.takerFeePpm(),
            it.priceRangeBasisPoints(), it.priceBandBasisPoints(), it.priceBandMode(), it.referencePriceTicks(),
            it.state().code());
    }

    @Override
    public void onInstrumentStateChanged(final Instrument instrument) {
        log.add(EventKind.STATE, instrument.instrumentId(), instrument.state().code());
    }

    @Override
    public void onAccountCreated(final Account account) {
        log.add(EventKind.ACCOUNT, account.accountId(), account.externalIdHigh(), account.externalIdLow());
    }

    @Override
    public void onAccountChanged(final Account account) {
        log.add(EventKind.ACCOUNT_CHANGED, account.accountId(), bit(account.isBlocked()), account.tradeGroup(),
            account.feeTier(), account.maxOpenOrders(), account.maxOpenNotional());
    }

    @Override
    public void onSessionBlocked(final long accountId, final long sessionId, final boolean blocked) {
        log.add(EventKind.SESSION_BLOCKED, accountId, sessionId, bit(blocked));
    }

    @Override
    public void onDeadManTimerSet(final long accountId, final long deadlineNs) {
        log.add(EventKind.DEAD_MAN_TIMER, accountId, deadlineNs);
    }

    @Override
    public void onFeeRatesChanged(
        final int instrumentId, final int feeTier, final int makerFeePpm, final int takerFeePpm) {
        log.add(EventKind.FEE_RATES, instrumentId, feeTier, makerFeePpm, takerFeePpm);
    }

    @Override
    public void onOrderAccepted(final Order it) {
        log.add(EventKind.ACCEPTED, it.orderId(), it.accountId(), it.instrumentId(), it.side().code(), it.orderType().code(),
            it.timeInForce().code(), it.priceTicks(), it.quantityLots(), it.quoteAmount(), it.remainingLots(),
            it.stopPriceTicks(), it.trailingDeltaBasisPoints(), it.displayLots(), it.expireTimeNs(),
            it.selfTradePrevention().code(), it.sessionId(), bit(it.isCancelOnDisconnect()), it.timestampNs(),
            it.clientOrderId0(), it.clientOrderId1(), it.clientOrderId2(), it.clientOrderId3());
    }

    @Override
    public void onTrade(
        final Instrument instrument, final long tradeId, final Order maker, final Order taker,
        final long priceTicks, final long quantityLots, final long quoteAmount, final long makerFee, final long takerFee) {
        log.add(EventKind.TRADE, instrument.instrumentId(), tradeId, maker.orderId(), taker.orderId(), priceTicks,
            quantityLots, quoteAmount, makerFee, takerFee, maker.executedLots(), maker.executedQuote(),
            maker.remainingLots(), taker.executedLots(), taker.executedQuote(), taker.remainingLots());
    }

    @Override
    public void onPreventedMatch(
        final Instrument instrument, final long preventedMatchId, final Order maker, final Order taker,
        final long priceTicks, final long makerPreventedLots, final long takerPreventedLots) {
        log.add(EventKind.PREVENTED, instrument.instrumentId(), preventedMatchId, maker.orderId(), taker.orderId(),
            priceTicks, makerPreventedLots, takerPreventedLots, maker.remainingLots(), maker.preventedLots(),
            taker.remainingLots(), taker.preventedLots());
    }

    @Override
    public void onOrderAmended(final Order order, final boolean keepsPriority) {
        log.add(EventKind.AMENDED, order.orderId(), order.priceTicks(), order.quantityLots(), order.remainingLots(),
            bit(keepsPriority));
    }

    @Override
    public void onOrderTriggered(final Order order, final long lastTradePriceTicks) {
        log.add(EventKind.TRIGGERED, order.orderId(), order.stopPriceTicks(), lastTradePriceTicks, order.remainingLots());
    }

    @Override
    public void onOrderCancelled(final Order order, final CloseReason reason) {
        log.add(EventKind.CANCELLED, order.orderId(), order.remainingLots(), order.executedLots(), order.preventedLots(),
            reason.code());
    }

    @Override
    public void onOrderExpired(final Order order, final CloseReason reason) {
        log.add(EventKind.EXPIRED, order.orderId(), order.remainingLots(), order.executedLots(), order.preventedLots(),
            reason.code());
    }

    @Override
    public void onBalanceChanged(
        final long accountId, final int assetId, final long available, final long locked, final long availableDelta,
        final long lockedDelta, final BalanceCause cause, final long referenceId, final int instrumentId) {
        log.add(EventKind.BALANCE, accountId, assetId, available, locked, availableDelta, lockedDelta, cause.code(),
            referenceId, instrumentId);
    }

    @Override
    public void onBookDelta(
        final int instrumentId, final Side side, final long priceTicks, final long quantityLots, final int orderCount,
        final long updateId) {
        log.add(EventKind.BOOK, instrumentId, side.code(), priceTicks, quantityLots, orderCount, updateId);
    }

    @Override
    public void onDepositApplied(
        final long accountId, final int assetId, final long amount, final long idempotencyHigh, final long idempotencyLow) {
        log.add(EventKind.DEPOSIT, accountId, assetId, amount, idempotencyHigh, idempotencyLow);
    }

    @Override
    public void onTransferApplied(
        final long accountId, final long toAccountId, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow) {
        log.add(EventKind.TRANSFER, accountId, toAccountId, assetId, amount, idempotencyHigh, idempotencyLow);
    }

    @Override
    public void onWithdrawalRequested(
        final long withdrawalId, final long accountId, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow) {
        log.add(EventKind.WITHDRAWAL, withdrawalId, accountId, assetId, amount, idempotencyHigh, idempotencyLow);
    }

    @Override
    public void onWithdrawalFinished(
        final long withdrawalId, final long accountId, final int assetId, final long amount, final boolean settled) {
        log.add(EventKind.WITHDRAWAL_FINISHED, withdrawalId, accountId, assetId, amount, bit(settled));
    }

    @Override
    public void onCommandResult(final CommandHeader header, final CommandResult it) {
        log.add(EventKind.RESULT, it.rejectReason == null ? 0 : it.rejectReason.code(), it.subjectId, it.orderStatus,
            it.executedLots, it.executedQuote, it.remainingLots, it.count, it.available, it.locked,
            it.clientOrderId0, it.clientOrderId1, it.clientOrderId2, it.clientOrderId3);
    }

    private static long bit(final boolean flag) {
        return flag ? 1 : 0;
    }
}
