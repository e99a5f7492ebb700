package io.bourse.system;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A reader of the public data at one gateway through all faults: keeps a book by the published procedure, joins again when
 * its connection ends, and notes whatever must not be: a gap, a crossed book, a number that goes backwards, a trade told
 * in two ways.
 */
final class MarketWatch implements Runnable {
    private static final String MARKET = "SOL_USDC";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String url;
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<Long, String> trades = new ConcurrentHashMap<>();
    private volatile boolean isRunning = true;
    private volatile DepthBook book = new DepthBook();
    private volatile StreamClient stream;
    private volatile boolean isJoined;
    private int connections;
    private long newestUpdateId;
    private long newestTradeId;
    private long increments;

    MarketWatch(final String url) {
        this.url = url;
    }

    @Override
    public void run() {
        while (isRunning) {
            try {
                follow();
            } catch (final RuntimeException | AssertionError unreachable) {
                Await.pause(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
    }

    private void follow() {
        final DepthBook own = new DepthBook();
        isJoined = false;
        newestTradeId = 0;
        try (StreamClient client =
            StreamClient.listen(url, frame -> onFrame(own, frame), "depth." + MARKET, "trade." + MARKET)) {
            stream = client;
            final RestClient reader = RestClient.anonymous(url);
            Await.until("a snapshot that fits the increments", PATIENCE,
                () -> client.isClosed() || own.join(reader.get("/api/v1/depth?symbol=" + MARKET + "&limit=1000").ok().body()));
            book = own;
            isJoined = !client.isClosed();
            connections++;
            if (isJoined && own.updateId() < newestUpdateId) {
                violations.add(url + ": depth went backwards from " + newestUpdateId + " to " + own.updateId());
            }
            while (isRunning && !client.isClosed()) {
                Await.pause(TimeUnit.MILLISECONDS.toNanos(50));
            }
            newestUpdateId = Math.max(newestUpdateId, own.updateId());
            increments += own.incrementCount();
            own.faults().forEach(fault -> violations.add(url + ": " + fault));
            client.faults().stream().filter(fault -> fault.startsWith("cannot read"))
                .forEach(fault -> violations.add(url + ": " + fault));
        }
    }

    private void onFrame(final DepthBook own, final StreamClient.Frame frame) {
        if (frame.stream().startsWith("depth.")) {
            own.onIncrement(frame.data());
            return;
        }
        final JsonNode data = frame.data();
        final long tradeId = data.path("t").asLong();
        if (newestTradeId != 0 && tradeId != newestTradeId + 1) {
            violations.add(url + ": trade " + tradeId + " follows trade " + newestTradeId);
        }
        newestTradeId = tradeId;
        final String told = data.path("p").asText() + " x " + data.path("q").asText();
        final String before = trades.putIfAbsent(tradeId, told);
        if (before != null && !before.equals(told)) {
            violations.add(url + ": trade " + tradeId + " was " + before + ", then " + told);
        }
    }

    void stop() {
        isRunning = false;
    }

    boolean isJoined() {
        return isJoined && !stream.isClosed();
    }

    /** The book now; another one after each new connection. */
    DepthBook book() {
        return book;
    }

    /** What must not be. */
    List<String> violations() {
        return violations;
    }

    /** Price and quantity of every trade that was told, by id. */
    ConcurrentMap<Long, String> trades() {
        return trades;
    }

    String summary() {
        final long ofThisConnection = isJoined() ? book.incrementCount() : 0;
        return url + ": " + connections + " connections, " + (increments + ofThisConnection) + " increments, " +
            trades.size() + " trades";
    }
}
