package io.bourse.deploy.load;

import io.bourse.client.Instrument;
import io.bourse.client.orderflow.OrderFlow;
import io.bourse.gateway.cluster.ClusterRequests;
import io.bourse.gateway.cluster.NewOrder;
import io.bourse.gateway.cluster.Outcome;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;
import org.HdrHistogram.Histogram;
import org.agrona.collections.Long2LongHashMap;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Sends a flow in order, with a window of messages that have no answer yet. Buys belong to one account and sells to
 * another, so that nobody trades with himself.
 */
final class Replay {
    private static final long LATENCY_NS_MAX = TimeUnit.MINUTES.toNanos(10);
    private static final int LATENCY_DIGITS = 3;
    private static final long SETUP_TIMEOUT_SECONDS = 60;
    private static final long WINDOW_TIMEOUT_SECONDS = 120;
    private static final String[] KINDS = {"NEW", "CANCEL", "MODIFY"};
    /** Of a cancel or modify of an order that was never entered; any number that no order has will do. */
    private static final long NEVER_ENTERED = -1;

    private final Histogram latencyNs = new Histogram(LATENCY_NS_MAX, LATENCY_DIGITS);
    private final Map<String, Long> results = new TreeMap<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    /** By order id: twice the sequence of the message that entered or changed the order last, plus 1 for sells. */
    private final Long2LongHashMap entries = new Long2LongHashMap(NEVER_ENTERED);
    private final OrderFlow flow;
    private final Instrument instrument;
    private final ClusterRequests requests;
    private final ClientOrderIds ids;
    private final int window;
    private final Semaphore permits;
    private long buyAccountId;
    private long sellAccountId;
    private long firstEventSequence;
    private long lastEventSequence;
    private long elapsedNs;

    Replay(
        final OrderFlow flow, final Instrument instrument, final ClusterRequests requests, final ClientOrderIds ids,
        final int window) {
        this.flow = flow;
        this.instrument = instrument;
        this.requests = requests;
        this.ids = ids;
        this.window = window;
        this.permits = new Semaphore(window);
    }

    /** Checks that every order of the flow is one that the market takes. */
    void requireFits() {
        for (int i = 0; i < flow.count(); i++) {
            if (flow.type(i) != OrderFlow.CANCEL) {
                requireFits(i, flow.priceTicks(i), flow.quantity(i));
            }
        }
    }

    /** Makes the two accounts, with all the money that the flow can ever have in orders. */
    void openAccounts() {
        long quote = 0;
        long base = 0;
        for (int i = 0; i < flow.count(); i++) {
            if (flow.type(i) != OrderFlow.CANCEL) {
                quote = Math.addExact(quote, notional(flow.priceTicks(i), flow.quantity(i)));
                base = Math.addExact(base, Math.multiplyExact(flow.quantity(i), instrument.lotBaseUnits()));
            }
        }
        buyAccountId = openAccount(instrument.quote().assetId(), quote);
        sellAccountId = openAccount(instrument.base().assetId(), base);
    }

    /** Sends everything and waits for every answer. {@code progress} is told now and then how much was sent. */
    void run(final IntConsumer progress) throws InterruptedException {
        final long startNs = System.nanoTime();
        long progressNs = startNs;
        for (int i = 0; i < flow.count() && failure.get() == null; i++) {
            acquire(1);
            send(i);
            final long nowNs = System.nanoTime();
            if (nowNs - progressNs >= TimeUnit.SECONDS.toNanos(1)) {
                progressNs = nowNs;
                progress.accept(i + 1);
            }
        }
        acquire(window);
        elapsedNs = System.nanoTime() - startNs;
        permits.release(window);
        if (failure.get() != null) {
            throw new LoadException("a message has no outcome (" + failure.get().getMessage() +
                "), what follows would not be in order; is the exchange up?", failure.get());
        }
    }

    /** Cancels what the run left in the book. Returns the number of orders. */
    int cancelRemaining() {
        return await(requests.cancelAll(buyAccountId, instrument.instrumentId(), null, 0)).count() +
            await(requests.cancelAll(sellAccountId, instrument.instrumentId(), null, 0)).count();
    }

    Histogram latencyNs() {
        return latencyNs;
    }

    /** By kind of message and result code. */
    Map<String, Long> results() {
        return results;
    }

    long elapsedNs() {
        return elapsedNs;
    }

    long buyAccountId() {
        return buyAccountId;
    }

    long sellAccountId() {
        return sellAccountId;
    }

