package io.bourse.engine.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Knows nothing but the events of the engine and rebuilds every order from them: what it has left, what of it shows, where it
 * waits, and its place among those of its price. What it cannot know from them a reader of the third level could not either.
 */
final class OrderReader {
    private static final class Known {
        long instrument;
        long side;
        long price;
        long quantity;
        long remaining;
        long display;
        long shown;
        long turn;
        boolean parked;
        /** Comes into the market with this command; what it shows is cut from what is left when it rests. */
        boolean entering;

        void enter(final long newTurn) {
            parked = false;
            entering = true;
            turn = newTurn;
        }

        void rest() {
            if (entering) {
                entering = false;
                reload();
            }
        }

        void reload() {
            shown = display == 0 ? remaining : Math.min(display, remaining);
        }
    }

    private final Map<Long, Known> orders = new HashMap<>();
    private long lastTurn;

    void read(final EventLog log) {
        int i = 0;
        while (i < log.length()) {
            final EventKind kind = EventKind.VALUES[(int) log.at(i++)];
            switch (kind) {
                case ACCEPTED -> accept(log, i);
                case TRADE -> {
                    lose(log.at(i + 2), log.at(i + 5), true);
                    lose(log.at(i + 3), log.at(i + 5), false);
                    orders.values().removeIf(order -> order.remaining == 0);
                }
                case PREVENTED -> {
                    lose(log.at(i + 2), log.at(i + 5), true);
                    lose(log.at(i + 3), log.at(i + 6), false);
                }
                case TRIGGERED -> orders.get(log.at(i)).enter(++lastTurn);
                case AMENDED -> amend(orders.get(log.at(i)), log, i);
                case CANCELLED, EXPIRED -> orders.remove(log.at(i));
                default -> { }
            }
            i += kind.fieldCount();
        }
    }

    private void accept(final EventLog log, final int i) {
        final long type = log.at(i + 4);
        if (type == NaiveOrder.MARKET) {
            return;
        }
        final Known order = new Known();
        order.instrument = log.at(i + 2);
        order.side = log.at(i + 3);
        order.price = log.at(i + 6);
        order.quantity = log.at(i + 7);
        order.remaining = order.quantity;
        order.display = log.at(i + 12);
        if (type >= NaiveOrder.STOP_LOSS) {
            order.parked = true;
        } else {
            order.enter(++lastTurn);
        }
        orders.put(log.at(i), order);
    }

    /** By a trade or by prevention; a maker loses of what it shows. */
    private void lose(final long id, final long lots, final boolean maker) {
        final Known order = orders.get(id);
        if (order == null) {
            return;
        }
        if (maker) {
            order.rest();
        }
        order.remaining -= lots;
        if (maker) {
            order.shown -= lots;
            if (order.shown <= 0) {
                order.reload();
                order.turn = ++lastTurn;
            }
        }
    }

    private void amend(final Known order, final EventLog log, final int i) {
        order.rest();
        order.price = log.at(i + 1);
        order.quantity = log.at(i + 2);
        order.remaining = log.at(i + 3);
        if (log.at(i + 4) == 0) {
            order.enter(++lastTurn);
        } else {
            order.shown = Math.min(order.shown, order.remaining);
        }
    }

    /** Every open order of the oracle, and none besides. */
    void check(final NaiveState state) {
        final List<NaiveOrder> resting = new ArrayList<>();
        for (final NaiveOrder expected : state.open) {
            final Known order = orders.get(expected.id);
            require(order != null, "is not known", expected);
            order.rest();
            require(order.instrument == expected.instrumentId && order.side == expected.side && order.price == expected.price,
                "is elsewhere", expected);
            require(order.quantity == expected.quantity && order.remaining == expected.remaining, "has another quantity",
                expected);
            require(order.parked == (expected.place != NaiveOrder.Place.RESTING), "waits elsewhere", expected);
            if (!order.parked) {
                require(order.shown == expected.shown, "shows another quantity", expected);
                resting.add(expected);
            }
        }
        if (orders.size() != state.open.size()) {
            throw new AssertionError("orders from the events: " + orders.size() + ", open: " + state.open.size());
        }
        resting.sort((one, other) -> Long.compare(one.turn, other.turn));
        final Map<List<Long>, Long> turns = new HashMap<>();
        for (final NaiveOrder expected : resting) {
            final long turn = orders.get(expected.id).turn;
            final Long before = turns.put(List.of((long) expected.instrumentId, (long) expected.side, expected.price), turn);
            require(before == null || before < turn, "has another place at its price", expected);
        }
    }

    private static void require(final boolean condition, final String what, final NaiveOrder order) {
        if (!condition) {
            throw new AssertionError("order " + order.id + " from the events " + what);
        }
    }
}
