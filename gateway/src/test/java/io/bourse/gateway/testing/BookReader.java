package io.bourse.gateway.testing;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** Rebuilds a book from a snapshot and updates, and fails on a gap. */
public final class BookReader {
    private final Map<String, BigDecimal> levels = new TreeMap<>();
    private long lastUpdateId;

    public void snapshot(final JsonNode depth) {
        levels.clear();
        levels.putAll(of(depth));
        lastUpdateId = depth.path("lastUpdateId").asLong();
    }

    public void update(final JsonNode data) {
        if (data.path("u").asLong() <= lastUpdateId) {
            return;
        }
        if (data.path("U").asLong() > lastUpdateId + 1) {
            throw new AssertionError("gap after " + lastUpdateId + ": " + data);
        }
        put("b", data.path("b"), levels);
        put("a", data.path("a"), levels);
        lastUpdateId = data.path("u").asLong();
    }

    public long lastUpdateId() {
        return lastUpdateId;
    }

    /** Quantity by side and price. */
    public Map<String, BigDecimal> levels() {
        return levels;
    }

    /** The levels of a REST answer. */
    public static Map<String, BigDecimal> of(final JsonNode depth) {
        final Map<String, BigDecimal> levels = new TreeMap<>();
        put("b", depth.path("bids"), levels);
        put("a", depth.path("asks"), levels);
        return levels;
    }

    private static void put(final String side, final JsonNode changes, final Map<String, BigDecimal> levels) {
        for (final JsonNode level : changes) {
            final String key = side + new BigDecimal(level.path(0).asText()).stripTrailingZeros().toPlainString();
            final BigDecimal quantity = new BigDecimal(level.path(1).asText()).stripTrailingZeros();
            if (quantity.signum() == 0) {
                levels.remove(key);
            } else {
                levels.put(key, quantity);
            }
        }
    }
}
