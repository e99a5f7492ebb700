package io.bourse.engine;

/** The orders resting at one price, first come first served. Pooled. */
final class PriceLevel {
    long priceTicks;
    /** Sum of the displayed open quantities; at most the base supply, which fits. */
    long quantityLots;
    /** Sum of the hidden ones. */
    long hiddenLots;
    int orderCount;
    /** Changed by the current command and therefore in the list of its deltas. */
    boolean touched;
    Side side;
    PricePage page;
    Order first;
    Order last;
    PriceLevel nextFree;

    void append(final Order order) {
        final Order tail = last;
        order.level = this;
        order.previousInLevel = tail;
        order.nextInLevel = null;
        if (tail == null) {
            first = order;
        } else {
            tail.nextInLevel = order;
        }
        last = order;
        orderCount++;
        quantityLots += order.remainingLots - order.hiddenLots;
        hiddenLots += order.hiddenLots;
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
        order.level = null;
        order.previousInLevel = null;
        order.nextInLevel = null;
        orderCount--;
        quantityLots -= order.remainingLots - order.hiddenLots;
        hiddenLots -= order.hiddenLots;
    }
}
