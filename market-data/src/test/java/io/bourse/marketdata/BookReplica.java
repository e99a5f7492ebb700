package io.bourse.marketdata;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.schema.Side;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * A reader that does what the protocol tells it: keep updates, take a snapshot, go on with the first update that follows
 * it; and checks after every update that it holds the book of that moment.
 */
final class BookReplica implements MarketDataReader.Listener {
    private final String symbol;
    private final Map<Long, String> truth;
    private final Map<String, List<String>> byStream = new ConcurrentHashMap<>();
    private final TreeMap<Long, String> bids = new TreeMap<>();
    private final TreeMap<Long, String> asks = new TreeMap<>();
    private final List<JsonNode> early = new ArrayList<>();
    private final AtomicInteger reconnects = new AtomicInteger();
    private boolean isJoined;
    private long updateId;
    private int updateCount;
    private AssertionError failure;

    /** @param truth text of the book by update id, see {@link #text} */
    BookReplica(final String symbol, final Map<Long, String> truth) {
        this.symbol = symbol;
        this.truth = truth;
    }

    @Override
    public synchronized void onUpdate(final String stream, final String data) {
        byStream.computeIfAbsent(stream, name -> new ArrayList<>()).add(data);
        if (stream.equals(MarketDataReader.RECONNECT)) {
            isJoined = false;
            early.clear();
            reconnects.incrementAndGet();
        } else if (stream.equals("depth." + symbol)) {
            final JsonNode update = PublicJson.object(data);
            if (isJoined) {
                apply(update);
            } else {
                early.add(update);
            }
        }
    }

    /** Joins with a snapshot, as {@link MarketDataReader#depth} returns it, unless it has joined. */
    synchronized void join(final String snapshot) {
        if (isJoined) {
            return;
        }
        final JsonNode depth = PublicJson.object(snapshot);
        bids.clear();
        asks.clear();
        levels(bids, depth.get("bids"));
        levels(asks, depth.get("asks"));
        updateId = depth.get("lastUpdateId").longValue();
        isJoined = true;
        check();
        early.forEach(this::apply);
        early.clear();
    }

    synchronized long updateId() {
        return isJoined ? updateId : -1;
    }

    synchronized int updateCount() {
        return updateCount;
    }

    int reconnects() {
        return reconnects.get();
    }

    /** Everything that a stream has told so far. */
    synchronized List<String> told(final String stream) {
        return List.copyOf(byStream.getOrDefault(stream, List.of()));
    }

    synchronized List<String> streams() {
        return List.copyOf(byStream.keySet());
    }

    /** Throws what went wrong on the thread of the updates. */
    synchronized void verify() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Both sides of a book of SOL_USDC in ticks and lots. */
    static String text(final TestStream stream, final int instrumentId) {
        return stream.book(instrumentId, Side.BUY).toString() + stream.book(instrumentId, Side.SELL);
    }

    private void apply(final JsonNode update) {
        final long first = update.get("U").longValue();
        final long last = update.get("u").longValue();
        if (last <= updateId) {
            return;
        }
        if (first > updateId + 1 && failure == null) {
            failure = new AssertionError("gap: " + update + " after " + updateId);
        }
        levels(bids, update.get("b"));
        levels(asks, update.get("a"));
        updateId = last;
        updateCount++;
        check();
    }

    private void check() {
        try {
            assertEquals(truth.getOrDefault(updateId, "not between commands"), bids.toString() + asks, "at " + updateId);
        } catch (final AssertionError e) {
            failure = failure == null ? e : failure;
        }
    }

    private static void levels(final TreeMap<Long, String> side, final JsonNode levels) {
        for (final JsonNode level : levels) {
            // SOL_USDC: two decimals of price, three of quantity.
            final long ticks = io.bourse.client.Decimals.parse(level.get(0).textValue(), 2);
            final long lots = io.bourse.client.Decimals.parse(level.get(1).textValue(), 3);
            if (lots == 0) {
                side.remove(ticks);
            } else {
                side.put(ticks, Long.toString(lots));
            }
        }
    }
}
