package io.bourse.engine;

/**
 * What every command and timer does before anything else: ends orders whose time has come, fires timers, and lets waiting
 * stops enter.
 */
final class DueWork {
    private final int limit;
    private final Expiries expiries;
    private final TriggeredStops triggered;
    private final OrderEnds ends;
    private final Matcher matcher;
    private final AccountCommands accountCommands;

    DueWork(
        final EngineLimits limits, final Expiries expiries, final TriggeredStops triggered, final OrderEnds ends,
        final Matcher matcher, final AccountCommands accountCommands) {
        limit = limits.expiriesPerCommand();
        this.expiries = expiries;
        this.triggered = triggered;
        this.ends = ends;
        this.matcher = matcher;
        this.accountCommands = accountCommands;
    }

    /** Does what is due at engine time, as much as one command may; the rest waits for the next. */
    void run() {
        int left = limit;
        Order order = expiries.firstDue();
        while (order != null && left > 0) {
            ends.expire(order, Expiries.reason(order));
            left--;
            order = expiries.firstDue();
        }
        while (left > 0 && accountCommands.fireDeadManTimer(expiries.nowNs)) {
            left--;
        }
        triggered.beginCommand();
        triggered.activate(matcher);
    }

    /** When there is something to do again, ns; engine time when something was left over, Long.MAX_VALUE for never. */
    long nextDeadlineNs() {
        final long nowNs = expiries.nowNs;
        if (expiries.hasEndedSessions() || triggered.isReady()) {
            return nowNs;
        }
        return Math.max(nowNs, Math.min(expiries.firstExpiryNs(), accountCommands.nextDeadManDeadlineNs()));
    }
}
