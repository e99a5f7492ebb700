package io.bourse.engine;

/** Sorts linked orders by id: a merge sort from below, which needs no memory but its bins. */
final class OrderSort {
    private static final int BINS = 32;

    private final Order[] bins = new Order[BINS];

    /** Takes orders linked by next and answers with the first of the same in order of id. */
    Order sort(final Order unsorted) {
        int used = 0;
        Order rest = unsorted;
        while (rest != null) {
            Order run = rest;
            rest = rest.details.next;
            run.details.next = null;
            int bin = 0;
            while (bin < used && bins[bin] != null) {
                run = merge(bins[bin], run);
                bins[bin++] = null;
            }
            used = Math.max(used, bin + 1);
            bins[bin] = run;
        }
        Order all = null;
        for (int i = 0; i < used; i++) {
            all = merge(bins[i], all);
            bins[i] = null;
        }
        return all;
    }

    private static Order merge(final Order one, final Order other) {
        Order a = one;
        Order b = other;
        Order first = null;
        Order last = null;
        while (a != null && b != null) {
            final Order least;
            if (a.orderId < b.orderId) {
                least = a;
                a = a.details.next;
            } else {
                least = b;
                b = b.details.next;
            }
            if (last == null) {
                first = least;
            } else {
                last.details.next = least;
            }
            last = least;
        }
        final Order rest = a == null ? b : a;
        if (last == null) {
            return rest;
        }
        last.details.next = rest;
        return first;
    }
}
