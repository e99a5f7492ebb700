package io.bourse.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Traders who trade through whatever happens, and the check of all that they were told. */
final class TradingFloor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int VIOLATIONS_SHOWN = 20;

    private final ExchangeProcess exchange;
    private final Progress progress = new Progress();
    private final List<Trader> traders = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** So many new users begin to trade. */
    TradingFloor(final ExchangeProcess exchange, final int traderCount, final int requestsPerSecond) {
        this.exchange = exchange;
        final List<RestClient> users = new ArrayList<>();
        for (int i = 0; i < traderCount; i++) {
            users.add(RestClient.newUser(exchange.url()));
        }
        final Map<String, Long> accounts = new HashMap<>();
        Await.until("the accounts of all traders in PostgreSQL", PATIENCE, () -> {
            accounts.putAll(exchange.database().accountsByUser());
            return users.stream().allMatch(user -> accounts.containsKey(user.userId()));
        });
        for (final RestClient user : users) {
            user.post("/api/v1/user/deposit",
                Map.of("asset", "SOL", "quantity", "5000", "idempotency_key", "sol-" + user.userId())).ok();
            user.post("/api/v1/user/deposit",
                Map.of("asset", "USDC", "quantity", "500000", "idempotency_key", "usdc-" + user.userId())).ok();
            final Trader trader = new Trader(List.of(user), "t" + traders.size(), accounts.get(user.userId()), traders.size(),
                requestsPerSecond, progress);
            traders.add(trader);
            threads.add(Thread.ofPlatform().daemon().name("trader-" + traders.size()).start(trader));
        }
    }

    /** Waits for so many more acknowledged orders. */
    void awaitAcknowledgements(final int more) {
        final long goal = progress.acknowledgements() + more;
        Await.until(goal + " acknowledged orders", PATIENCE, () -> progress.acknowledgements() >= goal);
    }

    long acknowledgements() {
        return progress.acknowledgements();
    }

    void stop() {
        traders.forEach(Trader::stop);
        for (final Thread thread : threads) {
            try {
                thread.join(PATIENCE.toMillis());
            } catch (final InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Compares all that was told with the engine and with PostgreSQL; nobody may trade. */
    Observed check(final String when) {
        final Observed observed =
            exchange.observer().observe(traders.stream().map(trader -> trader.client().at(exchange.url())).toList());
        final List<Attempt> orders = traders.stream().flatMap(trader -> trader.orders().stream()).toList();
        final List<Attempt> cancels = traders.stream().flatMap(trader -> trader.cancels().stream()).toList();
        final List<String> violations = ExchangeChecker.violations(observed, orders, cancels);
        assertTrue(violations.isEmpty(), () -> violations.size() + " violations " + when + ":\n" +
            String.join("\n", violations.subList(0, Math.min(VIOLATIONS_SHOWN, violations.size()))));
        return observed;
    }

    @Override
    public void close() {
        traders.forEach(Trader::stop);
    }
}
