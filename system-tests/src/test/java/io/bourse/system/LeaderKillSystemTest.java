package io.bourse.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.Figures;
import io.bourse.system.Attempt.Outcome;
import io.bourse.system.Observed.StoredTrade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The promise of the whole exchange: what it has acknowledged is there once and for ever, whatever dies. Every role is a
 * process of its own; each is killed with SIGKILL while users trade, in the end all of them at once.
 */
@Timeout(value = 480, unit = TimeUnit.SECONDS)
final class LeaderKillSystemTest {
    private static final String MARKET = "SOL_USDC";
    private static final int TRADERS = 6;
    private static final int REQUESTS_PER_SECOND = 15;
    private static final int MIN_ACKNOWLEDGEMENTS_BETWEEN_FAULTS = 200;
    private static final int MIN_TRADES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Trader> traders = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Progress progress = new Progress();
    private final DepthBook book = new DepthBook();
    private final ConcurrentLinkedQueue<JsonNode> publicTrades = new ConcurrentLinkedQueue<>();
    private final List<Long> leaderGapsMs = new ArrayList<>();

    @Test
    void shouldKeepEveryPromiseWhenLeadersAndEverybodyElseAreKilled() throws InterruptedException {
        try (ExchangeProcess exchange = ExchangeProcess.cluster("leader-kill", "--no-demo")) {
            Figures.note("separate processes: first start " + exchange.up() + " ms");
            startTrading(exchange);
            final Observed before;
            try (StreamClient stream = StreamClient.listen(exchange.url(), this::onFrame, "depth." + MARKET, "trade." + MARKET)) {
                joinBook(exchange);
                tradeThroughFaults(exchange);
                stopTrading();
                assertEquals(List.of(), stream.faults());
                before = check(exchange, "after the faults");
                checkMarketData(exchange, before);
            }
            assertEnoughHappened(before);

            final JsonNode stateBefore = exchange.observer().state();
            Figures.note("separate processes: orderly stop " + exchange.down() + " ms");
            Figures.note("separate processes: warm start " + exchange.up() + " ms");
            assertSame(before, check(exchange, "after an orderly stop"), stateBefore, exchange.observer().state());
            checkDepthIsThatOfTheOrders(exchange);

            exchange.killAll();
            Figures.note("separate processes: start after SIGKILL of all " + exchange.up() + " ms");
            assertSame(before, check(exchange, "after SIGKILL of all"), stateBefore, exchange.observer().state());
            checkDepthIsThatOfTheOrders(exchange);
            exchange.down();
        } finally {
            traders.forEach(Trader::stop);
        }
    }

    private void startTrading(final ExchangeProcess exchange) {
        final List<RestClient> users = new ArrayList<>();
        for (int i = 0; i < TRADERS; i++) {
            users.add(RestClient.newUser(exchange.url()));
        }
        final Map<String, Long> accounts = new HashMap<>();
        Await.until("the accounts of all traders in PostgreSQL", PATIENCE, () -> {
            accounts.putAll(exchange.database().accountsByUser());
            return users.stream().allMatch(user -> accounts.containsKey(user.userId()));
        });
        for (final RestClient user : users) {
            fund(exchange, user);
            final Trader trader = new Trader(List.of(user), "t" + traders.size(), accounts.get(user.userId()), traders.size(),
                REQUESTS_PER_SECOND, progress);
            traders.add(trader);
            threads.add(Thread.ofPlatform().daemon().name("trader-" + traders.size()).start(trader));
        }
    }

    /** Play money of a new user is in the hands of the instance's settings: put in what the test needs. */
    private static void fund(final ExchangeProcess exchange, final RestClient user) {
        user.post("/api/v1/user/deposit",
            Map.of("asset", "SOL", "quantity", "5000", "idempotency_key", "sol-" + user.userId())).ok();
        user.post("/api/v1/user/deposit",
            Map.of("asset", "USDC", "quantity", "500000", "idempotency_key", "usdc-" + user.userId())).ok();
    }

