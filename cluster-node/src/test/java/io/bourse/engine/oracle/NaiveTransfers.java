package io.bourse.engine.oracle;

import io.bourse.engine.BalanceCause;
import io.bourse.engine.RejectReason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Money in, out, and from account to account. */
final class NaiveTransfers {
    private static final BigInteger SUPPLY_MAX = BigInteger.valueOf(Long.MAX_VALUE / 2);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final NaiveState state;
    private final NaiveLedger ledger;
    /** Commands with an id that had an effect, oldest first. */
    private final List<Known> known = new ArrayList<>();
    final List<Pending> pending = new ArrayList<>();
    final BigInteger[] deposited = new BigInteger[NaiveAccount.ASSETS_MAX];
    final BigInteger[] withdrawn = new BigInteger[NaiveAccount.ASSETS_MAX];
    private long lastWithdrawalId;

    /** A command and its answer. */
    private record Known(Command command, long subject, long available, long locked) {
        boolean hasId(final Command other) {
            final int at = idOf(command);
            final int otherAt = idOf(other);
            return command.accountId() == other.accountId() && command.field(at) == other.field(otherAt) &&
                command.field(at + 1) == other.field(otherAt + 1);
        }

        boolean isSame(final Command other) {
            return command.kind() == other.kind() && java.util.Arrays.equals(command.fields(), other.fields());
        }
    }

    /** A withdrawal that waits for its end. */
    record Pending(long id, NaiveAccount account, int asset, BigInteger amount) {
    }

    NaiveTransfers(final NaiveState state, final NaiveLedger ledger) {
        this.state = state;
        this.ledger = ledger;
        java.util.Arrays.fill(deposited, BigInteger.ZERO);
        java.util.Arrays.fill(withdrawn, BigInteger.ZERO);
    }

    RejectReason deposit(final Command command, final int assets, final NaiveResult result) {
        final NaiveAccount account = state.account(command.accountId());
        final int asset = command.intField(0);
        RejectReason reason = reject(command, account != null, asset, assets, command.field(1));
        if (reason != null || isRepeat(command, result)) {
            return reason;
        }
        reason = mismatch(command);
        if (reason != null) {
            return reason;
        }
        final BigInteger amount = BigInteger.valueOf(command.field(1));
        if (deposited[asset].subtract(withdrawn[asset]).add(amount).compareTo(SUPPLY_MAX) > 0 ||
            deposited[asset].add(amount).compareTo(LONG_MAX) > 0) {
            return RejectReason.OVERFLOW;
        }
        deposited[asset] = deposited[asset].add(amount);
        state.log.add(EventKind.DEPOSIT, account.id, asset, command.field(1), command.field(2), command.field(3));
        ledger.change(account, asset, amount, BigInteger.ZERO, BalanceCause.DEPOSIT, 0, 0);
        answer(command, account.id, account, asset, result);
        return null;
    }

    RejectReason transfer(final Command command, final int assets, final NaiveResult result) {
        final NaiveAccount payer = state.account(command.accountId());
        final NaiveAccount payee = state.account(command.field(0));
        final int asset = command.intField(1);
        RejectReason reason = reject(
            command, payer != null && payee != null && payer != payee, asset, assets, command.field(2));
        if (reason != null || isRepeat(command, result)) {
            return reason;
        }
        reason = mismatch(command);
        if (reason != null) {
            return reason;
        }
        final BigInteger amount = BigInteger.valueOf(command.field(2));
        if (amount.compareTo(payer.available[asset]) > 0) {
            return RejectReason.INSUFFICIENT_BALANCE;
        }
        state.log.add(EventKind.TRANSFER, payer.id, payee.id, asset, command.field(2), command.field(3), command.field(4));
        ledger.change(payer, asset, amount.negate(), BigInteger.ZERO, BalanceCause.TRANSFER_OUT, 0, 0);
        ledger.change(payee, asset, amount, BigInteger.ZERO, BalanceCause.TRANSFER_IN, 0, 0);
        answer(command, payee.id, payer, asset, result);
        return null;
    }

