package io.bourse.engine;

/** What an account may do: the rungs of the ladder that are about its owner. */
final class AccountRules {
    private final EngineLimits limits;
    private final BlockedSessions blockedSessions;

    AccountRules(final EngineLimits limits, final BlockedSessions blockedSessions) {
        this.limits = limits;
        this.blockedSessions = blockedSessions;
    }

    /** Whether it may enter and change orders, in this session (0: none); null: it may. */
    RejectReason checkBlocked(final Account account, final long sessionId) {
        if (account.blocked) {
            return RejectReason.ACCOUNT_BLOCKED;
        }
        return sessionId != 0 && blockedSessions.contains(account.accountId, sessionId) ? RejectReason.SESSION_BLOCKED : null;
    }

    /** Whether it may have one open order more than these. */
    boolean hasRoom(final Account account, final int openOrders) {
        return openOrders < limits.openOrdersPerAccount() &&
            (account.maxOpenOrders == 0 || openOrders < account.maxOpenOrders);
    }
}
