package io.bourse.engine.oracle;

import java.util.ArrayList;
import java.util.List;

/** The next command, by the weights of the seed and by what the oracle has in its books; now and then a hostile one. */
final class Generator {
    private static final int ASSETS = 3;
    private static final int TRADERS = 5;
    private static final int REPEATABLE = 12;
    private static final long[] HOSTILE = {0, -1, 1, 2, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE,
        Long.MAX_VALUE / 2, 1L << 32, (1L << 32) + 1, 4_000_000_000L, 3_037_000_500L, 99, 255, -2, 8, 10_000};

    private final Swarm swarm;
    private final OrderGenerator orders;
    /** The last commands with an id. */
    private final Command[] repeatable = new Command[REPEATABLE];
    private int repeatableCount;
    private long nowNs = 1_000;
    private long lastTransferId = 100;

    Generator(final Swarm swarm) {
        this.swarm = swarm;
        orders = new OrderGenerator(swarm);
    }

    /** Assets, accounts with money, instruments. */
    List<Command> setUp() {
        final List<Command> commands = new ArrayList<>();
        commands.add(command(CommandKind.LOGON, 0, EngineDriver.GATEWAY_ID, 1));
        for (int asset = 1; asset <= ASSETS; asset++) {
            commands.add(command(CommandKind.DEFINE_ASSET, 0, 'A' + asset, 0, asset == 1 ? swarm.pick(0, 2) : 0));
        }
        for (int account = 1; account <= TRADERS; account++) {
            commands.add(command(CommandKind.CREATE_ACCOUNT, 0, account, 7));
        }
        commands.add(instrument(1, 3, 'X'));
        commands.add(instrument(2, 3, 'Y'));
        if (swarm.oneIn(2)) {
            commands.add(instrument(1, 2, 'Z'));
        }
        for (int account = 1; account <= TRADERS; account++) {
            for (int asset = 1; asset <= ASSETS; asset++) {
                final long amount = swarm.wealth * swarm.quantityMax * (asset == ASSETS ? swarm.basePrice * 2 : 300);
                commands.add(command(CommandKind.DEPOSIT, account, asset, amount, 0, account * 10L + asset));
            }
        }
        return commands;
    }

    private Command instrument(final int base, final int quote, final char symbol) {
        final boolean capped = swarm.oneIn(3);
        final long lot = base == 1 ? swarm.pick(100, 200) : swarm.pick(1, 3);
        final long minimum = swarm.pick(1, 1, 2);
        final long maxPrice = capped ? swarm.basePrice + 2L * swarm.spread : 1_000_000;
        return command(CommandKind.DEFINE_INSTRUMENT, 0, symbol, 0, swarm.pick(1, 1, 3), lot, minimum,
            minimum + swarm.quantityMax * (capped ? 2L : 1_000L), maxPrice, swarm.pick(0, 0, 30),
            swarm.oneIn(3) ? swarm.basePrice * swarm.quantityMax * 200 : Long.MAX_VALUE, base, quote,
            swarm.oneIn(12) ? 250_000 : swarm.pick(0, 100, 1_000, -500, -100_000),
            swarm.oneIn(12) ? 1_000_000 : swarm.pick(0, 1_000, 2_500),
            swarm.random.nextInt(100) < swarm.rangePercent ? swarm.pick(100, 500, 2_000, 20_000) : 0,
            swarm.random.nextInt(100) < swarm.bandPercent ? swarm.pick(500, 1_000, 2_500) : 0, swarm.random.nextInt(2),
            Math.min(maxPrice, swarm.pick(0, 1, 1) * swarm.basePrice), NaiveInstrument.TRADING);
    }

