package io.bourse.engine.oracle;

import io.bourse.engine.CloseReason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** How orders end: the event, the rest of the money, and what is remembered of them. */
final class NaiveEnds {
    private final NaiveState state;
    private final NaiveLedger ledger;

    NaiveEnds(final NaiveState state, final NaiveLedger ledger) {
        this.state = state;
        this.ledger = ledger;
    }

    void cancel(final NaiveOrder order, final CloseReason reason) {
        log(EventKind.CANCELLED, order, reason);
        end(order);
    }

    void expire(final NaiveOrder order, final CloseReason reason) {
        log(EventKind.EXPIRED, order, reason);
        end(order);
    }

    /** An order whose time has come. */
    void expireDue(final NaiveOrder order) {
        expire(order, order.sessionEnded ? CloseReason.SESSION_END : CloseReason.EXPIRY_TIME);
    }

    /** Lowest id first; how many. */
    int cancelAll(final Predicate<NaiveOrder> which, final CloseReason reason) {
        final List<NaiveOrder> chosen = new ArrayList<>();
        for (final NaiveOrder order : state.open) {
            if (which.test(order)) {
                chosen.add(order);
            }
        }
        for (final NaiveOrder order : chosen) {
            cancel(order, reason);
        }
        return chosen.size();
    }

    /** Takes a filled order out, or one whose event has been written. */
    void end(final NaiveOrder order) {
        if (order.place == NaiveOrder.Place.RESTING) {
            state.touch(order);
        }
        state.instrument(order.instrumentId).waiting.remove(order);
        order.place = NaiveOrder.Place.ENDED;
        state.open.remove(order);
        if (order.locked.signum() > 0) {
            ledger.release(order, order.locked);
        }
        order.locked = BigInteger.ZERO;
        if (order.hasClientId()) {
            remember(order);
        }
    }

    private void remember(final NaiveOrder order) {
        state.remembered.remove(state.remembered(order.accountId, order.command.fields(), Command.ID));
        state.remembered.add(order);
        int ofAccount = 0;
        NaiveOrder oldest = null;
        for (final NaiveOrder other : state.remembered) {
            if (other.accountId == order.accountId) {
                ofAccount++;
                oldest = oldest == null ? other : oldest;
            }
        }
        if (ofAccount > state.limits.rememberedOrdersPerAccount()) {
            state.remembered.remove(oldest);
        }
        if (state.remembered.size() > state.limits.rememberedOrders()) {
            state.remembered.remove(0);
        }
    }

    private void log(final EventKind kind, final NaiveOrder order, final CloseReason reason) {
        state.log.add(kind, order.id, order.remaining, order.executed, order.prevented, reason.code());
    }
}
