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
import io.bourse.schema.AccountCreatedEncoder;
import io.bourse.schema.AssetDefinedEncoder;
import io.bourse.schema.BalanceChangedEncoder;
import io.bourse.schema.BookDeltaEncoder;
import io.bourse.schema.CommandResultEncoder;
import io.bourse.schema.DepositAppliedEncoder;
import io.bourse.schema.EventHeaderEncoder;
import io.bourse.schema.GatewayLoggedOnEncoder;
import io.bourse.schema.InstrumentDefinedEncoder;
import io.bourse.schema.InstrumentState;
import io.bourse.schema.InstrumentStateChangedEncoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.OrderAcceptedEncoder;
import io.bourse.schema.OrderCancelledEncoder;
import io.bourse.schema.OrderExpiredEncoder;
import io.bourse.schema.OrderStatus;
import io.bourse.schema.OrderType;
import io.bourse.schema.ResultCode;
import io.bourse.schema.TimeInForce;
import io.bourse.schema.TradeEncoder;
import io.bourse.schema.WithdrawalFinishedEncoder;
import io.bourse.schema.WithdrawalOutcome;
import io.bourse.schema.WithdrawalRequestedEncoder;
import io.bourse.wire.ChainHash;
import io.bourse.wire.EventFrame;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;

/**
 * Encodes what the engine does as frames of the event stream, numbers and chains them, and hands the private ones of the
 * command to egress. Its state (sequence, epoch, chain hash) is part of the snapshot.
 */
final class EventPublisher implements EngineListener {
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[EventFrame.MAX_LENGTH]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final GatewayLoggedOnEncoder gatewayLoggedOn = new GatewayLoggedOnEncoder();
    private final AssetDefinedEncoder assetDefined = new AssetDefinedEncoder();
    private final InstrumentDefinedEncoder instrumentDefined = new InstrumentDefinedEncoder();
    private final InstrumentStateChangedEncoder instrumentStateChanged = new InstrumentStateChangedEncoder();
    private final AccountCreatedEncoder accountCreated = new AccountCreatedEncoder();
    private final OrderAcceptedEncoder orderAccepted = new OrderAcceptedEncoder();
    private final OrderCancelledEncoder orderCancelled = new OrderCancelledEncoder();
    private final OrderExpiredEncoder orderExpired = new OrderExpiredEncoder();
    private final TradeEncoder trade = new TradeEncoder();
    private final BalanceChangedEncoder balanceChanged = new BalanceChangedEncoder();
    private final BookDeltaEncoder bookDelta = new BookDeltaEncoder();
    private final DepositAppliedEncoder depositApplied = new DepositAppliedEncoder();
    private final WithdrawalRequestedEncoder withdrawalRequested = new WithdrawalRequestedEncoder();
    private final WithdrawalFinishedEncoder withdrawalFinished = new WithdrawalFinishedEncoder();
    private final CommandResultEncoder commandResult = new CommandResultEncoder();
    private final ChainHash chain = new ChainHash();
    private final EventStream stream;
    private final Egress egress;
    private Engine engine;
    private long epoch;
    private long eventSequence;
    private int chainHash;
    private long logPosition;
    private int indexInCommand;
    private int resultCount;

    EventPublisher(final EventStream stream, final Egress egress) {
        this.stream = stream;
        this.egress = egress;
    }

    /** The engine that this publisher listens to; its time stamps the events. */
    void engine(final Engine listenedTo) {
        engine = listenedTo;
    }

    /** Goes on from a snapshot. */
    void restore(final long loadedEpoch, final long loadedEventSequence, final int loadedChainHash) {
        epoch = loadedEpoch;
        eventSequence = loadedEventSequence;
        chainHash = loadedChainHash;
    }

    /** The first entry of the log names the stream. */
    void onLogEntry(final long timestampNs) {
        if (epoch == 0) {
            epoch = timestampNs;
        }
    }

    /** A command begins. */
    void begin(final long commandLogPosition) {
        logPosition = commandLogPosition;
        indexInCommand = 0;
        resultCount = 0;
        egress.begin();
    }

    /** Command results since {@link #begin}. */
    int resultCount() {
        return resultCount;
    }

    long epoch() {
        return epoch;
    }

    long eventSequence() {
        return eventSequence;
    }

    int chainHash() {
        return chainHash;
    }

    @Override
    public void onGatewayLoggedOn(final int gatewayId, final long gatewayEpoch, final long lastInSequence) {
        head(gatewayLoggedOn.wrapAndApplyHeader(clear(), 0, messageHeader).header());
        gatewayLoggedOn.gatewayEpoch(gatewayEpoch).lastInSequence(lastInSequence).gatewayId(gatewayId);
        publish(false);
    }

