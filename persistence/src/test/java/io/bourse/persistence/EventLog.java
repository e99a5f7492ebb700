package io.bourse.persistence;

import io.bourse.client.EventCheckpoint;
import io.bourse.client.EventHandler;
import io.bourse.schema.AccountChangedEncoder;
import io.bourse.schema.AccountCreatedEncoder;
import io.bourse.schema.AssetDefinedEncoder;
import io.bourse.schema.BalanceCause;
import io.bourse.schema.BalanceChangedEncoder;
import io.bourse.schema.BookDeltaEncoder;
import io.bourse.schema.CloseReason;
import io.bourse.schema.CommandResultEncoder;
import io.bourse.schema.DeadManTimerSetEncoder;
import io.bourse.schema.DepositAppliedEncoder;
import io.bourse.schema.EventHeaderEncoder;
import io.bourse.schema.FeeRatesChangedEncoder;
import io.bourse.schema.GatewayLoggedOnEncoder;
import io.bourse.schema.InstrumentDefinedEncoder;
import io.bourse.schema.InstrumentState;
import io.bourse.schema.InstrumentStateChangedEncoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.NewOrderDecoder;
import io.bourse.schema.OrderAcceptedEncoder;
import io.bourse.schema.OrderAmendedEncoder;
import io.bourse.schema.OrderCancelledEncoder;
import io.bourse.schema.OrderExpiredEncoder;
import io.bourse.schema.OrderStatus;
import io.bourse.schema.OrderTriggeredEncoder;
import io.bourse.schema.OrderType;
import io.bourse.schema.Packed2Encoder;
import io.bourse.schema.Packed4Encoder;
import io.bourse.schema.PreventedMatchEncoder;
import io.bourse.schema.ResultCode;
import io.bourse.schema.SelfTradePrevention;
import io.bourse.schema.SessionBlockedEncoder;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;
import io.bourse.schema.TradeEncoder;
import io.bourse.schema.TransferAppliedEncoder;
import io.bourse.schema.WithdrawalFinishedEncoder;
import io.bourse.schema.WithdrawalOutcome;
import io.bourse.schema.WithdrawalRequestedEncoder;
import io.bourse.wire.EventFrame;
import io.bourse.wire.PackedAscii;
import org.agrona.BitUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** An event stream in memory, of frames as members record them: a test appends events and reads from any checkpoint. */
final class EventLog {
    static final long EPOCH = 77;
    static final int ALIGNMENT = 32;

