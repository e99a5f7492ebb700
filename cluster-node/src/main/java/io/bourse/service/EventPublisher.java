package io.bourse.service;

import io.bourse.engine.Account;
import io.bourse.engine.Asset;
import io.bourse.engine.BalanceCause;
import io.bourse.engine.CloseReason;
import io.bourse.engine.CommandHeader;
import io.bourse.engine.CommandResult;
import io.bourse.engine.Engine;
import io.bourse.engine.EngineListener;
import io.bourse.engine.Instrument;
import io.bourse.engine.Order;
import io.bourse.engine.Side;
import io.bourse.schema.AccountChangedEncoder;
import io.bourse.schema.AccountCreatedEncoder;
import io.bourse.schema.AssetDefinedEncoder;
import io.bourse.schema.BalanceChangedEncoder;
import io.bourse.schema.BookDeltaEncoder;
import io.bourse.schema.CommandResultEncoder;
import io.bourse.schema.DeadManTimerSetEncoder;
import io.bourse.schema.DepositAppliedEncoder;
import io.bourse.schema.FeeRatesChangedEncoder;
import io.bourse.schema.GatewayLoggedOnEncoder;
import io.bourse.schema.InstrumentDefinedEncoder;
import io.bourse.schema.InstrumentState;
import io.bourse.schema.InstrumentStateChangedEncoder;
import io.bourse.schema.OrderStatus;
import io.bourse.schema.ResultCode;
import io.bourse.schema.SessionBlockedEncoder;
import io.bourse.schema.TransferAppliedEncoder;
import io.bourse.schema.WithdrawalFinishedEncoder;
import io.bourse.schema.WithdrawalOutcome;
import io.bourse.schema.WithdrawalRequestedEncoder;

/** Encodes what the engine does as frames of the event stream; the state of {@link EventFrames} is part of the snapshot. */
final class EventPublisher implements EngineListener {
    private final GatewayLoggedOnEncoder gatewayLoggedOn = new GatewayLoggedOnEncoder();
    private final AssetDefinedEncoder assetDefined = new AssetDefinedEncoder();
    private final InstrumentDefinedEncoder instrumentDefined = new InstrumentDefinedEncoder();
    private final InstrumentStateChangedEncoder instrumentStateChanged = new InstrumentStateChangedEncoder();
    private final AccountCreatedEncoder accountCreated = new AccountCreatedEncoder();
    private final BalanceChangedEncoder balanceChanged = new BalanceChangedEncoder();
    private final BookDeltaEncoder bookDelta = new BookDeltaEncoder();
    private final DepositAppliedEncoder depositApplied = new DepositAppliedEncoder();
    private final WithdrawalRequestedEncoder withdrawalRequested = new WithdrawalRequestedEncoder();
    private final WithdrawalFinishedEncoder withdrawalFinished = new WithdrawalFinishedEncoder();
    private final CommandResultEncoder commandResult = new CommandResultEncoder();
    private final AccountChangedEncoder accountChanged = new AccountChangedEncoder();
    private final SessionBlockedEncoder sessionBlocked = new SessionBlockedEncoder();
    private final DeadManTimerSetEncoder deadManTimerSet = new DeadManTimerSetEncoder();
    private final FeeRatesChangedEncoder feeRatesChanged = new FeeRatesChangedEncoder();
    private final TransferAppliedEncoder transferApplied = new TransferAppliedEncoder();
    private final EventFrames frames;
    private final OrderEventPublisher orders;
    private final MarketSnapshotPublisher marketSnapshots;
    private int resultCount;

    EventPublisher(final EventStream stream, final Egress egress) {
        frames = new EventFrames(stream, egress);
        orders = new OrderEventPublisher(frames);
        marketSnapshots = new MarketSnapshotPublisher(frames);
    }

    /** The engine that this publisher listens to; its time stamps the events. */
    void engine(final Engine listenedTo) {
        frames.engine(listenedTo);
    }

    /** Goes on from a snapshot. */
    void restore(final long loadedEpoch, final long loadedEventSequence, final int loadedChainHash) {
        frames.restore(loadedEpoch, loadedEventSequence, loadedChainHash);
    }

    /** The first entry of the log names the stream. */
    void onLogEntry(final long timestampNs) {
        frames.onLogEntry(timestampNs);
    }

    /** A command begins. */
    void begin(final long commandLogPosition) {
        resultCount = 0;
        frames.begin(commandLogPosition);
    }

    /** What is public, as it is now. */
    void marketSnapshot(final Engine source) {
        marketSnapshots.publish(source);
    }

    /** Command results since {@link #begin}. */
    int resultCount() {
        return resultCount;
    }

    long epoch() {
        return frames.epoch();
    }

