package io.bourse.engine;

import org.agrona.collections.Long2ObjectHashMap;

/** Money in, out and from one to another: deposits, withdrawals in two steps, transfers. */
final class Transfers {
    private final EngineListener listener;
    private final Ledger ledger;
    private final TransferWindow window;
    private final int pendingLimit;
    private final Long2ObjectHashMap<Withdrawal> pendingById = new Long2ObjectHashMap<>();
    /** Pending withdrawals, lowest id first. */
    private Withdrawal firstPending;
    private Withdrawal lastPending;
    private Withdrawal free;
    long lastWithdrawalId;

    Transfers(final EngineLimits limits, final EngineListener listener, final Ledger ledger, final Hashing hashing) {
        this.listener = listener;
        this.ledger = ledger;
        window = new TransferWindow(limits.rememberedTransfers(), hashing);
        pendingLimit = limits.pendingWithdrawals();
    }

    TransferWindow window() {
        return window;
    }

    Withdrawal firstPending() {
        return firstPending;
    }

    int pendingCount() {
        return pendingById.size();
    }

    RejectReason deposit(
        final Account account, final int assetId, final long amount, final long high, final long low,
        final CommandResult result) {
        final RejectReason malformed = check(account, assetId, amount, high, low);
        if (malformed != null) {
            return malformed;
        }
        final Transfer known = window.find(account.accountId, high, low);
        if (known != null) {
            return repeat(known, known.isSameDeposit(assetId, amount), result);
        }
        final Asset asset = ledger.asset(assetId);
        final long outstanding = asset.depositsTotal - asset.withdrawalsTotal;
        if (amount > Ledger.SUPPLY_MAX - outstanding || amount > Long.MAX_VALUE - asset.depositsTotal) {
            return RejectReason.OVERFLOW;
        }
        asset.depositsTotal += amount;
        listener.onDepositApplied(account.accountId, assetId, amount, high, low);
        ledger.change(account, assetId, amount, 0, BalanceCause.DEPOSIT, 0, 0);
        remember(account, assetId, amount, high, low, result);
        return null;
    }

    RejectReason request(
        final Account account, final int assetId, final long amount, final long high, final long low,
        final boolean settleAtOnce, final CommandResult result) {
        final RejectReason malformed = check(account, assetId, amount, high, low);
        if (malformed != null) {
            return malformed;
        }
        final Transfer known = window.find(account.accountId, high, low);
        if (known != null) {
            return repeat(known, known.isSameWithdrawal(assetId, amount, settleAtOnce), result);
        }
        if (!settleAtOnce && pendingById.size() >= pendingLimit) {
            return RejectReason.LIMIT_REACHED;
        }
        if (amount > account.available(assetId)) {
            return RejectReason.INSUFFICIENT_BALANCE;
        }
        final long withdrawalId = ++lastWithdrawalId;
        listener.onWithdrawalRequested(withdrawalId, account.accountId, assetId, amount, high, low);
        ledger.lock(account, assetId, amount, BalanceCause.WITHDRAWAL_REQUESTED, withdrawalId, 0);
        if (settleAtOnce) {
            settle(account, assetId, amount, withdrawalId);
        } else {
            addPending(withdrawalId, account, assetId, amount);
        }
        result.subjectId = withdrawalId;
        final Transfer transfer = remember(account, assetId, amount, high, low, result);
        transfer.withdrawalId = withdrawalId;
        transfer.settledAtOnce = settleAtOnce;
        return null;
    }

    /** Moves money from payer to payee; the answer shows the balance of the payer. */
    RejectReason transfer(
        final Account payer, final Account payee, final int assetId, final long amount, final long high, final long low,
        final CommandResult result) {
        // Without two accounts there is none to check: they are one rung of the ladder.
        final boolean two = payer != null && payee != null && payer != payee;
        final RejectReason malformed = check(two ? payer : null, assetId, amount, high, low);
        if (malformed != null) {
            return malformed;
        }
        final Transfer known = window.find(payer.accountId, high, low);
        if (known != null) {
            return repeat(known, known.isSameTransfer(payee.accountId, assetId, amount), result);
        }
        if (amount > payer.available(assetId)) {
            return RejectReason.INSUFFICIENT_BALANCE;
        }
        listener.onTransferApplied(payer.accountId, payee.accountId, assetId, amount, high, low);
        ledger.change(payer, assetId, -amount, 0, BalanceCause.TRANSFER_OUT, 0, 0);
        ledger.change(payee, assetId, amount, 0, BalanceCause.TRANSFER_IN, 0, 0);
        result.subjectId = payee.accountId;
        remember(payer, assetId, amount, high, low, result).toAccountId = payee.accountId;
        return null;
    }