    private final MutableDirectBuffer buffer = new UnsafeBuffer(new byte[EventFrame.MAX_LENGTH]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final List<byte[]> frames = new ArrayList<>();
    private final List<EventCheckpoint> checkpoints = new ArrayList<>();
    private long position;
    private long logPosition;
    private int indexInCommand;
    private int chainHash = 1;
    private long timeNs = 1_700_000_000_000_000_000L;

    /** Time of the events that follow. */
    EventLog at(final long newTimeNs) {
        timeNs = newTimeNs;
        return this;
    }

    long timeNs() {
        return timeNs;
    }

    synchronized int size() {
        return frames.size();
    }

    /** Sequence of the newest event. */
    long eventSequence() {
        return size();
    }

    synchronized EventCheckpoint checkpoint(final long eventSequence) {
        return eventSequence == 0 ? new EventCheckpoint() : checkpoints.get((int) eventSequence - 1);
    }

    EventLog gatewayLoggedOn() {
        final GatewayLoggedOnEncoder event = new GatewayLoggedOnEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.gatewayEpoch(1).lastInSequence(0).gatewayId(1);
        return end(true);
    }

    EventLog asset(final int assetId, final String symbol, final int decimals) {
        final AssetDefinedEncoder event = new AssetDefinedEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        pack(event.symbol(), symbol);
        event.assetId(assetId).decimals(decimals);
        return end(false);
    }

    EventLog instrument(final int instrumentId, final String symbol, final int baseAssetId, final int quoteAssetId) {
        final InstrumentDefinedEncoder event = new InstrumentDefinedEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        pack(event.symbol(), symbol);
        event.tickQuoteUnits(10_000).lotBaseUnits(1_000_000).quoteUnitsPerTickLot(10).minQuantityLots(1)
            .maxQuantityLots(1_000_000_000L).maxPriceTicks(100_000_000L).minNotional(1).maxNotional(Long.MAX_VALUE / 2)
            .instrumentId(instrumentId).baseAssetId(baseAssetId).quoteAssetId(quoteAssetId).makerFeePpm(100)
            .takerFeePpm(200).priceRangeBasisPoints(0).state(InstrumentState.TRADING);
        return end(false);
    }

    EventLog instrumentState(final int instrumentId, final InstrumentState state) {
        final InstrumentStateChangedEncoder event = new InstrumentStateChangedEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.instrumentId(instrumentId).state(state);
        return end(false);
    }

    EventLog account(final long accountId, final UUID externalId) {
        final AccountCreatedEncoder event = new AccountCreatedEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.externalId().high(externalId.getMostSignificantBits()).low(externalId.getLeastSignificantBits());
        event.accountId(accountId);
        return end(false);
    }

    /** A limit order; of type MARKET with a quote amount when {@code quoteAmount} is not 0. */
    EventLog accepted(
        final long orderId, final long accountId, final String clientOrderId, final int instrumentId, final Side side,
        final long priceTicks, final long quantityLots, final long quoteAmount, final TimeInForce timeInForce) {
        final OrderAcceptedEncoder event = new OrderAcceptedEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.orderId(orderId).accountId(accountId);
        pack(event.clientOrderId(), clientOrderId);
        event.priceTicks(priceTicks).quantityLots(quantityLots).quoteAmount(quoteAmount).instrumentId(instrumentId)
            .side(side).orderType(quoteAmount == 0 ? OrderType.LIMIT : OrderType.MARKET).timeInForce(timeInForce)
            .selfTradePrevention(SelfTradePrevention.NONE);
        return end(false);
    }

    /** A stop-loss order of a session that its end cancels; by market when the price is 0. */
    EventLog stopAccepted(
        final long orderId, final long accountId, final Side side, final long priceTicks, final long quantityLots,
        final long stopPriceTicks) {
        final OrderAcceptedEncoder event = new OrderAcceptedEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.orderId(orderId).accountId(accountId);
        pack(event.clientOrderId(), "");
        event.priceTicks(priceTicks).quantityLots(quantityLots).quoteAmount(0).instrumentId(1).side(side)
            .orderType(priceTicks == 0 ? OrderType.STOP_LOSS : OrderType.STOP_LOSS_LIMIT).timeInForce(TimeInForce.GTD)
            .stopPriceTicks(stopPriceTicks).displayLots(priceTicks == 0 ? 0 : 1).expireTimeNs(timeNs + 1).sessionId(99)
            .trailingDeltaBasisPoints(0).selfTradePrevention(SelfTradePrevention.DECREMENT).cancelOnDisconnect((short) 1);
        return end(false);
    }

    EventLog triggered(final long orderId, final long accountId, final long stopPriceTicks) {
        final OrderTriggeredEncoder event = new OrderTriggeredEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.orderId(orderId).accountId(accountId).stopPriceTicks(stopPriceTicks).lastTradePriceTicks(1).instrumentId(1)
            .side(Side.BUY);
        return end(false);
    }

    EventLog amended(final long orderId, final long accountId, final long priceTicks, final long quantityLots) {
        final OrderAmendedEncoder event = new OrderAmendedEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.orderId(orderId).accountId(accountId).priceTicks(priceTicks).quantityLots(quantityLots).remainingLots(1)
            .executedLots(0).instrumentId(1).side(Side.BUY).keepsPriority((short) 1);
        return end(false);
    }

    EventLog preventedMatch(
        final long id, final long makerOrderId, final long takerOrderId, final long makerPreventedLots,
        final long takerPreventedLots) {
        final PreventedMatchEncoder event = new PreventedMatchEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.preventedMatchId(id).priceTicks(15_000).makerOrderId(makerOrderId).takerOrderId(takerOrderId)
            .makerAccountId(1).takerAccountId(1).makerPreventedLots(makerPreventedLots)
            .takerPreventedLots(takerPreventedLots).makerRemainingLots(0).takerRemainingLots(0).instrumentId(1)
            .takerSide(Side.BUY).selfTradePrevention(SelfTradePrevention.EXPIRE_BOTH);
        return end(false);
    }

    EventLog accountChanged(final long accountId, final boolean blocked, final int feeTier, final long maxOpenNotional) {
        final AccountChangedEncoder event = new AccountChangedEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.accountId(accountId).tradeGroup(5).maxOpenNotional(maxOpenNotional).maxOpenOrders(6).feeTier(feeTier)
            .blocked((short) (blocked ? 1 : 0));
        return end(false);
    }

    EventLog sessionBlocked(final long accountId, final long sessionId, final boolean blocked) {
        final SessionBlockedEncoder event = new SessionBlockedEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.accountId(accountId).sessionId(sessionId).blocked((short) (blocked ? 1 : 0));
        return end(false);
    }

    EventLog deadManTimer(final long accountId, final long deadlineNs) {
        final DeadManTimerSetEncoder event = new DeadManTimerSetEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.accountId(accountId).deadlineNs(deadlineNs);
        return end(false);
    }

    EventLog feeRates(final int feeTier, final int makerFeePpm, final int takerFeePpm) {
        final FeeRatesChangedEncoder event = new FeeRatesChangedEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.instrumentId(1).feeTier(feeTier).makerFeePpm(makerFeePpm).takerFeePpm(takerFeePpm);
        return end(false);
    }

    EventLog transfer(final UUID id, final long accountId, final long toAccountId, final int assetId, final long amount) {
        final TransferAppliedEncoder event = new TransferAppliedEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.idempotencyId().high(id.getMostSignificantBits()).low(id.getLeastSignificantBits());
        event.accountId(accountId).toAccountId(toAccountId).amount(amount).assetId(assetId);
        return end(false);
    }

    EventLog cancelled(final long orderId, final long accountId, final long executedLots, final CloseReason reason) {
        final OrderCancelledEncoder event = new OrderCancelledEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.orderId(orderId).accountId(accountId);
        pack(event.clientOrderId(), "");
        event.priceTicks(0).remainingLots(1).executedLots(executedLots).instrumentId(1).side(Side.BUY).reason(reason);
        return end(false);
    }

    EventLog expired(final long orderId, final long accountId, final long executedLots, final CloseReason reason) {
        final OrderExpiredEncoder event = new OrderExpiredEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.orderId(orderId).accountId(accountId);
        pack(event.clientOrderId(), "");
        event.priceTicks(0).remainingLots(1).executedLots(executedLots).instrumentId(1).side(Side.BUY).reason(reason);
        return end(false);
    }

    EventLog trade(
        final int instrumentId, final long tradeId, final long priceTicks, final long quantityLots, final long makerOrderId,
        final long takerOrderId, final long makerRemainingLots, final long takerRemainingLots, final Side takerSide) {
        final TradeEncoder event = new TradeEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.tradeId(tradeId).priceTicks(priceTicks).quantityLots(quantityLots).quoteAmount(priceTicks * quantityLots * 10)
            .makerOrderId(makerOrderId).takerOrderId(takerOrderId).makerAccountId(1).takerAccountId(2).makerFee(3)
            .takerFee(5).makerRemainingLots(makerRemainingLots).takerRemainingLots(takerRemainingLots)
            .instrumentId(instrumentId).takerSide(takerSide);
        return end(false);
    }

    EventLog balance(
        final long accountId, final int assetId, final long available, final long locked, final long availableDelta,
        final long lockedDelta, final BalanceCause cause) {
        final BalanceChangedEncoder event = new BalanceChangedEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.accountId(accountId).available(available).locked(locked).availableDelta(availableDelta)
            .lockedDelta(lockedDelta).referenceId(9).assetId(assetId).instrumentId(0).cause(cause);
        return end(false);
    }

    EventLog bookDelta() {
        final BookDeltaEncoder event = new BookDeltaEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.updateId(1).priceTicks(1).quantityLots(1).orderCount(1).instrumentId(1).side(Side.BUY);
        return end(false);
    }

    EventLog deposit(final UUID id, final long accountId, final int assetId, final long amount) {
        final DepositAppliedEncoder event = new DepositAppliedEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.idempotencyId().high(id.getMostSignificantBits()).low(id.getLeastSignificantBits());
        event.accountId(accountId).amount(amount).assetId(assetId);
        return end(false);
    }

    EventLog withdrawal(
        final UUID id, final long withdrawalId, final long accountId, final int assetId, final long amount) {
        final WithdrawalRequestedEncoder event = new WithdrawalRequestedEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.idempotencyId().high(id.getMostSignificantBits()).low(id.getLeastSignificantBits());
        event.withdrawalId(withdrawalId).accountId(accountId).amount(amount).assetId(assetId);
        return end(false);
    }

    EventLog withdrawalFinished(final long withdrawalId, final long accountId, final WithdrawalOutcome outcome) {
        final WithdrawalFinishedEncoder event = new WithdrawalFinishedEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        event.withdrawalId(withdrawalId).accountId(accountId).amount(1).assetId(1).outcome(outcome);
        return end(false);
    }

    /** Ends a command that was not about an order. */
    EventLog result() {
        return result(0, 0, OrderStatus.NULL_VAL);
    }

    /** Ends a NewOrder. */
    EventLog orderResult(final long orderId, final OrderStatus status) {
        return result(orderId, NewOrderDecoder.TEMPLATE_ID, status);
    }

    /** An event that no version so far knows. */
    EventLog unknown() {
        final GatewayLoggedOnEncoder event = new GatewayLoggedOnEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        header.templateId(199);
        return end(true);
    }

    /** Reads from behind a checkpoint, as {@link EventSource.Opener}. */
    EventSource open(final EventCheckpoint from, final EventHandler handler) {
        if (!from.isBeginning() && !from.toString().equals(checkpoint(from.eventSequence()).toString())) {
            throw new IllegalStateException("not a checkpoint of this stream: " + from);
        }
        return new Reader(from.eventSequence(), handler);
    }

    private EventLog result(final long subjectId, final int commandTemplateId, final OrderStatus status) {
        final CommandResultEncoder event = new CommandResultEncoder();
        fill(event.wrapAndApplyHeader(cleared(), 0, header).header());
        pack(event.clientOrderId(), "");
        event.correlationId(1).inSequence(1).accountId(1).subjectId(subjectId).executedLots(0).executedQuote(0)
            .remainingLots(0).available(0).locked(0).gatewayId(1).connectionId(1).count(0)
            .commandTemplateId(commandTemplateId).resultCode(ResultCode.OK).orderStatus(status);
        return end(true);
    }

    private MutableDirectBuffer cleared() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        return buffer;
    }