    Command next(final NaiveEngine oracle) {
        // Now and then time jumps, and more is due at once than a command may do.
        nowNs += swarm.oneIn(swarm.jumpOdds) ? swarm.horizonNs : swarm.stepNs == 0 ? 0 : swarm.random.nextInt(swarm.stepNs + 1);
        if (swarm.oneIn(swarm.repeatOdds) && repeatableCount > 0) {
            return repeat();
        }
        final CommandKind kind = kind(oracle.state);
        final long[] it = new long[kind.fieldCount()];
        long account = 1 + swarm.random.nextInt(oracle.state.accounts.size() - 1);
        switch (kind) {
            case NEW_ORDER -> orders.fill(it, oracle.state, null);
            case CANCEL -> {
                final NaiveOrder order = anyOrder(oracle.state);
                orders.reference(it, 0, order);
                account = order == null ? account : swarm.oneIn(20) ? 0 : order.accountId;
            }
            case AMEND -> {
                final NaiveOrder order = anyOrder(oracle.state);
                orders.reference(it, 0, order);
                orders.amend(it, oracle.state, order);
                account = order == null ? account : order.accountId;
            }
            case REPLACE -> {
                final NaiveOrder order = anyOrder(oracle.state);
                orders.fill(it, oracle.state, order);
                orders.reference(it, Command.ORIGINAL, order);
                it[Command.MODE] = swarm.random.nextInt(2);
                if (order != null && order.hasClientId() && swarm.oneIn(3)) {
                    for (int word = 0; word < 4; word++) {
                        it[Command.ID + word] = order.clientId(word);
                    }
                }
                account = order == null ? account : order.accountId;
            }
            default -> account = fillOther(kind, it, oracle, account);
        }
        return remember(finish(kind, account, it));
    }

    private CommandKind kind(final NaiveState state) {
        if (state.open.size() >= swarm.depthMax && swarm.oneIn(2)) {
            return swarm.oneIn(15) ? CommandKind.CANCEL_ALL : CommandKind.CANCEL;
        }
        for (final NaiveInstrument instrument : state.instruments) {
            if (instrument.state != NaiveInstrument.TRADING && swarm.oneIn(12)) {
                return CommandKind.INSTRUMENT_STATE;
            }
        }
        if (state.isStorageLow() && swarm.oneIn(12)) {
            return CommandKind.STORAGE;
        }
        for (final NaiveAccount account : state.accounts) {
            if (account.blocked && swarm.oneIn(12)) {
                return CommandKind.BLOCK_ACCOUNT;
            }
        }
        return CommandKind.VALUES[swarm.weighted(swarm.kindWeights)];
    }

    private long fillOther(final CommandKind kind, final long[] it, final NaiveEngine oracle, final long account) {
        final NaiveState state = oracle.state;
        final int instrument = 1 + swarm.random.nextInt(state.instruments.size());
        switch (kind) {
            case LOGON -> set(it, 1 + swarm.random.nextInt(4), 1 + swarm.random.nextInt(3));
            case CANCEL_ALL -> set(it, swarm.pick(0, instrument), swarm.pick(255, 0, 1), swarm.pick(0, 1, 2));
            case END_SESSION -> set(it, 1 + swarm.random.nextInt(3));
            case DEAD_MAN_TIMER -> set(it, swarm.pick(0, 1 + swarm.random.nextInt(swarm.horizonNs)));
            case TRANSFER, DEPOSIT, WITHDRAW -> fillTransfer(kind, it, state, account);
            default -> {
                fillOperator(kind, it, oracle, account, instrument);
                return swarm.oneIn(30) ? account : 0;
            }
        }
        return account;
    }

    private void fillTransfer(final CommandKind kind, final long[] it, final NaiveState state, final long account) {
        final int asset = 1 + swarm.random.nextInt(ASSETS);
        final long has = state.accounts.get((int) account).available[asset].min(java.math.BigInteger.valueOf(1_000_000_000))
            .longValueExact();
        final long amount = swarm.oneIn(6) ? has + swarm.random.nextInt(3) - 1 : 1 + swarm.random.nextLong(1 + has / 8);
        final long id = swarm.oneIn(8) ? lastTransferId - swarm.random.nextInt(4) : ++lastTransferId;
        if (kind == CommandKind.TRANSFER) {
            set(it, 1 + swarm.random.nextInt(state.accounts.size() - 1), asset, amount, 0, id);
        } else if (kind == CommandKind.DEPOSIT) {
            set(it, asset, swarm.random.nextLong(swarm.quantityMax * (asset == ASSETS ? swarm.basePrice * 20 : 3_000)), 0, id);
        } else {
            set(it, asset, amount, 0, id, swarm.random.nextInt(2));
        }
    }

