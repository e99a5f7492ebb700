package io.bourse.engine.oracle;

import io.bourse.engine.EngineLimits;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** All that the oracle knows, in flat lists, and the ways to look at it. */
final class NaiveState {
    static final int MEMBERS_MAX = 62;

    final EngineLimits limits;
    final EventLog log = new EventLog();
    final List<NaiveInstrument> instruments = new ArrayList<>();
    /** By id; 0 is the fee account. */
    final List<NaiveAccount> accounts = new ArrayList<>();
    /** Open orders, lowest id first: resting, parked and waiting ones. */
    final List<NaiveOrder> open = new ArrayList<>();
    /** Ended orders with a client order id, oldest first. */
    final List<NaiveOrder> remembered = new ArrayList<>();
    /** Account and session. */
    final List<long[]> blockedSessions = new ArrayList<>();
    /** Instrument, side and price of the levels that the command has changed. */
    final List<long[]> touched = new ArrayList<>();
    /** Members with too little room on their disks. */
    final Set<Integer> lowMembers = new TreeSet<>();
    int members;
    long nowNs;
    long lastOrderId;
    long lastTurn;

    /** So few have room that a majority cannot be had of them. */
    boolean isStorageLow() {
        return members > 0 && members - lowMembers.size() < members / 2 + 1;
    }

    NaiveState(final EngineLimits limits) {
        this.limits = limits;
        accounts.add(new NaiveAccount());
    }

    NaiveInstrument instrument(final long id) {
        return id < 1 || id > instruments.size() ? null : instruments.get((int) id - 1);
    }

    /** Null for 0 as well: the fee account is nobody's. */
    NaiveAccount account(final long id) {
        return id < 1 || id >= accounts.size() ? null : accounts.get((int) id);
    }

    NaiveAccount fees() {
        return accounts.get(0);
    }

    boolean isSessionBlocked(final long accountId, final long session) {
        for (final long[] blocked : blockedSessions) {
            if (blocked[0] == accountId && blocked[1] == session) {
                return true;
            }
        }
        return false;
    }

    /** By order id, for the operator any, or by client order id. */
    NaiveOrder find(final long accountId, final long orderId, final long[] words, final int offset) {
        for (final NaiveOrder order : open) {
            if (orderId != 0 ? order.id == orderId && (accountId == 0 || order.accountId == accountId)
                : order.accountId == accountId && order.hasClientId() && order.hasClientId(words, offset)) {
                return order;
            }
        }
        return null;
    }

    NaiveOrder remembered(final long accountId, final long[] words, final int offset) {
        for (final NaiveOrder order : remembered) {
            if (order.accountId == accountId && order.hasClientId(words, offset)) {
                return order;
            }
        }
        return null;
    }

    /** First in matching order of those that rest on a side. */
    NaiveOrder best(final int instrumentId, final boolean buy, final boolean liveOnly) {
        NaiveOrder best = null;
        for (final NaiveOrder order : open) {
            if (order.place == NaiveOrder.Place.RESTING && order.instrumentId == instrumentId && order.isBuy() == buy &&
                (!liveOnly || !order.isDue(nowNs)) && (best == null || isBefore(order, best))) {
                best = order;
            }
        }
        return best;
    }

    static boolean isBefore(final NaiveOrder order, final NaiveOrder other) {
        return order.price != other.price ? order.isBuy() == order.price > other.price : order.turn < other.turn;
    }

    boolean isOwn(final NaiveOrder one, final NaiveOrder other) {
        final long group = account(one.accountId).group;
        return one.accountId == other.accountId || group != 0 && group == account(other.accountId).group;
    }

    int openCount(final long accountId) {
        int count = 0;
        for (final NaiveOrder order : open) {
            count += order.accountId == accountId ? 1 : 0;
        }
        return count;
    }

    /** Whether an order shares the level that another one rests or is parked at. */
    private static boolean isSameLevel(final NaiveOrder order, final NaiveOrder other) {
        if (order.instrumentId != other.instrumentId || order.place != other.place) {
            return false;
        }
        return order.place == NaiveOrder.Place.RESTING ? order.side == other.side && order.price == other.price
            : order.triggersUpwards() == other.triggersUpwards() && order.stop == other.stop;
    }

    private static boolean hasLevel(final NaiveOrder order) {
        return order.place == NaiveOrder.Place.RESTING || order.place == NaiveOrder.Place.PARKED && order.trailing == 0;
    }

    /** Whether an order that is about to take this place finds room there; another one counts as gone. */
    boolean hasRoom(final NaiveOrder order, final NaiveOrder.Place place, final NaiveOrder gone) {
        if (open.size() < limits.levels()) {
            return true;
        }
        final NaiveOrder.Place before = order.place;
        order.place = place;
        final List<NaiveOrder> levels = new ArrayList<>();
        boolean found = false;
        for (final NaiveOrder other : open) {
            if (other != gone && other != order && hasLevel(other)) {
                found |= isSameLevel(order, other);
                boolean known = false;
                for (final NaiveOrder level : levels) {
                    known |= isSameLevel(level, other);
                }
                if (!known) {
                    levels.add(other);
                }
            }
        }
        order.place = before;
        return found || levels.size() < limits.levels();
    }

    void touch(final NaiveOrder order) {
        for (final long[] level : touched) {
            if (level[0] == order.instrumentId && level[1] == order.side && level[2] == order.price) {
                return;
            }
        }
        touched.add(new long[] {order.instrumentId, order.side, order.price});
    }

    /** The end of a command: what the changed levels show now, instrument by instrument, in the order of the first change. */
    void flush() {
        while (!touched.isEmpty()) {
            final long instrumentId = touched.get(0)[0];
            for (final long[] level : touched) {
                if (level[0] == instrumentId) {
                    logLevel(level);
                }
            }
            touched.removeIf(level -> level[0] == instrumentId);
        }
    }

    private void logLevel(final long[] level) {
        long lots = 0;
        long count = 0;
        for (final NaiveOrder order : open) {
            if (order.place == NaiveOrder.Place.RESTING && order.instrumentId == level[0] && order.side == level[1] &&
                order.price == level[2]) {
                lots += order.shown;
                count++;
            }
        }
        log.add(EventKind.BOOK, level[0], level[1], level[2], lots, count, ++instrument(level[0]).lastUpdateId);
    }

    /** Limit, or trigger price at entry, times what is open. */
    BigInteger openNotional(final NaiveOrder order) {
        return instrument(order.instrumentId).quoteOf(order.hasLimit() ? order.price : order.firstStop, order.remaining);
    }
}
