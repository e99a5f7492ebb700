package io.bourse.engine;

/** Stops of all instruments that are triggered and wait to enter the market. */
final class TriggeredStops {
    private final InstrumentTable instruments;
    private final int activationLimit;
    private int waitingCount;
    private int activationsLeft;

    TriggeredStops(final InstrumentTable instruments, final int activationLimit) {
        this.instruments = instruments;
        this.activationLimit = activationLimit;
    }

    void beginCommand() {
        activationsLeft = activationLimit;
    }

    /** An order has finished matching: queues the stops that its trades have triggered. */
    void onTrades(final Instrument instrument, final long firstTicks, final long lastTicks) {
        waitingCount += instrument.stops.trigger(firstTicks, lastTicks, instrument);
    }

    /** A triggered stop of a snapshot. */
    void restore(final Order order) {
        order.instrument.stops.queue(order);
        waitingCount++;
    }

    /** Takes out a parked or waiting stop. */
    void remove(final Order order) {
        if (order.place == Place.WAITING) {
            waitingCount--;
        }
        order.instrument.stops.remove(order);
    }

    /** Lets them enter one by one, also those that they trigger in turn, as many as the command still may. */
    void activate(final Matcher matcher) {
        if (waitingCount == 0) {
            return;
        }
        final int count = instruments.count();
        for (int i = 1; i <= count && waitingCount > 0 && activationsLeft > 0; i++) {
            final Instrument instrument = instruments.get(i);
            if (instrument.state == InstrumentState.TRADING) {
                activate(instrument, matcher);
            }
        }
    }

    /** Whether any could enter now. */
    boolean isReady() {
        if (waitingCount == 0) {
            return false;
        }
        final int count = instruments.count();
        for (int i = 1; i <= count; i++) {
            final Instrument instrument = instruments.get(i);
            if (instrument.state == InstrumentState.TRADING && instrument.stops.waiting.first != null) {
                return true;
            }
        }
        return false;
    }

    private void activate(final Instrument instrument, final Matcher matcher) {
        Order order = instrument.stops.waiting.first;
        while (order != null && activationsLeft > 0) {
            activationsLeft--;
            matcher.activate(order);
            order = instrument.stops.waiting.first;
        }
    }
}