    private void onFrame(final StreamClient.Frame frame) {
        if (frame.stream().startsWith("depth.")) {
            book.onIncrement(frame.data());
        } else {
            publicTrades.add(frame.data());
        }
    }

    private void joinBook(final ExchangeProcess exchange) {
        final RestClient reader = RestClient.anonymous(exchange.url());
        Await.until("a depth snapshot that fits the increments", PATIENCE,
            () -> book.join(reader.get("/api/v1/depth?symbol=" + MARKET + "&limit=1000").ok().body()));
    }

    private void tradeThroughFaults(final ExchangeProcess exchange) {
        awaitAcknowledgements(MIN_ACKNOWLEDGEMENTS_BETWEEN_FAULTS);
        final String firstLeader = killLeader(exchange);
        exchange.command("start", memberId(firstLeader)).ok();
        awaitAcknowledgements(MIN_ACKNOWLEDGEMENTS_BETWEEN_FAULTS);

        restart(exchange, "persistence");
        restart(exchange, "market-data");

        awaitAllMembers(exchange);
        assertNotEquals(firstLeader, ClusterStatus.leader(exchange), "somebody else must have taken over");
        final String secondLeader = killLeader(exchange);
        exchange.command("start", memberId(secondLeader)).ok();
        awaitAcknowledgements(MIN_ACKNOWLEDGEMENTS_BETWEEN_FAULTS);
        awaitAllMembers(exchange);
    }

    private String killLeader(final ExchangeProcess exchange) {
        final String leader = ClusterStatus.leader(exchange);
        final long killedNs = System.nanoTime();
        exchange.kill(leader);
        // What was sent before the process was gone may owe its answer to the dead.
        final long goneNs = System.nanoTime();
        Await.until("an acknowledgement after the death of " + leader, PATIENCE,
            () -> progress.firstAnswerToOneSentAfter(goneNs) != goneNs);
        final long gapMs = TimeUnit.NANOSECONDS.toMillis(progress.firstAnswerToOneSentAfter(goneNs) - killedNs);
        leaderGapsMs.add(gapMs);
        Figures.note("kill -9 of the leader (" + leader + ") to the next acknowledged order: " + gapMs + " ms");
        return leader;
    }

    private static String memberId(final String role) {
        return role.substring("member-".length());
    }

    private void restart(final ExchangeProcess exchange, final String role) {
        exchange.kill(role);
        awaitAcknowledgements(MIN_ACKNOWLEDGEMENTS_BETWEEN_FAULTS / 2);
        exchange.up();
    }

    private static void awaitAllMembers(final ExchangeProcess exchange) {
        Await.until("three members that follow", PATIENCE, () -> ClusterStatus.liveMembers(exchange) == 3);
    }

    private void awaitAcknowledgements(final int more) {
        final long goal = progress.acknowledgements() + more;
        Await.until(goal + " acknowledged orders", PATIENCE, () -> progress.acknowledgements() >= goal);
    }

    private void stopTrading() throws InterruptedException {
        traders.forEach(Trader::stop);
        for (final Thread thread : threads) {
            thread.join(30_000);
        }
    }

    private Observed check(final ExchangeProcess exchange, final String when) {
        final Observed observed =
            exchange.observer().observe(traders.stream().map(trader -> trader.client().at(exchange.url())).toList());
        final List<Attempt> orders = traders.stream().flatMap(trader -> trader.orders().stream()).toList();
        final List<Attempt> cancels = traders.stream().flatMap(trader -> trader.cancels().stream()).toList();
        final List<String> violations = ExchangeChecker.violations(observed, orders, cancels);
        assertTrue(violations.isEmpty(), () -> violations.size() + " violations " + when + ":\n" +
            String.join("\n", violations.subList(0, Math.min(20, violations.size()))));
        return observed;
    }

