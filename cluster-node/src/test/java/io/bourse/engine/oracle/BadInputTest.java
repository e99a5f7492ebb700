package io.bourse.engine.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bourse.engine.RecordKind;
import io.bourse.engine.RejectReason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every field of every command at its extremes: what is refused changes nothing, and nothing throws. */
class BadInputTest {
    private static final long[] EXTREMES = {0, -1, 1, 2, 3, 255, 256, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE,
        Integer.MIN_VALUE, 1L << 31, 1L << 32, (1L << 32) + 1, Long.MAX_VALUE / 2, Long.MAX_VALUE / 2 + 1, 3_037_000_500L,
        86_400_000_000_001L, 1_000_000_001L, 10_000, 1_000_001, -100_001};
    private static final int SEEDS = 24;
    private static final int WARM_UP = 300;

    private final Set<RejectReason> met = new TreeSet<>();
    private final Set<CommandKind> tried = EnumSet.noneOf(CommandKind.class);
    private long lastId = 1L << 40;

    @Test
    void shouldRefuseExtremesAndChangeNothing() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            final Swarm swarm = new Swarm(seed);
            final Generator generator = new Generator(swarm);
            final NaiveEngine oracle = new NaiveEngine(swarm.limits);
            final EngineDriver driver = new EngineDriver(swarm.limits);
            generator.setUp().forEach(command -> execute(command, oracle, driver));
            final List<Command> examples = new ArrayList<>();
            for (int i = 0; i < WARM_UP; i++) {
                final Command command = generator.next(oracle);
                execute(command, oracle, driver);
                examples.removeIf(example -> example.kind() == command.kind());
                examples.add(command);
            }
            for (final Command example : examples) {
                tried.add(example.kind());
                tryEveryField(example, false, oracle, driver);
                tryEveryField(example, true, oracle, driver);
                for (final long extreme : EXTREMES) {
                    check(new Command(example.kind(), oracle.state.nowNs, extreme, example.fields()), oracle, driver);
                }
            }
            // The same orders when their accounts are blocked, and when the disks are nearly full.
            examples.removeIf(example -> example.kind() != CommandKind.NEW_ORDER && example.kind() != CommandKind.REPLACE);
            execute(new Command(CommandKind.STORAGE, oracle.state.nowNs, 0, new long[] {0, 1, 1}), oracle, driver);
            examples.forEach(example -> tryEveryField(example, true, oracle, driver));
            execute(new Command(CommandKind.STORAGE, oracle.state.nowNs, 0, new long[] {0, 1, 0}), oracle, driver);
            for (final Command example : examples) {
                execute(new Command(CommandKind.BLOCK_ACCOUNT, oracle.state.nowNs, 0, new long[] {example.accountId(), 1}),
                    oracle, driver);
                tryEveryField(example, true, oracle, driver);
            }
        }
        final Set<RejectReason> missing = EnumSet.allOf(RejectReason.class);
        missing.removeAll(met);
        // Needs a market without a trade, which is in SchemaBadInputTest.
        missing.remove(RejectReason.NO_REFERENCE_PRICE);
        assertEquals(EnumSet.noneOf(RejectReason.class), missing, "no field of any command was refused with these");
        assertEquals(EnumSet.allOf(CommandKind.class), tried);
    }

    private void tryEveryField(
        final Command example, final boolean anew, final NaiveEngine oracle, final EngineDriver driver) {
        for (int field = 0; field < example.fields().length; field++) {
            for (final long extreme : EXTREMES) {
                tryField(anew ? anew(example) : example, field, extreme, oracle, driver);
            }
        }
    }

    /** The same under an id that nobody has used: otherwise much ends at the id. */
    private Command anew(final Command example) {
        final long[] fields = example.fields().clone();
        for (int field = 0; field < fields.length; field++) {
            final String name = example.kind().fieldName(field);
            if (name.equals("low")) {
                fields[field] = ++lastId;
            } else if (name.matches("id[0-3]") && fields.length >= Command.ORDER_FIELDS) {
                fields[field] = 0;
            }
        }
        return new Command(example.kind(), example.timestampNs(), example.accountId(), fields);
    }

    private void tryField(
        final Command example, final int field, final long extreme, final NaiveEngine oracle, final EngineDriver driver) {
        final long[] fields = example.fields().clone();
        fields[field] = example.kind().fit(field, extreme);
        check(new Command(example.kind(), oracle.state.nowNs, example.accountId(), fields), oracle, driver);
    }

    private void check(final Command command, final NaiveEngine oracle, final EngineDriver driver) {
        if (command.kind() == CommandKind.LOGON) {
            return;
        }
        if (command.kind() == CommandKind.STORAGE) {
            execute(command, oracle, driver);
            execute(new Command(CommandKind.STORAGE, oracle.state.nowNs, 0, new long[]{0, 1, 0}), oracle, driver);
            return;
        }
        // What is due must not be taken for a consequence of the command.
        for (int i = 0; i < 4; i++) {
            execute(new Command(CommandKind.TIMER, oracle.state.nowNs, 0, new long[0]), oracle, driver);
        }
        final long[] before = state(driver);
        execute(command, oracle, driver);
        final RejectReason reason = resultOf(oracle.state.log);
        if (reason != null) {
            met.add(reason);
            final boolean cancelsRegardless = command.kind() == CommandKind.REPLACE && command.field(Command.MODE) == 1;
            if (!cancelsRegardless) {
                assertArrayEquals(before, state(driver), command.toString());
            }
        }
    }

    private static void execute(final Command command, final NaiveEngine oracle, final EngineDriver driver) {
        oracle.execute(command);
        driver.execute(command);
        if (!driver.recorder.log.isSame(oracle.state.log)) {
            assertEquals(oracle.state.log.toString(), driver.recorder.log.toString(), command.toString());
        }
    }

    /** All but the place in the gateway's sequence. */
    private static long[] state(final EngineDriver driver) {
        final StateRecords records = new StateRecords();
        driver.engine.accept(records);
        final List<Long> fields = new ArrayList<>();
        for (int kind = records.nextRecord(); kind != 0; kind = records.nextRecord()) {
            while (kind != RecordKind.GATEWAY.code() && records.remainingFields() > 0) {
                fields.add(records.nextField());
            }
        }
        return fields.stream().mapToLong(Long::longValue).toArray();
    }

    private static RejectReason resultOf(final EventLog log) {
        int i = 0;
        while (EventKind.VALUES[(int) log.at(i)] != EventKind.RESULT) {
            i += 1 + EventKind.VALUES[(int) log.at(i)].fieldCount();
        }
        return RejectReason.of((int) log.at(i + 1));
    }
}
