package io.bourse.engine.oracle;

import java.util.ArrayList;
import java.util.List;

/** Stops: parked, triggered by trades, waiting, activated. */
final class NaiveStops {
    private final NaiveState state;
    private final NaiveEnds ends;
    private int activations;

    NaiveStops(final NaiveState state, final NaiveEnds ends) {
        this.state = state;
        this.ends = ends;
    }

    void beginCommand() {
        activations = 0;
    }

    /** Trailing stops follow first; then every condition is looked at. */
    void onTrade(final NaiveInstrument instrument) {
        final long price = instrument.lastPrice;
        for (final NaiveOrder order : state.open) {
            if (order.place != NaiveOrder.Place.PARKED || order.triggered || order.instrumentId != instrument.id) {
                continue;
            }
            if (order.trailing != 0) {
                order.best = order.triggersUpwards() ? Math.min(order.best, price) : Math.max(order.best, price);
                order.stop = instrument.trailingStop(order.triggersUpwards(), order.best, order.trailing);
            }
            order.triggered = order.conditionHolds(price);
        }
    }

    /** An order has finished matching: what it has triggered waits, lowest id first. */
    void collect(final NaiveInstrument instrument) {
        final List<NaiveOrder> triggered = new ArrayList<>();
        for (final NaiveOrder order : state.open) {
            if (order.place == NaiveOrder.Place.PARKED && order.triggered && order.instrumentId == instrument.id) {
                triggered.add(order);
            }
        }
        for (final NaiveOrder order : triggered) {
            order.place = NaiveOrder.Place.WAITING;
            instrument.waiting.add(order);
        }
    }

    /** Waiting stops enter the market, as many as this command may still activate. */
    void activate(final NaiveMatching matching) {
        for (final NaiveInstrument instrument : state.instruments) {
            while (instrument.state == NaiveInstrument.TRADING && !instrument.waiting.isEmpty() &&
                activations < state.limits.triggersPerCommand()) {
                final NaiveOrder order = instrument.waiting.get(0);
                activations++;
                if (order.isDue(state.nowNs)) {
                    ends.expireDue(order);
                    continue;
                }
                instrument.waiting.remove(0);
                order.place = NaiveOrder.Place.MATCHING;
                order.activated = true;
                state.log.add(EventKind.TRIGGERED, order.id, order.stop, instrument.lastPrice, order.remaining);
                matching.match(order);
                order.activated = false;
                collect(instrument);
            }
        }
    }
}
