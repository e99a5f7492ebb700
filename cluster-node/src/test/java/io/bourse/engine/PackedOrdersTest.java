package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What packs an order, and that it comes out as it went in. */
class PackedOrdersTest {
    private static final int SLOTS = 100_000;
    private static final int STEPS = 200_000;
    private static final long LARGEST = 0xFFFF_FFFFL;
    private static final int LAST_INSTRUMENT = (1 << 22) - 1;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final PackedOrders packed = new PackedOrders();
    private final Ledger ledger = new Ledger(EngineLimits.defaults(), null, new Hashing());
    private final InstrumentTable instruments = new InstrumentTable(1, new OrderSlots(), null);

    @Test
    void shouldHoldOnlyWhatIsNothingSpecial() {
        assertTrue(PackedOrders.canHold(plain()));
        assertTrue(holds(order -> order.priceTicks = LARGEST));
        assertFalse(holds(order -> order.priceTicks = LARGEST + 1));
        assertTrue(holds(order -> order.answerRemainingLots = LARGEST));
        assertFalse(holds(order -> order.answerRemainingLots = LARGEST + 1));
        assertTrue(holds(order -> order.instrument.instrumentId = LAST_INSTRUMENT));
        assertFalse(holds(order -> order.instrument.instrumentId = LAST_INSTRUMENT + 1));
        assertTrue(holds(order -> order.orderType = OrderType.LIMIT_MAKER));
        assertFalse(holds(order -> order.orderType = OrderType.MARKET));
        for (final OrderType type : OrderType.values()) {
            assertFalse(type.isStop() && holds(order -> order.orderType = type), type.toString());
        }
        for (final TimeInForce time : TimeInForce.values()) {
            assertEquals(time == TimeInForce.GTC, holds(order -> order.timeInForce = time), time.toString());
        }
        assertFalse(holds(order -> order.place = Place.PARKED));
        assertFalse(holds(order -> order.place = null));
        assertFalse(holds(order -> order.details = new OrderDetails()));
        assertFalse(holds(order -> order.clientOrderId3 = 1));
        assertFalse(holds(order -> order.answerStatus = OrderStatus.PARTIALLY_FILLED));
        assertFalse(holds(order -> order.executedLots = 1));
        assertFalse(holds(order -> order.preventedLots = 1));
        assertFalse(holds(order -> order.countedNotional = 1));
    }

    @Test
    void shouldGiveBackWhatWentInAndNothingElse() {
        ledger.addAccount(0, 1);
        instruments.add(new Instrument());
        final List<Account> accounts = List.of(ledger.account(1), new Account(Integer.MAX_VALUE, 0, 2));
        final Map<Integer, Order> expected = new HashMap<>();
        for (int i = 0; i < STEPS; i++) {
            final int slot = random.nextInt(8) == 0 ? random.nextInt(SLOTS) : random.nextInt(64);
            final Order before = expected.get(slot);
            assertEquals(before != null, packed.holds(slot), "-Dseed=" + seed);
            if (before != null) {
                check(before);
            }
            if (before != null && random.nextBoolean()) {
                packed.clear(slot);
                expected.remove(slot);
            } else {
                final Order order = any(accounts.get(random.nextInt(2)));
                order.slot = slot;
                packed.put(order);
                expected.put(slot, order);
            }
        }
        expected.values().forEach(this::check);
        assertFalse(packed.holds(Integer.MAX_VALUE));
        packed.clear(Integer.MAX_VALUE);
    }

    private void check(final Order order) {
        assertEquals(order.account.accountId, packed.accountId(order.slot), "-Dseed=" + seed);
        final Order read = new Order();
        read.executedLots = 1;
        read.clientOrderId0 = 1;
        read.triggered = true;
        packed.read(order.slot, read, ledger, instruments);
        // The others are nowhere to be found.
        assertEquals(order.account.accountId == 1 ? order.account : null, read.account, "-Dseed=" + seed);
        assertEquals(instruments.get(order.instrument.instrumentId), read.instrument, "-Dseed=" + seed);
        assertEquals(text(order), text(read), "-Dseed=" + seed);
    }

    private Order any(final Account account) {
        final Order order = plain();
        order.account = account;
        order.instrument.instrumentId = random.nextBoolean() ? 1 : LAST_INSTRUMENT;
        order.side = random.nextBoolean() ? Side.BUY : Side.SELL;
        order.orderType = random.nextBoolean() ? OrderType.LIMIT : OrderType.LIMIT_MAKER;
        order.selfTradePrevention = SelfTradePrevention.values()[random.nextInt(SelfTradePrevention.values().length)];
        order.cancelOnDisconnect = random.nextBoolean();
        order.sessionId = random.nextLong();
        order.timestampNs = random.nextLong();
        order.priceTicks = random.nextLong() & LARGEST;
        order.answerRemainingLots = random.nextLong() & LARGEST;
        return order;
    }

    private static boolean holds(final Consumer<Order> change) {
        final Order order = plain();
        change.accept(order);
        return PackedOrders.canHold(order);
    }

    private static Order plain() {
        final Order order = new Order();
        order.open = true;
        order.account = new Account(1, 0, 1);
        order.instrument = new Instrument();
        order.instrument.instrumentId = 1;
        order.place = Place.RESTING;
        order.side = Side.BUY;
        order.orderType = OrderType.LIMIT;
        order.timeInForce = TimeInForce.GTC;
        order.selfTradePrevention = SelfTradePrevention.NONE;
        order.answerStatus = OrderStatus.NEW;
        order.priceTicks = 1;
        order.answerRemainingLots = 1;
        return order;
    }

    private static String text(final Order order) {
        return order.side + " " + order.orderType + " " + order.timeInForce + " " + order.selfTradePrevention + " " +
            order.place + " " + order.cancelOnDisconnect + " " + order.open + " " + order.triggered + " " +
            order.sessionId + " " + order.timestampNs + " " + order.priceTicks + " " + order.executedLots + " " +
            order.executedQuote + " " + order.preventedLots + " " + order.hasClientOrderId() + " " + order.content + " " +
            order.answerStatus + " " + order.answerExecutedLots + " " + order.answerExecutedQuote + " " +
            order.answerRemainingLots;
    }
}
