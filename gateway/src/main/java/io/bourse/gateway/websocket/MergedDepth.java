package io.bourse.gateway.websocket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Depth updates of one market as one: the last quantity of each price, from the first update's {@code U} to the last
 * one's {@code u}, so that the reader's sequence has no gap.
 */
final class MergedDepth implements PendingUpdates.Slot {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LEVEL_BYTES = 48;

    private final Map<String, String> bids = new LinkedHashMap<>();
    private final Map<String, String> asks = new LinkedHashMap<>();
    private Update only;
    private String stream;
    private ObjectNode merged;

    @Override
    public void add(final Update update) {
        if (only == null && merged == null) {
            only = update;
            return;
        }
        if (merged == null) {
            merge(only);
            only = null;
        }
        merge(update);
    }

    @Override
    public byte[] poll() {
        if (only != null) {
            final byte[] frame = only.frame();
            only = null;
            return frame;
        }
        merged.set("b", levels(bids));
        merged.set("a", levels(asks));
        final byte[] frame = new Update(stream, merged.toString()).frame();
        merged = null;
        bids.clear();
        asks.clear();
        return frame;
    }

    @Override
    public int byteCount() {
        if (only != null) {
            return only.frame().length;
        }
        return merged == null ? 0 : LEVEL_BYTES * (4 + bids.size() + asks.size());
    }

    private void merge(final Update update) {
        try {
            final ObjectNode next = (ObjectNode)MAPPER.readTree(update.data());
            put(next.get("b"), bids);
            put(next.get("a"), asks);
            if (merged != null) {
                next.set("U", merged.get("U"));
            }
            merged = next;
            stream = update.stream();
        } catch (final JsonProcessingException | ClassCastException ex) {
            throw new IllegalStateException("not a depth update: " + update.data(), ex);
        }
    }

    private static void put(final JsonNode levels, final Map<String, String> quantityByPrice) {
        for (final JsonNode level : levels) {
            quantityByPrice.put(level.get(0).asText(), level.get(1).asText());
        }
    }

    private static ArrayNode levels(final Map<String, String> quantityByPrice) {
        final ArrayNode levels = MAPPER.createArrayNode();
        quantityByPrice.forEach((price, quantity) -> levels.addArray().add(price).add(quantity));
        return levels;
    }
}
