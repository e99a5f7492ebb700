package io.bourse.engine;

import java.util.Arrays;

/**
 * Open orders by id. Sixteen consecutive ids share a run of sixteen slots of {@link OrderSlots}, in which each has its place. So
 * only the run must be looked up, in tables that are small enough to stay in the cache, and the first line that an id costs is
 * that of the record itself, which the caller is about to use. A run is there while any of its orders is open: where orders
 * end in any order there are three to four slots to an open one, and sixteen at worst.
 *
 * <p>Runs lie in the table by the rest of their number, in chains: ids are given one after the other, so the runs of recent
 * orders do not meet. It is never iterated, so its order never shows. Grows by doubling.
 */
final class OrderIndex {
    private static final int RUN_LOG2 = 4;
    static final int RUN_LENGTH = 1 << RUN_LOG2;

    private static final int RUN_MASK = RUN_LENGTH - 1;
    private static final int INITIAL_RUNS = 1 << 3;
    /** The run of the slot that is none. */
    private static final int NONE = 0;

    private final OrderSlots slots;
    /** By the rest of a run's number, the first run of the chain. A run is its first slot divided by sixteen. */
    private int[] buckets = new int[INITIAL_RUNS];
    /** By run: id divided by sixteen. */
    private long[] numbers = new long[INITIAL_RUNS];
    /** By run: the next in its chain; of a free run the next free one. */
    private int[] next = new int[INITIAL_RUNS];
    /** By run: bit i is set when the order of place i is open. */
    private char[] open = new char[INITIAL_RUNS];
    /** Runs that were ever made, the one that is none included. */
    private int madeRuns = 1;
    private int usedRuns;
    private int firstFree;
    private int size;

    OrderIndex(final OrderSlots slots) {
        this.slots = slots;
    }

    /** The slot of an id; {@link OrderSlots#NONE} when there is none. */
    int get(final long orderId) {
        final int run = find(orderId >>> RUN_LOG2);
        final int slot = slot(run, orderId);
        return isOpen(slot) ? slot : OrderSlots.NONE;
    }

    /** Gives a slot to an id that has none. */
    int put(final long orderId) {
        final long number = orderId >>> RUN_LOG2;
        final int found = find(number);
        final int run = found == NONE ? addRun(number) : found;
        open[run] |= (char) (1 << ((int) orderId & RUN_MASK));
        size++;
        return slot(run, orderId);
    }

    /** Takes a slot from its id. */
    void remove(final int slot) {
        if (!isOpen(slot)) {
            throw new IllegalStateException("no order is open there: slot=" + slot);
        }
        final int run = slot >>> RUN_LOG2;
        open[run] &= (char) ~(1 << (slot & RUN_MASK));
        size--;
        if (open[run] == 0) {
            removeRun(run);
        }
    }

    /** The id of a slot that has one. */
    long orderId(final int slot) {
        return numbers[slot >>> RUN_LOG2] << RUN_LOG2 | slot & RUN_MASK;
    }

    int size() {
        return size;
    }

    private static int slot(final int run, final long orderId) {
        return run << RUN_LOG2 | (int) orderId & RUN_MASK;
    }

    private int bucket(final long number) {
        return (int) number & buckets.length - 1;
    }

    private boolean isOpen(final int slot) {
        return (open[slot >>> RUN_LOG2] >>> (slot & RUN_MASK) & 1) != 0;
    }

    /** The run of a number; the one that is none, which has no open orders, when there is none. */
    private int find(final long number) {
        int run = buckets[bucket(number)];
        while (run != NONE && numbers[run] != number) {
            run = next[run];
        }
        return run;
    }

    private int addRun(final long number) {
        if (usedRuns == buckets.length) {
            growBuckets();
        }
        final int run = firstFree == NONE ? makeRun() : firstFree;
        firstFree = next[run];
        numbers[run] = number;
        link(run);
        usedRuns++;
        return run;
    }

    private void removeRun(final int run) {
        final int bucket = bucket(numbers[run]);
        if (buckets[bucket] == run) {
            buckets[bucket] = next[run];
        } else {
            int previous = buckets[bucket];
            while (next[previous] != run) {
                previous = next[previous];
            }
            next[previous] = next[run];
        }
        next[run] = firstFree;
        firstFree = run;
        usedRuns--;
    }

    private void link(final int run) {
        final int bucket = bucket(numbers[run]);
        next[run] = buckets[bucket];
        buckets[bucket] = run;
    }

    private int makeRun() {
        final int run = madeRuns++;
        if (run == next.length) {
            numbers = Arrays.copyOf(numbers, 2 * run);
            next = Arrays.copyOf(next, 2 * run);
            open = Arrays.copyOf(open, 2 * run);
        }
        slots.reserve(madeRuns << RUN_LOG2);
        return run;
    }

    private void growBuckets() {
        final int[] old = buckets;
        buckets = new int[2 * old.length];
        for (final int head : old) {
            int run = head;
            while (run != NONE) {
                final int following = next[run];
                link(run);
                run = following;
            }
        }
    }
}
