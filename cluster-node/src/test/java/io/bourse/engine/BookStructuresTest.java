package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The structures of the book against those of the JDK. */
class BookStructuresTest {
    private static final int STEPS = 60_000;

    private static final int MANY_SLOTS = 32;

    private final com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final String repeat = "-Dseed=" + seed;
    private final Random random = new Random(seed);

    @Test
    void shouldKeepBlocksInOrderAndTheTreeFlat() {
        final BlockTree tree = new BlockTree();
        final NavigableMap<Long, PriceBlock> expected = new TreeMap<>();
        for (int i = 0; i < STEPS; i++) {
            // Phases of growth and of shrinking, so that all shapes of removal occur.
            final boolean growing = i / 5_000 % 2 == 0;
            if (expected.isEmpty() || random.nextInt(10) < (growing ? 7 : 3)) {
                final long number = random.nextBoolean() ? random.nextInt(4_000) : random.nextLong();
                if (!expected.containsKey(number)) {
                    final PriceBlock block = new PriceBlock();
                    block.number = number;
                    tree.add(block);
                    expected.put(number, block);
                }
            } else {
                final Long any = expected.ceilingKey((long) random.nextInt(4_000));
                tree.remove(expected.remove(any == null ? expected.firstKey() : any));
            }
            if (i % 500 == 0) {
                check(tree, expected);
            }
        }
        check(tree, expected);
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldKeepLevelsInOrderWhateverTheDistance(final Side side) {
        final OrderSlots slots = new OrderSlots();
        final OrderIndex index = new OrderIndex(slots);
        final PriceLevels levels = new PriceLevels(slots, new Hashing());
        final OrderBook book = new OrderBook(slots, levels);
        final NavigableMap<Long, List<Order>> expected = new TreeMap<>(side == Side.SELL
            ? Long::compare : (a, b) -> Long.compare(b, a));
        final List<Order> all = new ArrayList<>();
        final Changes changes = new Changes();
        for (int i = 0; i < STEPS; i++) {
            if (all.isEmpty() || random.nextInt(10) < (i / 8_000 % 2 == 0 ? 7 : 3)) {
                final Order order = new Order();
                order.orderId = i;
                order.slot = index.put(i);
                slots.order(order.slot, order);
                order.side = side;
                order.remainingLots = 1 + (random.nextInt(5) == 0 ? random.nextLong(1L << 40) : random.nextInt(5));
                order.priceTicks = switch (random.nextInt(5)) {
                    case 0 -> random.nextLong();
                    case 1 -> 1_000_000L * random.nextInt(500);
                    case 2 -> 30_000 + random.nextInt(10_000);
                    default -> 33_000 + random.nextInt(300);
                };
                book.rest(order);
                all.add(order);
                expected.computeIfAbsent(order.priceTicks, price -> new ArrayList<>()).add(order);
            } else {
                final Order order = all.remove(random.nextInt(all.size()));
                book.remove(order);
                index.remove(order.slot);
                final List<Order> level = expected.get(order.priceTicks);
                level.remove(order);
                if (level.isEmpty()) {
                    expected.remove(order.priceTicks);
                }
            }
            if (random.nextInt(3) == 0) {
                changes.seen.clear();
                book.flush(changes);
            }
            final int best = book.best(side);
            assertEquals(expected.isEmpty() ? null : expected.firstKey(),
                best == PriceLevels.NONE ? null : levels.priceTicks(best), repeat);
            if (i % 1_000 == 0) {
                assertEquals(all.size(), Invariants.check(book, slots::order, slots, levels, side), repeat);
                int level = best;
                for (final Map.Entry<Long, List<Order>> entry : expected.entrySet()) {
                    assertEquals(entry.getKey(), levels.priceTicks(level), repeat);
                    assertSame(entry.getValue().get(0), slots.order(levels.first(level)), repeat);
                    level = book.next(level);
                }
                assertEquals(PriceLevels.NONE, level, repeat);
            }
        }
    }

    @Test
    void shouldFindOrdersById() {
        final OrderSlots slots = new OrderSlots();
        final OrderIndex index = new OrderIndex(slots);
        final Map<Long, Integer> expected = new HashMap<>();
        final Set<Integer> used = new HashSet<>();
        long nextId = 0;
        for (int i = 0; i < 10 * STEPS; i++) {
            final long any = anyId(nextId);
            if (random.nextInt(10) < (i / 50_000 % 2 == 0 ? 6 : 4)) {
                final long id = random.nextInt(10) == 0 ? any : ++nextId;
                if (!expected.containsKey(id)) {
                    final int slot = index.put(id);
                    assertEquals(id, index.orderId(slot), repeat);
                    assertTrue(slot != OrderSlots.NONE && used.add(slot), repeat);
                    expected.put(id, slot);
                }
            } else {
                final Integer slot = expected.remove(any);
                assertEquals(slot == null ? OrderSlots.NONE : slot, index.get(any), repeat);
                if (slot != null) {
                    index.remove(slot);
                    used.remove(slot);
                    if (i % 100 == 0) {
                        assertThrows(IllegalStateException.class, () -> index.remove(slot), repeat);
                    }
                }
            }
            final long asked = anyId(nextId);
            assertEquals(expected.getOrDefault(asked, OrderSlots.NONE), index.get(asked), repeat);
            assertEquals(expected.getOrDefault(0L, OrderSlots.NONE), index.get(0), repeat);
            assertEquals(expected.size(), index.size(), repeat);
        }
        expected.forEach((id, slot) -> assertEquals(slot, index.get(id), repeat));
    }

    @Test
    void shouldKeepQuantitiesOfAnySize() {
        final OrderSlots slots = new OrderSlots();
        slots.reserve(MANY_SLOTS);
        final long[] expected = new long[MANY_SLOTS];
        final boolean[] rests = new boolean[MANY_SLOTS];
        long allocated = 0;
        for (int i = 0; i < 20 * STEPS; i++) {
            if (i == STEPS) {
                allocated = -threads.getCurrentThreadAllocatedBytes();
            }
            final int slot = 1 + random.nextInt(MANY_SLOTS - 1);
            final long lots = random.nextLong() >>> 1 + random.nextInt(62);
            if (!rests[slot]) {
                slots.append(slot, lots, OrderSlots.NONE, 1);
                rests[slot] = true;
                expected[slot] = lots;
            } else if (random.nextInt(3) == 0) {
                slots.remove(slot);
                rests[slot] = false;
            } else {
                slots.lots(slot, lots);
                expected[slot] = lots;
            }
            final int asked = random.nextInt(MANY_SLOTS);
            if (rests[asked] && expected[asked] != slots.lots(asked)) {
                assertEquals(expected[asked], slots.lots(asked), repeat);
            }
        }
        // Places of large ones are used again.
        assertTrue(allocated + threads.getCurrentThreadAllocatedBytes() < 10_000, repeat);
    }

    @Test
    void shouldUseRunsPagesAndBlocksAgain() {
        final OrderSlots slots = new OrderSlots();
        final OrderIndex index = new OrderIndex(slots);
        final PriceLevels levels = new PriceLevels(slots, new Hashing());
        final OrderBook book = new OrderBook(slots, levels);
        final Silence silence = new Silence();
        final int[] resting = new int[MANY_SLOTS];
        long allocated = 0;
        for (int i = 0; i < 5 * STEPS; i++) {
            if (i == STEPS) {
                allocated = -threads.getCurrentThreadAllocatedBytes();
            }
            // The oldest goes, and its price will not come again for long.
            final int place = i % MANY_SLOTS;
            if (resting[place] != OrderSlots.NONE) {
                book.remove(resting[place], 0);
                index.remove(resting[place]);
            }
            resting[place] = index.put(i);
            book.rest(resting[place], Side.SELL, 7L * i, 1, 0);
            book.flush(silence);
        }
        assertTrue(allocated + threads.getCurrentThreadAllocatedBytes() < 10_000, repeat);
    }

    /** One of those given so far, one whose run shares a bucket with many others, or any. */
    private long anyId(final long highest) {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextLong();
            case 1 -> (long) random.nextInt(500) << 20;
            default -> 1 + random.nextInt((int) highest + 1);
        };
    }

