package io.bourse.engine;

/**
 * Chained hash table whose links are in the things held: no allocation but for growth, which doubles the buckets. The
 * caller compares the keys: {@code for (e = table.first(hash); e != null; e = table.next(e))} meets all of equal hash.
 * It is never iterated, so its order never shows.
 */
final class HashTable<E extends Keyed> {
    private static final int INITIAL_BUCKETS = 1 << 6;

    private Keyed[] buckets = new Keyed[INITIAL_BUCKETS];
    private int size;

    E first(final long hash) {
        return match(buckets[(int) hash & (buckets.length - 1)], hash);
    }

    E next(final E element) {
        return match(element.nextInBucket, element.hash);
    }

    void add(final E element, final long hash) {
        if (size >= buckets.length) {
            grow();
        }
        final int bucket = (int) hash & (buckets.length - 1);
        element.hash = hash;
        element.nextInBucket = buckets[bucket];
        buckets[bucket] = element;
        size++;
    }

    void remove(final E element) {
        final int bucket = (int) element.hash & (buckets.length - 1);
        Keyed previous = null;
        Keyed current = buckets[bucket];
        while (current != element) {
            if (current == null) {
                throw new IllegalStateException("element is not in the table: hash=" + element.hash);
            }
            previous = current;
            current = current.nextInBucket;
        }
        if (previous == null) {
            buckets[bucket] = element.nextInBucket;
        } else {
            previous.nextInBucket = element.nextInBucket;
        }
        element.nextInBucket = null;
        size--;
    }

    /** Makes room for so many at once, while it is empty. */
    void reserve(final int count) {
        while (buckets.length < count) {
            buckets = new Keyed[2 * buckets.length];
        }
    }

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    private E match(final Keyed from, final long hash) {
        Keyed current = from;
        while (current != null && current.hash != hash) {
            current = current.nextInBucket;
        }
        return (E) current;
    }

    private void grow() {
        final Keyed[] old = buckets;
        final Keyed[] grown = new Keyed[2 * old.length];
        final int mask = grown.length - 1;
        for (final Keyed head : old) {
            Keyed current = head;
            while (current != null) {
                final Keyed next = current.nextInBucket;
                final int bucket = (int) current.hash & mask;
                current.nextInBucket = grown[bucket];
                grown[bucket] = current;
                current = next;
            }
        }
        buckets = grown;
    }
}
