package io.bourse.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.system.Attempt.Outcome;

import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One user who trades SOL_USDC around a price, one request after the other, and remembers what it was told. Through more
 * than one gateway it goes on at the next when one does not answer. A request is repeated only where the exchange promises
 * that this is harmless: an order far from the price, which stays open, under the same client order id.
 */
final class Trader implements ChaosTrader {
    private static final String MARKET = "SOL_USDC";
    private static final long MIDDLE_TICKS = 10_000;
    private static final int PRICE_REACH_TICKS = 12;
    private static final int FAR_TICKS = 40;
    private static final int MAX_LOTS = 2_000;
    private static final int TICK_DECIMALS = 2;
    private static final int LOT_DECIMALS = 3;
    private static final int FAR_ORDERS_MAX = 200;

    private final List<RestClient> doors;
    private final String name;
    private final long accountId;
    private final Random random;
    private final long pauseNs;
    private final Progress progress;
    private final List<Attempt> orders = new ArrayList<>();
    private final List<Attempt> cancels = new ArrayList<>();
    private final List<Attempt> open = new ArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isReading = new AtomicBoolean();
    private int door;
    private int farCount;
    private int orderCount;
    private volatile boolean isRunning = true;
    private volatile RuntimeException failure;

    /** @param doors the same user at each gateway */
    Trader(
        final List<RestClient> doors, final String name, final long accountId, final long seed, final int requestsPerSecond,
        final Progress progress) {
        this.doors = List.copyOf(doors);
        this.name = name;
        this.accountId = accountId;
        this.random = new Random(seed);
        this.pauseNs = TimeUnit.SECONDS.toNanos(1) / requestsPerSecond;
        this.progress = progress;
        this.door = (int) Math.floorMod(seed, (long) doors.size());
    }

    @Override
    public void run() {
        try {
            while (isRunning) {
                final long startNs = System.nanoTime();
                step();
                Await.pause(Math.max(1, pauseNs - (System.nanoTime() - startNs)));
            }
        } catch (final RuntimeException ex) {
            failure = ex;
        }
    }

    @Override
    public void stop() {
        isRunning = false;
    }

    @Override
    public List<Attempt> orders() {
        if (failure != null) {
            throw new IllegalStateException("trader " + name + " failed", failure);
        }
        return orders;
    }

    @Override
    public List<Attempt> cancels() {
        return cancels;
    }

    @Override
    public List<String> complaints() {
        return complaints;
    }

    @Override
    public RestClient client() {
        return doors.getFirst();
    }

    long accountId() {
        return accountId;
    }

    private void step() {
        final int dice = random.nextInt(100);
        if (dice < 22 && !open.isEmpty()) {
            cancelOne();
        } else if (dice < 28 && !open.isEmpty()) {
            // A replacement is a cancel and a new order, as long as the interface has no word for it.
            cancelOne();
            enterOne();
        } else if (dice < 32 && doors.size() > 1 && farCount < FAR_ORDERS_MAX) {
            enterTwice();
        } else if (dice < 38) {
            readAside(dice < 35 && !open.isEmpty() ? open.get(random.nextInt(open.size())) : null);
        } else {
            enterOne();
        }
    }

    private void enterOne() {
        final boolean isBuy = random.nextBoolean();
        final long reach = random.nextInt(-PRICE_REACH_TICKS, PRICE_REACH_TICKS / 3);
        final Map<String, Object> order = order(isBuy, MIDDLE_TICKS + (isBuy ? reach : -reach));
        if (random.nextInt(5) == 0) {
            order.put("time_in_force", "IOC");
        }
        final long sentNs = System.nanoTime();
        final Answer answer = ask(client -> client.post("/api/v1/order", order));
        final Attempt attempt = attempt(order, answer, sentNs);
        orders.add(attempt);
        if (attempt.outcome() == Outcome.ACKNOWLEDGED) {
            progress.onAcknowledged(accountId, sentNs, attempt.answeredNs());
            if (attempt.executedLots() < attempt.quantityLots() && !order.containsKey("time_in_force")) {
                open.add(attempt);
            }
        }
    }

