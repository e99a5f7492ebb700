package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A snapshot loads exactly, or not at all. */
class EngineLoaderTest {
    private static final int MANY_ORDERS = 3_000;
    private static final int RESTING = 0;
    private static final int PARKED = 1;

    private Engine engine;

    @BeforeEach
    void fillEveryRecordKind() throws IOException {
        engine = GoldenState.engine();
    }

    @Test
    void shouldRestoreTheSameState() {
        final Snapshot snapshot = Snapshot.of(engine);
        for (final RecordKind kind : RecordKind.values()) {
            assertEquals(true, snapshot.records.stream().anyMatch(record -> record[0] == kind.code()), kind.name());
        }
        final Engine loaded = load(snapshot);
        assertEquals(dump(engine), dump(loaded));
        assertEquals(engine.stateHash(), loaded.stateHash());
        assertEquals(engine.timestampNs(), loaded.timestampNs());
    }

    @Test
    void shouldHashEveryField() {
        final long hash = engine.stateHash();
        final Snapshot snapshot = Snapshot.of(engine);
        for (final long[] record : snapshot.records) {
            for (int field = 0; field < record.length; field++) {
                record[field]++;
                assertNotEquals(hash, hash(snapshot), "kind=" + record[0] + " field=" + field);
                record[field]--;
            }
        }
        assertEquals(hash, hash(snapshot));
    }

    @Test
    void shouldRefuseMissingRecords() {
        final int count = Snapshot.of(engine).records.size();
        for (int i = 0; i < count; i++) {
            final Snapshot snapshot = Snapshot.of(engine);
            final long[] removed = snapshot.records.remove(i);
            assertThrows(IllegalStateException.class, () -> load(snapshot), "without record=" + Arrays.toString(removed));
        }
    }

    @Test
    void shouldRefuseShorterLongerAndUnknownRecords() {
        final int count = Snapshot.of(engine).records.size();
        for (int i = 0; i < count; i++) {
            final int index = i;
            final Snapshot shorter = Snapshot.of(engine);
            shorter.records.set(i, Arrays.copyOf(shorter.records.get(i), shorter.records.get(i).length - 1));
            assertThrows(IllegalStateException.class, () -> load(shorter), "record=" + index);
            final Snapshot longer = Snapshot.of(engine);
            longer.records.set(i, Arrays.copyOf(longer.records.get(i), longer.records.get(i).length + 1));
            assertThrows(IllegalStateException.class, () -> load(longer), "record=" + index);
            final Snapshot unknown = Snapshot.of(engine);
            unknown.records.get(i)[0] = 77;
            assertThrows(IllegalStateException.class, () -> load(unknown), "record=" + index);
        }
        final Snapshot empty = new Snapshot();
        assertThrows(IllegalStateException.class, () -> load(empty));
    }

