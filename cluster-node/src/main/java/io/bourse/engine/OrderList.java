package io.bourse.engine;

/** Orders that are in no level, linked as if they were in one. */
final class OrderList {
    Order first;
    Order last;
    int count;

    void append(final Order order) {
        final Order tail = last;
        order.previousInLevel = tail;
        order.nextInLevel = null;
        if (tail == null) {
            first = order;
        } else {
            tail.nextInLevel = order;
        }
        last = order;
        count++;
    }

    void remove(final Order order) {
        final Order previous = order.previousInLevel;
        final Order next = order.nextInLevel;
        if (previous == null) {
            first = next;
        } else {
            previous.nextInLevel = next;
        }
        if (next == null) {
            last = previous;
        } else {
            next.previousInLevel = previous;
        }
        order.previousInLevel = null;
        order.nextInLevel = null;
        count--;
    }
}
