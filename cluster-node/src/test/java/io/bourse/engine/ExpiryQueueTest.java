package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The first is always the one with the earliest (due time, order id), whatever was added and removed before. */
class ExpiryQueueTest {
    private static final int STEPS = 20_000;
    private static final int TIMES = 50;
    private static final long SEED = Long.getLong("seed", 12);

    private final ExpiryQueue queue = new ExpiryQueue();

    @Test
    void shouldKnowTheFirst() {
        final Random random = new Random(SEED);
        final TreeSet<Order> expected = new TreeSet<>(
            Comparator.<Order>comparingLong(order -> order.details.dueNs).thenComparingLong(order -> order.orderId));
        final List<Order> all = new ArrayList<>();
        for (int i = 1; i <= STEPS; i++) {
            // Grows to several hundred, and is empty now and then.
            if (all.isEmpty() || random.nextInt(1_000) > (i / 1_000 % 2 == 0 ? 300 : 700)) {
                final Order order = order(i);
                order.details.dueNs = random.nextInt(TIMES);
                queue.add(order);
                expected.add(order);
                all.add(order);
            } else {
                final Order order = all.remove(random.nextInt(all.size()));
                queue.remove(order);
                expected.remove(order);
            }
            assertSame(expected.isEmpty() ? null : expected.first(), queue.first(), "seed=" + SEED + " step=" + i);
        }
    }

    @Test
    void shouldEndWhenAnOrderIsNotThere() {
        final Order order = order(1);
        assertThrows(IllegalStateException.class, () -> queue.remove(order));
        queue.add(order);
        final Order other = order(2);
        assertThrows(IllegalStateException.class, () -> queue.remove(other));
        queue.remove(order);
        assertThrows(IllegalStateException.class, () -> queue.remove(order));
        assertNull(queue.first());
    }

    private static Order order(final long orderId) {
        final Order order = new Order();
        order.orderId = orderId;
        order.details = new OrderDetails();
        return order;
    }
}