    long eventSequence() {
        return frames.eventSequence();
    }

    int chainHash() {
        return frames.chainHash();
    }

    @Override
    public void onGatewayLoggedOn(final int gatewayId, final long gatewayEpoch, final long lastInSequence) {
        frames.head(gatewayLoggedOn.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        gatewayLoggedOn.gatewayEpoch(gatewayEpoch).lastInSequence(lastInSequence).gatewayId(gatewayId);
        frames.publish(false);
    }

    @Override
    public void onAssetDefined(final Asset asset) {
        frames.head(assetDefined.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        assetDefined.symbol().word0(asset.symbol0()).word1(asset.symbol1());
        assetDefined.assetId(asset.assetId()).decimals(asset.decimals());
        frames.publish(false);
    }

    @Override
    public void onInstrumentDefined(final Instrument instrument) {
        frames.head(instrumentDefined.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        instrumentDefined.symbol().word0(instrument.symbol0()).word1(instrument.symbol1());
        instrumentDefined
            .tickQuoteUnits(instrument.tickQuoteUnits())
            .lotBaseUnits(instrument.lotBaseUnits())
            .quoteUnitsPerTickLot(instrument.quoteUnitsPerTickLot())
            .minQuantityLots(instrument.minQuantityLots())
            .maxQuantityLots(instrument.maxQuantityLots())
            .maxPriceTicks(instrument.maxPriceTicks())
            .minNotional(instrument.minNotional())
            .maxNotional(instrument.maxNotional())
            .instrumentId(instrument.instrumentId())
            .baseAssetId(instrument.baseAssetId())
            .quoteAssetId(instrument.quoteAssetId())
            .makerFeePpm(instrument.makerFeePpm())
            .takerFeePpm(instrument.takerFeePpm())
            .priceRangeBasisPoints(instrument.priceRangeBasisPoints())
            .state(InstrumentState.get((short) instrument.state().code()))
            .referencePriceTicks(instrument.referencePriceTicks())
            .priceBandBasisPoints(instrument.priceBandBasisPoints())
            .priceBandMode((short) instrument.priceBandMode());
        frames.publish(false);
    }

    @Override
    public void onInstrumentStateChanged(final Instrument instrument) {
        frames.head(instrumentStateChanged.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        instrumentStateChanged
            .instrumentId(instrument.instrumentId())
            .state(InstrumentState.get((short) instrument.state().code()));
        frames.publish(false);
    }

    @Override
    public void onAccountCreated(final Account account) {
        frames.head(accountCreated.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        accountCreated.externalId().high(account.externalIdHigh()).low(account.externalIdLow());
        accountCreated.accountId(account.accountId());
        frames.publish(false);
    }

    @Override
    public void onAccountChanged(final Account account) {
        frames.head(accountChanged.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        accountChanged
            .accountId(account.accountId())
            .tradeGroup(account.tradeGroup())
            .maxOpenNotional(account.maxOpenNotional())
            .maxOpenOrders(account.maxOpenOrders())
            .feeTier(account.feeTier())
            .blocked((short) (account.isBlocked() ? 1 : 0));
        frames.publish(false);
    }

    @Override
    public void onSessionBlocked(final long accountId, final long sessionId, final boolean blocked) {
        frames.head(sessionBlocked.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        sessionBlocked.accountId(accountId).sessionId(sessionId).blocked((short) (blocked ? 1 : 0));
        frames.publish(false);
    }

    @Override
    public void onDeadManTimerSet(final long accountId, final long deadlineNs) {
        frames.head(deadManTimerSet.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        deadManTimerSet.accountId(accountId).deadlineNs(deadlineNs);
        frames.publish(false);
    }

    @Override
    public void onFeeRatesChanged(
        final int instrumentId, final int feeTier, final int makerFeePpm, final int takerFeePpm) {
        frames.head(feeRatesChanged.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        feeRatesChanged
            .instrumentId(instrumentId).feeTier(feeTier).makerFeePpm(makerFeePpm).takerFeePpm(takerFeePpm);
        frames.publish(false);
    }

    @Override
    public void onOrderAccepted(final Order order) {
        orders.accepted(order);
    }

    @Override
    public void onTrade(
        final Instrument instrument, final long tradeId, final Order maker, final Order taker,
        final long priceTicks, final long quantityLots, final long quoteAmount, final long makerFee, final long takerFee) {
        orders.trade(instrument, tradeId, maker, taker, priceTicks, quantityLots, quoteAmount, makerFee, takerFee);
    }

    @Override
    public void onPreventedMatch(
        final Instrument instrument, final long preventedMatchId, final Order maker, final Order taker,
        final long priceTicks, final long makerPreventedLots, final long takerPreventedLots) {
        orders.preventedMatch(
            instrument, preventedMatchId, maker, taker, priceTicks, makerPreventedLots, takerPreventedLots);
    }

    @Override
    public void onOrderAmended(final Order order, final boolean keepsPriority) {
        orders.amended(order, keepsPriority);
    }

    @Override
    public void onOrderTriggered(final Order order, final long lastTradePriceTicks) {
        orders.triggered(order, lastTradePriceTicks);
    }

    @Override
    public void onOrderCancelled(final Order order, final CloseReason reason) {
        orders.cancelled(order, reason);
    }

    @Override
    public void onOrderExpired(final Order order, final CloseReason reason) {
        orders.expired(order, reason);
    }

    @Override
    public void onBalanceChanged(
        final long accountId, final int assetId, final long available, final long locked, final long availableDelta,
        final long lockedDelta, final BalanceCause cause, final long referenceId, final int instrumentId) {
        frames.head(balanceChanged.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        balanceChanged
            .accountId(accountId)
            .available(available)
            .locked(locked)
            .availableDelta(availableDelta)
            .lockedDelta(lockedDelta)
            .referenceId(referenceId)
            .assetId(assetId)
            .instrumentId(instrumentId)
            .cause(io.bourse.schema.BalanceCause.get((short) cause.code()));
        frames.publish(false);
    }

    @Override
    public void onBookDelta(
        final int instrumentId, final Side side, final long priceTicks, final long quantityLots, final int orderCount,
        final long updateId) {
        frames.head(bookDelta.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        bookDelta
            .updateId(updateId)
            .priceTicks(priceTicks)
            .quantityLots(quantityLots)
            .orderCount(orderCount)
            .instrumentId(instrumentId)
            .side(OrderEventPublisher.side(side));
        frames.publish(false);
    }

    @Override
    public void onDepositApplied(
        final long accountId, final int assetId, final long amount, final long idempotencyHigh, final long idempotencyLow) {
        frames.head(depositApplied.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        depositApplied.idempotencyId().high(idempotencyHigh).low(idempotencyLow);
        depositApplied.accountId(accountId).amount(amount).assetId(assetId);
        frames.publish(false);
    }

    @Override
    public void onTransferApplied(
        final long accountId, final long toAccountId, final int assetId, final long amount, final long idempotencyHigh,
        final long idempotencyLow) {
        frames.head(transferApplied.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        transferApplied.idempotencyId().high(idempotencyHigh).low(idempotencyLow);
        transferApplied.accountId(accountId).toAccountId(toAccountId).amount(amount).assetId(assetId);
        frames.publish(false);
    }

    @Override
    public void onWithdrawalRequested(
        final long withdrawalId, final long accountId, final int assetId, final long amount, final long idempotencyHigh,
        final long idempotencyLow) {
        frames.head(withdrawalRequested.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        withdrawalRequested.idempotencyId().high(idempotencyHigh).low(idempotencyLow);
        withdrawalRequested.withdrawalId(withdrawalId).accountId(accountId).amount(amount).assetId(assetId);
        frames.publish(false);
    }

    @Override
    public void onWithdrawalFinished(
        final long withdrawalId, final long accountId, final int assetId, final long amount, final boolean settled) {
        frames.head(withdrawalFinished.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        withdrawalFinished
            .withdrawalId(withdrawalId).accountId(accountId).amount(amount).assetId(assetId)
            .outcome(settled ? WithdrawalOutcome.SETTLED : WithdrawalOutcome.REJECTED);
        frames.publish(false);
    }

    @Override
    public void onCommandResult(final CommandHeader header, final CommandResult result) {
        frames.head(commandResult.wrapAndApplyHeader(frames.clear(), 0, frames.messageHeader()).header());
        commandResult.clientOrderId()
            .word0(result.clientOrderId0).word1(result.clientOrderId1)
            .word2(result.clientOrderId2).word3(result.clientOrderId3);
        commandResult
            .correlationId(header.correlationId)
            .inSequence(header.inSequence)
            .accountId(header.accountId)
            .subjectId(result.subjectId)
            .executedLots(result.executedLots)
            .executedQuote(result.executedQuote)
            .remainingLots(result.remainingLots)
            .available(result.available)
            .locked(result.locked)
            .gatewayId(header.gatewayId)
            .connectionId(header.connectionId)
            .count(result.count)
            .commandTemplateId(header.commandTemplateId)
            .resultCode(result.rejectReason == null ? ResultCode.OK : ResultCode.get(result.rejectReason.code()))
            .orderStatus(OrderStatus.get((short) result.orderStatus));
        resultCount++;
        frames.publish(true);
    }
}
