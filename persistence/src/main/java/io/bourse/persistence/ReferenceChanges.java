package io.bourse.persistence;

import io.bourse.persistence.jooq.enums.InstrumentState;
import io.bourse.persistence.jooq.enums.TransferKind;
import io.bourse.persistence.jooq.enums.TransferStatus;
import io.bourse.schema.AccountCreatedDecoder;
import io.bourse.schema.AssetDefinedDecoder;
import io.bourse.schema.DepositAppliedDecoder;
import io.bourse.schema.Id128Decoder;
import io.bourse.schema.InstrumentDefinedDecoder;
import io.bourse.schema.InstrumentStateChangedDecoder;
import io.bourse.schema.Packed2Decoder;
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
import static io.bourse.persistence.jooq.Tables.INSTRUMENTS;
import static io.bourse.persistence.jooq.Tables.TRANSFERS;

/**
 * The rare events of a batch, one statement to each, in their order: assets, instruments, accounts, deposits and
 * withdrawals. Each must change exactly one row.
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
