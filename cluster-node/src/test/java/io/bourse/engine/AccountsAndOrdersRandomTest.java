package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Orders of every kind of accounts that have limits, groups, tiers, sessions and timers. After each command what is derived
 * (open notional, timers) must be what the orders say, and an engine loaded from a snapshot must do the same.
 */
class AccountsAndOrdersRandomTest {
    private static final int RUNS = Integer.getInteger("engine.runs", 10);
    private static final int COMMANDS = 1_000;
    private static final List<String> NAMES = List.of("alice", "bob", "carol");
    private static final List<String> MARKETS = List.of("SOL_USD", "BTC_USD");

    private final Set<String> met = new TreeSet<>();
    private ScenarioDriver driver;
    private ScenarioDriver copy;
    private Random random;
    private int lastId;

    @Test
    void shouldKeepWhatIsDerivedInStep() {
        final long base = Long.getLong("seed", System.nanoTime());
        for (int run = 0; run < RUNS; run++) {
            random = new Random(base + run);
            start();
            for (int i = 0; i < COMMANDS; i++) {
                final String command = command() + (random.nextInt(4) == 0 ? " at=" + later() : "");
                try {
                    step(command);
                } catch (final RuntimeException | AssertionError failure) {
                    throw new AssertionError("seed=" + (base + run) + " command=" + i + " " + command + ", repeat: mvn -pl " +
                        "cluster-node -am test -Dtest=AccountsAndOrdersRandomTest -Dsurefire.failIfNoSpecifiedTests=false " +
                        "-Dengine.runs=1 -Dseed=" + (base + run), failure);
                }
            }
        }
        final List<String> expected = List.of("OPEN_NOTIONAL_ABOVE_LIMIT", "TOO_MANY_OPEN_ORDERS", "SESSION_BLOCKED",
            "ACCOUNT_BLOCKED", "KILL_SWITCH", "DISCONNECT", "DEAD_MAN_TIMER", "CANCEL_ALL", "AMENDED", "REPLACED",
            "EXPIRY_TIME", "SESSION_END", "SELF_TRADE_PREVENTION", "FEE_COLLECTED", "REBATE_PAID", "TRANSFER_IN", "triggered",
            "prevented", "trade", "amended");
        assertTrue(RUNS < 10 || met.containsAll(expected), "seed=" + base + " met only " + met);
    }

    private void start() {
        driver = new ScenarioDriver();
        copy = new ScenarioDriver();
        lastId = 1_000;
        final String limits = "limits expiries=2 triggers=2 trailing=3 orders-per-account=12 blocked-sessions=2 remembered=5";
        for (final String command : List.of(limits, "given markets maker=-3000 taker=8000 unit=3", "deposit carol USD 9000 id=1",
            "deposit carol SOL 9000 id=2")) {
            driver.execute(command);
            copy.execute(command);
        }
    }

    private void step(final String command) {
        final List<String> lines = driver.execute(command);
        assertEquals(lines, copy.execute(command), "the copy from a snapshot does something else");
        for (final String line : lines) {
            met.addAll(List.of(line.split(" ")));
        }
        Invariants.check(driver.engine);
        for (int asset = 1; asset <= driver.engine.assetCount(); asset++) {
            final AssetTotals totals = new AssetTotals();
            driver.engine.assetTotals(asset, totals);
            assertEquals(totals.depositsTotal - totals.withdrawalsTotal, totals.accountsTotal + totals.feesCollected);
        }
        if (random.nextInt(60) == 0) {
            copy.execute("snapshot");
            assertEquals(driver.engine.stateHash(), copy.engine.stateHash());
            assertEquals(driver.engine.nextDeadlineNs(), copy.engine.nextDeadlineNs());
        }
    }

    private String command() {
        final String account = any(NAMES);
        return switch (random.nextInt(24)) {
            case 0 -> "settings " + account + " group=" + random.nextInt(2) + " tier=" + random.nextInt(3) + " max-orders=" +
                random.nextInt(2) * (3 + random.nextInt(6)) + " max-notional=" + random.nextInt(3) * 2_000;
            case 1 -> "dead-man-timer " + account + " " + random.nextInt(3) * 20;
            case 2 -> "cancel-all " + account + (random.nextBoolean() ? " " + any(MARKETS) : "") +
                (random.nextBoolean() ? " side=BUY" : "") + (random.nextBoolean() ? " session=1" : "");
            case 3 -> "end-session " + account + " " + (1 + random.nextInt(2));
            case 4 -> "block-session " + account + " " + (1 + random.nextInt(2)) + " blocked=" + random.nextInt(2);
            case 5 -> "block " + account + " blocked=" + (random.nextInt(6) == 0 ? 1 : 0);
            case 6 -> "block " + account + " blocked=0";
            case 7 -> "transfer " + account + " " + any(NAMES) + " USD " + (1 + random.nextInt(300)) + " id=" + ++lastId;
            case 8 -> "fee-rates " + any(MARKETS) + " " + random.nextInt(3) + " maker=" + (random.nextInt(9_000) - 5_000) +
                " taker=" + random.nextInt(20_000);
            case 9 -> random.nextInt(3) == 0 ? "state " + any(MARKETS) + " CLOSED" : "timer";
            case 10, 11 -> "state " + any(MARKETS) + " TRADING";
            case 12 -> "cancel " + account + " " + openId(account);
            case 13, 14 -> "amend " + account + " " + openId(account) + " " + (1 + random.nextInt(12)) + "@" + price();
            case 15 -> "replace " + account + " " + openId(account) + order();
            default -> (random.nextBoolean() ? "buy " : "sell ") + account + " " + any(MARKETS) + order();
        };
    }

    private String order() {
        final int lots = 1 + random.nextInt(10);
        final String limit = " " + lots + "@" + price();
        final String rest = (random.nextBoolean() ? " session=" + random.nextInt(3) : "") +
            (random.nextInt(3) == 0 ? " cancel-on-disconnect" : "") +
            (random.nextInt(3) == 0 ? " stp=" + any(List.of("EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH", "DECREMENT")) : "") +
            any(List.of("", "", "", " day", " gtd=" + later()));
        final String trigger = random.nextBoolean() ? " stop=" + price() : " trailing=" + (1 + random.nextInt(900));
        return switch (random.nextInt(8)) {
            case 0 -> " " + lots + "@market";
            case 1 -> limit + " ioc";
            case 2 -> limit + " display=" + (1 + random.nextInt(lots)) + rest;
            case 3 -> " " + lots + "@market type=" + any(List.of("STOP_LOSS", "TAKE_PROFIT")) + " tif=GTC" + trigger;
            case 4 -> limit + " type=" + any(List.of("STOP_LOSS_LIMIT", "TAKE_PROFIT_LIMIT")) + trigger + rest;
            default -> limit + rest;
        };
    }

    private long openId(final String account) {
        Order order = driver.engine.nextOpenOrder(1 + NAMES.indexOf(account), 0, 0);
        long orderId = 1;
        for (int i = random.nextInt(6); i >= 0 && order != null; i--) {
            orderId = order.orderId();
            order = driver.engine.nextOpenOrder(order.accountId(), 0, orderId);
        }
        return orderId;
    }

    private int price() {
        return 90 + random.nextInt(20);
    }

    private long later() {
        return driver.engine.timestampNs() + 1 + random.nextInt(30);
    }

    private <T> T any(final List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