    private void fill(final EventHeaderEncoder eventHeader) {
        eventHeader.eventSequence(size() + 1).epoch(EPOCH).timestampNs(timeNs).logPosition(logPosition)
            .indexInCommand(indexInCommand).reserved(0);
    }

    private synchronized EventLog end(final boolean endsCommand) {
        final int hashOffset = MessageHeaderDecoder.ENCODED_LENGTH + EventFrame.blockLength(buffer, 0);
        final byte[] frame = new byte[hashOffset + EventFrame.TRAILER_LENGTH];
        chainHash = (31 * chainHash + buffer.getInt(MessageHeaderDecoder.ENCODED_LENGTH)) | 1;
        buffer.putInt(hashOffset, chainHash, ByteOrder.LITTLE_ENDIAN);
        buffer.getBytes(0, frame);
        frames.add(frame);
        final long next = position + BitUtil.align(frame.length + ALIGNMENT, ALIGNMENT);
        checkpoints.add(new EventCheckpoint(EPOCH, frames.size(), position, next, chainHash));
        position = next;
        indexInCommand = endsCommand ? 0 : indexInCommand + 1;
        logPosition += endsCommand ? 128 : 0;
        return this;
    }

    private static void pack(final Packed2Encoder packed, final String text) {
        packed.word0(PackedAscii.pack(text, 0)).word1(PackedAscii.pack(text, 1));
    }

