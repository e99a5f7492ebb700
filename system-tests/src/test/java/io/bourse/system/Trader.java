package io.bourse.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.system.Attempt.Outcome;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * One user who trades SOL_USDC around a price, one request after the other, and remembers what it was told. A request is
 * never repeated: what happened to those without an answer is for the checker to find out.
 */
final class Trader implements Runnable {
    /** What the traders together have had acknowledged. */
    static final class Progress {
        private final AtomicLong acknowledgements = new AtomicLong();
        private final ConcurrentLinkedQueue<long[]> sentAndAnsweredNs = new ConcurrentLinkedQueue<>();

        long acknowledgements() {
            return acknowledgements.get();
        }

        /** When the first of the orders sent after this moment was acknowledged; the moment itself for none yet. */
        long firstAnswerToOneSentAfter(final long momentNs) {
            return sentAndAnsweredNs.stream().filter(times -> times[0] - momentNs > 0).mapToLong(times -> times[1])
                .min().orElse(momentNs);
        }

        private void onAcknowledged(final long sentNs, final long answeredNs) {
            sentAndAnsweredNs.add(new long[]{sentNs, answeredNs});
            acknowledgements.incrementAndGet();
        }
    }

    private static final String MARKET = "SOL_USDC";
    private static final long MIDDLE_TICKS = 10_000;
    private static final int PRICE_REACH_TICKS = 12;
    private static final int MAX_LOTS = 2_000;
    private static final int TICK_DECIMALS = 2;
    private static final int LOT_DECIMALS = 3;

    private final RestClient client;
    private final String name;
    private final long accountId;
    private final Random random;
    private final long pauseNs;
    private final Progress progress;
    private final List<Attempt> orders = new ArrayList<>();
    private final List<Attempt> cancels = new ArrayList<>();
    private final List<Attempt> open = new ArrayList<>();
    private volatile boolean isRunning = true;
    private volatile RuntimeException failure;

    Trader(
        final RestClient client, final String name, final long accountId, final long seed, final int requestsPerSecond,
        final Progress progress) {
        this.client = client;
        this.name = name;
        this.accountId = accountId;
        this.random = new Random(seed);
        this.pauseNs = TimeUnit.SECONDS.toNanos(1) / requestsPerSecond;
        this.progress = progress;
    }

    @Override
    public void run() {
        try {
            while (isRunning) {
                final long startNs = System.nanoTime();
                if (!open.isEmpty() && random.nextInt(4) == 0) {
                    cancelOne();
                } else {
                    enterOne();
                }
                Await.pause(Math.max(1, pauseNs - (System.nanoTime() - startNs)));
            }
        } catch (final RuntimeException ex) {
            failure = ex;
        }
    }

    void stop() {
        isRunning = false;
    }

    List<Attempt> orders() {
        if (failure != null) {
            throw new IllegalStateException("trader " + name + " failed", failure);
        }
        return orders;
    }

    List<Attempt> cancels() {
        return cancels;
    }

    RestClient client() {
        return client;
    }

    long accountId() {
        return accountId;
    }

    private void enterOne() {
        final boolean isBuy = random.nextBoolean();
        final long reach = random.nextInt(-PRICE_REACH_TICKS, PRICE_REACH_TICKS / 3);
        final long priceTicks = MIDDLE_TICKS + (isBuy ? reach : -reach);
        final long quantityLots = 100 + random.nextInt(MAX_LOTS);
        final String clientOrderId = name + "-" + orders.size();
        final Map<String, Object> order = new HashMap<>(Map.of(
            "market", MARKET, "side", isBuy ? "BUY" : "SELL",
            "price", Scaled.text(priceTicks, TICK_DECIMALS), "quantity", Scaled.text(quantityLots, LOT_DECIMALS),
            "client_order_id", clientOrderId));
        if (random.nextInt(5) == 0) {
            order.put("time_in_force", "IOC");
        }
        final long sentNs = System.nanoTime();
        final Answer answer = ask(() -> client.post("/api/v1/order", order));
        final long nowNs = System.nanoTime();
        final Outcome outcome = outcome(answer);
        final JsonNode body = answer.body();
        final long executedLots = outcome == Outcome.ACKNOWLEDGED ?
            Scaled.units(body.path("executed_quantity").asText("0"), LOT_DECIMALS) : 0;
        final long orderId = outcome == Outcome.ACKNOWLEDGED ? body.path("order_id").asLong() : 0;
        final Attempt attempt = new Attempt(accountId, clientOrderId, isBuy, priceTicks, quantityLots, outcome, orderId,
            executedLots, sentNs, nowNs, answer.toString());
        orders.add(attempt);
        if (outcome == Outcome.ACKNOWLEDGED) {
            progress.onAcknowledged(sentNs, nowNs);
            if (executedLots < quantityLots && !order.containsKey("time_in_force")) {
                open.add(attempt);
            }
        }
    }

    private void cancelOne() {
        final Attempt order = open.remove(random.nextInt(open.size()));
        final long sentNs = System.nanoTime();
        final Answer answer = ask(() -> client.delete("/api/v1/order?order_id=" + order.orderId()));
        cancels.add(new Attempt(accountId, order.clientOrderId(), order.isBuy(), order.priceTicks(), order.quantityLots(),
            outcome(answer), order.orderId(), 0, sentNs, System.nanoTime(), answer.toString()));
    }

    private static Answer ask(final Supplier<Answer> request) {
        try {
            return request.get();
        } catch (final UncheckedIOException ex) {
            // No answer is an answer too: the outcome is not known.
            return new Answer(0, RestClient.JSON.getNodeFactory().textNode(ex.getMessage()), "");
        }
    }

    private static Outcome outcome(final Answer answer) {
        if (answer.isOk()) {
            return Outcome.ACKNOWLEDGED;
        }
        // "Busy" and "no leader" promise that nothing was sent, which the checker takes by its word.
        final boolean isPromisedUndone = answer.text("code").equals("BUSY") || answer.text("code").equals("NO_LEADER");
        return answer.status() / 100 == 4 || isPromisedUndone ? Outcome.REJECTED : Outcome.UNKNOWN;
    }
}