    private void assertEnoughHappened(final Observed observed) {
        final Map<Outcome, Long> counts = new HashMap<>();
        for (final Trader trader : traders) {
            trader.orders().forEach(attempt -> counts.merge(attempt.outcome(), 1L, Long::sum));
        }
        final long open = observed.orders().stream().filter(Observed.StoredOrder::isOpen).count();
        Figures.note("orders sent under faults: " + counts + ", trades " + observed.trades().size() + ", still open " + open);
        assertTrue(counts.getOrDefault(Outcome.ACKNOWLEDGED, 0L) >= 3 * MIN_ACKNOWLEDGEMENTS_BETWEEN_FAULTS, counts::toString);
        assertTrue(observed.trades().size() >= MIN_TRADES, () -> "only " + observed.trades().size() + " trades");
        assertTrue(open > 0, "no order is open: the restart would have nothing to keep");
        assertEquals(2, leaderGapsMs.size());
    }

    private void checkMarketData(final ExchangeProcess exchange, final Observed observed) {
        final RestClient reader = RestClient.anonymous(exchange.url());
        final JsonNode[] snapshot = new JsonNode[1];
        Await.until("the book of the increments to reach the snapshot", PATIENCE, () -> {
            snapshot[0] = reader.get("/api/v1/depth?symbol=" + MARKET + "&limit=1000").ok().body();
            return book.updateId() == snapshot[0].path("lastUpdateId").asLong();
        });
        assertEquals(List.of(), book.faults());
        assertEquals(List.of(), book.differences(snapshot[0]));
        assertTrue(book.incrementCount() > MIN_TRADES && book.levelCount() > 0, () -> book.incrementCount() + " increments");
        long previous = 0;
        for (final JsonNode trade : publicTrades) {
            final long tradeId = trade.path("t").asLong();
            assertTrue(previous == 0 || tradeId == previous + 1, "trade " + tradeId + " follows " + previous);
            previous = tradeId;
        }
        final Map<Long, StoredTrade> stored = new HashMap<>();
        observed.trades().forEach(trade -> stored.put(trade.tradeId(), trade));
        for (final JsonNode trade : publicTrades) {
            final StoredTrade row = stored.get(trade.path("t").asLong());
            assertEquals(row.priceTicks(), Scaled.units(trade.path("p").asText(), 2), trade::toString);
            assertEquals(row.quantityLots(), Scaled.units(trade.path("q").asText(), 3), trade::toString);
        }
        Figures.note("WebSocket through all faults: " + book.incrementCount() + " depth increments and " + publicTrades.size() +
            " trades without a gap");
    }

    /** Without a stream to compare with, the depth must be the sum of the open orders. */
    private static void checkDepthIsThatOfTheOrders(final ExchangeProcess exchange) {
        final Map<String, Long> expected = new HashMap<>();
        exchange.database().orders().stream().filter(Observed.StoredOrder::isOpen).forEach(order -> expected.merge(
            (order.isBuy() ? "bid " : "ask ") + order.priceTicks(), order.quantityLots() - order.executedLots(), Long::sum));
        final RestClient reader = RestClient.anonymous(exchange.url());
        final Map<String, Long> shown = new HashMap<>();
        Await.until("the depth to be the sum of the open orders: " + expected, PATIENCE, () -> {
            final JsonNode depth = reader.get("/api/v1/depth?symbol=" + MARKET + "&limit=1000").ok().body();
            shown.clear();
            depth.path("bids").forEach(level -> shown.put(
                "bid " + Scaled.units(level.get(0).asText(), 2), Scaled.units(level.get(1).asText(), 3)));
            depth.path("asks").forEach(level -> shown.put(
                "ask " + Scaled.units(level.get(0).asText(), 2), Scaled.units(level.get(1).asText(), 3)));
            return shown.equals(expected);
        });
    }

    private static void assertSame(
        final Observed before, final Observed after, final JsonNode stateBefore, final JsonNode stateAfter) {
        assertEquals(before.orders(), after.orders());
        assertEquals(before.trades(), after.trades());
        assertEquals(before.balances(), after.balances());
        assertEquals(before.engineOpenOrders(), after.engineOpenOrders());
        assertEquals(before.engineBalances(), after.engineBalances());
        ExchangeObserver.assertNothingWasLost(stateBefore, stateAfter);
    }
}
