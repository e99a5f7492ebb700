package io.bourse.system;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A book of price levels that a reader builds by the published procedure: increments are kept until a snapshot comes,
 * those that the snapshot holds already are left out, and from then on each must follow the one before it without gap.
 */
final class DepthBook {
    private final NavigableMap<BigDecimal, BigDecimal> bids = new TreeMap<>(Comparator.reverseOrder());
    private final NavigableMap<BigDecimal, BigDecimal> asks = new TreeMap<>();
    private final List<JsonNode> waiting = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private boolean isJoined;
    private long updateId;
    private long newestSeenId;
    private long incrementCount;

    /** An increment of the stream. */
    synchronized void onIncrement(final JsonNode data) {
        final long first = data.path("U").asLong(-1);
        final long last = data.path("u").asLong(-1);
        if (first < 1 || last < first) {
            faults.add("increment with U=" + first + " u=" + last);
        }
        if (newestSeenId != 0 && first != newestSeenId + 1) {
            faults.add("increment begins at U=" + first + " after u=" + newestSeenId);
        }
        newestSeenId = last;
        incrementCount++;
        if (isJoined) {
            apply(data, first, last);
        } else {
            waiting.add(data);
        }
    }

    /** The answer of GET /depth with every level; returns false when it is older than the first increment kept. */
    synchronized boolean join(final JsonNode snapshot) {
        final long snapshotId = snapshot.path("lastUpdateId").asLong(-1);
        if (!waiting.isEmpty() && snapshotId < waiting.getFirst().path("U").asLong() - 1) {
            return false;
        }
        load(bids, snapshot.path("bids"));
        load(asks, snapshot.path("asks"));
        updateId = snapshotId;
        isJoined = true;
        for (final JsonNode data : waiting) {
            if (data.path("u").asLong() > snapshotId) {
                apply(data, data.path("U").asLong(), data.path("u").asLong());
            }
        }
        waiting.clear();
        return true;
    }

    private void apply(final JsonNode data, final long first, final long last) {
        if (last <= updateId) {
            return;
        }
        if (first > updateId + 1) {
            faults.add("gap: at " + updateId + ", next increment is " + first + " to " + last);
        }
        change(bids, data.path("b"));
        change(asks, data.path("a"));
        updateId = last;
        if (!bids.isEmpty() && !asks.isEmpty() && bids.firstKey().compareTo(asks.firstKey()) >= 0) {
            faults.add("crossed at " + updateId + ": bid " + bids.firstKey() + " ask " + asks.firstKey());
        }
    }

    /** How this book differs from the answer of GET /depth at the same update id; empty when it does not. */
    synchronized List<String> differences(final JsonNode snapshot) {
        final List<String> differences = new ArrayList<>();
        if (snapshot.path("lastUpdateId").asLong() != updateId) {
            differences.add("book is at " + updateId + ", snapshot at " + snapshot.path("lastUpdateId"));
        }
        compare("bids", bids, snapshot.path("bids"), differences);
        compare("asks", asks, snapshot.path("asks"), differences);
        return differences;
    }

    /** Gaps and crossed books seen so far. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    synchronized long updateId() {
        return updateId;
    }

    synchronized long incrementCount() {
        return incrementCount;
    }

    synchronized int levelCount() {
        return bids.size() + asks.size();
    }

    private static void compare(
        final String side, final Map<BigDecimal, BigDecimal> mine, final JsonNode theirs, final List<String> differences) {
        final List<String> own = new ArrayList<>();
        mine.forEach((price, quantity) -> own.add(price.toPlainString() + "x" + quantity.toPlainString()));
        final List<String> other = new ArrayList<>();
        for (final JsonNode level : theirs) {
            other.add(decimal(level.get(0)).toPlainString() + "x" + decimal(level.get(1)).toPlainString());
        }
        if (!own.equals(other)) {
            differences.add(side + " rebuilt from increments " + own + ", from the snapshot " + other);
        }
    }

    private static void load(final Map<BigDecimal, BigDecimal> side, final JsonNode levels) {
        side.clear();
        for (final JsonNode level : levels) {
            side.put(decimal(level.get(0)), decimal(level.get(1)));
        }
    }

    private static void change(final Map<BigDecimal, BigDecimal> side, final JsonNode levels) {
        for (final JsonNode level : levels) {
            final BigDecimal quantity = decimal(level.get(1));
            if (quantity.signum() == 0) {
                side.remove(decimal(level.get(0)));
            } else {
                side.put(decimal(level.get(0)), quantity);
            }
        }
    }

    private static BigDecimal decimal(final JsonNode text) {
        return new BigDecimal(text.asText()).stripTrailingZeros();
    }
}
