package io.bourse.engine;

/** The newest deposits, withdrawals and transfers by (paying) account and id. When it is full the oldest is forgotten. */
final class TransferWindow {
    private final Hashing hashing;
    private final HashTable<Transfer> byId = new HashTable<>();
    private final int limit;
    private Transfer oldest;
    private Transfer youngest;

    TransferWindow(final int limit, final Hashing hashing) {
        this.limit = limit;
        this.hashing = hashing;
    }

    int count() {
        return byId.size();
    }

    Transfer oldest() {
        return oldest;
    }

    Transfer find(final long accountId, final long high, final long low) {
        Transfer transfer = byId.first(hashing.hash(accountId, high, low));
        while (transfer != null && !(transfer.accountId == accountId &&
            transfer.idempotencyHigh == high && transfer.idempotencyLow == low)) {
            transfer = byId.next(transfer);
        }
        return transfer;
    }

    /** Remembers an id that is not there yet; the caller fills in the rest. */
    Transfer remember(final long accountId, final long high, final long low) {
        final Transfer transfer = byId.size() < limit ? new Transfer() : forgetOldest();
        transfer.accountId = accountId;
        transfer.idempotencyHigh = high;
        transfer.idempotencyLow = low;
        byId.add(transfer, hashing.hash(accountId, high, low));
        if (youngest == null) {
            oldest = transfer;
        } else {
            youngest.younger = transfer;
        }
        youngest = transfer;
        return transfer;
    }

    private Transfer forgetOldest() {
        final Transfer transfer = oldest;
        byId.remove(transfer);
        oldest = transfer.younger;
        transfer.younger = null;
        if (oldest == null) {
            youngest = null;
        }
        return transfer;
    }
}
