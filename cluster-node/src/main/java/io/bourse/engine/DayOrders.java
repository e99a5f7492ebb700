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
        order.day = this;
        order.previousOfDay = tail;
        order.nextOfDay = null;
        if (tail == null) {
            first = order;
        } else {
            tail.nextOfDay = order;
        }
        last = order;
    }

    void remove(final Order order) {
        final Order previous = order.previousOfDay;
        final Order next = order.nextOfDay;
        if (previous == null) {
            first = next;
        } else {
            previous.nextOfDay = next;
        }
        if (next == null) {
            last = previous;
        } else {
            next.previousOfDay = previous;
        }
        order.day = null;
        order.previousOfDay = null;
        order.nextOfDay = null;
    }
}
