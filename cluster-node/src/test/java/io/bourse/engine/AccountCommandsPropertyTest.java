package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The commands about accounts with arguments at their extremes, in any order. A refused one is one event and leaves the
 * state as it was, but for time and the place in the sequence; after a carried out one the money adds up and a copy out of
 * a snapshot does the same.
 */
class AccountCommandsPropertyTest {
    private static final int COMMANDS = 10_000;
    private static final int GATEWAY_ID = 1;
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final long[] ACCOUNTS = {1, 2, 3, 1, 2, 3, 0, -1, 4, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, (1L << 32) + 1};
    private static final long[] NUMBERS = {0, 1, 2, 7, 8, -1, 100, 5_000, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE,
        Integer.MIN_VALUE, 1L << 32, Long.MAX_VALUE / 2, Long.MAX_VALUE / 2 + 1, 255, 256, DAY_NS, DAY_NS + 1};
    private static final int[] RATES = {0, 1, -1, 1_000, -100_000, -100_001, 1_000_000, 1_000_001, Integer.MAX_VALUE,
        Integer.MIN_VALUE};
    private static final int[] CODES = {0, 1, 2, -1, 7, 8, 254, 255, 256, Integer.MAX_VALUE, Integer.MIN_VALUE};

    private final CommandHeader header = new CommandHeader();
    private final OrderRequest request = new OrderRequest();
    private final CheckingListener listener = new CheckingListener();
    private final CheckingListener copyListener = new CheckingListener();
    private final Set<String> outcomes = new TreeSet<>();
    private Engine engine = new Engine(limits(), listener);
    private Engine copy = new Engine(limits(), copyListener);
    private Random random;
    private String kind;

    @Test
    void shouldRefuseWithoutAnyEffect() {
        final long seed = Long.getLong("seed", System.nanoTime());
        random = new Random(seed);
        setUp();
        for (int i = 0; i < COMMANDS; i++) {
            try {
                header.timestampNs += random.nextInt(40);
                // What is due, two timers at a time, is done by these: nothing but the command itself can have an effect.
                both(0, target -> target.setInstrumentState(header, 1, InstrumentState.TRADING.code()));
                both(0, target -> target.setInstrumentState(header, 1, InstrumentState.TRADING.code()));
                step();
                if (random.nextInt(200) == 0) {
                    reload();
                }
                Invariants.check(engine);
            } catch (final RuntimeException | AssertionError failure) {
                throw new AssertionError("seed=" + seed + " command=" + i + " " + kind + ", repeat: mvn -pl cluster-node -am " +
                    "test -Dtest=AccountCommandsPropertyTest -Dsurefire.failIfNoSpecifiedTests=false -Dseed=" + seed, failure);
            }
        }
        final List<String> expected = List.of("block OK", "block INVALID_SETTING", "block NOT_AUTHORISED",
            "block UNKNOWN_ACCOUNT", "block-session OK", "block-session NOT_AUTHORISED", "block-session MALFORMED",
            "block-session UNKNOWN_ACCOUNT", "block-session INVALID_SETTING", "block-session LIMIT_REACHED", "settings OK",
            "settings NOT_AUTHORISED", "settings UNKNOWN_ACCOUNT", "settings INVALID_SETTING", "fee-rates OK",
            "fee-rates NOT_AUTHORISED", "fee-rates UNKNOWN_INSTRUMENT", "fee-rates INVALID_SETTING", "transfer OK",
            "transfer MALFORMED", "transfer UNKNOWN_ACCOUNT", "transfer UNKNOWN_ASSET", "transfer INVALID_AMOUNT",
            "transfer IDEMPOTENCY_MISMATCH", "transfer INSUFFICIENT_BALANCE", "end-session OK", "end-session MALFORMED",
            "end-session UNKNOWN_ACCOUNT", "timer OK", "timer UNKNOWN_ACCOUNT", "timer INVALID_TIMEOUT", "cancel-all OK",
            "define OK", "define INVALID_DEFINITION", "define INVALID_STATE", "define UNKNOWN_ASSET", "define DUPLICATE_SYMBOL",
            "define LIMIT_REACHED", "cancel-all UNKNOWN_INSTRUMENT", "cancel-all INVALID_SIDE", "cancel-all UNKNOWN_ACCOUNT",
            "order ACCOUNT_BLOCKED",
            "order SESSION_BLOCKED", "order TOO_MANY_OPEN_ORDERS", "order OPEN_NOTIONAL_ABOVE_LIMIT", "order OK");
        assertTrue(outcomes.containsAll(expected), "seed=" + seed + " met only " + outcomes);
    }

