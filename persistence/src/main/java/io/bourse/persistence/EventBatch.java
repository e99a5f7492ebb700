package io.bourse.persistence;

import io.bourse.client.EventCheckpoint;
import io.bourse.client.EventHandler;
import io.bourse.schema.AccountChangedDecoder;
import io.bourse.schema.AccountCreatedDecoder;
import io.bourse.schema.AssetDefinedDecoder;
import io.bourse.schema.BalanceChangedDecoder;
import io.bourse.schema.BookDeltaDecoder;
import io.bourse.schema.CommandResultDecoder;
import io.bourse.schema.DeadManTimerSetDecoder;
import io.bourse.schema.DepositAppliedDecoder;
import io.bourse.schema.FeeRatesChangedDecoder;
import io.bourse.schema.GatewayLoggedOnDecoder;
import io.bourse.schema.InstrumentDefinedDecoder;
import io.bourse.schema.InstrumentStateChangedDecoder;
import io.bourse.schema.MarketSnapshotAssetDecoder;
import io.bourse.schema.MarketSnapshotBeginDecoder;
import io.bourse.schema.MarketSnapshotEndDecoder;
import io.bourse.schema.MarketSnapshotInstrumentDecoder;
import io.bourse.schema.MarketSnapshotLevelDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.OrderAcceptedDecoder;
import io.bourse.schema.OrderAmendedDecoder;
import io.bourse.schema.OrderCancelledDecoder;
import io.bourse.schema.OrderExpiredDecoder;
import io.bourse.schema.OrderTriggeredDecoder;
import io.bourse.schema.PreventedMatchDecoder;
import io.bourse.schema.SessionBlockedDecoder;
import io.bourse.schema.TradeDecoder;
import io.bourse.schema.TransferAppliedDecoder;
import io.bourse.schema.WithdrawalFinishedDecoder;
import io.bourse.schema.WithdrawalRequestedDecoder;
import io.bourse.wire.EventFrame;
import org.agrona.DirectBuffer;
import org.jooq.DSLContext;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Consecutive events as the rows that they become, folded where one row stands for several events. Knows nothing of
 * transactions: {@link #write} puts the rows, whoever calls it moves the checkpoint along.
 *
 * <p>Never throws out of {@link #onEvent}, because Aeron would report the exception and go on behind the event: the first
 * event that cannot be taken is kept as {@link #failure}, and nothing after it is taken.
 */
final class EventBatch implements EventHandler {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final AssetDefinedDecoder assetDefined = new AssetDefinedDecoder();
    private final InstrumentDefinedDecoder instrumentDefined = new InstrumentDefinedDecoder();
    private final InstrumentStateChangedDecoder instrumentStateChanged = new InstrumentStateChangedDecoder();
    private final AccountCreatedDecoder accountCreated = new AccountCreatedDecoder();
    private final OrderAcceptedDecoder orderAccepted = new OrderAcceptedDecoder();
    private final OrderCancelledDecoder orderCancelled = new OrderCancelledDecoder();
    private final OrderExpiredDecoder orderExpired = new OrderExpiredDecoder();
    private final OrderAmendedDecoder orderAmended = new OrderAmendedDecoder();
    private final OrderTriggeredDecoder orderTriggered = new OrderTriggeredDecoder();
    private final TradeDecoder trade = new TradeDecoder();
    private final PreventedMatchDecoder preventedMatch = new PreventedMatchDecoder();
    private final BalanceChangedDecoder balanceChanged = new BalanceChangedDecoder();
    private final DepositAppliedDecoder depositApplied = new DepositAppliedDecoder();
    private final WithdrawalRequestedDecoder withdrawalRequested = new WithdrawalRequestedDecoder();
    private final WithdrawalFinishedDecoder withdrawalFinished = new WithdrawalFinishedDecoder();
    private final TransferAppliedDecoder transferApplied = new TransferAppliedDecoder();
    private final AccountChangedDecoder accountChanged = new AccountChangedDecoder();
    private final SessionBlockedDecoder sessionBlocked = new SessionBlockedDecoder();
    private final DeadManTimerSetDecoder deadManTimerSet = new DeadManTimerSetDecoder();
    private final FeeRatesChangedDecoder feeRatesChanged = new FeeRatesChangedDecoder();
    private final CommandResultDecoder commandResult = new CommandResultDecoder();

    private final ReferenceChanges references = new ReferenceChanges();
    private final OrderChanges orders = new OrderChanges();
    private final TradeRows trades = new TradeRows();
    private final PreventedMatchRows preventedMatches = new PreventedMatchRows();
    private final BalanceChanges balances = new BalanceChanges();
    private EventCheckpoint from = new EventCheckpoint();
    private final EventCheckpoint to = new EventCheckpoint();
    private int eventCount;
    private boolean endsCommand;
    private InconsistentEventsException failure;

    /** Empties the batch; the next event must be the one after {@code checkpoint}. */
    void begin(final EventCheckpoint checkpoint) {
        from = checkpoint.copy();
        to.set(from.epoch(), from.eventSequence(), from.startPosition(), from.nextPosition(), from.chainHash());
        references.clear();
        orders.clear();
        trades.clear();
        preventedMatches.clear();
        balances.clear();
        eventCount = 0;
        endsCommand = false;
        failure = null;
    }

    /** Behind which the batch begins. */
    EventCheckpoint from() {
        return from;
    }

    /** The newest event taken. */
    EventCheckpoint to() {
        return to;
    }

    int eventCount() {
        return eventCount;
    }

    /** Whether the newest event is the last of its command, so that a reader of the rows sees whole commands. */
    boolean endsCommand() {
        return endsCommand;
    }

    /** Why the event after {@link #to} was not taken; null if none was refused. */
    InconsistentEventsException failure() {
        return failure;
    }

    @Override
    public void onEvent(final DirectBuffer buffer, final int offset, final int length, final EventCheckpoint checkpoint) {
        if (failure != null) {
            return;
        }
        try {
            check(buffer, offset, length, checkpoint);
            apply(buffer, offset, checkpoint.eventSequence(), EventFrame.timestampNs(buffer, offset));
            to.set(
                checkpoint.epoch(), checkpoint.eventSequence(), checkpoint.startPosition(), checkpoint.nextPosition(),
                checkpoint.chainHash());
            eventCount++;
        } catch (final RuntimeException refused) {
            failure = new InconsistentEventsException(
                "event " + checkpoint + " template=" + EventFrame.templateId(buffer, offset) + ": " + refused.getMessage(),
                refused);
        }
    }

    /** Puts the rows within the connection's transaction. */
    void write(final Connection connection, final DSLContext dsl) throws SQLException {
        references.write(dsl);
        orders.write(connection, dsl);
        trades.write(connection, dsl);
        preventedMatches.write(connection);
        balances.write(connection, dsl);
    }

    private void check(
        final DirectBuffer buffer, final int offset, final int length, final EventCheckpoint checkpoint) {
        header.wrap(buffer, offset);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
            throw new InconsistentEventsException("schema " + header.schemaId() + " is not that of events");
        }
        if (length < MessageHeaderDecoder.ENCODED_LENGTH || EventFrame.length(buffer, offset) != length) {
            throw new InconsistentEventsException("frame of " + length + " bytes does not fit its header");
        }
        if (checkpoint.eventSequence() != to.eventSequence() + 1) {
            throw new InconsistentEventsException("does not follow eventSequence=" + to.eventSequence());
        }
    }

    private void apply(final DirectBuffer buffer, final int offset, final long eventSequence, final long timestampNs) {
        final int block = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        final int blockLength = header.blockLength();
        final int version = header.version();
        endsCommand = false;
        switch (header.templateId()) {
            case OrderAcceptedDecoder.TEMPLATE_ID ->
                orders.onAccepted(orderAccepted.wrap(buffer, block, blockLength, version), timestampNs);
            case OrderCancelledDecoder.TEMPLATE_ID -> {
                orderCancelled.wrap(buffer, block, blockLength, version);
                orders.onCancelled(orderCancelled.orderId(), orderCancelled.reason(), timestampNs);
            }
            case OrderExpiredDecoder.TEMPLATE_ID -> {
                orderExpired.wrap(buffer, block, blockLength, version);
                orders.onExpired(orderExpired.orderId(), orderExpired.reason(), timestampNs);
            }
            case TradeDecoder.TEMPLATE_ID -> {
                trade.wrap(buffer, block, blockLength, version);
                trades.onTrade(trade, eventSequence, timestampNs);
                orders.onTrade(trade, timestampNs);
            }
            case OrderAmendedDecoder.TEMPLATE_ID ->
                orders.onAmended(orderAmended.wrap(buffer, block, blockLength, version), timestampNs);
            case OrderTriggeredDecoder.TEMPLATE_ID ->
                orders.onTriggered(orderTriggered.wrap(buffer, block, blockLength, version), timestampNs);
            case PreventedMatchDecoder.TEMPLATE_ID -> {
                preventedMatch.wrap(buffer, block, blockLength, version);
                preventedMatches.onPreventedMatch(preventedMatch, eventSequence, timestampNs);
                orders.onPreventedMatch(preventedMatch, timestampNs);
            }
            case BalanceChangedDecoder.TEMPLATE_ID ->
                balances.onChanged(balanceChanged.wrap(buffer, block, blockLength, version), eventSequence, timestampNs);
            case CommandResultDecoder.TEMPLATE_ID -> {
                commandResult.wrap(buffer, block, blockLength, version);
                orders.onOutcome(
                    commandResult.subjectId(), commandResult.commandTemplateId(), commandResult.orderStatus(), timestampNs);
                endsCommand = true;
            }
            case GatewayLoggedOnDecoder.TEMPLATE_ID -> endsCommand = true;
            case BookDeltaDecoder.TEMPLATE_ID -> { /* depth is market-data's */ }
            default -> applyRare(buffer, block, eventSequence, timestampNs);
        }
    }

    private void applyRare(final DirectBuffer buffer, final int block, final long eventSequence, final long timestampNs) {
        final int blockLength = header.blockLength();
        final int version = header.version();
        switch (header.templateId()) {
            case AssetDefinedDecoder.TEMPLATE_ID ->
                references.onAsset(assetDefined.wrap(buffer, block, blockLength, version), timestampNs);
            case InstrumentDefinedDecoder.TEMPLATE_ID ->
                references.onInstrument(instrumentDefined.wrap(buffer, block, blockLength, version), timestampNs);
            case InstrumentStateChangedDecoder.TEMPLATE_ID ->
                references.onInstrumentState(instrumentStateChanged.wrap(buffer, block, blockLength, version));
            case AccountCreatedDecoder.TEMPLATE_ID ->
                references.onAccount(accountCreated.wrap(buffer, block, blockLength, version), timestampNs);
            case DepositAppliedDecoder.TEMPLATE_ID ->
                references.onDeposit(depositApplied.wrap(buffer, block, blockLength, version), eventSequence, timestampNs);
            case WithdrawalRequestedDecoder.TEMPLATE_ID -> references.onWithdrawal(
                withdrawalRequested.wrap(buffer, block, blockLength, version), eventSequence, timestampNs);
            case WithdrawalFinishedDecoder.TEMPLATE_ID -> references.onWithdrawalFinished(
                withdrawalFinished.wrap(buffer, block, blockLength, version), timestampNs);
            case TransferAppliedDecoder.TEMPLATE_ID -> references.onTransfer(
                transferApplied.wrap(buffer, block, blockLength, version), eventSequence, timestampNs);
            case AccountChangedDecoder.TEMPLATE_ID ->
                references.onAccountSettings(accountChanged.wrap(buffer, block, blockLength, version));
            case SessionBlockedDecoder.TEMPLATE_ID ->
                references.onSessionBlocked(sessionBlocked.wrap(buffer, block, blockLength, version), timestampNs);
            case DeadManTimerSetDecoder.TEMPLATE_ID ->
                references.onDeadManTimer(deadManTimerSet.wrap(buffer, block, blockLength, version));
            case FeeRatesChangedDecoder.TEMPLATE_ID ->
                references.onFeeRates(feeRatesChanged.wrap(buffer, block, blockLength, version), timestampNs);
            case MarketSnapshotBeginDecoder.TEMPLATE_ID, MarketSnapshotAssetDecoder.TEMPLATE_ID,
                MarketSnapshotInstrumentDecoder.TEMPLATE_ID, MarketSnapshotLevelDecoder.TEMPLATE_ID -> {
                // For market-data: nothing has changed.
            }
            case MarketSnapshotEndDecoder.TEMPLATE_ID -> endsCommand = true;
            default -> throw new InconsistentEventsException(
                "unknown kind of event: it is of a newer version, start a newer persistence");
        }
    }
}
