package io.bourse.marketdata;

import io.bourse.client.Asset;
import io.bourse.client.Instrument;
import io.bourse.schema.Side;

import java.util.Collection;
import java.util.List;

/** Reads back what {@link ViewWriter} wrote. */
final class ViewLoader {
    private static final int ATTEMPTS = 3;

    private final RedisStore store;

    ViewLoader(final RedisStore store) {
        this.store = store;
    }

    /**
     * The view that is stored; null if another process keeps changing it.
     *
     * @throws MarketDataException if none is stored, or not one that can be understood
     */
    PublicView load() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            final String before = store.checkpointText();
            final StoredCheckpoint checkpoint = StoredCheckpoint.parse(before);
            if (checkpoint == null) {
                throw new MarketDataException(before.isEmpty() ? "Redis is empty" : "no checkpoint in Redis: " + before);
            }
            final PublicView view = read(checkpoint);
            // Another process may write at the same time; then what was read belongs to no one moment.
            if (before.equals(store.checkpointText())) {
                return view;
            }
        }
        return null;
    }

    private PublicView read(final StoredCheckpoint checkpoint) {
        final PublicView view = new PublicView(checkpoint);
        for (final String json : store.hash(RedisKeys.ASSETS).values()) {
            view.restore(PublicJson.parseAsset(json));
        }
        final List<Instrument> instruments = store.hash(RedisKeys.INSTRUMENTS).values().stream()
            .map(PublicJson::parseInstrument).toList();
        for (final Instrument instrument : instruments) {
            checkAsset(view, instrument.base());
            checkAsset(view, instrument.quote());
            readMarket(view.restore(instrument));
        }
        return view;
    }

    private void readMarket(final PublicMarket market) {
        final String symbol = market.symbol();
        final String updateId = store.string(RedisKeys.updateId(symbol));
        forEachMember(RedisKeys.bids(symbol), text -> restoreLevel(market, Side.BUY, text));
        forEachMember(RedisKeys.asks(symbol), text -> restoreLevel(market, Side.SELL, text));
        forEachMember(RedisKeys.trades(symbol), text -> market.restoreTrade(PublicTrade.parse(text)));
        forEachMember(RedisKeys.klines(symbol), text -> market.bars().restore(Bar.parse(text)));
        market.restored(updateId == null ? 0 : StoredNumbers.parse(updateId, 1)[0]);
    }

    private static void restoreLevel(final PublicMarket market, final Side side, final String text) {
        final long[] numbers = StoredNumbers.parse(text, 2);
        if (numbers[0] == 0 || numbers[1] == 0) {
            throw new MarketDataException("level without price or quantity in Redis: " + text);
        }
        market.restoreLevel(side, numbers[0], numbers[1]);
    }

    private void forEachMember(final String key, final MemberListener listener) {
        int count = 0;
        Collection<String> page;
        do {
            page = store.members(key, count);
            for (final String member : page) {
                listener.onMember(member);
            }
            count += page.size();
        } while (page.size() == RedisStore.PAGE_SIZE);
    }

    private static void checkAsset(final PublicView view, final Asset asset) {
        if (!view.assets().contains(asset)) {
            throw new MarketDataException("instrument in Redis with an asset that is not: " + asset);
        }
    }

    /** Told each member of a sorted set, in order. */
    @FunctionalInterface
    private interface MemberListener {
        void onMember(String text);
    }
}
