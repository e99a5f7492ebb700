package io.bourse.persistence;

import io.bourse.persistence.jooq.Routines;
import io.bourse.schema.BalanceChangedDecoder;
import org.jooq.DSLContext;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import static io.bourse.persistence.jooq.Tables.LEDGER_ENTRIES;

/** What a batch of events does to money: a ledger entry for each change, and the last of each balance. */
final class BalanceChanges {
    private final Map<BalanceKey, Balance> balances = new HashMap<>();
    private final CopyRows ledger = new CopyRows(
        LEDGER_ENTRIES.EVENT_SEQUENCE, LEDGER_ENTRIES.ACCOUNT_ID, LEDGER_ENTRIES.ASSET_ID, LEDGER_ENTRIES.AVAILABLE_DELTA,
        LEDGER_ENTRIES.LOCKED_DELTA, LEDGER_ENTRIES.AVAILABLE, LEDGER_ENTRIES.LOCKED, LEDGER_ENTRIES.CAUSE,
        LEDGER_ENTRIES.REFERENCE_ID, LEDGER_ENTRIES.INSTRUMENT_ID, LEDGER_ENTRIES.TIMESTAMP_NS);

    void clear() {
        balances.clear();
        ledger.clear();
    }

    void onChanged(final BalanceChangedDecoder event, final long eventSequence, final long timestampNs) {
        final long available = event.available();
        final long locked = event.locked();
        final BalanceKey key = new BalanceKey(event.accountId(), event.assetId());
        final Balance earlier = balances.put(key, new Balance(available, locked, eventSequence));
        if (earlier != null &&
            (earlier.available + event.availableDelta() != available || earlier.locked + event.lockedDelta() != locked)) {
            throw new InconsistentEventsException(
                "the ledger does not add up: " + key + " " + earlier + " does not become " + balances.get(key) +
                    " by availableDelta=" + event.availableDelta() + " lockedDelta=" + event.lockedDelta());
        }
        ledger.row()
            .putLong(eventSequence)
            .putLong(key.accountId)
            .putInt(key.assetId)
            .putLong(event.availableDelta())
            .putLong(event.lockedDelta())
            .putLong(available)
            .putLong(locked)
            .putAscii(event.cause().name())
            .putLong(event.referenceId())
            .putInt(event.instrumentId())
            .putLong(timestampNs);
    }

    void write(final Connection connection, final DSLContext dsl) throws SQLException {
        ledger.write(connection);
        if (balances.isEmpty()) {
            return;
        }
        final int count = balances.size();
        final Long[] accountIds = new Long[count];
        final Integer[] assetIds = new Integer[count];
        final Long[] availables = new Long[count];
        final Long[] lockeds = new Long[count];
        final Long[] eventSequences = new Long[count];
        int i = 0;
        for (final Map.Entry<BalanceKey, Balance> entry : balances.entrySet()) {
            accountIds[i] = entry.getKey().accountId;
            assetIds[i] = entry.getKey().assetId;
            availables[i] = entry.getValue().available;
            lockeds[i] = entry.getValue().locked;
            eventSequences[i] = entry.getValue().eventSequence;
            i++;
        }
        Routines.setBalances(dsl.configuration(), accountIds, assetIds, availables, lockeds, eventSequences);
    }

    private record BalanceKey(long accountId, int assetId) {
    }

    private record Balance(long available, long locked, long eventSequence) {
    }
}
