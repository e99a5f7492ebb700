package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Comparator;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Timers fire in order of (deadline, account id), whatever was set, renewed and stopped before. */
class DeadManTimersTest {
    private static final int ACCOUNTS = 300;
    private static final int COMMANDS = 200_000;
    private static final long SEED = Long.getLong("seed", 11);

    private final DeadManTimers timers = new DeadManTimers();
    private final TreeSet<Account> expected = new TreeSet<>(
        Comparator.<Account>comparingLong(account -> account.deadManDeadlineNs).thenComparing(account -> account.accountId));

    @Test
    void shouldHaveNoDeadlineWithoutATimer() {
        assertEquals(Long.MAX_VALUE, timers.nextDeadlineNs());
        assertNull(timers.popDue(Long.MAX_VALUE));
        final Account account = new Account(1, 0, 1);
        timers.set(account, DeadManTimers.NONE);
        assertEquals(0, timers.count());
    }

    @Test
    void shouldFireInOrderOfDeadlineAndAccount() {
        final Random random = new Random(SEED);
        final Account[] accounts = new Account[ACCOUNTS];
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts[i] = new Account(i + 1, 0, i + 1);
        }
        long now = 0;
        for (int i = 0; i < COMMANDS; i++) {
            if (random.nextInt(10) == 0) {
                now += random.nextInt(20);
                pop(now, "seed=" + SEED + " command=" + i);
            } else {
                // Phases of many and of few timers, deadlines that often are the same.
                final boolean stop = random.nextInt(10) < i / 20_000 % 10;
                set(accounts[random.nextInt(ACCOUNTS)], stop ? DeadManTimers.NONE : now + 1 + random.nextInt(100));
            }
            assertEquals(expected.size(), timers.count());
            assertEquals(expected.isEmpty() ? Long.MAX_VALUE : expected.first().deadManDeadlineNs, timers.nextDeadlineNs());
        }
    }

    private void set(final Account account, final long deadlineNs) {
        if (account.deadManDeadlineNs != DeadManTimers.NONE) {
            expected.remove(account);
        }
        timers.set(account, deadlineNs);
        if (deadlineNs != DeadManTimers.NONE) {
            expected.add(account);
        }
    }

    private void pop(final long now, final String where) {
        while (!expected.isEmpty() && expected.first().deadManDeadlineNs <= now) {
            final Account due = expected.pollFirst();
            assertEquals(due.accountId, timers.popDue(now).accountId, where);
            assertEquals(DeadManTimers.NONE, due.deadManDeadlineNs);
        }
        assertNull(timers.popDue(now), where);
    }
}
