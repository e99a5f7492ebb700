package io.bourse.system;

import io.bourse.gateway.cluster.ClusterRequests;
import io.bourse.gateway.cluster.ClusterUnavailableException;
import io.bourse.gateway.cluster.NewOrder;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;
import io.bourse.system.Attempt.Outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One user who trades SOL_USDC by the binary protocol, over a session of its own with the cluster and with many orders,
 * cancels and replacements under way at a time. What each of them became is told once, whatever happens to the leader.
 */
final class BinaryTrader implements ChaosTrader {
    private static final long MIDDLE_TICKS = 10_000;
    private static final int PRICE_REACH_TICKS = 12;
    private static final int MAX_LOTS = 2_000;
    private static final int IN_FLIGHT_MAX = 256;
    /** An account may have 200. */
    private static final int OPEN_MAX = 100;
    /** After an outage it goes on at its rate, and does not make up for what it has missed. */
    private static final long LATE_MAX_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ClusterRequests requests;
    private final RestClient client;
    private final String name;
    private final long accountId;
    private final int instrumentId;
    private final Random random;
    private final long pauseNs;
    private final Progress progress;
    private final AtomicInteger inFlight = new AtomicInteger();
    /** The three are shared with the session's thread, which brings the answers. */
    private final List<Attempt> orders = new ArrayList<>();
    private final List<Attempt> cancels = new ArrayList<>();
    private final List<Attempt> open = new ArrayList<>();
    private int orderCount;
    private volatile boolean isRunning = true;

    /** @param client the same user at a gateway */
    BinaryTrader(
        final ClusterRequests requests, final RestClient client, final String name, final long accountId,
        final int instrumentId, final long seed, final int requestsPerSecond, final Progress progress) {
        this.requests = requests;
        this.client = client;
        this.name = name;
        this.accountId = accountId;
        this.instrumentId = instrumentId;
        this.random = new Random(seed);
        this.pauseNs = TimeUnit.SECONDS.toNanos(1) / requestsPerSecond;
        this.progress = progress;
    }

    @Override
    public void run() {
        long dueNs = System.nanoTime();
        while (isRunning) {
            if (inFlight.get() < IN_FLIGHT_MAX) {
                step();
            }
            final long nowNs = System.nanoTime();
            dueNs = Math.max(dueNs + pauseNs, nowNs - LATE_MAX_NS);
            if (dueNs > nowNs) {
                Await.pause(dueNs - nowNs);
            }
        }
        while (inFlight.get() > 0) {
            Await.pause(pauseNs);
        }
    }

    @Override
    public void stop() {
        isRunning = false;
    }

    @Override
    public List<Attempt> orders() {
        synchronized (orders) {
            return List.copyOf(orders);
        }
    }

    @Override
    public List<Attempt> cancels() {
        synchronized (orders) {
            return List.copyOf(cancels);
        }
    }

    @Override
    public List<String> complaints() {
        return List.of();
    }

    @Override
    public RestClient client() {
        return client;
    }

    private void step() {
        final int dice = random.nextInt(100);
        final Attempt old;
        synchronized (orders) {
            old = dice < 33 && !open.isEmpty() || open.size() >= OPEN_MAX ? open.remove(random.nextInt(open.size())) : null;
        }
        if (old == null) {
            enter();
        } else if (dice < 25) {
            cancel(old);
        } else {
            replace(old);
        }
    }

    private void enter() {
        final boolean isBuy = random.nextBoolean();
        final boolean isImmediate = random.nextInt(5) == 0;
        final NewOrder order = order(isBuy, isImmediate ? TimeInForce.IOC : TimeInForce.GTC);
        final long sentNs = System.nanoTime();
        inFlight.incrementAndGet();
        requests.newOrder(accountId, instrumentId, isBuy ? Side.BUY : Side.SELL, order).whenComplete((outcome, failure) ->
            onEntered(attempt(order, isBuy, outcome, failure, sentNs), !isImmediate));
    }

    private void cancel(final Attempt old) {
        final long sentNs = System.nanoTime();
        inFlight.incrementAndGet();
        requests.cancelOrder(accountId, old.orderId(), null).whenComplete((outcome, failure) -> {
            onCancelled(old, outcome, failure, sentNs);
            inFlight.decrementAndGet();
        });
    }

    private void replace(final Attempt old) {
        final NewOrder order = order(old.isBuy(), TimeInForce.GTC);
        final long sentNs = System.nanoTime();
        inFlight.incrementAndGet();
        requests.replaceOrder(accountId, old.orderId(), null, false, order).whenComplete((outcome, failure) -> {
            onCancelled(old, outcome, failure, sentNs);
            onEntered(attempt(order, old.isBuy(), outcome, failure, sentNs), true);
        });
    }

    private NewOrder order(final boolean isBuy, final TimeInForce timeInForce) {
        final long reach = random.nextInt(-PRICE_REACH_TICKS, PRICE_REACH_TICKS / 3);
        return NewOrder.limit(
            timeInForce, MIDDLE_TICKS + (isBuy ? reach : -reach), 100 + random.nextInt(MAX_LOTS), name + "-" + orderCount++);
    }

    private void onEntered(final Attempt attempt, final boolean isResting) {
        synchronized (orders) {
            orders.add(attempt);
            if (attempt.outcome() == Outcome.ACKNOWLEDGED && isResting && attempt.executedLots() < attempt.quantityLots()) {
                open.add(attempt);
            }
        }
        if (attempt.outcome() == Outcome.ACKNOWLEDGED) {
            progress.onAcknowledged(accountId, attempt.sentNs(), attempt.answeredNs());
        }
        inFlight.decrementAndGet();
    }

    private void onCancelled(
        final Attempt old, final io.bourse.gateway.cluster.Outcome outcome, final Throwable failure, final long sentNs) {
        synchronized (orders) {
            cancels.add(new Attempt(accountId, old.clientOrderId(), old.isBuy(), old.priceTicks(), old.quantityLots(),
                known(outcome, failure), old.orderId(), 0, sentNs, System.nanoTime(), answer(outcome, failure)));
        }
    }

    private Attempt attempt(
        final NewOrder order, final boolean isBuy, final io.bourse.gateway.cluster.Outcome outcome, final Throwable failure,
        final long sentNs) {
        final Outcome known = known(outcome, failure);
        final boolean isTaken = known == Outcome.ACKNOWLEDGED;
        return new Attempt(accountId, order.clientOrderId(), isBuy, order.priceTicks(), order.quantityLots(), known,
            isTaken ? outcome.subjectId() : 0, isTaken ? outcome.executedLots() : 0, sentNs, System.nanoTime(),
            answer(outcome, failure));
    }

    /** "Busy" and "no leader" promise that nothing was sent, which the checker takes by its word. */
    private static Outcome known(final io.bourse.gateway.cluster.Outcome outcome, final Throwable failure) {
        if (outcome != null) {
            return outcome.isOk() ? Outcome.ACKNOWLEDGED : Outcome.REJECTED;
        }
        return failure instanceof final ClusterUnavailableException unavailable &&
            unavailable.reason() != ClusterUnavailableException.Reason.OUTCOME_UNKNOWN ? Outcome.REJECTED : Outcome.UNKNOWN;
    }

    private static String answer(final io.bourse.gateway.cluster.Outcome outcome, final Throwable failure) {
        return outcome == null ? failure.toString() : outcome.code().name();
    }
}
