package io.bourse.persistence;

import io.bourse.persistence.jooq.enums.InstrumentState;
import io.bourse.persistence.jooq.enums.TransferKind;
import io.bourse.persistence.jooq.enums.TransferStatus;
import io.bourse.schema.AccountChangedDecoder;
import io.bourse.schema.AccountCreatedDecoder;
import io.bourse.schema.AssetDefinedDecoder;
import io.bourse.schema.DeadManTimerSetDecoder;
import io.bourse.schema.DepositAppliedDecoder;
import io.bourse.schema.FeeRatesChangedDecoder;
import io.bourse.schema.Id128Decoder;
import io.bourse.schema.InstrumentDefinedDecoder;
import io.bourse.schema.InstrumentStateChangedDecoder;
import io.bourse.schema.Packed2Decoder;
import io.bourse.schema.SessionBlockedDecoder;
import io.bourse.schema.TransferAppliedDecoder;
import io.bourse.schema.WithdrawalFinishedDecoder;
import io.bourse.schema.WithdrawalOutcome;
import io.bourse.schema.WithdrawalRequestedDecoder;
import io.bourse.wire.PackedAscii;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import static io.bourse.persistence.jooq.Tables.ACCOUNTS;
import static io.bourse.persistence.jooq.Tables.ASSETS;
import static io.bourse.persistence.jooq.Tables.BLOCKED_SESSIONS;
import static io.bourse.persistence.jooq.Tables.FEE_RATES;
import static io.bourse.persistence.jooq.Tables.INSTRUMENTS;
import static io.bourse.persistence.jooq.Tables.TRANSFERS;

/**
 * The rare events of a batch, one statement to each, in their order: assets, instruments, accounts and their
 * settings, deposits, withdrawals and transfers. Each must change exactly one row.
 */
final class ReferenceChanges {
    private static final DSLContext DSL_CONTEXT = DSL.using(SQLDialect.POSTGRES);

    private final List<Query> statements = new ArrayList<>();

    void clear() {
        statements.clear();
    }

    void onAsset(final AssetDefinedDecoder event, final long timestampNs) {
        statements.add(DSL_CONTEXT.insertInto(ASSETS)
            .set(ASSETS.ASSET_ID, event.assetId())
            .set(ASSETS.SYMBOL, symbol(event.symbol()))
            .set(ASSETS.DECIMALS, event.decimals())
            .set(ASSETS.CREATED_NS, timestampNs));
    }

    void onInstrument(final InstrumentDefinedDecoder event, final long timestampNs) {
        final boolean hasBand = event.actingVersion() >= InstrumentDefinedDecoder.priceBandModeSinceVersion();
        statements.add(DSL_CONTEXT.insertInto(INSTRUMENTS)
            .set(INSTRUMENTS.INSTRUMENT_ID, event.instrumentId())
            .set(INSTRUMENTS.SYMBOL, symbol(event.symbol()))
            .set(INSTRUMENTS.BASE_ASSET_ID, event.baseAssetId())
            .set(INSTRUMENTS.QUOTE_ASSET_ID, event.quoteAssetId())
            .set(INSTRUMENTS.TICK_QUOTE_UNITS, event.tickQuoteUnits())
            .set(INSTRUMENTS.LOT_BASE_UNITS, event.lotBaseUnits())
            .set(INSTRUMENTS.QUOTE_UNITS_PER_TICK_LOT, event.quoteUnitsPerTickLot())
            .set(INSTRUMENTS.MIN_QUANTITY_LOTS, event.minQuantityLots())
            .set(INSTRUMENTS.MAX_QUANTITY_LOTS, event.maxQuantityLots())
            .set(INSTRUMENTS.MAX_PRICE_TICKS, event.maxPriceTicks())
            .set(INSTRUMENTS.MIN_NOTIONAL, event.minNotional())
            .set(INSTRUMENTS.MAX_NOTIONAL, event.maxNotional())
            .set(INSTRUMENTS.MAKER_FEE_PPM, event.makerFeePpm())
            .set(INSTRUMENTS.TAKER_FEE_PPM, event.takerFeePpm())
            .set(INSTRUMENTS.PRICE_RANGE_BASIS_POINTS, event.priceRangeBasisPoints())
            .set(INSTRUMENTS.STATE, InstrumentState.valueOf(event.state().name()))
            .set(INSTRUMENTS.REFERENCE_PRICE_TICKS, hasBand ? event.referencePriceTicks() : 0)
            .set(INSTRUMENTS.PRICE_BAND_BASIS_POINTS, hasBand ? event.priceBandBasisPoints() : 0)
            .set(INSTRUMENTS.PRICE_BAND_MODE, hasBand ? (int) event.priceBandMode() : 0)
            .set(INSTRUMENTS.CREATED_NS, timestampNs));
    }