    @Override
    public void onAssetDefined(final Asset asset) {
        head(assetDefined.wrapAndApplyHeader(clear(), 0, messageHeader).header());
        assetDefined.symbol().word0(asset.symbol0()).word1(asset.symbol1());
        assetDefined.assetId(asset.assetId()).decimals(asset.decimals());
        publish(false);
    }

    @Override
    public void onInstrumentDefined(final Instrument instrument) {
        head(instrumentDefined.wrapAndApplyHeader(clear(), 0, messageHeader).header());
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
            .state(InstrumentState.get((short) instrument.state().code()));
        publish(false);
    }

    @Override
    public void onInstrumentStateChanged(final Instrument instrument) {
        head(instrumentStateChanged.wrapAndApplyHeader(clear(), 0, messageHeader).header());
        instrumentStateChanged
            .instrumentId(instrument.instrumentId())
            .state(InstrumentState.get((short) instrument.state().code()));
        publish(false);
    }

    @Override
    public void onAccountCreated(final Account account) {
        head(accountCreated.wrapAndApplyHeader(clear(), 0, messageHeader).header());
        accountCreated.externalId().high(account.externalIdHigh()).low(account.externalIdLow());
        accountCreated.accountId(account.accountId());
        publish(false);
    }

    @Override
    public void onOrderAccepted(final Order order) {
        head(orderAccepted.wrapAndApplyHeader(clear(), 0, messageHeader).header());
        orderAccepted.orderId(order.orderId()).accountId(order.accountId());
        orderAccepted.clientOrderId()
            .word0(order.clientOrderId0()).word1(order.clientOrderId1())
            .word2(order.clientOrderId2()).word3(order.clientOrderId3());
        orderAccepted
            .priceTicks(order.priceTicks())
            .quantityLots(order.quantityLots())
            .quoteAmount(order.quoteAmount())
            .instrumentId(order.instrumentId())
            .side(side(order.side()))
            .orderType(OrderType.get((short) order.orderType().code()))
            .timeInForce(TimeInForce.get((short) order.timeInForce().code()));
        publish(true);
    }

    @Override
    public void onTrade(
        final Instrument instrument, final long tradeId, final Order maker, final Order taker,
        final long priceTicks, final long quantityLots, final long quoteAmount, final long makerFee, final long takerFee) {
        head(trade.wrapAndApplyHeader(clear(), 0, messageHeader).header());
        trade
            .tradeId(tradeId)
            .priceTicks(priceTicks)
            .quantityLots(quantityLots)
            .quoteAmount(quoteAmount)
            .makerOrderId(maker.orderId())
            .takerOrderId(taker.orderId())
            .makerAccountId(maker.accountId())
            .takerAccountId(taker.accountId())
            .makerFee(makerFee)
            .takerFee(takerFee)
            .makerRemainingLots(maker.remainingLots())
            .takerRemainingLots(taker.remainingLots())
            .instrumentId(instrument.instrumentId())
            .takerSide(side(taker.side()));
        publish(true);
    }