    private void fillOperator(
        final CommandKind kind, final long[] it, final NaiveEngine oracle, final long account, final int instrument) {
        final NaiveState state = oracle.state;
        final int tier = swarm.random.nextInt(3);
        switch (kind) {
            case BLOCK_ACCOUNT -> {
                set(it, account, swarm.random.nextInt(2));
                for (final NaiveAccount blocked : state.accounts) {
                    if (blocked.blocked && !swarm.oneIn(4)) {
                        set(it, blocked.id, 0);
                    }
                }
            }
            case BLOCK_SESSION -> set(it, account, 1 + swarm.random.nextInt(3), swarm.random.nextInt(2));
            case ACCOUNT_SETTINGS -> set(it, account, swarm.pick(0, 0, 1, 2), tier, swarm.pick(0, 0, 3, 10),
                swarm.pick(0, 0, 20, 200) * swarm.basePrice);
            case FEE_RATES -> set(it, instrument, tier, swarm.oneIn(12) ? 1_000_000 : swarm.pick(0, 500, -300, -100_000),
                swarm.oneIn(12) ? 300_000 : swarm.pick(0, 900));
            case FINISH_WITHDRAWAL -> set(it, oracle.transfers.pending.isEmpty() ? swarm.random.nextInt(20)
                : oracle.transfers.pending.get(swarm.random.nextInt(oracle.transfers.pending.size())).id(), swarm.pick(1, 2));
            case CREATE_ACCOUNT -> set(it, 1 + swarm.random.nextInt(9), 7);
            case DEFINE_ASSET -> set(it, 'A' + swarm.random.nextInt(8), 0, swarm.random.nextInt(19));
            case DEFINE_INSTRUMENT -> {
                final int base = 1 + swarm.random.nextInt(ASSETS);
                final int quote = swarm.oneIn(10) ? base : 1 + base % ASSETS;
                final long[] defined = instrument(base, quote, (char) ('V' + swarm.random.nextInt(5))).fields();
                System.arraycopy(defined, 0, it, 0, it.length);
            }
            case INSTRUMENT_STATE -> {
                set(it, instrument, swarm.pick(2, 2, 1, 3, 4, 5, 5, 6));
                for (final NaiveInstrument closed : state.instruments) {
                    if (closed.state != NaiveInstrument.TRADING && !swarm.oneIn(4)) {
                        set(it, closed.id, NaiveInstrument.TRADING);
                    }
                }
            }
            case STORAGE -> {
                final int members = swarm.pick(3, 3, 1, 5);
                set(it, swarm.random.nextInt(members), members, swarm.random.nextInt(2));
                if (state.isStorageLow() && !swarm.oneIn(4)) {
                    set(it, 0, 1, 0);
                }
            }
            default -> { }
        }
    }

    private static void set(final long[] it, final long... values) {
        System.arraycopy(values, 0, it, 0, values.length);
    }

    private NaiveOrder anyOrder(final NaiveState state) {
        return state.open.isEmpty() || swarm.oneIn(15) ? null : state.open.get(swarm.random.nextInt(state.open.size()));
    }

    /** Widths, time, and the odd hostile value. */
    private Command finish(final CommandKind kind, final long account, final long[] it) {
        long who = account;
        if (swarm.hostileOdds > 0) {
            for (int i = 0; i < it.length; i++) {
                if (swarm.oneIn(swarm.hostileOdds)) {
                    it[i] = HOSTILE[swarm.random.nextInt(HOSTILE.length)];
                }
            }
            if (swarm.oneIn(swarm.hostileOdds)) {
                who = swarm.oneIn(2) ? 1 + swarm.random.nextInt(TRADERS) : HOSTILE[swarm.random.nextInt(HOSTILE.length)];
            }
        }
        for (int i = 0; i < it.length; i++) {
            it[i] = kind.fit(i, it[i]);
        }
        return new Command(kind, swarm.oneIn(50) ? nowNs - swarm.random.nextInt(5) : nowNs, who, it);
    }

    private Command command(final CommandKind kind, final long account, final long... fields) {
        return new Command(kind, nowNs, account, fields);
    }

    private Command remember(final Command command) {
        final boolean hasId = switch (command.kind()) {
            case NEW_ORDER, REPLACE -> command.field(Command.ID) != 0;
            case TRANSFER, DEPOSIT, WITHDRAW, CREATE_ACCOUNT -> true;
            default -> false;
        };
        if (hasId) {
            repeatable[repeatableCount++ % REPEATABLE] = command;
        }
        return command;
    }

    /** A command once more, sometimes with one field changed. */
    private Command repeat() {
        final Command again = repeatable[swarm.random.nextInt(Math.min(repeatableCount, REPEATABLE))];
        final long[] it = again.fields().clone();
        if (swarm.oneIn(3)) {
            it[swarm.random.nextInt(it.length)] += 1;
        }
        for (int i = 0; i < it.length; i++) {
            it[i] = again.kind().fit(i, it[i]);
        }
        return new Command(again.kind(), nowNs, again.accountId(), it);
    }
}
