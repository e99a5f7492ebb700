package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Random commands, many of them impossible, against {@link NaiveExchange}. After each command: same events, same result,
 * same balances, conservation, book rebuilt from deltas; now and then the engine is replaced by a copy out of a snapshot
 * and the old one goes on beside it.
 */
@org.junit.jupiter.api.Disabled("its naive exchange knows the rules of format 1; the oracle takes its place")
class EngineRandomTest {
    private static final int RUNS = Integer.getInteger("engine.runs", 200);
    private static final int COMMANDS = 1_500;
    private static final int GATEWAY_ID = 1;
    private static final int ACCOUNTS = 4;
    private static final int ASSETS = 3;
    private static final long SPECIAL_ODDS = 40;
    private static final long[] SPECIAL = {
        0, -1, 1, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE / 2 + 1, 1L << 32, 4_000_000_000L};

    private final CommandHeader header = new CommandHeader();
    private final OrderRequest request = new OrderRequest();
    private Random random;
    private CheckingListener listener;
    private CheckingListener shadowListener;
    private Engine engine;
    private Engine shadow;
    private NaiveExchange naive;
    private long idempotencyId;
    private final Set<String> outcomes = new TreeSet<>();
    private long trades;
    private final Map<Long, long[]> pending = new TreeMap<>();
    private final Map<Integer, BigInteger> outside = new TreeMap<>();

    @Test
    void shouldDoWhatTheNaiveExchangeDoes() {
        final long base = Long.getLong("seed", System.nanoTime());
        for (int run = 0; run < RUNS; run++) {
            final long seed = base + run;
            int command = -1;
            try {
                start(seed);
                for (command = 0; command < COMMANDS; command++) {
                    step();
                    if (random.nextInt(50) == 0) {
                        reload();
                    }
                }
                assertEquals(engine.stateHash(), shadow.stateHash());
            } catch (final RuntimeException | AssertionError failure) {
                throw new AssertionError("seed=" + seed + " command=" + command + ", repeat: mvn -pl cluster-node -am test " +
                    "-Dtest=EngineRandomTest -Dsurefire.failIfNoSpecifiedTests=false -Dengine.runs=1 -Dseed=" + seed, failure);
            }
        }
        requireVariety();
    }

    /** A run that meets only rejects would agree as well. */
    private void requireVariety() {
        assertTrue(trades > RUNS * 20L, "trades=" + trades);
        final List<String> expected = List.of("OK", "OK NEW", "OK PARTIALLY_FILLED", "OK FILLED", "OK EXPIRED",
            "OK CANCELLED", "REQUESTED", "CANCEL_ALL", "REPLACED", "IMMEDIATE_OR_CANCEL", "NO_LIQUIDITY", "PRICE_RANGE",
            "MALFORMED", "UNKNOWN_INSTRUMENT", "INSTRUMENT_NOT_TRADING", "UNKNOWN_ACCOUNT", "INVALID_SIDE",
            "INVALID_ORDER_TYPE", "INVALID_TIME_IN_FORCE", "INVALID_PRICE", "INVALID_QUANTITY", "INVALID_AMOUNT",
            "QUANTITY_ABOVE_MAXIMUM", "PRICE_ABOVE_MAXIMUM", "NOTIONAL_ABOVE_MAXIMUM", "DUPLICATE_CLIENT_ORDER_ID",
            "INSUFFICIENT_BALANCE", "UNKNOWN_ORDER", "OVERFLOW");
        assertTrue(RUNS < 10 || outcomes.containsAll(expected), "met only " + outcomes);
    }

    private void start(final long seed) {
        random = new Random(seed);
        listener = new CheckingListener();
        shadowListener = new CheckingListener();
        engine = new Engine(EngineLimits.defaults(), listener);
        shadow = new Engine(EngineLimits.defaults(), shadowListener);
        naive = new NaiveExchange(ACCOUNTS);
        pending.clear();
        outside.clear();
        header.gatewayId = GATEWAY_ID;
        header.timestampNs = 1;
        logon();
        for (int asset = 1; asset <= ASSETS; asset++) {
            final long symbol = 'A' + asset;
            both(0, target -> target.defineAsset(header, symbol, 0, 0));
        }
        for (int account = 1; account <= ACCOUNTS; account++) {
            final long externalId = account;
            both(0, target -> target.createAccount(header, externalId, 7));
        }
        define(1, 3, 0);
        define(2, 3, 500);
        define(1, 2, random.nextInt(20_000));
    }