    /** The same order at two gateways at the same time, as somebody does who is tired of waiting: one must be refused. */
    private void enterTwice() {
        farCount++;
        final boolean isBuy = random.nextBoolean();
        final Map<String, Object> order = order(isBuy, MIDDLE_TICKS + (isBuy ? -FAR_TICKS : FAR_TICKS));
        final RestClient other = doors.get((door + 1) % doors.size());
        final long sentNs = System.nanoTime();
        final CompletableFuture<Answer> second =
            CompletableFuture.supplyAsync(() -> answerOf(() -> other.post("/api/v1/order", order)));
        final Answer answer = ask(client -> client.post("/api/v1/order", order));
        final List<Attempt> attempts = List.of(attempt(order, answer, sentNs), attempt(order, second.join(), sentNs));
        final List<Attempt> taken =
            attempts.stream().filter(attempt -> attempt.outcome() == Outcome.ACKNOWLEDGED).toList();
        final List<Attempt> unknown = attempts.stream().filter(attempt -> attempt.outcome() == Outcome.UNKNOWN).toList();
        taken.forEach(attempt -> progress.onAcknowledged(accountId, sentNs, attempt.answeredNs()));
        if (!taken.isEmpty()) {
            orders.addAll(taken);
        } else {
            orders.add(unknown.isEmpty() ? attempts.getFirst() : unknown.getFirst());
        }
        if (taken.size() == 1 && unknown.isEmpty()) {
            open.add(taken.getFirst());
        }
    }

    private Map<String, Object> order(final boolean isBuy, final long priceTicks) {
        return new HashMap<>(Map.of(
            "market", MARKET, "side", isBuy ? "BUY" : "SELL", "price", Scaled.text(priceTicks, TICK_DECIMALS),
            "quantity", Scaled.text(100 + random.nextInt(MAX_LOTS), LOT_DECIMALS),
            "client_order_id", name + "-" + orderCount++));
    }

    private Attempt attempt(final Map<String, Object> order, final Answer answer, final long sentNs) {
        final long nowNs = System.nanoTime();
        final Outcome outcome = outcome(answer);
        final boolean isTaken = outcome == Outcome.ACKNOWLEDGED;
        return new Attempt(accountId, order.get("client_order_id").toString(), "BUY".equals(order.get("side")),
            Scaled.units(order.get("price").toString(), TICK_DECIMALS),
            Scaled.units(order.get("quantity").toString(), LOT_DECIMALS), outcome,
            isTaken ? answer.body().path("order_id").asLong() : 0,
            isTaken ? Scaled.units(answer.body().path("executed_quantity").asText("0"), LOT_DECIMALS) : 0,
            sentNs, nowNs, answer.toString());
    }

    private void cancelOne() {
        final Attempt order = open.remove(random.nextInt(open.size()));
        final long sentNs = System.nanoTime();
        final Answer answer = ask(client -> client.delete("/api/v1/order?order_id=" + order.orderId()));
        cancels.add(new Attempt(accountId, order.clientOrderId(), order.isBuy(), order.priceTicks(), order.quantityLots(),
            outcome(answer), order.orderId(), 0, sentNs, System.nanoTime(), answer.toString()));
    }

    /** Reads while orders go on: what is past is read from the database, which may be slow when orders are not. */
    private void readAside(final Attempt order) {
        if (isReading.compareAndSet(false, true)) {
            final RestClient client = doors.get(door);
            Thread.ofVirtual().start(() -> {
                try {
                    if (order == null) {
                        readBalances(client);
                    } else {
                        lookUp(client, order);
                    }
                } finally {
                    isReading.set(false);
                }
            });
        }
    }

    /** What was acknowledged is there for its owner, open or past, from that moment on. */
    private void lookUp(final RestClient client, final Attempt order) {
        final Answer answer = answerOf(() -> client.get("/api/v1/order?order_id=" + order.orderId()));
        if (answer.status() == 404) {
            complaints.add("acknowledged and then not found: " + order + ": " + answer);
        } else if (answer.isOk() && !order.clientOrderId().equals(answer.text("client_order_id"))) {
            complaints.add("asked for order " + order + ", got " + answer);
        }
    }

    private void readBalances(final RestClient client) {
        final Answer answer = answerOf(() -> client.get("/api/v1/user/balances"));
        if (answer.isOk()) {
            for (final JsonNode balance : answer.body()) {
                if (new BigDecimal(balance.path("available").asText()).signum() < 0 ||
                    new BigDecimal(balance.path("locked").asText()).signum() < 0) {
                    complaints.add("negative balance of account " + accountId + ": " + balance);
                }
            }
        }
    }

    private interface Request {
        Answer sentBy(RestClient client);
    }

    private Answer ask(final Request request) {
        final RestClient client = doors.get(door);
        final Answer answer = answerOf(() -> request.sentBy(client));
        if (answer.status() == 0 || answer.status() == 503) {
            door = (door + 1) % doors.size();
        }
        return answer;
    }

    private static Answer answerOf(final Supplier<Answer> request) {
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