    private static EngineLimits limits() {
        return new EngineLimits(3, 3, 3, 1_000, 20, 100, 2, 10, 3, 10, 3, 2, 3, 2, 3);
    }

    /** One or two fields of a possible definition at an extreme. */
    private void define() {
        final InstrumentDefinition definition = PlainMarket.definition('J' + random.nextInt(5), 1_000, 1_000);
        for (int i = random.nextInt(3); i > 0; i--) {
            switch (random.nextInt(9)) {
                case 0 -> definition.makerFeePpm = RATES[random.nextInt(RATES.length)];
                case 1 -> definition.takerFeePpm = RATES[random.nextInt(RATES.length)];
                case 2 -> definition.priceRangeBasisPoints = (int) number();
                case 3 -> definition.priceBandBasisPoints = (int) number();
                case 4 -> definition.priceBandMode = code();
                case 5 -> definition.referencePriceTicks = number();
                case 6 -> definition.maxPriceTicks = number();
                case 7 -> definition.initialState = code();
                default -> definition.quoteAssetId = code();
            }
        }
        check("define", 0, target -> target.defineInstrument(header, definition));
    }

    private void setUp() {
        header.gatewayId = GATEWAY_ID;
        header.timestampNs = 1;
        engine.gatewayLogon(header, 1);
        copy.gatewayLogon(header, 1);
        for (int i = 1; i <= 2; i++) {
            final int symbol = 'A' + i;
            both(0, target -> target.defineAsset(header, symbol, 0, 0));
        }
        for (int account = 1; account <= 3; account++) {
            final int externalId = account;
            both(0, target -> target.createAccount(header, externalId, 0));
            both(account, target -> target.deposit(header, 1, 1_000_000, 9, 1));
            both(account, target -> target.deposit(header, 2, 1_000_000, 9, 2));
        }
        final InstrumentDefinition definition = PlainMarket.definition('I', 1_000, 1_000);
        both(0, target -> target.defineInstrument(header, definition));
    }

    private void step() {
        final boolean hostile = random.nextBoolean();
        switch (random.nextInt(11)) {
            case 0 -> block(hostile);
            case 1 -> blockSession(hostile);
            case 2 -> settings(hostile);
            case 3 -> feeRates(hostile);
            case 4 -> transfer(hostile);
            case 5 -> timer(hostile);
            case 6 -> sessions(hostile);
            case 7 -> define();
            default -> order();
        }
    }

    private void block(final boolean hostile) {
        final long account = account(hostile);
        final int blocked = hostile ? code() : random.nextInt(4) == 0 ? 1 : 0;
        check("block", operator(hostile), target -> target.blockAccount(header, account, blocked));
    }

    private void blockSession(final boolean hostile) {
        final long account = account(hostile);
        final long session = session(hostile);
        final int blocked = hostile ? code() : random.nextInt(2);
        check("block-session", operator(hostile), target -> target.blockSession(header, account, session, blocked));
    }

    private void settings(final boolean hostile) {
        final long account = account(hostile);
        final long group = hostile ? number() : random.nextInt(3);
        final int tier = hostile ? code() : random.nextInt(8);
        final int orders = hostile ? (int) number() : random.nextInt(6);
        final long notional = hostile ? number() : random.nextInt(3) * 3_000L;
        check("settings", operator(hostile),
            target -> target.setAccountSettings(header, account, group, tier, orders, notional));
    }

