package io.bourse.persistence;

import io.bourse.persistence.jooq.enums.TransferKind;
import io.bourse.persistence.jooq.enums.TransferStatus;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

import java.math.BigDecimal;
import java.sql.Connection;
import java.util.List;

import static io.bourse.persistence.jooq.Tables.ASSETS;
import static io.bourse.persistence.jooq.Tables.BALANCES;
import static io.bourse.persistence.jooq.Tables.LEDGER_ENTRIES;
import static io.bourse.persistence.jooq.Tables.ORDERS;
import static io.bourse.persistence.jooq.Tables.TRADES;
import static io.bourse.persistence.jooq.Tables.TRANSFERS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.sum;

/**
 * The tables against each other, at one moment.
 *
 * @param eventSequence      newest event of that moment
 * @param orderCount         of all orders ever accepted
 * @param tradeCount         of all trades
 * @param ledgerEntryCount   of all changes of balances
 * @param executedLots       that orders say they executed
 * @param tradedLots         that trades moved; executedLots is twice as much
 * @param balanceMismatches  balances that are not the sum of their ledger entries
 * @param assets             money by asset, in order of asset id
 */
public record Consistency(
    long eventSequence, long orderCount, long tradeCount, long ledgerEntryCount, BigDecimal executedLots,
    BigDecimal tradedLots, long balanceMismatches, List<AssetMoney> assets) {

    /**
     * Money of one asset, in minor units.
     *
     * @param balances  sum of all balances, available and locked, fees included
     * @param ledger    sum of all ledger entries
     * @param transfers deposits less settled withdrawals
     */
    public record AssetMoney(int assetId, String symbol, BigDecimal balances, BigDecimal ledger, BigDecimal transfers) {
        /** Whether the money is what the ledger says and what came in. */
        public boolean addsUp() {
            return balances.compareTo(ledger) == 0 && balances.compareTo(transfers) == 0;
        }
    }

    /** Whether everything agrees. */
    public boolean holds() {
        return balanceMismatches == 0 && executedLots.compareTo(tradedLots.multiply(BigDecimal.TWO)) == 0 &&
            assets.stream().allMatch(AssetMoney::addsUp);
    }

    static Consistency read(final DSLContext dsl) {
        return dsl.connectionResult(connection -> {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return readAtOnce(Postgres.dsl(connection));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    private static Consistency readAtOnce(final DSLContext dsl) {
        final Record2<Integer, BigDecimal> orders =
            dsl.select(DSL.count(), total(ORDERS.EXECUTED_LOTS)).from(ORDERS).fetchSingle();
        final Record2<Integer, BigDecimal> trades =
            dsl.select(DSL.count(), total(TRADES.QUANTITY_LOTS)).from(TRADES).fetchSingle();
        return new Consistency(
            CheckpointTable.eventSequence(dsl), orders.value1(), trades.value1(), dsl.fetchCount(LEDGER_ENTRIES),
            orders.value2(), trades.value2(), balanceMismatches(dsl), assets(dsl));
    }

    private static long balanceMismatches(final DSLContext dsl) {
        final Field<BigDecimal> available = sum(LEDGER_ENTRIES.AVAILABLE_DELTA).as("available");
        final Field<BigDecimal> locked = sum(LEDGER_ENTRIES.LOCKED_DELTA).as("locked");
        final Table<?> ledger = dsl.select(LEDGER_ENTRIES.ACCOUNT_ID, LEDGER_ENTRIES.ASSET_ID, available, locked)
            .from(LEDGER_ENTRIES)
            .groupBy(LEDGER_ENTRIES.ACCOUNT_ID, LEDGER_ENTRIES.ASSET_ID)
            .asTable("ledger");
        return dsl.selectCount()
            .from(BALANCES)
            .fullJoin(ledger)
            .on(BALANCES.ACCOUNT_ID.eq(ledger.field(LEDGER_ENTRIES.ACCOUNT_ID)))
            .and(BALANCES.ASSET_ID.eq(ledger.field(LEDGER_ENTRIES.ASSET_ID)))
            .where(BALANCES.AVAILABLE.cast(SQLDataType.NUMERIC).isDistinctFrom(ledger.field(available)))
            .or(BALANCES.LOCKED.cast(SQLDataType.NUMERIC).isDistinctFrom(ledger.field(locked)))
            .fetchSingle()
            .value1();
    }

    private static List<AssetMoney> assets(final DSLContext dsl) {
        final Field<BigDecimal> balances = DSL.field(
            DSL.select(total(BALANCES.AVAILABLE.plus(BALANCES.LOCKED))).from(BALANCES)
                .where(BALANCES.ASSET_ID.eq(ASSETS.ASSET_ID)));
        final Field<BigDecimal> ledger = DSL.field(
            DSL.select(total(LEDGER_ENTRIES.AVAILABLE_DELTA.plus(LEDGER_ENTRIES.LOCKED_DELTA))).from(LEDGER_ENTRIES)
                .where(LEDGER_ENTRIES.ASSET_ID.eq(ASSETS.ASSET_ID)));
        // A transfer between accounts moves no money in or out.
        final Field<Long> signed = DSL.when(TRANSFERS.KIND.eq(TransferKind.DEPOSIT), TRANSFERS.AMOUNT)
            .when(TRANSFERS.KIND.eq(TransferKind.WITHDRAWAL).and(TRANSFERS.STATUS.eq(TransferStatus.SETTLED)),
                TRANSFERS.AMOUNT.neg());
        final Field<BigDecimal> transfers = DSL.field(
            DSL.select(total(signed)).from(TRANSFERS).where(TRANSFERS.ASSET_ID.eq(ASSETS.ASSET_ID)));
        return dsl.select(ASSETS.ASSET_ID, ASSETS.SYMBOL, balances, ledger, transfers)
            .from(ASSETS)
            .orderBy(ASSETS.ASSET_ID)
            .fetch(row -> new AssetMoney(row.value1(), row.value2(), row.value3(), row.value4(), row.value5()));
    }

    private static Field<BigDecimal> total(final Field<Long> amount) {
        return coalesce(sum(amount), BigDecimal.ZERO);
    }
}