    long firstEventSequence() {
        return firstEventSequence;
    }

    long lastEventSequence() {
        return lastEventSequence;
    }

    private void send(final int index) {
        final int type = flow.type(index);
        final long orderId = flow.orderId(index);
        final long entry = type == OrderFlow.NEW ? NEVER_ENTERED : entries.get(orderId);
        final boolean isBuy = entry == NEVER_ENTERED ? flow.isBuy(index) : (entry & 1) == 0;
        final long accountId = isBuy ? buyAccountId : sellAccountId;
        final long submittedNs = System.nanoTime();
        final CompletableFuture<Outcome> answer = switch (type) {
            case OrderFlow.NEW -> requests.newOrder(
                accountId, instrument.instrumentId(), isBuy ? Side.BUY : Side.SELL,
                NewOrder.limit(flow.isImmediateOrCancel(index) ? TimeInForce.IOC : TimeInForce.GTC,
                    flow.priceTicks(index), flow.quantity(index), ids.text(orderId, index)));
            case OrderFlow.CANCEL -> requests.cancelOrder(accountId, 0, currentId(orderId, entry));
            default -> requests.replaceOrder(
                accountId, 0, currentId(orderId, entry), false, NewOrder.limit(
                    TimeInForce.GTC, flow.priceTicks(index), flow.quantity(index), ids.text(orderId, index)));
        };
        if (type == OrderFlow.NEW || type == OrderFlow.MODIFY && entry != NEVER_ENTERED) {
            entries.put(orderId, 2L * index + (isBuy ? 0 : 1));
        }
        answer.whenComplete((outcome, problem) -> onAnswer(type, submittedNs, outcome, problem));
    }

    /** After a modify that found no order this names none either, which is right: the order is gone for good. */
    private String currentId(final long orderId, final long entry) {
        return ids.text(orderId, entry == NEVER_ENTERED ? flow.count() : entry >> 1);
    }

    /** On the cluster agent's thread. */
    private void onAnswer(final int type, final long submittedNs, final Outcome outcome, final Throwable problem) {
        if (problem != null) {
            failure.compareAndSet(null, problem);
        } else {
            latencyNs.recordValue(Math.min(System.nanoTime() - submittedNs, LATENCY_NS_MAX));
            results.merge(KINDS[type] + " " + outcome.code(), 1L, Long::sum);
            lastEventSequence = Math.max(lastEventSequence, outcome.eventSequence());
        }
        permits.release();
    }

    private void acquire(final int count) throws InterruptedException {
        if (!permits.tryAcquire(count, WINDOW_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new LoadException("no answer within " + WINDOW_TIMEOUT_SECONDS + " s; is the exchange up?");
        }
    }

    private long openAccount(final int assetId, final long amount) {
        final long accountId = require("account", await(requests.createAccount(UUID.randomUUID()))).subjectId();
        if (amount > 0) {
            firstEventSequence =
                require("deposit", await(requests.deposit(accountId, assetId, amount, UUID.randomUUID()))).eventSequence();
        }
        return accountId;
    }

    private long notional(final long priceTicks, final long quantity) {
        return Math.multiplyExact(Math.multiplyExact(priceTicks, quantity), instrument.quoteUnitsPerTickLot());
    }

    private void requireFits(final int index, final long priceTicks, final long quantity) {
        requireWithin(index, "quantity in lots", quantity, instrument.minQuantityLots(), instrument.maxQuantityLots());
        requireWithin(index, "price in ticks", priceTicks, 1, instrument.maxPriceTicks());
        requireWithin(index, "notional in minor units", notional(priceTicks, quantity), instrument.minNotional(),
            instrument.maxNotional());
        ids.text(flow.orderId(index), flow.count());
    }

    private void requireWithin(final int index, final String what, final long value, final long least, final long most) {
        if (value < least || value > most) {
            throw new LoadException(flow.name() + " does not fit " + instrument.symbol() + ": message " + index + " has " +
                what + " " + value + ", the market takes " + least + " to " + most);
        }
    }

    private static Outcome require(final String what, final Outcome outcome) {
        if (!outcome.isOk()) {
            throw new LoadException("the exchange refused the " + what + ": " + outcome.code());
        }
        return outcome;
    }

    private static Outcome await(final CompletableFuture<Outcome> answer) {
        try {
            return answer.get(SETUP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (final ExecutionException | TimeoutException e) {
            throw new LoadException("the cluster does not answer (" + e.getMessage() + "); is the exchange up?", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("interrupted", e);
        }
    }
}