    private void check(final BlockTree tree, final NavigableMap<Long, PriceBlock> expected) {
        PriceBlock block = tree.first();
        PriceBlock previous = null;
        for (final Map.Entry<Long, PriceBlock> entry : expected.entrySet()) {
            assertSame(entry.getValue(), block, repeat);
            assertSame(previous, block.previous, repeat);
            final int limit = 2 * (Long.SIZE - Long.numberOfLeadingZeros(expected.size()));
            assertTrue(depth(tree, block.number) <= limit, repeat);
            previous = block;
            block = block.next;
        }
        assertNull(block, repeat);
    }

    /** Steps from the root, which is the only block that find compares first; heights rise strictly every second step. */
    private static int depth(final BlockTree tree, final long number) {
        int depth = 1;
        PriceBlock block = tree.root();
        while (block.number != number) {
            block = number < block.number ? block.left : block.right;
            depth++;
        }
        return depth;
    }

    /** Nothing matches, and nobody wants to know. */
    private static class Silence implements BookListener {
        @Override
        public void onFill(final int maker, final Order taker, final long priceTicks, final long quantityLots) {
            throw new AssertionError("nothing matches here");
        }

        @Override
        public void onLevelChanged(
            final Side side, final long priceTicks, final long quantityLots, final int orderCount) {
            // Changes are not the subject.
        }
    }

    /** Checks that no level is reported twice. */
    private static final class Changes extends Silence {
        final List<Long> seen = new ArrayList<>();

        @Override
        public void onLevelChanged(
            final Side side, final long priceTicks, final long quantityLots, final int orderCount) {
            assertTrue(!seen.contains(priceTicks), "two reports of level " + priceTicks);
            seen.add(priceTicks);
        }
    }
}