    @Override
    public void onAccountChanged(final Account account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onSessionBlocked(final long accountId, final long sessionId, final boolean blocked) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onDeadManTimerSet(final long accountId, final long deadlineNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onFeeRatesChanged(
        final int instrumentId, final int feeTier, final int makerFeePpm, final int takerFeePpm) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onPreventedMatch(
        final Instrument instrument, final long preventedMatchId, final Order maker, final Order taker,
        final long priceTicks, final long makerPreventedLots, final long takerPreventedLots) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onOrderAmended(final Order order, final boolean keepsPriority) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onOrderTriggered(final Order order, final long lastTradePriceTicks) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onTransferApplied(
        final long accountId, final long toAccountId, final int assetId, final long amount,
        final long idempotencyHigh, final long idempotencyLow) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onOrderCancelled(final Order order, final CloseReason reason) {
        head(orderCancelled.wrapAndApplyHeader(clear(), 0, messageHeader).header());
        orderCancelled.orderId(order.orderId()).accountId(order.accountId());
        orderCancelled.clientOrderId()
            .word0(order.clientOrderId0()).word1(order.clientOrderId1())
            .word2(order.clientOrderId2()).word3(order.clientOrderId3());
        orderCancelled
            .priceTicks(order.priceTicks())
            .remainingLots(order.remainingLots())
            .executedLots(order.executedLots())
            .instrumentId(order.instrumentId())
            .side(side(order.side()))
            .reason(io.bourse.schema.CloseReason.get((short) reason.code()));
        publish(true);
    }

    @Override
    public void onOrderExpired(final Order order, final CloseReason reason) {
        head(orderExpired.wrapAndApplyHeader(clear(), 0, messageHeader).header());
        orderExpired.orderId(order.orderId()).accountId(order.accountId());
        orderExpired.clientOrderId()
            .word0(order.clientOrderId0()).word1(order.clientOrderId1())
            .word2(order.clientOrderId2()).word3(order.clientOrderId3());
        orderExpired
            .priceTicks(order.priceTicks())
            .remainingLots(order.remainingLots())
            .executedLots(order.executedLots())
            .instrumentId(order.instrumentId())
            .side(side(order.side()))
            .reason(io.bourse.schema.CloseReason.get((short) reason.code()));
        publish(true);
    }

    @Override
    public void onBalanceChanged(
        final long accountId, final int assetId, final long available, final long locked, final long availableDelta,
        final long lockedDelta, final BalanceCause cause, final long referenceId, final int instrumentId) {
        head(balanceChanged.wrapAndApplyHeader(clear(), 0, messageHeader).header());
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
        publish(false);
    }

    @Override
    public void onBookDelta(
        final int instrumentId, final Side side, final long priceTicks, final long quantityLots, final int orderCount,
        final long updateId) {
        head(bookDelta.wrapAndApplyHeader(clear(), 0, messageHeader).header());
        bookDelta
            .updateId(updateId)
            .priceTicks(priceTicks)
            .quantityLots(quantityLots)
            .orderCount(orderCount)
            .instrumentId(instrumentId)
            .side(side(side));
        publish(false);
    }

    @Override
    public void onDepositApplied(
        final long accountId, final int assetId, final long amount, final long idempotencyHigh, final long idempotencyLow) {
        head(depositApplied.wrapAndApplyHeader(clear(), 0, messageHeader).header());
        depositApplied.idempotencyId().high(idempotencyHigh).low(idempotencyLow);
        depositApplied.accountId(accountId).amount(amount).assetId(assetId);
        publish(false);
    }

    @Override
    public void onWithdrawalRequested(
        final long withdrawalId, final long accountId, final int assetId, final long amount, final long idempotencyHigh,
        final long idempotencyLow) {
        head(withdrawalRequested.wrapAndApplyHeader(clear(), 0, messageHeader).header());
        withdrawalRequested.idempotencyId().high(idempotencyHigh).low(idempotencyLow);
        withdrawalRequested.withdrawalId(withdrawalId).accountId(accountId).amount(amount).assetId(assetId);
        publish(false);
    }

    @Override
    public void onWithdrawalFinished(
        final long withdrawalId, final long accountId, final int assetId, final long amount, final boolean settled) {
        head(withdrawalFinished.wrapAndApplyHeader(clear(), 0, messageHeader).header());
        withdrawalFinished
            .withdrawalId(withdrawalId).accountId(accountId).amount(amount).assetId(assetId)
            .outcome(settled ? WithdrawalOutcome.SETTLED : WithdrawalOutcome.REJECTED);
        publish(false);
    }

    @Override
    public void onCommandResult(final CommandHeader header, final CommandResult result) {
        head(commandResult.wrapAndApplyHeader(clear(), 0, messageHeader).header());
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
        publish(true);
    }

    private static io.bourse.schema.Side side(final Side side) {
        return io.bourse.schema.Side.get((short) side.code());
    }

    /** Frames are compared byte for byte between members, so nothing of an earlier frame may shine through. */
    private UnsafeBuffer clear() {
        frame.setMemory(0, EventFrame.MAX_LENGTH, (byte) 0);
        return frame;
    }

    private void head(final EventHeaderEncoder header) {
        header
            .eventSequence(eventSequence + 1)
            .epoch(epoch)
            .timestampNs(engine.timestampNs())
            .logPosition(logPosition)
            .indexInCommand(indexInCommand)
            .reserved(0);
    }

    private void publish(final boolean isPrivate) {
        final int length = EventFrame.length(frame, 0);
        final int hashed = length - EventFrame.TRAILER_LENGTH;
        final int hash = chain.next(chainHash, frame, 0, hashed);
        frame.putInt(hashed, hash, ByteOrder.LITTLE_ENDIAN);
        eventSequence++;
        indexInCommand++;
        chainHash = hash;
        stream.append(frame, length, eventSequence, epoch, hash);
        if (isPrivate) {
            egress.append(frame, 0, length);
        }
    }
}