    private void define(final int base, final int quote, final int range) {
        final InstrumentDefinition definition = new InstrumentDefinition();
        definition.symbol0 = 'I' + naive.instruments.size();
        definition.baseAssetId = base;
        definition.quoteAssetId = quote;
        definition.tickQuoteUnits = 1 + random.nextInt(3);
        definition.lotBaseUnits = 1 + random.nextInt(3);
        definition.minQuantityLots = 1 + random.nextInt(2);
        definition.maxQuantityLots = random.nextBoolean() ? 50 : 1_000_000_000L;
        definition.maxPriceTicks = random.nextBoolean() ? 100 : 1_000_000_000L;
        definition.minNotional = random.nextInt(3);
        definition.maxNotional = random.nextBoolean() ? 5_000 : Long.MAX_VALUE;
        definition.makerFeePpm = random.nextInt(3) == 0 ? random.nextInt(1_000_001) : random.nextInt(5_000);
        definition.takerFeePpm = random.nextInt(3) == 0 ? 0 : random.nextInt(5_000);
        definition.priceRangeBasisPoints = range;
        definition.initialState = InstrumentState.TRADING.code();
        both(0, target -> target.defineInstrument(header, definition));
        assertEquals("OK", listener.result);
        naive.instruments.add(definition);
        naive.states.add(InstrumentState.TRADING.code());
    }

    private void step() {
        header.timestampNs += random.nextInt(3) - 1;
        naive.events.clear();
        final long account = random.nextInt(30) == 0 ? random.nextInt(7) - 1 : 1 + random.nextInt(ACCOUNTS);
        final int dice = random.nextInt(100);
        final String expected;
        if (dice < 50) {
            expected = enter(account);
        } else if (dice < 65) {
            expected = cancel(account);
        } else if (dice < 80) {
            expected = replace(account);
        } else if (dice < 82) {
            expected = cancelAll(account);
        } else if (dice < 90) {
            expected = deposit(account);
        } else if (dice < 96) {
            expected = withdraw(account);
        } else if (dice < 98) {
            expected = state();
        } else {
            both(account, target -> target.rejectMalformed(header));
            expected = "MALFORMED";
        }
        assertEquals(expected, listener.result);
        assertEquals(naive.events, listener.events);
        outcomes.add(expected.split(" ")[0] + (expected.startsWith("OK ") ? " " + expected.split(" ")[1] : ""));
        trades += naive.events.stream().filter(event -> event.startsWith("trade")).count();
        naive.events.forEach(event -> outcomes.add(event.substring(event.lastIndexOf(' ') + 1)));
        check();
    }

    private String enter(final long account) {
        fill(special(1 + random.nextInt(3)));
        both(account, target -> target.newOrder(header, request));
        return naive.enter(account, request, request.instrumentId, null);
    }

    private String cancel(final long account) {
        final long id = orderId();
        final long clientId = id == 0 ? clientId() : 0;
        final long operator = random.nextInt(20) == 0 ? 0 : account;
        both(operator, target -> target.cancelOrder(header, id, clientId, 0, 0, 0));
        if (id < 0 || id == 0 && clientId == 0) {
            return "MALFORMED";
        }
        if (operator < 0 || operator > ACCOUNTS) {
            return "UNKNOWN_ACCOUNT";
        }
        final NaiveExchange.NaiveOrder order = naive.find(operator, id, clientId);
        if (order == null) {
            return "UNKNOWN_ORDER";
        }
        final long executed = order.executed;
        return naive.cancel(order, "REQUESTED") + " CANCELLED " + executed;
    }

    private String replace(final long account) {
        final long id = orderId();
        final long clientId = id == 0 ? clientId() : 0;
        fill(0);
        both(account, target -> target.replaceOrder(header, id, clientId, 0, 0, 0, request, Engine.REPLACE_ATOMIC));
        if (id < 0 || id == 0 && clientId == 0) {
            return "MALFORMED";
        }
        if (account < 1 || account > ACCOUNTS) {
            return "UNKNOWN_ACCOUNT";
        }
        final NaiveExchange.NaiveOrder original = naive.find(account, id, clientId);
        return original == null ? "UNKNOWN_ORDER" : naive.enter(account, request, original.instrument, original);
    }

