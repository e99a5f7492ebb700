package io.bourse.engine.oracle;

import java.util.HashMap;
import java.util.Map;

/**
 * Knows nothing but the events of the engine: rebuilds books from deltas and balances from ledger lines, counts ids, and adds
 * up the money of each asset after every command.
 */
final class EventReader {
    private record Key(long one, long two, long three) {
    }

    private final Map<Key, long[]> levels = new HashMap<>();
    private final Map<Key, long[]> balances = new HashMap<>();
    private final Map<Key, long[]> lastIds = new HashMap<>();
    /** By asset: what all accounts and the fee account have, and what has come in and not gone out. */
    private final Map<Long, long[]> money = new HashMap<>();

    void read(final EventLog log) {
        int i = 0;
        while (i < log.length()) {
            final EventKind kind = EventKind.VALUES[(int) log.at(i++)];
            switch (kind) {
                case BOOK -> {
                    final Key level = new Key(log.at(i), log.at(i + 1), log.at(i + 2));
                    if (log.at(i + 4) == 0) {
                        require(log.at(i + 3) == 0, "lots without orders", level);
                        levels.remove(level);
                    } else {
                        levels.put(level, new long[] {log.at(i + 3), log.at(i + 4)});
                    }
                    next(kind, log.at(i), log.at(i + 5));
                }
                case BALANCE -> {
                    final Key key = new Key(log.at(i), log.at(i + 1), 0);
                    final long[] sums = balances.computeIfAbsent(key, any -> new long[2]);
                    sums[0] += log.at(i + 4);
                    sums[1] += log.at(i + 5);
                    require(sums[0] == log.at(i + 2) && sums[1] == log.at(i + 3) && sums[0] >= 0 && sums[1] >= 0,
                        "the lines of a balance do not add up", key);
                    money(log.at(i + 1))[0] += log.at(i + 4) + log.at(i + 5);
                }
                case DEPOSIT -> money(log.at(i + 1))[1] += log.at(i + 2);
                case WITHDRAWAL_FINISHED -> money(log.at(i + 2))[1] -= log.at(i + 4) == 1 ? log.at(i + 3) : 0;
                case TRADE, PREVENTED -> next(kind, log.at(i), log.at(i + 1));
                case ACCEPTED -> next(kind, 0, log.at(i));
                default -> { }
            }
            i += kind.fieldCount();
        }
        money.forEach((asset, sums) -> require(sums[0] == sums[1], "more or less than came in",
            new Key(asset, 0, 0)));
    }

    private long[] money(final long asset) {
        return money.computeIfAbsent(asset, any -> new long[2]);
    }

    /** Every level of the oracle, and none besides. */
    void checkLevels(final NaiveState state) {
        final Map<Key, long[]> expected = new HashMap<>();
        for (final NaiveOrder order : state.open) {
            if (order.place == NaiveOrder.Place.RESTING) {
                final long[] level = expected.computeIfAbsent(
                    new Key(order.instrumentId, order.side, order.price), any -> new long[2]);
                level[0] += order.shown;
                level[1]++;
            }
        }
        require(expected.keySet().equals(levels.keySet()), "levels from the deltas", new Key(0, 0, 0));
        expected.forEach((key, level) -> require(java.util.Arrays.equals(level, levels.get(key)), "level", key));
    }

    /** 1, 2, 3 ... without gaps. */
    private void next(final EventKind kind, final long scope, final long id) {
        final Key key = new Key(kind.ordinal(), scope, 0);
        require(++lastIds.computeIfAbsent(key, any -> new long[1])[0] == id, "id " + id + " of " + kind, key);
    }

    private static void require(final boolean condition, final String what, final Key key) {
        if (!condition) {
            throw new AssertionError(what + ": " + key);
        }
    }
}