    RejectReason withdraw(final Command command, final int assets, final NaiveResult result) {
        final NaiveAccount account = state.account(command.accountId());
        final int asset = command.intField(0);
        final boolean settle = command.field(4) != 0;
        RejectReason reason = reject(command, account != null, asset, assets, command.field(1));
        if (reason != null || isRepeat(command, result)) {
            return reason;
        }
        reason = mismatch(command);
        if (reason != null) {
            return reason;
        }
        if (!settle && pending.size() >= state.limits.pendingWithdrawals()) {
            return RejectReason.LIMIT_REACHED;
        }
        final BigInteger amount = BigInteger.valueOf(command.field(1));
        if (amount.compareTo(account.available[asset]) > 0) {
            return RejectReason.INSUFFICIENT_BALANCE;
        }
        final Pending withdrawal = new Pending(++lastWithdrawalId, account, asset, amount);
        state.log.add(EventKind.WITHDRAWAL, withdrawal.id, account.id, asset, command.field(1), command.field(2),
            command.field(3));
        ledger.change(account, asset, amount.negate(), amount, BalanceCause.WITHDRAWAL_REQUESTED, withdrawal.id, 0);
        if (settle) {
            settle(withdrawal);
        } else {
            pending.add(withdrawal);
        }
        answer(command, withdrawal.id, account, asset, result);
        return null;
    }

    RejectReason finish(final Command command, final NaiveResult result) {
        final int outcome = command.intField(1);
        if (command.accountId() != 0) {
            return RejectReason.NOT_AUTHORISED;
        }
        if (outcome != 1 && outcome != 2) {
            return RejectReason.INVALID_STATE;
        }
        Pending withdrawal = null;
        for (final Pending it : pending) {
            withdrawal = it.id == command.field(0) ? it : withdrawal;
        }
        if (withdrawal == null) {
            return RejectReason.UNKNOWN_WITHDRAWAL;
        }
        pending.remove(withdrawal);
        if (outcome == 1) {
            settle(withdrawal);
        } else {
            state.log.add(EventKind.WITHDRAWAL_FINISHED, withdrawal.id, withdrawal.account.id, withdrawal.asset,
                withdrawal.amount.longValueExact(), 0);
            ledger.change(withdrawal.account, withdrawal.asset, withdrawal.amount, withdrawal.amount.negate(),
                BalanceCause.WITHDRAWAL_REJECTED, withdrawal.id, 0);
        }
        result.subject = withdrawal.id;
        showBalance(withdrawal.account, withdrawal.asset, result);
        return null;
    }

    private void settle(final Pending withdrawal) {
        withdrawn[withdrawal.asset] = withdrawn[withdrawal.asset].add(withdrawal.amount);
        state.log.add(EventKind.WITHDRAWAL_FINISHED, withdrawal.id, withdrawal.account.id, withdrawal.asset,
            withdrawal.amount.longValueExact(), 1);
        ledger.change(withdrawal.account, withdrawal.asset, BigInteger.ZERO, withdrawal.amount.negate(),
            BalanceCause.WITHDRAWAL_SETTLED, withdrawal.id, 0);
    }

    private static RejectReason reject(
        final Command command, final boolean accounts, final int asset, final int assets, final long amount) {
        final int id = idOf(command);
        return (command.field(id) | command.field(id + 1)) == 0 ? RejectReason.MALFORMED
            : !accounts ? RejectReason.UNKNOWN_ACCOUNT
            : asset < 1 || asset > assets ? RejectReason.UNKNOWN_ASSET
            : amount <= 0 ? RejectReason.INVALID_AMOUNT : null;
    }

    private boolean isRepeat(final Command command, final NaiveResult result) {
        for (final Known it : known) {
            if (it.hasId(command) && it.isSame(command)) {
                result.subject = it.subject;
                result.available = it.available;
                result.locked = it.locked;
                return true;
            }
        }
        return false;
    }

    private RejectReason mismatch(final Command command) {
        for (final Known it : known) {
            if (it.hasId(command)) {
                return RejectReason.IDEMPOTENCY_MISMATCH;
            }
        }
        return null;
    }

    private void answer(
        final Command command, final long subject, final NaiveAccount account, final int asset, final NaiveResult result) {
        result.subject = subject;
        showBalance(account, asset, result);
        known.add(new Known(command, subject, result.available, result.locked));
        if (known.size() > state.limits.rememberedTransfers()) {
            known.remove(0);
        }
    }

    private static void showBalance(final NaiveAccount account, final int asset, final NaiveResult result) {
        result.available = account.available[asset].longValueExact();
        result.locked = account.locked[asset].longValueExact();
    }

    private static int idOf(final Command command) {
        return command.kind() == CommandKind.TRANSFER ? 3 : 2;
    }
}