    RejectReason finish(final long withdrawalId, final int outcomeCode, final CommandResult result) {
        final WithdrawalOutcome outcome = WithdrawalOutcome.of(outcomeCode);
        if (outcome == null) {
            return RejectReason.INVALID_STATE;
        }
        final Withdrawal withdrawal = pendingById.get(withdrawalId);
        if (withdrawal == null) {
            return RejectReason.UNKNOWN_WITHDRAWAL;
        }
        final Account account = withdrawal.account;
        if (outcome == WithdrawalOutcome.SETTLED) {
            settle(account, withdrawal.assetId, withdrawal.amount, withdrawalId);
        } else {
            listener.onWithdrawalFinished(withdrawalId, account.accountId, withdrawal.assetId, withdrawal.amount, false);
            ledger.release(
                account, withdrawal.assetId, withdrawal.amount, BalanceCause.WITHDRAWAL_REJECTED, withdrawalId, 0);
        }
        result.subjectId = withdrawalId;
        result.available = account.available(withdrawal.assetId);
        result.locked = account.locked(withdrawal.assetId);
        removePending(withdrawal);
        return null;
    }

    /** Makes a withdrawal pending; its id is the highest so far. */
    void addPending(final long withdrawalId, final Account account, final int assetId, final long amount) {
        final Withdrawal withdrawal = free == null ? new Withdrawal() : free;
        free = withdrawal.next;
        withdrawal.withdrawalId = withdrawalId;
        withdrawal.account = account;
        withdrawal.assetId = assetId;
        withdrawal.amount = amount;
        withdrawal.next = null;
        withdrawal.previous = lastPending;
        if (lastPending == null) {
            firstPending = withdrawal;
        } else {
            lastPending.next = withdrawal;
        }
        lastPending = withdrawal;
        pendingById.put(withdrawalId, withdrawal);
    }

    private RejectReason check(
        final Account account, final int assetId, final long amount, final long high, final long low) {
        if ((high | low) == 0) {
            return RejectReason.MALFORMED;
        }
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        if (ledger.asset(assetId) == null) {
            return RejectReason.UNKNOWN_ASSET;
        }
        return amount <= 0 ? RejectReason.INVALID_AMOUNT : null;
    }

    private static RejectReason repeat(final Transfer known, final boolean same, final CommandResult result) {
        if (!same) {
            return RejectReason.IDEMPOTENCY_MISMATCH;
        }
        result.subjectId = known.withdrawalId != 0 ? known.withdrawalId
            : known.toAccountId != 0 ? known.toAccountId : known.accountId;
        result.available = known.available;
        result.locked = known.locked;
        return null;
    }

    private Transfer remember(
        final Account account, final int assetId, final long amount, final long high, final long low,
        final CommandResult result) {
        if (result.subjectId == 0) {
            result.subjectId = account.accountId;
        }
        result.available = account.available(assetId);
        result.locked = account.locked(assetId);
        final Transfer transfer = window.remember(account.accountId, high, low);
        transfer.assetId = assetId;
        transfer.amount = amount;
        transfer.available = result.available;
        transfer.locked = result.locked;
        transfer.withdrawalId = 0;
        transfer.toAccountId = 0;
        transfer.settledAtOnce = false;
        return transfer;
    }

    private void settle(final Account account, final int assetId, final long amount, final long withdrawalId) {
        ledger.asset(assetId).withdrawalsTotal += amount;
        listener.onWithdrawalFinished(withdrawalId, account.accountId, assetId, amount, true);
        ledger.change(account, assetId, 0, -amount, BalanceCause.WITHDRAWAL_SETTLED, withdrawalId, 0);
    }

    private void removePending(final Withdrawal withdrawal) {
        pendingById.remove(withdrawal.withdrawalId);
        if (withdrawal.previous == null) {
            firstPending = withdrawal.next;
        } else {
            withdrawal.previous.next = withdrawal.next;
        }
        if (withdrawal.next == null) {
            lastPending = withdrawal.previous;
        } else {
            withdrawal.next.previous = withdrawal.previous;
        }
        withdrawal.account = null;
        withdrawal.previous = null;
        withdrawal.next = free;
        free = withdrawal;
    }
}