    private static void pack(final Packed4Encoder packed, final String text) {
        packed.word0(PackedAscii.pack(text, 0)).word1(PackedAscii.pack(text, 1)).word2(PackedAscii.pack(text, 2))
            .word3(PackedAscii.pack(text, 3));
    }

    private final class Reader implements EventSource {
        private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
        private final EventHandler handler;
        private long eventSequence;

        private Reader(final long eventSequence, final EventHandler handler) {
            this.eventSequence = eventSequence;
            this.handler = handler;
        }

        @Override
        public int poll(final int limit) {
            int count = 0;
            while (count < limit && eventSequence < size()) {
                final byte[] bytes;
                synchronized (EventLog.this) {
                    bytes = frames.get((int) eventSequence);
                }
                eventSequence++;
                count++;
                // As in a term buffer, a frame does not begin at 0.
                final byte[] shifted = new byte[bytes.length + ALIGNMENT];
                System.arraycopy(bytes, 0, shifted, ALIGNMENT, bytes.length);
                frame.wrap(shifted);
                handler.onEvent(frame, ALIGNMENT, bytes.length, checkpoint(eventSequence));
                Arrays.fill(shifted, (byte) -1);
            }
            return count;
        }

        @Override
        public void close() {
            eventSequence = Long.MAX_VALUE;
        }
    }
}
