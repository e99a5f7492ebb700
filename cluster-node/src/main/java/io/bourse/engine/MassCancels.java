package io.bourse.engine;

/** Cancels many open orders of an account, lowest id first, parked stops included. */
final class MassCancels {
    private final OpenOrders orders;
    private final OrderEnds ends;

    MassCancels(final OpenOrders orders, final OrderEnds ends) {
        this.orders = orders;
        this.ends = ends;
    }

    /** All of the account; the answer is how many. */
    int all(final Account account, final CloseReason reason) {
        return some(account, 0, null, 0, false, reason);
    }

    /** Those of a session, not 0; flaggedOnly: those that asked for it. The answer is how many. */
    int ofSession(final Account account, final long sessionId, final boolean flaggedOnly, final CloseReason reason) {
        return some(account, 0, null, sessionId, flaggedOnly, reason);
    }

    /** Those of an instrument (0: all), side (null: both) and session (0: all). The answer is how many. */
    int some(
        final Account account, final int instrumentId, final Side side, final long sessionId, final boolean flaggedOnly,
        final CloseReason reason) {
        int count = 0;
        for (int i = 0; i < account.orderIds.size(); i++) {
            final int slot = orders.slot(account.orderIds.get(i));
            if (slot == OrderSlots.NONE) {
                continue;
            }
            final Order order = orders.order(slot);
            if ((instrumentId == 0 || order.instrument.instrumentId == instrumentId) && (side == null || order.side == side) &&
                (sessionId == 0 || order.sessionId == sessionId) && (!flaggedOnly || order.cancelOnDisconnect)) {
                ends.cancel(order, reason);
                count++;
            } else {
                orders.keep(order);
            }
        }
        return count;
    }
}
