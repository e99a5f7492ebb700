package io.bourse.engine;

/** Orders that are in no level, linked as if they were in one. */
final class OrderList {
    Order first;
    Order last;
    int count;

    void append(final Order order) {
        final Order tail = last;
        order.previous = tail;
        order.next = null;
        if (tail == null) {
            first = order;
        } else {
            tail.next = order;
        }
        last = order;
        count++;
    }

    void remove(final Order order) {
        final Order previous = order.previous;
        final Order next = order.next;
        if (previous == null) {
            first = next;
        } else {
            previous.next = next;
        }
        if (next == null) {
            last = previous;
        } else {
            next.previous = previous;
        }
        order.previous = null;
        order.next = null;
        count--;
    }
}
