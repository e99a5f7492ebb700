package io.bourse.marketdata;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** One-minute bars of one instrument, oldest first; minutes without trades take no room. */
final class MinuteBars {
    /** One minute. */
    static final long MINUTE_MS = 60_000;
    /** Bars are kept this long: the 24 hours of the ticker and an hour for readers that are late. */
    static final long RETENTION_MS = 25 * 60 * MINUTE_MS;
    /** Closed bars told after a silence; the minutes before them passed while nobody could listen. */
    static final int CLOSED_BARS_MAX = 5;

    private final ArrayDeque<Bar> bars = new ArrayDeque<>();
    private final List<Bar> touched = new ArrayList<>();
    private final List<Bar> closed = new ArrayList<>();

    void add(final PublicTrade trade) {
        final long minuteMs = minute(trade.timestampMs());
        Bar bar = bars.peekLast();
        // Engine time never runs backwards, so a trade belongs to the newest bar or to a newer one.
        if (bar == null || bar.minuteMs() < minuteMs) {
            bar = new Bar(minuteMs, trade.priceTicks());
            bars.addLast(bar);
        }
        if (touched.isEmpty() || touched.getLast() != bar) {
            touched.add(bar);
        }
        bar.add(trade);
    }

    /** Puts back a bar that was stored; the caller goes from old to new. */
    void restore(final Bar bar) {
        if (!bars.isEmpty() && bars.getLast().minuteMs() >= bar.minuteMs() || bar.minuteMs() % MINUTE_MS != 0) {
            throw new MarketDataException("one-minute bars in Redis out of order: " + bar.text());
        }
        bars.addLast(bar);
    }

    /**
     * Closes the bars of every minute from {@code fromMs} to before {@code toMs}, empty ones too, and forgets bars that
     * are too old.
     *
     * @param lastTicks price that an empty bar repeats
     */
    void roll(final long fromMs, final long toMs, final long lastTicks) {
        final long quietMs = Math.max(fromMs, toMs - CLOSED_BARS_MAX * MINUTE_MS);
        if (quietMs > fromMs && bar(fromMs) != null) {
            closed.add(bar(fromMs));
        }
        for (long minuteMs = quietMs; minuteMs < toMs; minuteMs += MINUTE_MS) {
            final Bar bar = bar(minuteMs);
            closed.add(bar == null ? new Bar(minuteMs, lastTicks) : bar);
        }
        while (!bars.isEmpty() && bars.peekFirst().minuteMs() <= toMs - RETENTION_MS) {
            bars.removeFirst();
        }
    }

    /** Bar of a minute, which is usually the newest; null if it had no trade. */
    Bar bar(final long minuteMs) {
        final Iterator<Bar> newestFirst = bars.descendingIterator();
        while (newestFirst.hasNext()) {
            final Bar bar = newestFirst.next();
            if (bar.minuteMs() <= minuteMs) {
                return bar.minuteMs() == minuteMs ? bar : null;
            }
        }
        return null;
    }

    Iterable<Bar> all() {
        return bars;
    }

    boolean isEmpty() {
        return bars.isEmpty();
    }

    /** Bars with trades since the last write. */
    List<Bar> touched() {
        return touched;
    }

    /** Bars whose minute ended since the last write. */
    List<Bar> closed() {
        return closed;
    }

    void clearChanges() {
        touched.clear();
        closed.clear();
    }

    static long minute(final long timeMs) {
        return timeMs - timeMs % MINUTE_MS;
    }
}
