package io.bourse.system;

import com.fasterxml.jackson.databind.JsonNode;

import io.bourse.Figures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The longer stories of {@link SeedFaultsTest}: many callers at once, readers that do not read, deep books, idleness. */
final class StressStories {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CALLERS = 64;
    private static final int RESTING_ORDERS = 2_000;
    private static final int RESTING_USERS = 8;
    private static final int MEASURED_ORDERS = 60;
    private static final long IDLE_WINDOW_MS = 5_000;
    private static final int IDLE_CPU_LIMIT_PERCENT = 40;
    private static final int IDLE_REDIS_COMMANDS_PER_SECOND = 100;

    private final ExchangeProcess exchange;
    private final Desk desk;

    StressStories(final ExchangeProcess exchange, final Desk desk) {
        this.exchange = exchange;
        this.desk = desk;
    }

    void redisLosesEverythingAndIsFilledAgain() {
        final RestClient user = desk.user();
        desk.sell(user, "120", "2");
        desk.sell(user, "121", "3");
        desk.buy(user, "119", "1");
        desk.expectDepth(List.of("119x1"), List.of("120x2", "121x3"));
        RedisPort.of(exchange).restartEmpty();
        // Trading does not need Redis.
        desk.sell(user, "122", "4");
        desk.expectDepth(List.of("119x1"), List.of("120x2", "121x3", "122x4"));
        // The gateway closes readers when it has found Redis again, since they may have missed something: they begin again.
        Await.until("a reader to follow the depth", PATIENCE, () -> followsDepth(user));
        assertEquals(200, RestClient.anonymous(exchange.url()).get("/api/v1/health").status());
    }

    /** False when the reader was closed before it saw the order. */
    private boolean followsDepth(final RestClient user) {
        final DepthBook book = new DepthBook();
        try (StreamClient stream =
            StreamClient.listen(exchange.url(), frame -> book.onIncrement(frame.data()), "depth." + Desk.MARKET)) {
            assertTrue(book.join(desk.depth()));
            desk.sell(user, "123", "0.5");
            Await.until("increments or the end of the stream", PATIENCE,
                () -> stream.isClosed() || book.incrementCount() > 0 && book.differences(desk.depth()).isEmpty());
            if (stream.isClosed()) {
                return false;
            }
            assertEquals(List.of(), book.faults());
            assertEquals(List.of(), stream.faults());
            return true;
        }
    }