    private String cancelAll(final long account) {
        final int instrumentId = random.nextInt(5);
        both(account, target -> target.cancelAll(header, instrumentId, Engine.ANY_SIDE, 0));
        if (instrumentId > naive.instruments.size()) {
            return "UNKNOWN_INSTRUMENT";
        }
        if (account < 1 || account > ACCOUNTS) {
            return "UNKNOWN_ACCOUNT";
        }
        final List<NaiveExchange.NaiveOrder> mine = new ArrayList<>(naive.open);
        mine.removeIf(order -> order.account != account || instrumentId != 0 && order.instrument != instrumentId);
        mine.forEach(order -> naive.cancel(order, "CANCEL_ALL"));
        return "OK";
    }

    private String deposit(final long account) {
        final int asset = 1 + random.nextInt(ASSETS);
        final long amount = special(random.nextInt(3_000));
        final long id = ++idempotencyId;
        final int times = 1 + random.nextInt(2);
        for (int i = 0; i < times; i++) {
            both(account, target -> target.deposit(header, asset, amount, 0, id));
        }
        if (account < 1 || account > ACCOUNTS) {
            return "UNKNOWN_ACCOUNT";
        }
        if (amount <= 0) {
            return "INVALID_AMOUNT";
        }
        final BigInteger supply = outside.getOrDefault(asset, BigInteger.ZERO).add(BigInteger.valueOf(amount));
        if (supply.compareTo(BigInteger.valueOf(Long.MAX_VALUE / 2)) > 0) {
            return "OVERFLOW";
        }
        outside.put(asset, supply);
        naive.credit(account, asset, BigInteger.valueOf(amount));
        return "OK";
    }

    private String withdraw(final long account) {
        if (!pending.isEmpty() && random.nextBoolean()) {
            return finish();
        }
        final int asset = 1 + random.nextInt(ASSETS);
        final long amount = special(1 + random.nextInt(1_000));
        final long id = ++idempotencyId;
        both(account, target -> target.requestWithdrawal(header, asset, amount, 0, id, false));
        if (account < 1 || account > ACCOUNTS) {
            return "UNKNOWN_ACCOUNT";
        }
        if (amount <= 0) {
            return "INVALID_AMOUNT";
        }
        if (BigInteger.valueOf(amount).compareTo(naive.available(account, asset)) > 0) {
            return "INSUFFICIENT_BALANCE";
        }
        naive.credit(account, asset, BigInteger.valueOf(-amount));
        naive.locked.merge(NaiveExchange.key(account, asset), BigInteger.valueOf(amount), BigInteger::add);
        final String last = listener.everything.get(listener.everything.size() - 1);
        pending.put(Long.parseLong(last.split(" ")[1]), new long[] {account, asset, amount});
        return "OK";
    }

    private String finish() {
        final long id = pending.keySet().iterator().next();
        final long[] withdrawal = pending.remove(id);
        final boolean settle = random.nextBoolean();
        both(0, target -> target.finishWithdrawal(header, id, settle ? 1 : 2));
        final int asset = (int) withdrawal[1];
        final BigInteger amount = BigInteger.valueOf(withdrawal[2]);
        naive.locked.merge(NaiveExchange.key(withdrawal[0], asset), amount.negate(), BigInteger::add);
        if (settle) {
            outside.merge(asset, amount.negate(), BigInteger::add);
        } else {
            naive.credit(withdrawal[0], asset, amount);
        }
        return "OK";
    }

    private String state() {
        final int instrumentId = 1 + random.nextInt(naive.instruments.size());
        final int state = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : InstrumentState.TRADING.code();
        both(0, target -> target.setInstrumentState(header, instrumentId, state));
        naive.states.set(instrumentId - 1, state);
        return "OK";
    }

