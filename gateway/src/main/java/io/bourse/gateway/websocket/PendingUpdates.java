package io.bourse.gateway.websocket;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a reader that does not keep up still has to get, conflated by stream: depth as one merged update, tickers and
 * klines as the newest, except that a closed bar is kept. Trades and private reports are kept one by one.
 */
final class PendingUpdates {
    private static final String CLOSED_BAR = "\"x\":true";

    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private int byteCount;

    boolean isEmpty() {
        return slots.isEmpty();
    }

    int byteCount() {
        return byteCount;
    }

    void add(final Update update) {
        final Slot slot = slots.computeIfAbsent(update.stream(), PendingUpdates::slot);
        byteCount -= slot.byteCount();
        slot.add(update);
        byteCount += slot.byteCount();
    }

    /** The next frame, or null. */
    byte[] poll() {
        final Iterator<Slot> first = slots.values().iterator();
        if (!first.hasNext()) {
            return null;
        }
        final Slot slot = first.next();
        byteCount -= slot.byteCount();
        final byte[] frame = slot.poll();
        byteCount += slot.byteCount();
        if (slot.byteCount() == 0) {
            first.remove();
        }
        return frame;
    }

    void clear() {
        slots.clear();
        byteCount = 0;
    }

    private static Slot slot(final String stream) {
        if (stream.startsWith("depth.")) {
            return new MergedDepth();
        }
        return new Queue(stream.startsWith("ticker."), stream.startsWith("kline_"));
    }

    /** Pending frames of one stream; empty when it holds no bytes. */
    interface Slot {
        void add(Update update);

        byte[] poll();

        int byteCount();
    }

    private static final class Queue implements Slot {
        private final ArrayDeque<Update> updates = new ArrayDeque<>();
        private final boolean isLatestOnly;
        private final boolean isBars;
        private int byteCount;

        private Queue(final boolean isLatestOnly, final boolean isBars) {
            this.isLatestOnly = isLatestOnly;
            this.isBars = isBars;
        }

        @Override
        public void add(final Update update) {
            final Update last = updates.peekLast();
            if (last != null && (isLatestOnly || isBars && !last.data().contains(CLOSED_BAR))) {
                byteCount -= updates.removeLast().frame().length;
            }
            updates.addLast(update);
            byteCount += update.frame().length;
        }

        @Override
        public byte[] poll() {
            final byte[] frame = updates.removeFirst().frame();
            byteCount -= frame.length;
            return frame;
        }

        @Override
        public int byteCount() {
            return byteCount;
        }
    }
}
