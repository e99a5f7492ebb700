package io.bourse.engine.oracle;

import io.bourse.engine.CloseReason;
import io.bourse.engine.RejectReason;

/** Sessions, dead-man timers, the kill switch and the settings of accounts. */
final class NaiveAccountCommands {
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final int PPM_MAX = 1_000_000;
    private static final int REBATE_MAX = 100_000;

    private final NaiveState state;
    private final NaiveEnds ends;

    NaiveAccountCommands(final NaiveState state, final NaiveEnds ends) {
        this.state = state;
        this.ends = ends;
    }

    RejectReason endSession(final Command command, final NaiveResult result) {
        final long session = command.field(0);
        if (session == 0) {
            return RejectReason.MALFORMED;
        }
        final NaiveAccount account = state.account(command.accountId());
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        result.subject = account.id;
        result.count = ends.cancelAll(order -> order.accountId == account.id && order.session == session &&
            order.onDisconnect, CloseReason.DISCONNECT);
        return null;
    }

    RejectReason setDeadManTimer(final Command command, final NaiveResult result) {
        final long timeoutNs = command.field(0);
        final NaiveAccount account = state.account(command.accountId());
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        if (timeoutNs < 0 || timeoutNs > DAY_NS) {
            return RejectReason.INVALID_TIMEOUT;
        }
        account.deadlineNs = timeoutNs == 0 ? 0 : Math.min(timeoutNs, Long.MAX_VALUE - state.nowNs) + state.nowNs;
        state.log.add(EventKind.DEAD_MAN_TIMER, account.id, account.deadlineNs);
        result.subject = account.id;
        return null;
    }

    RejectReason blockAccount(final Command command, final NaiveResult result) {
        final int blocked = command.intField(1);
        if (command.accountId() != 0) {
            return RejectReason.NOT_AUTHORISED;
        }
        final NaiveAccount account = state.account(command.field(0));
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        if (blocked != 0 && blocked != 1) {
            return RejectReason.INVALID_SETTING;
        }
        result.subject = account.id;
        if (account.blocked != (blocked == 1)) {
            account.blocked = blocked == 1;
            logChanged(account);
        }
        if (account.blocked) {
            result.count = ends.cancelAll(order -> order.accountId == account.id, CloseReason.KILL_SWITCH);
        }
        return null;
    }

    RejectReason blockSession(final Command command, final NaiveResult result) {
        final long session = command.field(1);
        final int blocked = command.intField(2);
        if (command.accountId() != 0) {
            return RejectReason.NOT_AUTHORISED;
        }
        if (session == 0) {
            return RejectReason.MALFORMED;
        }
        final NaiveAccount account = state.account(command.field(0));
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        if (blocked != 0 && blocked != 1) {
            return RejectReason.INVALID_SETTING;
        }
        final boolean before = state.isSessionBlocked(account.id, session);
        if (blocked == 1 && !before && state.blockedSessions.size() >= state.limits.blockedSessions()) {
            return RejectReason.LIMIT_REACHED;
        }
        result.subject = account.id;
        if (before != (blocked == 1)) {
            if (before) {
                state.blockedSessions.removeIf(it -> it[0] == account.id && it[1] == session);
            } else {
                state.blockedSessions.add(new long[] {account.id, session});
            }
            state.log.add(EventKind.SESSION_BLOCKED, account.id, session, blocked);
        }
        if (blocked == 1) {
            result.count = ends.cancelAll(
                order -> order.accountId == account.id && order.session == session, CloseReason.KILL_SWITCH);
        }
        return null;
    }

    RejectReason settings(final Command command, final NaiveResult result) {
        if (command.accountId() != 0) {
            return RejectReason.NOT_AUTHORISED;
        }
        final NaiveAccount account = state.account(command.field(0));
        if (account == null) {
            return RejectReason.UNKNOWN_ACCOUNT;
        }
        final int tier = command.intField(2);
        if (command.field(1) < 0 || tier < 0 || tier >= NaiveInstrument.TIERS || command.intField(3) < 0 ||
            command.field(4) < 0) {
            return RejectReason.INVALID_SETTING;
        }
        account.group = command.field(1);
        account.tier = tier;
        account.maxOrders = command.intField(3);
        account.maxNotional = command.field(4);
        logChanged(account);
        result.subject = account.id;
        return null;
    }

    RejectReason feeRates(final Command command, final NaiveResult result) {
        if (command.accountId() != 0) {
            return RejectReason.NOT_AUTHORISED;
        }
        final NaiveInstrument instrument = state.instrument(command.intField(0));
        if (instrument == null) {
            return RejectReason.UNKNOWN_INSTRUMENT;
        }
        final int tier = command.intField(1);
        final int maker = command.intField(2);
        final int taker = command.intField(3);
        if (tier < 0 || tier >= NaiveInstrument.TIERS || !isMakerRate(maker) || !isTakerRate(taker)) {
            return RejectReason.INVALID_SETTING;
        }
        instrument.makerPpm[tier] = maker;
        instrument.takerPpm[tier] = taker;
        state.log.add(EventKind.FEE_RATES, instrument.id, tier, maker, taker);
        result.subject = instrument.id;
        return null;
    }

    static boolean isMakerRate(final int ppm) {
        return ppm >= -REBATE_MAX && ppm <= PPM_MAX;
    }

    static boolean isTakerRate(final int ppm) {
        return ppm >= 0 && ppm <= PPM_MAX;
    }

    private void logChanged(final NaiveAccount account) {
        state.log.add(EventKind.ACCOUNT_CHANGED, account.id, account.blocked ? 1 : 0, account.group, account.tier,
            account.maxOrders, account.maxNotional);
    }
}
