package io.bourse.engine;

/** The commands about accounts and their sessions: settings, kill switch, disconnects, dead-man timers, mass cancels. */
final class AccountCommands {
    private static final long TIMEOUT_MAX_NS = 86_400_000_000_000L;

    private final EngineListener listener;
    private final Ledger ledger;
    private final InstrumentTable instruments;
    private final OpenOrders orders;
    private final MassCancels massCancels;
    private final BlockedSessions blockedSessions;
    private final DeadManTimers deadManTimers;

    AccountCommands(
        final EngineListener listener, final Ledger ledger, final InstrumentTable instruments, final OpenOrders orders,
        final MassCancels massCancels, final BlockedSessions blockedSessions, final DeadManTimers deadManTimers) {
        this.listener = listener;
        this.ledger = ledger;
        this.instruments = instruments;
        this.orders = orders;
        this.massCancels = massCancels;
        this.blockedSessions = blockedSessions;
        this.deadManTimers = deadManTimers;
    }

    RejectReason cancelAll(
        final long accountId, final int instrumentId, final int sideCode, final long sessionId, final CommandResult result) {
        if (instrumentId != 0 && instruments.get(instrumentId) == null) {
            return RejectReason.UNKNOWN_INSTRUMENT;
        }
        final Side side = Side.of(sideCode);
        if (side == null && sideCode != Engine.ANY_SIDE) {
            return RejectReason.INVALID_SIDE;
        }
        final Account account = ledger.account(accountId);
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        result.subjectId = accountId;
        result.count = massCancels.some(account, instrumentId, side, sessionId, false, CloseReason.CANCEL_ALL);
        return null;
    }

    RejectReason endSession(final long accountId, final long sessionId, final CommandResult result) {
        if (sessionId == 0) {
            return RejectReason.MALFORMED;
        }
        final Account account = ledger.account(accountId);
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        result.subjectId = accountId;
        result.count = massCancels.ofSession(account, sessionId, true, CloseReason.DISCONNECT);
        return null;
    }

    RejectReason setDeadManTimer(
        final long accountId, final long timeoutNs, final long timestampNs, final CommandResult result) {
        final Account account = ledger.account(accountId);
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        if (timeoutNs < 0 || timeoutNs > TIMEOUT_MAX_NS) {
            return RejectReason.INVALID_TIMEOUT;
        }
        // A time so late that the sum does not fit is never reached: then the timer is one that never fires.
        final long deadlineNs = timeoutNs == 0 ? DeadManTimers.NONE
            : timestampNs > Long.MAX_VALUE - timeoutNs ? Long.MAX_VALUE : timestampNs + timeoutNs;
        result.subjectId = accountId;
        deadManTimers.set(account, deadlineNs);
        listener.onDeadManTimerSet(accountId, deadlineNs);
        return null;
    }

    /** Fires the earliest timer that is due; false when none is. */
    boolean fireDeadManTimer(final long timestampNs) {
        final Account account = deadManTimers.popDue(timestampNs);
        if (account == null) {
            return false;
        }
        listener.onDeadManTimerSet(account.accountId, DeadManTimers.NONE);
        massCancels.all(account, CloseReason.DEAD_MAN_TIMER);
        return true;
    }

    /** The earliest deadline of a timer, ns; Long.MAX_VALUE without any. */
    long nextDeadManDeadlineNs() {
        return deadManTimers.nextDeadlineNs();
    }

    RejectReason blockAccount(final long accountId, final int blockedCode, final CommandResult result) {
        final Account account = ledger.account(accountId);
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        if (!isBlockedCode(blockedCode)) {
            return RejectReason.INVALID_SETTING;
        }
        final boolean blocked = blockedCode == 1;
        result.subjectId = accountId;
        if (blocked != account.blocked) {
            account.blocked = blocked;
            listener.onAccountChanged(account);
        }
        if (blocked) {
            result.count = massCancels.all(account, CloseReason.KILL_SWITCH);
        }
        return null;
    }

    RejectReason blockSession(
        final long accountId, final long sessionId, final int blockedCode, final CommandResult result) {
        if (sessionId == 0) {
            return RejectReason.MALFORMED;
        }
        final Account account = ledger.account(accountId);
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        if (!isBlockedCode(blockedCode)) {
            return RejectReason.INVALID_SETTING;
        }
        final boolean blocked = blockedCode == 1;
        final boolean changes = blocked != blockedSessions.contains(accountId, sessionId);
        if (changes && blocked && blockedSessions.isFull()) {
            return RejectReason.LIMIT_REACHED;
        }
        result.subjectId = accountId;
        if (changes) {
            if (blocked) {
                blockedSessions.add(accountId, sessionId);
            } else {
                blockedSessions.remove(accountId, sessionId);
            }
            listener.onSessionBlocked(accountId, sessionId, blocked);
        }
        if (blocked) {
            result.count = massCancels.ofSession(account, sessionId, false, CloseReason.KILL_SWITCH);
        }
        return null;
    }

    RejectReason setSettings(
        final long accountId, final long tradeGroup, final int feeTier, final int maxOpenOrders, final long maxOpenNotional,
        final CommandResult result) {
        final Account account = ledger.account(accountId);
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        if (tradeGroup < 0 || !Fees.isTier(feeTier) || maxOpenOrders < 0 || maxOpenNotional < 0) {
            return RejectReason.INVALID_SETTING;
        }
        final boolean counted = account.maxOpenNotional != 0;
        account.tradeGroup = tradeGroup;
        account.feeTier = feeTier;
        account.maxOpenOrders = maxOpenOrders;
        account.maxOpenNotional = maxOpenNotional;
        if (!counted && maxOpenNotional != 0) {
            Exposures.restart(account, orders);
        }
        result.subjectId = accountId;
        listener.onAccountChanged(account);
        return null;
    }

    private static boolean isBlockedCode(final int code) {
        return code == 0 || code == 1;
    }
}