    /** A request that is mostly possible, rarely absurd. */
    private void fill(final long instrumentId) {
        request.instrumentId = (int) instrumentId;
        request.side = random.nextInt(60) == 0 ? random.nextInt(5) - 1 : random.nextInt(2);
        final boolean market = random.nextInt(5) == 0;
        request.orderType = random.nextInt(60) == 0 ? random.nextInt(5) - 1 : market ? 2 : 1;
        request.timeInForce = random.nextInt(60) == 0 ? random.nextInt(5) - 1 : market || random.nextInt(5) == 0 ? 2 : 1;
        request.priceTicks = special(market ? 0 : 80 + random.nextInt(40));
        request.quantityLots = special(1 + random.nextInt(12));
        request.quoteAmount = special(0);
        if (market && request.side == 0 && random.nextBoolean()) {
            request.quantityLots = special(0);
            request.quoteAmount = special(1 + random.nextInt(2_000));
        }
        request.clientOrderId0 = clientId();
    }

    private long special(final long otherwise) {
        return random.nextInt((int) SPECIAL_ODDS) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : otherwise;
    }

    private long clientId() {
        return random.nextInt(3) == 0 ? 'a' + random.nextInt(6) : 0;
    }

    private long orderId() {
        if (random.nextInt(4) == 0 || naive.open.isEmpty()) {
            return random.nextInt(10) == 0 ? special(3) : 0;
        }
        return naive.open.get(random.nextInt(naive.open.size())).id;
    }

    private void logon() {
        engine.gatewayLogon(header, 1);
        shadow.gatewayLogon(header, 1);
    }

    private void both(final long account, final java.util.function.Consumer<Engine> command) {
        header.inSequence++;
        if (engine.lastInSequence(GATEWAY_ID) == 0) {
            header.inSequence = 1;
        }
        header.accountId = account;
        listener.begin();
        shadowListener.begin();
        command.accept(engine);
        command.accept(shadow);
        assertEquals(listener.everything, shadowListener.everything, "the copy from a snapshot does something else");
    }

    private void reload() {
        final Snapshot snapshot = Snapshot.of(engine);
        final Engine copy = new Engine(EngineLimits.defaults(), shadowListener);
        copy.load(snapshot.source());
        assertEquals(engine.stateHash(), copy.stateHash());
        assertEquals(engine.stateHash(), shadow.stateHash());
        shadow = copy;
    }

    private void check() {
        final Map<String, long[]> levels = new TreeMap<>();
        final Map<String, BigInteger> reserved = new TreeMap<>();
        for (final NaiveExchange.NaiveOrder order : naive.open) {
            final long[] level = levels.computeIfAbsent(
                order.instrument + "/" + (order.buy ? "BUY" : "SELL") + "/" + order.price, key -> new long[2]);
            level[0] += order.remaining;
            level[1]++;
            final InstrumentDefinition instrument = naive.instruments.get(order.instrument - 1);
            reserved.merge(NaiveExchange.key(order.account, order.buy ? instrument.quoteAssetId : instrument.baseAssetId),
                order.locked, BigInteger::add);
        }
        assertEquals(text(levels), text(listener.levels));
        pending.values().forEach(withdrawal -> reserved.merge(
            NaiveExchange.key(withdrawal[0], (int) withdrawal[1]), BigInteger.valueOf(withdrawal[2]), BigInteger::add));
        for (int asset = 1; asset <= ASSETS; asset++) {
            for (long account = 1; account <= ACCOUNTS; account++) {
                final BigInteger locked = naive.locked(account, asset);
                assertEquals(naive.available(account, asset), BigInteger.valueOf(engine.available(account, asset)));
                assertEquals(locked, BigInteger.valueOf(engine.locked(account, asset)));
                assertEquals(locked, reserved.getOrDefault(NaiveExchange.key(account, asset), BigInteger.ZERO));
            }
            final AssetTotals totals = new AssetTotals();
            assertTrue(engine.assetTotals(asset, totals));
            assertEquals(totals.depositsTotal - totals.withdrawalsTotal, totals.accountsTotal + totals.feesCollected);
            assertEquals(naive.available(0, asset), BigInteger.valueOf(totals.feesCollected));
        }
        assertEquals(naive.open.size(), engine.openOrderCount());
        Invariants.check(engine);
    }

    private static List<String> text(final Map<String, long[]> levels) {
        return levels.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue()[0] + "," + entry.getValue()[1]).toList();
    }
}