    void onInstrumentState(final InstrumentStateChangedDecoder event) {
        statements.add(DSL_CONTEXT.update(INSTRUMENTS)
            .set(INSTRUMENTS.STATE, InstrumentState.valueOf(event.state().name()))
            .where(INSTRUMENTS.INSTRUMENT_ID.eq(event.instrumentId())));
    }

    void onAccount(final AccountCreatedDecoder event, final long timestampNs) {
        statements.add(DSL_CONTEXT.insertInto(ACCOUNTS)
            .set(ACCOUNTS.ACCOUNT_ID, event.accountId())
            .set(ACCOUNTS.EXTERNAL_ID, uuid(event.externalId()))
            .set(ACCOUNTS.CREATED_NS, timestampNs));
    }

    void onAccountSettings(final AccountChangedDecoder event) {
        statements.add(DSL_CONTEXT.update(ACCOUNTS)
            .set(ACCOUNTS.BLOCKED, event.blocked() == 1)
            .set(ACCOUNTS.TRADE_GROUP, event.tradeGroup())
            .set(ACCOUNTS.FEE_TIER, event.feeTier())
            .set(ACCOUNTS.MAX_OPEN_ORDERS, event.maxOpenOrders())
            .set(ACCOUNTS.MAX_OPEN_NOTIONAL, event.maxOpenNotional())
            .where(ACCOUNTS.ACCOUNT_ID.eq(event.accountId())));
    }

    void onDeadManTimer(final DeadManTimerSetDecoder event) {
        statements.add(DSL_CONTEXT.update(ACCOUNTS)
            .set(ACCOUNTS.DEAD_MAN_DEADLINE_NS, event.deadlineNs())
            .where(ACCOUNTS.ACCOUNT_ID.eq(event.accountId())));
    }

    void onSessionBlocked(final SessionBlockedDecoder event, final long timestampNs) {
        if (event.blocked() == 1) {
            statements.add(DSL_CONTEXT.insertInto(BLOCKED_SESSIONS)
                .set(BLOCKED_SESSIONS.ACCOUNT_ID, event.accountId())
                .set(BLOCKED_SESSIONS.SESSION_ID, event.sessionId())
                .set(BLOCKED_SESSIONS.SINCE_NS, timestampNs));
        } else {
            statements.add(DSL_CONTEXT.deleteFrom(BLOCKED_SESSIONS)
                .where(BLOCKED_SESSIONS.ACCOUNT_ID.eq(event.accountId()))
                .and(BLOCKED_SESSIONS.SESSION_ID.eq(event.sessionId())));
        }
    }

    void onFeeRates(final FeeRatesChangedDecoder event, final long timestampNs) {
        statements.add(DSL_CONTEXT.insertInto(FEE_RATES)
            .set(FEE_RATES.INSTRUMENT_ID, event.instrumentId())
            .set(FEE_RATES.FEE_TIER, event.feeTier())
            .set(FEE_RATES.MAKER_FEE_PPM, event.makerFeePpm())
            .set(FEE_RATES.TAKER_FEE_PPM, event.takerFeePpm())
            .set(FEE_RATES.UPDATED_NS, timestampNs)
            .onConflict(FEE_RATES.INSTRUMENT_ID, FEE_RATES.FEE_TIER)
            .doUpdate()
            .set(FEE_RATES.MAKER_FEE_PPM, event.makerFeePpm())
            .set(FEE_RATES.TAKER_FEE_PPM, event.takerFeePpm())
            .set(FEE_RATES.UPDATED_NS, timestampNs));
    }