    private void feeRates(final boolean hostile) {
        final int instrument = hostile ? code() : 1;
        final int tier = hostile ? code() : random.nextInt(8);
        final int maker = RATES[hostile ? random.nextInt(RATES.length) : random.nextInt(5)];
        final int taker = hostile ? RATES[random.nextInt(RATES.length)] : random.nextInt(100_000);
        check("fee-rates", operator(hostile), target -> target.setFeeRates(header, instrument, tier, maker, taker));
    }

    private void transfer(final boolean hostile) {
        // Now and then each, so that every rung is reached.
        final long payee = account(hostile && random.nextInt(3) == 0);
        final int asset = hostile && random.nextInt(3) == 0 ? code() : 1 + random.nextInt(2);
        final long amount = hostile ? number() : 1 + random.nextInt(50);
        final long high = hostile ? number() : 0;
        final long low = random.nextInt(hostile ? 3 : 20);
        check("transfer", account(hostile && random.nextInt(3) == 0),
            target -> target.transfer(header, payee, asset, amount, high, low));
    }

    private void timer(final boolean hostile) {
        final long timeout = hostile ? number() : random.nextInt(200);
        check("timer", account(hostile), target -> target.setDeadManTimer(header, timeout));
    }

    private void sessions(final boolean hostile) {
        final long session = session(hostile);
        final int instrument = hostile ? code() : random.nextInt(2);
        final int side = hostile ? code() : random.nextInt(2);
        if (random.nextBoolean()) {
            check("end-session", account(hostile), target -> target.endSession(header, session));
        } else {
            check("cancel-all", account(hostile), target -> target.cancelAll(header, instrument, side, session));
        }
    }

    private void order() {
        request.instrumentId = 1;
        request.side = random.nextInt(2);
        request.orderType = OrderType.LIMIT.code();
        request.timeInForce = TimeInForce.GTC.code();
        request.priceTicks = 95 + random.nextInt(10);
        request.quantityLots = 1 + random.nextInt(10);
        request.sessionId = random.nextInt(3);
        request.cancelOnDisconnect = random.nextBoolean();
        check("order", account(false), target -> target.newOrder(header, request));
    }

    private void check(final String name, final long account, final Consumer<Engine> command) {
        kind = name;
        final String before = dump();
        both(account, command);
        outcomes.add(name + " " + listener.result.split(" ")[0]);
        if (!listener.result.startsWith("OK")) {
            assertEquals(1, listener.everything.size(), "a reject is one event: " + listener.everything);
            assertEquals(before, dump(), "a reject changes nothing but time and the place in the sequence");
        }
        for (int asset = 1; asset <= 2; asset++) {
            final AssetTotals totals = new AssetTotals();
            engine.assetTotals(asset, totals);
            assertEquals(totals.depositsTotal - totals.withdrawalsTotal, totals.accountsTotal + totals.feesCollected);
        }
    }

    private void both(final long account, final Consumer<Engine> command) {
        header.inSequence++;
        header.accountId = account;
        listener.begin();
        copyListener.begin();
        command.accept(engine);
        command.accept(copy);
        assertEquals(listener.everything, copyListener.everything, "the copy from a snapshot does something else");
    }

    private void reload() {
        final Engine loaded = new Engine(limits(), copyListener);
        loaded.load(Snapshot.of(engine).source());
        assertEquals(engine.stateHash(), loaded.stateHash());
        copy = loaded;
    }

    private String dump() {
        final StateDump dump = new StateDump();
        engine.accept(dump);
        return dump.text().replaceFirst(" timestampNs=\\d+", "").replaceFirst(" lastInSequence=\\d+", "");
    }

    private long account(final boolean hostile) {
        return ACCOUNTS[random.nextInt(hostile ? ACCOUNTS.length : 3)];
    }

    private long operator(final boolean hostile) {
        return hostile && random.nextInt(4) == 0 ? account(true) : 0;
    }

    private long session(final boolean hostile) {
        return hostile ? number() : 1 + random.nextInt(2);
    }

    private long number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private int code() {
        return CODES[random.nextInt(CODES.length)];
    }
}
