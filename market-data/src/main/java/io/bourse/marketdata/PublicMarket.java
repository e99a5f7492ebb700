package io.bourse.marketdata;

import io.bourse.client.Instrument;
import io.bourse.schema.Side;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What everybody may know of one instrument, and what of it has changed since the last write. */
final class PublicMarket {
    /** Newest trades that are kept. */
    static final int TRADES_KEPT = 1_000;
    /** More trades than this in one write are not told one by one: readers are told to begin again. */
    static final int NEW_TRADES_MAX = 20_000;

    private final BookSide bids = new BookSide();
    private final BookSide asks = new BookSide();
    private final MinuteBars bars = new MinuteBars();
    private final ArrayDeque<PublicTrade> trades = new ArrayDeque<>();
    private final List<PublicTrade> newTrades = new ArrayList<>();
    private Instrument instrument;
    private long lastUpdateId;
    private long writtenUpdateId;
    private boolean definitionChanged = true;
    private boolean tradesOverflown;
    private boolean tickerStale = true;
    private boolean klineStale;

    PublicMarket(final Instrument instrument) {
        this.instrument = instrument;
    }

    void instrument(final Instrument newInstrument) {
        instrument = newInstrument;
        definitionChanged = true;
    }

    void onBookDelta(final long updateId, final Side side, final long priceTicks, final long quantityLots) {
        if (updateId != lastUpdateId + 1) {
            throw new InconsistentEventsException("updateId=" + updateId + " after " + lastUpdateId +
                " symbol=" + symbol());
        }
        lastUpdateId = updateId;
        (side == Side.BUY ? bids : asks).put(priceTicks, quantityLots);
    }

    void onTrade(final PublicTrade trade) {
        keep(trade);
        bars.add(trade);
        if (newTrades.size() < NEW_TRADES_MAX) {
            newTrades.add(trade);
        } else {
            tradesOverflown = true;
        }
        tickerStale = true;
        klineStale = true;
    }

    /** Ends the minutes from one to before another. */
    void roll(final long fromMs, final long toMs) {
        if (!trades.isEmpty()) {
            bars.roll(fromMs, toMs, lastTrade().priceTicks());
            tickerStale |= !bars.isEmpty();
            klineStale = false;
        }
    }

    void restoreLevel(final Side side, final long priceTicks, final long quantityLots) {
        (side == Side.BUY ? bids : asks).put(priceTicks, quantityLots);
    }

    void restoreTrade(final PublicTrade trade) {
        if (!trades.isEmpty() && lastTrade().tradeId() >= trade.tradeId()) {
            throw new MarketDataException("trades in Redis out of order: " + trade.text());
        }
        keep(trade);
    }

    /** Ends the restoring: what was restored counts as written, but is told again. */
    void restored(final long updateId) {
        lastUpdateId = updateId;
        clearChanges();
        tickerStale = true;
        klineStale = true;
    }

    /** Everything up to here is written or will never be. */
    void clearChanges() {
        bids.clearChanges();
        asks.clearChanges();
        bars.clearChanges();
        newTrades.clear();
        tradesOverflown = false;
        definitionChanged = false;
        writtenUpdateId = lastUpdateId;
    }

    void clearTickerStale() {
        tickerStale = false;
    }

    void clearKlineStale() {
        klineStale = false;
    }

    Instrument instrument() {
        return instrument;
    }

    String symbol() {
        return instrument.symbol();
    }

    BookSide bids() {
        return bids;
    }

    BookSide asks() {
        return asks;
    }

    MinuteBars bars() {
        return bars;
    }

    /** Oldest first. */
    Iterable<PublicTrade> trades() {
        return trades;
    }

    /** Null before the first one. */
    PublicTrade lastTrade() {
        return trades.peekLast();
    }

    /** Not written yet, oldest first. */
    List<PublicTrade> newTrades() {
        return newTrades;
    }

    long lastUpdateId() {
        return lastUpdateId;
    }

    /** Newest update that is written; the next write begins behind it. */
    long writtenUpdateId() {
        return writtenUpdateId;
    }

    boolean isDefinitionChanged() {
        return definitionChanged;
    }

    boolean isTradesOverflown() {
        return tradesOverflown;
    }

    boolean isTickerStale() {
        return tickerStale;
    }

    boolean isKlineStale() {
        return klineStale;
    }

    private void keep(final PublicTrade trade) {
        if (trades.size() == TRADES_KEPT) {
            trades.removeFirst();
        }
        trades.addLast(trade);
    }
}
