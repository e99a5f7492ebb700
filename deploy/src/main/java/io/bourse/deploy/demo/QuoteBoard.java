package io.bourse.deploy.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The quotes that the bot believes to rest in one market, oldest first on each side. Decides which must go before new
 * ones come; knows nothing of how that is done.
 */
final class QuoteBoard {
    /** A resting order of the bot. */
    record Quote(String orderId, boolean isBid, long priceTicks) {
    }

    /** Most quotes on each side. */
    static final int QUOTES_PER_SIDE_MAX = 6;

    private final Deque<Quote> bids = new ArrayDeque<>();
    private final Deque<Quote> asks = new ArrayDeque<>();

    /** Takes note of a new quote. */
    void add(final Quote quote) {
        side(quote.isBid()).addLast(quote);
    }

    /** Forgets everything. */
    void clear() {
        bids.clear();
        asks.clear();
    }

    /** Number of quotes of both sides. */
    int count() {
        return bids.size() + asks.size();
    }

    /**
     * Takes off the quotes that must be cancelled when the middle is at {@code middleTicks}: those on the wrong side of
     * it, which a new quote of our own would hit, and the oldest of each side that is full.
     */
    List<Quote> takeStale(final long middleTicks) {
        final List<Quote> stale = new ArrayList<>();
        takeIf(bids, middleTicks, true, stale);
        takeIf(asks, middleTicks, false, stale);
        for (final Deque<Quote> side : List.of(bids, asks)) {
            if (side.size() >= QUOTES_PER_SIDE_MAX) {
                stale.add(side.removeFirst());
            }
        }
        return stale;
    }

    private Deque<Quote> side(final boolean isBid) {
        return isBid ? bids : asks;
    }

    private static void takeIf(
        final Deque<Quote> quotes, final long middleTicks, final boolean isBid, final List<Quote> stale) {
        for (final Iterator<Quote> i = quotes.iterator(); i.hasNext();) {
            final Quote quote = i.next();
            if (isBid ? quote.priceTicks() >= middleTicks : quote.priceTicks() <= middleTicks) {
                stale.add(quote);
                i.remove();
            }
        }
    }
}
