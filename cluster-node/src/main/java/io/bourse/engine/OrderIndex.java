package io.bourse.engine;

/**
 * Open orders by id: a chained hash table whose links are in the records of {@link OrderSlots}. Removal walks no
 * neighbours, and a find costs the cache line of the bucket and that of the record, which the caller is about to use.
 * Sixteen consecutive ids share a run of sixteen buckets, one cache line, because orders of one time are asked for together;
 * the runs are spread by a Fibonacci hash. It is never iterated, so its order never shows.
 */
final class OrderIndex {
    private static final int RUN_LOG2 = 4;
    private static final int RUN_MASK = (1 << RUN_LOG2) - 1;
    private static final int INITIAL_LOG2 = 10;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final OrderSlots slots;
    private int[] buckets;
    private int shift;
    private int size;

    OrderIndex(final OrderSlots slots) {
        this.slots = slots;
        allocate(INITIAL_LOG2);
    }

    /** The slot of an id; {@link OrderSlots#NONE} when there is none. */
    int get(final long orderId) {
        int slot = buckets[bucket(orderId)];
        while (slot != OrderSlots.NONE && slots.orderId(slot) != orderId) {
            slot = slots.nextInBucket(slot);
        }
        return slot;
    }

    /** Adds a slot under an id that is not there yet, and writes the id into its record. */
    void put(final long orderId, final int slot) {
        if (size >= buckets.length) {
            grow();
        }
        slots.orderId(slot, orderId);
        link(bucket(orderId), slot);
        size++;
    }

    /** Removes the slot of an id; {@link OrderSlots#NONE} when there was none. */
    int remove(final long orderId) {
        final int bucket = bucket(orderId);
        final int head = buckets[bucket];
        if (head == OrderSlots.NONE) {
            return OrderSlots.NONE;
        }
        if (slots.orderId(head) != orderId) {
            return removeBehind(head, orderId);
        }
        buckets[bucket] = slots.nextInBucket(head);
        size--;
        return head;
    }

    /** Makes room for so many at once, while it is empty. */
    void reserve(final int count) {
        while (buckets.length < count) {
            grow();
        }
    }

    int size() {
        return size;
    }

    private int removeBehind(final int head, final long orderId) {
        int previous = head;
        int slot = slots.nextInBucket(head);
        while (slot != OrderSlots.NONE && slots.orderId(slot) != orderId) {
            previous = slot;
            slot = slots.nextInBucket(slot);
        }
        if (slot != OrderSlots.NONE) {
            slots.nextInBucket(previous, slots.nextInBucket(slot));
            size--;
        }
        return slot;
    }

    private int bucket(final long orderId) {
        return (int) ((orderId >>> RUN_LOG2) * GOLDEN >>> shift) << RUN_LOG2 | (int) orderId & RUN_MASK;
    }

    private void link(final int bucket, final int slot) {
        slots.nextInBucket(slot, buckets[bucket]);
        buckets[bucket] = slot;
    }

    private void allocate(final int log2) {
        buckets = new int[1 << log2];
        shift = Long.SIZE - (log2 - RUN_LOG2);
    }

    private void grow() {
        final int[] old = buckets;
        allocate(Integer.numberOfTrailingZeros(old.length) + 1);
        for (final int head : old) {
            int slot = head;
            while (slot != OrderSlots.NONE) {
                final int next = slots.nextInBucket(slot);
                link(bucket(slots.orderId(slot)), slot);
                slot = next;
            }
        }
    }
}
