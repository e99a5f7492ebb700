package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The ids of an account's orders against a set of the JDK. */
class OrderIdListTest {
    private static final int STEPS = 50_000;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void shouldKeepAllThatAreOpenInOrderAndForgetTheOthers() {
        final OrderIndex index = new OrderIndex(new OrderSlots());
        final OrderIdList ids = new OrderIdList();
        final TreeSet<Long> expected = new TreeSet<>();
        long lastId = 0;
        int mostOpen = 0;
        for (int i = 0; i < STEPS; i++) {
            if (random.nextInt(10) < (i / 10_000 % 2 == 0 ? 7 : 3)) {
                lastId += 1 + random.nextInt(3);
                index.put(lastId);
                ids.append(lastId, index);
                expected.add(lastId);
            } else if (!expected.isEmpty()) {
                final Long any = expected.floor(random.nextLong(lastId + 1));
                final long id = any == null ? expected.first() : random.nextInt(4) == 0 ? expected.last() : any;
                index.remove(index.get(id));
                ids.remove(id);
                expected.remove(id);
            }
            mostOpen = Math.max(mostOpen, expected.size());
            if (i % 500 == 0) {
                check(ids, index, expected, random.nextLong(lastId + 2));
            }
        }
        assertTrue(ids.size() <= 4 * mostOpen, ids.size() + " ids for at most " + mostOpen + " open orders, -Dseed=" + seed);
    }

    private void check(final OrderIdList ids, final OrderIndex index, final TreeSet<Long> expected, final long after) {
        final List<Long> open = new ArrayList<>();
        for (int i = ids.above(after); i < ids.size(); i++) {
            if (index.get(ids.get(i)) != OrderSlots.NONE) {
                open.add(ids.get(i));
            }
        }
        assertEquals(new ArrayList<>(expected.tailSet(after, false)), open, "-Dseed=" + seed);
    }
}
