package io.bourse.engine;

/** The DAY orders of one session of an instrument, lowest id first. Pooled. */
final class DayOrders {
    /** Of a session that goes on. */
    static final long OPEN = Long.MAX_VALUE;

    /** When the session ended, ns; OPEN while it goes on. */
    long endNs;
    Order first;
    Order last;
    DayOrders nextFree;

    void append(final Order order) {
        final Order tail = last;
        order.details.day = this;
        order.details.previousOfDay = tail;
        order.details.nextOfDay = null;
        if (tail == null) {
            first = order;
        } else {
            tail.details.nextOfDay = order;
        }
        last = order;
    }

    void remove(final Order order) {
        final Order previous = order.details.previousOfDay;
        final Order next = order.details.nextOfDay;
        if (previous == null) {
            first = next;
        } else {
            previous.details.nextOfDay = next;
        }
        if (next == null) {
            last = previous;
        } else {
            next.details.previousOfDay = previous;
        }
        order.details.day = null;
        order.details.previousOfDay = null;
        order.details.nextOfDay = null;
    }
}