    @Test
    void shouldRefuseAnEngineInUse() {
        final Snapshot snapshot = Snapshot.of(engine);
        for (final String commands : List.of("asset X", "account x", "logon 8")) {
            final ScenarioDriver driver = new ScenarioDriver();
            driver.execute(commands);
            final IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> driver.engine.load(snapshot.source()));
            assertEquals("snapshot: the engine is not new", refusal.getMessage());
        }
    }

    /** As members of the version before this one wrote it: without the room on the disks. */
    @Test
    void shouldLoadTheFormatBeforeThisOne() {
        final Snapshot snapshot = Snapshot.of(engine);
        final long[] engineRecord = snapshot.records.get(0);
        engineRecord[1] = EngineState.OLDEST_FORMAT_VERSION;
        snapshot.records.set(0, Arrays.copyOf(engineRecord, engineRecord.length - 2));
        final Engine loaded = load(snapshot);
        assertEquals(hash(snapshot), loaded.loadedStateHash());
        assertEquals(dump(engine), dump(loaded));
        assertEquals(engine.stateHash(), loaded.stateHash());
    }

    @Test
    void shouldKeepWhoHasLittleRoomAndRefuseWhatCannotBe() {
        engine.storage(0, 3, true);
        engine.storage(2, 3, true);
        final Engine loaded = load(Snapshot.of(engine));
        assertEquals(0b101, loaded.lowStorageMembers());
        assertEquals(engine.stateHash(), loaded.stateHash());
        final Snapshot impossible = Snapshot.of(engine);
        final long[] engineRecord = impossible.records.get(0);
        engineRecord[engineRecord.length - 2] = 0b1000;
        assertThrows(IllegalStateException.class, () -> load(impossible));
        for (final int[] wrong : new int[][]{{-1, 3}, {3, 3}, {0, 0}, {0, -1}, {62, 63}, {Integer.MAX_VALUE, 3},
            {0, Integer.MAX_VALUE}, {Integer.MIN_VALUE, Integer.MIN_VALUE}}) {
            assertEquals(false, engine.storage(wrong[0], wrong[1], true));
        }
        assertEquals(0b101, engine.lowStorageMembers());
    }

    @Test
    void shouldRefuseMoneyThatDoesNotAddUp() {
        final Snapshot snapshot = Snapshot.of(engine);
        for (final long[] record : snapshot.records) {
            if (record[0] == RecordKind.BALANCE.code()) {
                record[3]++;
            }
        }
        assertThrows(IllegalStateException.class, () -> load(snapshot));
    }

    /** Whatever a field says, the loader answers with its own words or with a state. */
    @Test
    void shouldRefuseHostileFieldsInItsOwnWords() {
        final Snapshot snapshot = Snapshot.of(engine);
        int refused = 0;
        for (final long[] record : snapshot.records) {
            for (int field = 1; field < record.length; field++) {
                final long was = record[field];
                for (final long value : new long[]{0, 1, -1, was + 1, was - 1, ~was, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE}) {
                    record[field] = value;
                    try {
                        load(snapshot);
                    } catch (final IllegalStateException refusal) {
                        refused++;
                    }
                }
                record[field] = was;
            }
        }
        assertTrue(refused > 2_000, "refused=" + refused);
    }

    @Test
    void shouldRefuseSettingsThatNobodyCanHaveMade() {
        refuses("the first record is kind=3", snapshot -> snapshot.records.subList(0, 3).clear());
        refuses("format version=4", RecordKind.ENGINE, "formatVersion", 4);
        refuses("gatewayId=9 is there twice", RecordKind.GATEWAY, "gatewayId", 9);
        refuses("assetId=2 follows 0", RecordKind.ASSET, "assetId", 2);
        refuses("is not an int", RecordKind.ASSET, "decimals", 1L << 32);
        refuses("fees of instrumentId=1", RecordKind.INSTRUMENT, "makerFeePpm", 1_000_001);
        refuses("fees of instrumentId=1", RecordKind.INSTRUMENT, "takerFeePpm", -1);
        refuses("instrumentId=2 is out of order", RecordKind.INSTRUMENT, "instrumentId", 2);
        refuses("instrumentId=1 is out of order", RecordKind.INSTRUMENT, "state", 7);
        refuses("instrumentId=1 is out of order", RecordKind.INSTRUMENT, "baseAssetId", 4);
        refuses("instrumentId=1 is out of order", RecordKind.INSTRUMENT, "quoteAssetId", 0);
        refuses("accountId=2 is out of order", RecordKind.ACCOUNT, "accountId", 2);
        refuses("accountId=1 is out of order", RecordKind.ACCOUNT, "feeTier", 8);
        refuses("accountId=1 is out of order", RecordKind.ACCOUNT, "tradeGroup", -1);
        refuses("accountId=1 is out of order", RecordKind.ACCOUNT, "maxOpenOrders", -1);
        refuses("accountId=1 is out of order", RecordKind.ACCOUNT, "maxOpenNotional", -1);
        refuses("accountId=1 is out of order", RecordKind.ACCOUNT, "deadManDeadlineNs", -1);
        refuses("accountId=4 is not known", RecordKind.BALANCE, "accountId", 4);
        refuses("balance of accountId=1 is", RecordKind.BALANCE, "assetId", 4);
        refuses("balance of accountId=1 is", RecordKind.BALANCE, "available", -1);
        refuses("balance of accountId=1 is", RecordKind.BALANCE, "locked", -1);
        refuses("more than can be of an asset", RecordKind.BALANCE, "available", Ledger.SUPPLY_MAX + 1);
        refuses("more than can be of an asset", RecordKind.BALANCE, "locked", Long.MAX_VALUE);
        refuses("assetId=1 does not add up", RecordKind.BALANCE, "available", 1);
        refuses("assetId=1 does not add up", RecordKind.ASSET, "feesCollected", 9);
        refuses("accountId=0 is not known", RecordKind.TRANSFER, "accountId", 0);
        refuses("accountId=4 is not known", RecordKind.WITHDRAWAL, "accountId", 4);
        refuses("is of nobody", RecordKind.REMEMBERED_ORDER, "accountId", 4);
        refuses("is of nobody", RecordKind.REMEMBERED_ORDER, "status", 8);
        refuses("is there twice", snapshot -> snapshot.of(RecordKind.REMEMBERED_ORDER).get(1)[2] =
            snapshot.of(RecordKind.REMEMBERED_ORDER).get(0)[2]);
        refuses("is blocked twice", snapshot -> System.arraycopy(snapshot.of(RecordKind.BLOCKED_SESSION).get(0), 0,
            snapshot.of(RecordKind.BLOCKED_SESSION).get(1), 0, 3));
    }

    @Test
    void shouldRefuseMoreMoneyThanCanBe() {
        final List<long[]> balances = Snapshot.of(engine).of(RecordKind.BALANCE);
        final long alices = balances.get(0)[3] + balances.get(0)[4];
        final int bobs = 3;
        assertEquals(balances.get(0)[2], balances.get(bobs)[2], "the same asset");
        final long most = Ledger.SUPPLY_MAX - alices;
        final long available = balances.get(bobs)[3];
        final long locked = balances.get(bobs)[4];
        refuses("does not add up", snapshot -> snapshot.of(RecordKind.BALANCE).get(bobs)[3] = most - locked);
        refuses("more than can be", snapshot -> snapshot.of(RecordKind.BALANCE).get(bobs)[3] = most - locked + 1);
        refuses("does not add up", snapshot -> snapshot.of(RecordKind.BALANCE).get(bobs)[4] = most - available);
        refuses("more than can be", snapshot -> snapshot.of(RecordKind.BALANCE).get(bobs)[4] = most - available + 1);
        refuses("more than can be", snapshot -> snapshot.of(RecordKind.BALANCE).get(bobs)[4] = most + 1);
    }

    @Test
    void shouldRefuseOrdersThatCannotBeOpen() {
        refuses("is not an int", RecordKind.ORDER, "place", 1L << 32);
        final long lastOrderId = Snapshot.of(engine).records.get(0)[3];
        final long other = Snapshot.of(engine).of(RecordKind.ORDER).get(1)[1];
        for (final long orderId : new long[]{0, -1, other, lastOrderId + 1}) {
            refuses("is there twice, or its fields", snapshot -> snapshot.of(RecordKind.ORDER).get(0)[1] = orderId);
        }
        loads(snapshot -> snapshot.of(RecordKind.ORDER).get(0)[1] = 1);
        loads(snapshot -> snapshot.of(RecordKind.ORDER).get(0)[1] = lastOrderId);
        refusesOrder(RESTING, "accountId", 4);
        refusesOrder(RESTING, "instrumentId", 3);
        refusesOrder(RESTING, "place", 3);
        refusesOrder(RESTING, "side", 2);
        refusesOrder(RESTING, "orderType", 8);
        refusesOrder(RESTING, "timeInForce", 0);
        refusesOrder(RESTING, "selfTradePrevention", 5);
        refusesOrder(RESTING, "answerStatus", 0);
        refusesOrder(RESTING, "remainingLots", 0);
        refusesOrder(RESTING, "locked", 0);
        refusesOrder(RESTING, "priceTicks", 0);
        refusesOrder(RESTING, "hiddenLots", -1);
        final long remaining = lastOf(Snapshot.of(engine), RESTING)[Snapshot.of(engine).index(RecordKind.ORDER, "remainingLots")];
        refusesOrder(RESTING, "hiddenLots", remaining);
        refusesOrder(RESTING, "hiddenLots", 1);
        loads(snapshot -> {
            lastOf(snapshot, RESTING)[snapshot.index(RecordKind.ORDER, "displayLots")] = 1;
            lastOf(snapshot, RESTING)[snapshot.index(RecordKind.ORDER, "hiddenLots")] = remaining - 1;
        });
        loadsOrder(RESTING, "remainingLots", 1);
        loadsOrder(RESTING, "locked", 1);
        refusesOrder(RESTING, "priceTicks", 1);
        refusesOrder(RESTING, "notionalPriceTicks", 1);
        loads(snapshot -> {
            lastOf(snapshot, RESTING)[snapshot.index(RecordKind.ORDER, "priceTicks")] = 1;
            lastOf(snapshot, RESTING)[snapshot.index(RecordKind.ORDER, "notionalPriceTicks")] = 1;
        });
        final Snapshot snapshot = Snapshot.of(engine);
        final long[] resting = lastOf(snapshot, RESTING);
        resting[snapshot.index(RecordKind.ORDER, "timeInForce")] = TimeInForce.GTD.code();
        resting[snapshot.index(RecordKind.ORDER, "expireTimeNs")] = 0;
        assertNotSame(OrderDetails.NONE, load(snapshot).openOrder(0,
            resting[snapshot.index(RecordKind.ORDER, "orderId")], 0, 0, 0, 0).details, "its place in the queue is its own");
        refusesOrder(PARKED, "orderType", OrderType.LIMIT.code());
        refusesOrder(PARKED, "stopPriceTicks", 0);
        refusesOrder(PARKED, "remainingLots", 0);
        loadsOrder(PARKED, "stopPriceTicks", 1);
    }

    /** As many as the limits let in, and not one more. */
    @Test
    void shouldRefuseMoreThanTheLimits() {
        limits("accounts", "more accounts than the limit", 3);
        limits("assets", "more assets than the limit", 3);
        limits("instruments", "more instruments than the limit", 2);
        limits("gateways", "more gateways than the limit", 2);
        limits("blockedSessions", "more than the limit", 2);
        limits("rememberedOrders", "one more than the limit", Snapshot.of(engine).of(RecordKind.REMEMBERED_ORDER).size());
        limits("rememberedOrdersPerAccount", "one more than the limit",
            (int) Snapshot.of(engine).of(RecordKind.REMEMBERED_ORDER).stream().filter(record -> record[1] == 1).count());
    }

    /** Orders come by book; the lists of the accounts are in order of id, also when there are many. */
    @Test
    void shouldRestoreManyOrdersInOrderOfId() {
        final ScenarioDriver driver = new ScenarioDriver();
        driver.execute("given markets");
        for (int i = 1; i <= MANY_ORDERS; i++) {
            driver.execute("buy alice SOL_USD 1@" + (1 + i % 3));
        }
        final Engine loaded = load(Snapshot.of(driver.engine));
        long orderId = 0;
        for (int i = 1; i <= MANY_ORDERS; i++) {
            orderId = loaded.nextOpenOrder(1, 0, orderId).orderId();
            assertEquals(i, orderId);
        }
        assertNull(loaded.nextOpenOrder(1, 0, orderId));
    }

    private void refuses(final String sentence, final RecordKind kind, final String field, final long value) {
        refuses(sentence, snapshot -> snapshot.of(kind).get(0)[snapshot.index(kind, field)] = value);
    }

    private void refuses(final String sentence, final Consumer<Snapshot> change) {
        final Snapshot snapshot = Snapshot.of(engine);
        change.accept(snapshot);
        final IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> load(snapshot), sentence);
        assertTrue(refusal.getMessage().contains(sentence), refusal.getMessage());
    }

    private void refusesOrder(final int place, final String field, final long value) {
        refuses("is there twice, or its fields are not those of an open order",
            snapshot -> lastOf(snapshot, place)[snapshot.index(RecordKind.ORDER, field)] = value);
    }

    private void loads(final Consumer<Snapshot> change) {
        final Snapshot snapshot = Snapshot.of(engine);
        change.accept(snapshot);
        assertEquals(hash(snapshot), load(snapshot).stateHash());
    }

    private void loadsOrder(final int place, final String field, final long value) {
        loads(snapshot -> lastOf(snapshot, place)[snapshot.index(RecordKind.ORDER, field)] = value);
    }

    /** One that no change moves behind another: the lowest bid, the stop that falling prices reach last. */
    private static long[] lastOf(final Snapshot snapshot, final int place) {
        final int trailing = snapshot.index(RecordKind.ORDER, "trailingDeltaBasisPoints");
        final List<long[]> orders = snapshot.of(RecordKind.ORDER).stream()
            .filter(record -> record[3] == 1 && record[4] == place && record[trailing] == 0 &&
                (place == PARKED || record[5] == Side.BUY.code())).toList();
        return orders.get(orders.size() - 1);
    }

    private void limits(final String name, final String sentence, final int enough) {
        final Snapshot snapshot = Snapshot.of(engine);
        final Engine loaded = new Engine(EngineLimitsTest.with(name, enough), new SilentListener());
        loaded.load(snapshot.source());
        assertEquals(engine.stateHash(), loaded.stateHash());
        final Engine refusing = new Engine(EngineLimitsTest.with(name, enough - 1), new SilentListener());
        final IllegalStateException refusal =
            assertThrows(IllegalStateException.class, () -> refusing.load(snapshot.source()), name);
        assertTrue(refusal.getMessage().contains(sentence), refusal.getMessage());
    }

    private static Engine load(final Snapshot snapshot) {
        final Engine loaded = GoldenState.emptyEngine();
        loaded.load(snapshot.source());
        return loaded;
    }

    private static String dump(final Engine engine) {
        final StateDump dump = new StateDump();
        engine.accept(dump);
        return dump.text();
    }

    private static long hash(final Snapshot snapshot) {
        final StateHash hash = new StateHash();
        hash.reset();
        for (final long[] record : snapshot.records) {
            hash.field("kind", -record[0]);
            for (int i = 1; i < record.length; i++) {
                hash.field("field", record[i]);
            }
        }
        return hash.value();
    }
}