    void onTransfer(final TransferAppliedDecoder event, final long eventSequence, final long timestampNs) {
        statements.add(DSL_CONTEXT.insertInto(TRANSFERS)
            .set(TRANSFERS.EVENT_SEQUENCE, eventSequence)
            .set(TRANSFERS.KIND, TransferKind.TRANSFER)
            .set(TRANSFERS.IDEMPOTENCY_ID, uuid(event.idempotencyId()))
            .set(TRANSFERS.ACCOUNT_ID, event.accountId())
            .set(TRANSFERS.TO_ACCOUNT_ID, event.toAccountId())
            .set(TRANSFERS.ASSET_ID, event.assetId())
            .set(TRANSFERS.AMOUNT, event.amount())
            .set(TRANSFERS.STATUS, TransferStatus.SETTLED)
            .set(TRANSFERS.REQUESTED_NS, timestampNs)
            .set(TRANSFERS.FINISHED_NS, timestampNs));
    }

    void onDeposit(final DepositAppliedDecoder event, final long eventSequence, final long timestampNs) {
        statements.add(DSL_CONTEXT.insertInto(TRANSFERS)
            .set(TRANSFERS.EVENT_SEQUENCE, eventSequence)
            .set(TRANSFERS.KIND, TransferKind.DEPOSIT)
            .set(TRANSFERS.IDEMPOTENCY_ID, uuid(event.idempotencyId()))
            .set(TRANSFERS.ACCOUNT_ID, event.accountId())
            .set(TRANSFERS.ASSET_ID, event.assetId())
            .set(TRANSFERS.AMOUNT, event.amount())
            .set(TRANSFERS.STATUS, TransferStatus.SETTLED)
            .set(TRANSFERS.REQUESTED_NS, timestampNs)
            .set(TRANSFERS.FINISHED_NS, timestampNs));
    }

    void onWithdrawal(final WithdrawalRequestedDecoder event, final long eventSequence, final long timestampNs) {
        statements.add(DSL_CONTEXT.insertInto(TRANSFERS)
            .set(TRANSFERS.EVENT_SEQUENCE, eventSequence)
            .set(TRANSFERS.KIND, TransferKind.WITHDRAWAL)
            .set(TRANSFERS.WITHDRAWAL_ID, event.withdrawalId())
            .set(TRANSFERS.IDEMPOTENCY_ID, uuid(event.idempotencyId()))
            .set(TRANSFERS.ACCOUNT_ID, event.accountId())
            .set(TRANSFERS.ASSET_ID, event.assetId())
            .set(TRANSFERS.AMOUNT, event.amount())
            .set(TRANSFERS.STATUS, TransferStatus.PENDING)
            .set(TRANSFERS.REQUESTED_NS, timestampNs));
    }

    void onWithdrawalFinished(final WithdrawalFinishedDecoder event, final long timestampNs) {
        final TransferStatus status = switch (event.outcome()) {
            case WithdrawalOutcome.SETTLED -> TransferStatus.SETTLED;
            case WithdrawalOutcome.REJECTED -> TransferStatus.REJECTED;
            default -> throw new InconsistentEventsException("unknown outcome of a withdrawal: " + event.outcome());
        };
        statements.add(DSL_CONTEXT.update(TRANSFERS)
            .set(TRANSFERS.STATUS, status)
            .set(TRANSFERS.FINISHED_NS, timestampNs)
            .where(TRANSFERS.WITHDRAWAL_ID.eq(event.withdrawalId()))
            .and(TRANSFERS.STATUS.eq(TransferStatus.PENDING)));
    }

    void write(final DSLContext dsl) {
        if (statements.isEmpty()) {
            return;
        }
        final int[] counts = dsl.batch(statements).execute();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 1) {
                throw new InconsistentEventsException("changed " + counts[i] + " rows instead of one: " + statements.get(i));
            }
        }
    }

    private static String symbol(final Packed2Decoder packed) {
        return PackedAscii.unpack(packed.word0(), packed.word1());
    }

    private static UUID uuid(final Id128Decoder id) {
        return new UUID(id.high(), id.low());
    }
}
