package io.bourse.engine;

/**
 * Which open orders end by time, and when: GTD orders at their own time, DAY orders when the session of their instrument
 * has ended. Knows engine time, because an order that is due counts for nothing from then on, swept or not.
 */
final class Expiries {
    private final ExpiryQueue byTime = new ExpiryQueue();
    /** Of each ended session the first order. */
    private final ExpiryQueue endedSessions = new ExpiryQueue();
    private DayOrders free;
    /** Engine time, ns; the engine sets it at the beginning of a command. */
    long nowNs;

    /** An order becomes open. */
    void add(final Order order) {
        if (order.timeInForce == TimeInForce.GTD) {
            order.details.dueNs = order.details.expireTimeNs;
            byTime.add(order);
        } else if (order.timeInForce == TimeInForce.DAY) {
            append(order, DayOrders.OPEN);
        }
    }

    /** As {@link #add}, when a snapshot is loaded, in order of id: the end of its session is in dueNs. */
    void restore(final Order order) {
        if (order.timeInForce == TimeInForce.DAY) {
            append(order, order.details.dueNs);
        } else {
            add(order);
        }
    }

    /** An order is open no more. */
    void remove(final Order order) {
        final DayOrders day = order.details.day;
        if (day == null) {
            if (order.timeInForce == TimeInForce.GTD) {
                byTime.remove(order);
            }
            return;
        }
        final boolean queued = day.endNs != DayOrders.OPEN && day.first == order;
        if (queued) {
            endedSessions.remove(order);
        }
        day.remove(order);
        if (queued && day.first != null) {
            queue(day);
        } else if (queued) {
            giveBack(day, order.instrument);
        }
    }

    /** All DAY orders of the instrument are due from now on. */
    void endSession(final Instrument instrument) {
        final DayOrders day = instrument.day;
        if (day != null && day.endNs == DayOrders.OPEN && day.first != null) {
            day.endNs = nowNs;
            instrument.day = null;
            queue(day);
        }
    }

    /** Whether an open order should have ended by now; it must not trade. */
    boolean isDue(final Order order) {
        return order.mayExpire() && dueTimeNs(order) <= nowNs;
    }

    /** The next order to sweep: GTD by (expiry, id), then DAY by (end of the session, id); null when none is due. */
    Order firstDue() {
        final Order first = byTime.first();
        return first != null && first.details.dueNs <= nowNs ? first : endedSessions.first();
    }

    /** Whether DAY orders wait to be swept. */
    boolean hasEndedSessions() {
        return endedSessions.first() != null;
    }

    /** Expiry of the first GTD order, ns; Long.MAX_VALUE when there is none. */
    long firstExpiryNs() {
        final Order first = byTime.first();
        return first == null ? Long.MAX_VALUE : first.details.dueNs;
    }

    /** Why an order that is due ends. */
    static CloseReason reason(final Order order) {
        return order.timeInForce == TimeInForce.GTD ? CloseReason.EXPIRY_TIME : CloseReason.SESSION_END;
    }

    private static long dueTimeNs(final Order order) {
        return order.details.day == null ? order.details.dueNs : order.details.day.endNs;
    }

    private void append(final Order order, final long endNs) {
        final Instrument instrument = order.instrument;
        // The sessions of an instrument follow each other, as do the ids of their orders.
        if (instrument.day == null || instrument.day.endNs != endNs) {
            instrument.day = take(endNs);
        }
        instrument.day.append(order);
        if (endNs != DayOrders.OPEN && instrument.day.first == order) {
            queue(instrument.day);
        }
    }

    private void queue(final DayOrders day) {
        day.first.details.dueNs = day.endNs;
        endedSessions.add(day.first);
    }

    private DayOrders take(final long endNs) {
        final DayOrders day = free == null ? new DayOrders() : free;
        free = day.nextFree;
        day.nextFree = null;
        day.endNs = endNs;
        return day;
    }

    private void giveBack(final DayOrders day, final Instrument instrument) {
        if (instrument.day == day) {
            instrument.day = null;
        }
        day.nextFree = free;
        free = day;
    }
}
