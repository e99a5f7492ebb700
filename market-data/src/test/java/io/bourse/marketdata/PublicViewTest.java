package io.bourse.marketdata;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.schema.InstrumentState;
import io.bourse.schema.Side;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static io.bourse.marketdata.MinuteBars.MINUTE_MS;
import static io.bourse.marketdata.TestStream.BTC_USDT;
import static io.bourse.marketdata.TestStream.DAY_MS;
import static io.bourse.marketdata.TestStream.SOL_USDC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PublicViewTest {
    private static final long START_MS = 1_760_000_040_000L;
    private static final long FOR_EVER = Long.MAX_VALUE / 2;

    private final TestStream stream = TestStream.ofDemoMarkets(7, START_MS);
    private final PublicView view = new PublicView();
    private EventFeed feed;

    @BeforeEach
    void open() {
        feed = stream.open(view.checkpoint().event(), view);
    }

    private PublicMarket market() {
        while (feed.poll(1) > 0) {
            assertTrue(view.eventSequence() > 0);
        }
        return view.markets().stream().filter(m -> m.instrument().instrumentId() == SOL_USDC).findFirst().orElseThrow();
    }

    private JsonNode ticker() {
        final PublicMarket market = market();
        return PublicJson.object(PublicJson.ticker("SOL_USDC", Ticker.members(market, view.openMinuteMs())));
    }

    @Test
    void shouldStartWithStartMinute() {
        assertEquals(0, START_MS % MINUTE_MS, "the other tests count on it");
    }

    @Test
    void shouldShowZerosBeforeTheFirstTrade() {
        final JsonNode ticker = ticker();
        for (final String name : List.of("firstPrice", "lastPrice", "high", "low", "priceChange", "priceChangePercent",
            "volume", "quoteVolume")) {
            assertEquals("0", ticker.get(name).textValue(), name);
        }
        assertEquals("SOL_USDC", ticker.get("symbol").textValue());
        assertEquals(0, ticker.get("trades").longValue());
    }

    @Test
    void shouldSumTheLastDay() {
        stream.trade(SOL_USDC, Side.BUY, 10_000, 1_500, 150_000_000).result();
        stream.at(START_MS + MINUTE_MS - 1).trade(SOL_USDC, Side.SELL, 9_000, 500, 45_000_000).result();
        stream.at(START_MS + MINUTE_MS).trade(SOL_USDC, Side.BUY, 9_999, 1, 99_990)
            .trade(SOL_USDC, Side.BUY, 9_501, 2, 190_020).result();
        final JsonNode ticker = ticker();
        assertEquals("100", ticker.get("firstPrice").textValue());
        assertEquals("95.01", ticker.get("lastPrice").textValue());
        assertEquals("100", ticker.get("high").textValue());
        assertEquals("90", ticker.get("low").textValue());
        assertEquals("-4.99", ticker.get("priceChange").textValue());
        assertEquals("-4.99", ticker.get("priceChangePercent").textValue());
        assertEquals("2.003", ticker.get("volume").textValue());
        assertEquals("195.29001", ticker.get("quoteVolume").textValue());
        assertEquals(4, ticker.get("trades").longValue());
    }

    @Test
    void shouldForgetTradesAfterADayWithoutAnyEvent() {
        stream.trade(SOL_USDC, Side.BUY, 10_000, 1_000, 100_000_000).result();
        stream.at(START_MS + 10 * MINUTE_MS).trade(SOL_USDC, Side.BUY, 20_000, 3_000, 600_000_000).result();
        assertEquals(2, ticker().get("trades").longValue());
        view.advanceTo(START_MS + DAY_MS - 1);
        assertEquals(2, ticker().get("trades").longValue());
        view.advanceTo(START_MS + DAY_MS);
        assertEquals(1, ticker().get("trades").longValue());
        assertEquals("200", ticker().get("firstPrice").textValue());
        assertEquals("3", ticker().get("volume").textValue());
        view.advanceTo(START_MS + DAY_MS + 10 * MINUTE_MS);
        assertEquals(0, ticker().get("trades").longValue());
        assertEquals("200", ticker().get("lastPrice").textValue());
        assertEquals("0", ticker().get("priceChangePercent").textValue());
        view.advanceTo(START_MS + 2 * DAY_MS);
        assertTrue(market().bars().isEmpty());
    }

    @Test
    void shouldBuildBarsAtTheBordersOfMinutes() {
        stream.trade(SOL_USDC, Side.BUY, 10_000, 10, 1).result();
        stream.at(START_MS + MINUTE_MS - 1).trade(SOL_USDC, Side.SELL, 10_500, 20, 2)
            .trade(SOL_USDC, Side.SELL, 9_900, 30, 4).result();
        stream.at(START_MS + MINUTE_MS).trade(SOL_USDC, Side.BUY, 9_950, 40, 8).result();
        final PublicMarket market = market();
        final Bar first = market.bars().bar(START_MS);
        assertEquals(START_MS + " 10000 10500 9900 9900 60 7 10 1 3 1 3", first.text());
        assertEquals((START_MS + MINUTE_MS) + " 9950 9950 9950 9950 40 8 40 8 1 4 4",
            market.bars().bar(START_MS + MINUTE_MS).text());
        assertEquals(first.text(), Bar.parse(first.text()).text());
        assertEquals(List.of(first), market.bars().closed());
        assertNull(market.bars().bar(START_MS - MINUTE_MS));
    }

    @Test
    void shouldCloseEmptyMinutesAtTheLastPrice() {
        stream.trade(SOL_USDC, Side.BUY, 10_000, 10, 1).result();
        market().clearChanges();
        view.advanceTo(START_MS + 3 * MINUTE_MS + 5);
        final List<String> closed = new ArrayList<>();
        market().bars().closed().forEach(bar -> closed.add(bar.text()));
        assertEquals(List.of(
            START_MS + " 10000 10000 10000 10000 10 1 10 1 1 1 1",
            (START_MS + MINUTE_MS) + " 10000 10000 10000 10000 0 0 0 0 0 0 0",
            (START_MS + 2 * MINUTE_MS) + " 10000 10000 10000 10000 0 0 0 0 0 0 0"), closed);
        assertEquals(0, view.markets().stream().filter(m -> m.instrument().instrumentId() == BTC_USDT)
            .findFirst().orElseThrow().bars().closed().size(), "never traded: no bars");
    }

    @Test
    void shouldNotTellEveryMinuteOfALongSilence() {
        stream.trade(SOL_USDC, Side.BUY, 10_000, 10, 1).result();
        market().clearChanges();
        view.advanceTo(START_MS + 500 * MINUTE_MS);
        final List<Bar> closed = market().bars().closed();
        assertEquals(MinuteBars.CLOSED_BARS_MAX + 1, closed.size());
        assertEquals(START_MS, closed.getFirst().minuteMs());
        assertEquals(START_MS + 499 * MINUTE_MS, closed.getLast().minuteMs());
    }

    @Test
    void shouldPutATradeBehindTheClockIntoItsMinute() {
        stream.trade(SOL_USDC, Side.BUY, 10_000, 10, 1).result();
        market();
        view.advanceTo(START_MS + MINUTE_MS);
        stream.at(START_MS + MINUTE_MS - 1).trade(SOL_USDC, Side.BUY, 11_000, 10, 1).result();
        assertEquals(2, market().bars().bar(START_MS).tradeCount());
        assertNull(market().bars().bar(START_MS + MINUTE_MS));
    }

    @Test
    void shouldKeepSumsThatExceedALong() {
        for (int i = 0; i < 3; i++) {
            stream.trade(SOL_USDC, Side.BUY, 1, FOR_EVER, FOR_EVER).result();
            stream.at(stream.timeMs() + MINUTE_MS);
        }
        assertEquals("13835058055282163", ticker().get("volume").textValue().replaceAll("\\..*", ""));
        assertEquals(3, ticker().get("trades").longValue());
    }

    @Test
    void shouldOnlyKeepTheNewestTrades() {
        for (int i = 0; i < PublicMarket.TRADES_KEPT + 10; i++) {
            stream.trade(SOL_USDC, Side.BUY, 10_000, 1, 1);
        }
        stream.result();
        final PublicMarket market = market();
        assertEquals(11, market.trades().iterator().next().tradeId());
        assertEquals(PublicMarket.TRADES_KEPT + 10, market.lastTrade().tradeId());
    }

    @Test
    void shouldBeAtABoundaryOnlyBetweenCommands() {
        market();
        assertTrue(view.isAtBoundary());
        stream.level(SOL_USDC, Side.BUY, 10_000, 1).level(SOL_USDC, Side.SELL, 10_010, 1).result();
        feed.poll(1);
        assertFalse(view.isAtBoundary());
        feed.poll(1);
        assertFalse(view.isAtBoundary());
        feed.poll(1);
        assertTrue(view.isAtBoundary());
    }

    @Test
    void shouldFollowTheStateOfAnInstrument() {
        stream.state(SOL_USDC, InstrumentState.HALT);
        assertEquals(InstrumentState.HALT, market().instrument().state());
        assertEquals(market().instrument(), PublicJson.parseInstrument(PublicJson.instrument(market().instrument())));
    }

    @Test
    void shouldShowTheFeesOfEverybodyWhoHasNoTier() {
        stream.fees(SOL_USDC, 0, -10, 20).fees(SOL_USDC, 3, 1, 2);
        assertEquals(-10, market().instrument().makerFeePpm());
        assertEquals(20, market().instrument().takerFeePpm());
        assertEquals(market().instrument(), PublicJson.parseInstrument(PublicJson.instrument(market().instrument())));
    }

    @Test
    void shouldIgnoreEventsThatItHasTaken() {
        stream.level(SOL_USDC, Side.BUY, 10_000, 5).result();
        market();
        final String before = view.checkpoint().text();
        stream.open(new PublicView().checkpoint().event(), view).poll(Integer.MAX_VALUE);
        assertEquals(before, view.checkpoint().text());
        assertEquals(1, market().lastUpdateId());
    }

    @Test
    void shouldRefuseAGap() {
        market();
        stream.level(SOL_USDC, Side.BUY, 10_000, 5).result();
        final EventFeed ahead = stream.open(view.checkpoint().event(), (buffer, offset, length, checkpoint) -> {
            checkpoint.set(7, checkpoint.eventSequence() + 1, 0, 0, 1);
            view.onEvent(buffer, offset, length, checkpoint);
        });
        assertThrows(InconsistentEventsException.class, () -> ahead.poll(1));
    }

    @Test
    void shouldReadItsOwnCheckpointsAndNoOthers() {
        market();
        final StoredCheckpoint checkpoint = view.checkpoint();
        assertEquals(checkpoint.text(), StoredCheckpoint.parse(checkpoint.text()).text());
        final PublicView negative = new PublicView(new StoredCheckpoint(
            new io.bourse.client.EventCheckpoint(-5, 1, 2, 3, -1), 60_000));
        assertEquals("1 -5 1 2 3 4294967295 60000", negative.checkpoint().text());
        assertEquals(negative.checkpoint().text(), StoredCheckpoint.parse(negative.checkpoint().text()).text());
        for (final String text : List.of("", "1", "2 7 1 2 3 4 5", "1 7 1 2 3 4", "1 7 1 2 3 4 5 6", "1 7 1 2 3 x 5",
            "1 7 -1 2 3 4 5", "1 7 1 2 3 4294967296 5", "1 x 1 2 3 4 5", "rebuilding abc", "null")) {
            assertNull(StoredCheckpoint.parse(text), text);
        }
    }
}
