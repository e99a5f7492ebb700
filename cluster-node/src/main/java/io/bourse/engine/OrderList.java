package io.bourse.engine;

/** Orders that are in no level, linked as if they were in one. */
final class OrderList {
    Order first;
    Order last;
    int count;

    void append(final Order order) {
        final Order tail = last;
        order.details.previous = tail;
        order.details.next = null;
        if (tail == null) {
            first = order;
        } else {
            tail.details.next = order;
        }
        last = order;
        count++;
    }

    void remove(final Order order) {
        final Order previous = order.details.previous;
        final Order next = order.details.next;
        if (previous == null) {
            first = next;
        } else {
            previous.details.next = next;
        }
        if (next == null) {
            last = previous;
        } else {
            next.details.previous = previous;
        }
        order.details.previous = null;
        order.details.next = null;
        count--;
    }
}
