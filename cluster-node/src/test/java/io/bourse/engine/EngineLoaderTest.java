package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A snapshot loads exactly, or not at all. */
class EngineLoaderTest {
    private final ScenarioDriver driver = new ScenarioDriver();

    @BeforeEach
    void fillEveryRecordKind() {
        List.of("given markets maker=1000 taker=2000 range=500", "buy alice SOL_USD 10@100 id=a", "buy bob SOL_USD 5@100",
            "sell bob SOL_USD 3@100", "sell bob SOL_USD 7@120", "sell bob BTC_USD 1@500", "withdraw alice USD 10 id=50",
            "withdraw bob USD 20 id=51 settle", "block-session alice 9", "transfer alice bob USD 5 id=52",
            "settings alice group=3 tier=2 max-orders=9 max-notional=100000", "dead-man-timer bob 1000",
            "fee-rates SOL_USD 2 maker=-5 taker=7",
            "buy alice SOL_USD 1@90 id=b", "cancel alice id=b", "buy alice SOL_USD 5@90 gtd=1000 display=2 stp=DECREMENT",
            "buy alice SOL_USD 5@90 day session=4 cancel-on-disconnect", "sell bob SOL_USD 5@market type=STOP_LOSS stop=80",
            "sell bob SOL_USD 5@70 type=STOP_LOSS_LIMIT trailing=500").forEach(driver::execute);
    }

    @Test
    void shouldRestoreTheSameState() {
        final Snapshot snapshot = Snapshot.of(driver.engine);
        for (final RecordKind kind : RecordKind.values()) {
            assertEquals(true, snapshot.records.stream().anyMatch(record -> record[0] == kind.code()), kind.name());
        }
        final Engine loaded = load(snapshot);
        assertEquals(dump(driver.engine), dump(loaded));
        assertEquals(driver.engine.stateHash(), loaded.stateHash());
        assertEquals(driver.engine.timestampNs(), loaded.timestampNs());
    }

    @Test
    void shouldHashEveryField() {
        final long hash = driver.engine.stateHash();
        final Snapshot snapshot = Snapshot.of(driver.engine);
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
        final int count = Snapshot.of(driver.engine).records.size();
        for (int i = 0; i < count; i++) {
            final Snapshot snapshot = Snapshot.of(driver.engine);
            final long[] removed = snapshot.records.remove(i);
            assertThrows(IllegalStateException.class, () -> load(snapshot), "without record=" + Arrays.toString(removed));
        }
    }

    @Test
    void shouldRefuseShorterLongerAndUnknownRecords() {
        final int count = Snapshot.of(driver.engine).records.size();
        for (int i = 0; i < count; i++) {
            final int index = i;
            final Snapshot shorter = Snapshot.of(driver.engine);
            shorter.records.set(i, Arrays.copyOf(shorter.records.get(i), shorter.records.get(i).length - 1));
            assertThrows(IllegalStateException.class, () -> load(shorter), "record=" + index);
            final Snapshot longer = Snapshot.of(driver.engine);
            longer.records.set(i, Arrays.copyOf(longer.records.get(i), longer.records.get(i).length + 1));
            assertThrows(IllegalStateException.class, () -> load(longer), "record=" + index);
            final Snapshot unknown = Snapshot.of(driver.engine);
            unknown.records.get(i)[0] = 77;
            assertThrows(IllegalStateException.class, () -> load(unknown), "record=" + index);
        }
        final Snapshot empty = new Snapshot();
        assertThrows(IllegalStateException.class, () -> load(empty));
    }

    @Test
    void shouldRefuseAnotherFormatAndAnEngineInUse() {
        final Snapshot snapshot = Snapshot.of(driver.engine);
        assertThrows(IllegalStateException.class, () -> driver.engine.load(snapshot.source()));
        snapshot.records.get(0)[1]++;
        assertThrows(IllegalStateException.class, () -> load(snapshot));
    }

    /** As members of the version before this one wrote it: without the room on the disks. */
    @Test
    void shouldLoadTheFormatBeforeThisOne() {
        final Snapshot snapshot = Snapshot.of(driver.engine);
        final long[] engineRecord = snapshot.records.get(0);
        engineRecord[1] = EngineState.OLDEST_FORMAT_VERSION;
        snapshot.records.set(0, Arrays.copyOf(engineRecord, engineRecord.length - 2));
        final Engine loaded = load(snapshot);
        assertEquals(hash(snapshot), loaded.loadedStateHash());
        assertEquals(dump(driver.engine), dump(loaded));
        assertEquals(driver.engine.stateHash(), loaded.stateHash());
    }

    @Test
    void shouldKeepWhoHasLittleRoomAndRefuseWhatCannotBe() {
        driver.engine.storage(0, 3, true);
        driver.engine.storage(2, 3, true);
        final Engine loaded = load(Snapshot.of(driver.engine));
        assertEquals(0b101, loaded.lowStorageMembers());
        assertEquals(driver.engine.stateHash(), loaded.stateHash());
        final Snapshot impossible = Snapshot.of(driver.engine);
        final long[] engineRecord = impossible.records.get(0);
        engineRecord[engineRecord.length - 2] = 0b1000;
        assertThrows(IllegalStateException.class, () -> load(impossible));
        for (final int[] wrong : new int[][]{{-1, 3}, {3, 3}, {0, 0}, {0, -1}, {62, 63}, {Integer.MAX_VALUE, 3},
            {0, Integer.MAX_VALUE}, {Integer.MIN_VALUE, Integer.MIN_VALUE}}) {
            assertEquals(false, driver.engine.storage(wrong[0], wrong[1], true));
        }
        assertEquals(0b101, driver.engine.lowStorageMembers());
    }

    @Test
    void shouldRefuseMoneyThatDoesNotAddUp() {
        final Snapshot snapshot = Snapshot.of(driver.engine);
        for (final long[] record : snapshot.records) {
            if (record[0] == RecordKind.BALANCE.code()) {
                record[3]++;
            }
        }
        assertThrows(IllegalStateException.class, () -> load(snapshot));
    }

    private static Engine load(final Snapshot snapshot) {
        final Engine engine = new Engine(EngineLimits.defaults(), new SilentListener());
        engine.load(snapshot.source());
        return engine;
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
