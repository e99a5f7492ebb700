package io.bourse.engine;

import java.util.Arrays;

/**
 * Running dead-man timers: a heap by (deadline, account id), so the next one is known at once, and each account knows its
 * place in it, so that a renewal costs O(log timers). The order of the array never shows: it is only popped.
 */
final class DeadManTimers {
    /** Deadline of an account without a timer. */
    static final long NONE = 0;

    private static final int INITIAL_TIMERS = 64;

    private Account[] heap = new Account[INITIAL_TIMERS];
    private int count;

    int count() {
        return count;
    }

    /** The earliest deadline, ns; Long.MAX_VALUE without a timer. */
    long nextDeadlineNs() {
        return count == 0 ? Long.MAX_VALUE : heap[0].deadManDeadlineNs;
    }

    /** (Re)starts the timer of an account, or stops it with {@link #NONE}. */
    void set(final Account account, final long deadlineNs) {
        final long old = account.deadManDeadlineNs;
        account.deadManDeadlineNs = deadlineNs;
        if (deadlineNs == NONE) {
            if (old != NONE) {
                remove(account.deadManIndex);
            }
            return;
        }
        if (old == NONE) {
            if (count == heap.length) {
                heap = Arrays.copyOf(heap, 2 * count);
            }
            account.deadManIndex = count++;
            heap[account.deadManIndex] = account;
        }
        // One of the two finds it in its place.
        rise(account.deadManIndex);
        sink(account.deadManIndex);
    }

    /** Ends the earliest timer that is due; the answer is its account, or null when none is due. */
    Account popDue(final long nowNs) {
        if (nextDeadlineNs() > nowNs || count == 0) {
            return null;
        }
        final Account account = heap[0];
        set(account, NONE);
        return account;
    }

    private void remove(final int index) {
        final Account last = heap[--count];
        heap[count] = null;
        if (index != count) {
            put(last, index);
            rise(index);
            sink(last.deadManIndex);
        }
    }

    private void rise(final int from) {
        final Account account = heap[from];
        int index = from;
        while (index > 0 && isBefore(account, heap[(index - 1) / 2])) {
            put(heap[(index - 1) / 2], index);
            index = (index - 1) / 2;
        }
        put(account, index);
    }

    private void sink(final int from) {
        final Account account = heap[from];
        int index = from;
        int child = earlierChild(index);
        while (child < count && isBefore(heap[child], account)) {
            put(heap[child], index);
            index = child;
            child = earlierChild(index);
        }
        put(account, index);
    }

    /** Index of the earlier child, at or above the count when there is none. */
    private int earlierChild(final int index) {
        final int left = 2 * index + 1;
        return left + 1 < count && isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
    }

    private void put(final Account account, final int index) {
        heap[index] = account;
        account.deadManIndex = index;
    }

    private static boolean isBefore(final Account a, final Account b) {
        return a.deadManDeadlineNs < b.deadManDeadlineNs ||
            a.deadManDeadlineNs == b.deadManDeadlineNs && a.accountId < b.accountId;
    }
}