    void everyCallerGetsItsOwnAnswer() {
        final List<RestClient> users = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            users.add(desk.user());
        }
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int round = 0; round < 3; round++) {
                final List<Future<String>> results = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    final RestClient user = users.get(i % users.size());
                    final String name = "own-" + round + "-" + i;
                    final String price = 10 + i + "." + (10 + round);
                    results.add(callers.submit(() -> orderAndCompare(user, name, price)));
                }
                results.forEach(result -> assertEquals("", get(result)));
            }
        }
    }

    private String orderAndCompare(final RestClient user, final String name, final String price) {
        final Answer answer = user.post("/api/v1/order", Map.of(
            "market", Desk.MARKET, "side", "BUY", "price", price, "quantity", "0.1", "client_order_id", name));
        if (!answer.isOk() || !answer.text("client_order_id").equals(name)) {
            return name + " was answered " + answer;
        }
        final JsonNode order = desk.find(user, Long.parseLong(answer.text("order_id")));
        final boolean isOwn = order.path("client_order_id").asText().equals(name) &&
            Desk.number(order.path("price").asText()).equals(Desk.number(price)) &&
            order.path("user_id").asText().equals(user.userId());
        return isOwn ? "" : name + " at " + price + " is " + order;
    }

    void slowAndDeadReadersHarmNobody() throws IOException {
        final RestClient user = desk.user();
        final DepthBook book = new DepthBook();
        final String[] streams = {"depth." + Desk.MARKET, "trade." + Desk.MARKET, "ticker." + Desk.MARKET};
        final List<LazyReader> lazy = new ArrayList<>();
        try (StreamClient healthy = StreamClient.listen(exchange.url(), frame -> book.onIncrement(frame.data()), streams[0])) {
            assertTrue(book.join(desk.depth()));
            for (int i = 0; i < 4; i++) {
                lazy.add(new LazyReader(exchange.httpPort(), streams));
            }
            lazy.getFirst().dieAbruptly();
            long slowestMs = 0;
            for (int i = 0; i < 150; i++) {
                final long startNs = System.nanoTime();
                desk.buy(user, "8" + i % 10 + ".0" + i % 7, "0.1");
                slowestMs = Math.max(slowestMs, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
            }
            Await.until("the healthy reader to be up to date", Duration.ofSeconds(5),
                () -> book.differences(desk.depth()).isEmpty());
            assertEquals(List.of(), book.faults());
            assertEquals(List.of(), healthy.faults());
            final long slowest = slowestMs;
            assertTrue(slowest < 5_000, () -> "an order took " + slowest + " ms");
        } finally {
            for (final LazyReader reader : lazy) {
                reader.close();
            }
        }
    }

    void costDoesNotGrowWithTheBook() {
        final RestClient user = desk.user();
        measureMs(user, MEASURED_ORDERS);
        final double emptyMs = measureMs(user, MEASURED_ORDERS);
        try (ExecutorService callers = Executors.newFixedThreadPool(RESTING_USERS)) {
            final List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < RESTING_USERS; i++) {
                final RestClient owner = desk.user();
                results.add(callers.submit(() -> rest(owner, RESTING_ORDERS / RESTING_USERS)));
            }
            results.forEach(StressStories::get);
        }
        final double deepMs = measureMs(user, MEASURED_ORDERS);
        Figures.note(String.format("order, look-up and cancel one after the other, median: %.1f ms on an empty book, " +
            "%.1f ms with %d resting orders", emptyMs, deepMs, RESTING_ORDERS));
        assertTrue(deepMs <= Math.max(4 * emptyMs, 60), () -> emptyMs + " ms empty, " + deepMs + " ms with a deep book");
    }

    private void rest(final RestClient owner, final int count) {
        for (int i = 0; i < count; i++) {
            desk.buy(owner, Scaled.text(5_000 + i, 2), "0.01");
        }
    }

    /** Median time of entering, finding and cancelling one order, in ms. */
    private double measureMs(final RestClient user, final int count) {
        final long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            final long startNs = System.nanoTime();
            final long order = desk.buy(user, "60", "0.1");
            desk.find(user, order);
            user.delete("/api/v1/order?order_id=" + order).ok();
            times[i] = System.nanoTime() - startNs;
        }
        Arrays.sort(times);
        return times[count / 2] / 1e6;
    }

    void idleCostsNextToNothing() {
        final RedisPort redis = RedisPort.of(exchange);
        final long cpuBeforeMs = exchange.processes().cpuMs();
        final long commandsBefore = redis.commandCount();
        final long startNs = System.nanoTime();
        Await.until("the end of the idle window", Duration.ofMillis(2 * IDLE_WINDOW_MS),
            () -> System.nanoTime() - startNs > TimeUnit.MILLISECONDS.toNanos(IDLE_WINDOW_MS));
        final long elapsedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        final long percent = 100 * (exchange.processes().cpuMs() - cpuBeforeMs) / elapsedMs;
        final long commandsPerSecond = 1000 * (redis.commandCount() - commandsBefore) / elapsedMs;
        Figures.note("one member, idle: " + percent + " % of a core, " + commandsPerSecond + " Redis commands/s");
        assertTrue(percent <= IDLE_CPU_LIMIT_PERCENT, () -> "idle costs " + percent + " % of a core");
        assertTrue(commandsPerSecond <= IDLE_REDIS_COMMANDS_PER_SECOND, () -> commandsPerSecond + " Redis commands/s at rest");
    }

    private static <T> T get(final Future<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (final ExecutionException | TimeoutException ex) {
            throw new AssertionError(ex);
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new AssertionError(ex);
        }
    }
}
