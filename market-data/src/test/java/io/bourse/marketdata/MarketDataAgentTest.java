package io.bourse.marketdata;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.client.EventCheckpoint;
import io.bourse.schema.Side;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

import static io.bourse.marketdata.Await.await;
import static io.bourse.marketdata.MinuteBars.MINUTE_MS;
import static io.bourse.marketdata.TestStream.BTC_USDT;
import static io.bourse.marketdata.TestStream.SOL_USDC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MarketDataAgentTest {
    /** After which one that hears late stands by: its first writes have met those of the other. */
    private static final long STANDBY_NS = 2_000_000_000L;
    private static final long START_MS = 1_760_000_040_000L;

    @TempDir
    private Path directory;
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<Long, String> truth = new ConcurrentHashMap<>();
    private final TestStream stream = TestStream.ofDemoMarkets(7, START_MS);
    private final BookReplica replica = new BookReplica("SOL_USDC", truth);
    private TestRedis redis;
    private MarketDataReader reader;
    private RunningMarketData marketData;

    @BeforeEach
    void start() {
        System.out.println("repeat with -Dseed=" + seed);
        truth.put(0L, BookReplica.text(stream, SOL_USDC));
        redis = new TestRedis(directory);
        reader = MarketDataReader.connect(redis.url());
        reader.subscribe(replica);
        marketData = new RunningMarketData(stream, redis.url());
    }

    @AfterEach
    void stop() {
        marketData.close();
        reader.close();
        redis.close();
    }

    @Test
    void shouldGiveReadersTheBookAtEverySequence() {
        awaitApplied();
        joinAndAwaitBook();
        commands(2_000);
        final List<BookReplica> late = new ArrayList<>();
        try (MarketDataReader other = MarketDataReader.connect(redis.url())) {
            final BookReplica joining = new BookReplica("SOL_USDC", truth);
            assertFalse(other.isSubscribed());
            other.subscribe(joining);
            late.add(joining);
            commands(500);
            await("subscribed", other::isSubscribed);
            assertEquals(1, joining.reconnects());
            commands(500);
            joining.join(other.depth("SOL_USDC", 5_000));
            commands(2_000);
            await("book", () -> joining.updateId() == stream.updateId(SOL_USDC));
            joining.verify();
            assertTrue(joining.updateCount() > 0);
        }
        joinAndAwaitBook();
        assertEquals(1, stream.openedFromBeginning());
    }

    @Test
    void shouldTellTradesTickersAndBarsWithoutAnythingPrivate() {
        awaitApplied();
        await("subscribed", () -> replica.reconnects() > 0);
        stream.trade(SOL_USDC, Side.SELL, 10_000, 1_500, 150_000_000).balance().result();
        await("ticker", () -> !replica.told("ticker.SOL_USDC").isEmpty());
        assertEquals("{\"e\":\"trade\",\"E\":" + START_MS + ",\"t\":1,\"m\":true,\"p\":\"100\",\"q\":\"1.5\"," +
            "\"s\":\"SOL_USDC\",\"T\":" + START_MS + "}", replica.told("trade.SOL_USDC").getFirst());
        stream.at(START_MS + MINUTE_MS).trade(SOL_USDC, Side.BUY, 10_100, 500, 50_500_000).balance().result();
        await("closed bar", () -> closedBars().size() == 1);
        stream.at(START_MS + 2 * MINUTE_MS + MarketDataAgent.MINUTE_GRACE_MS);
        await("closed bar without an event", () -> closedBars().size() == 2);
        assertEquals(START_MS, closedBars().getFirst().get("t").longValue());
        assertEquals("101", closedBars().getLast().get("c").textValue());
        assertEquals("0.5", closedBars().getLast().get("v").textValue());
        awaitApplied();
        await("ticker", () -> "2".equals(PublicJson.object(reader.ticker("SOL_USDC")).get("volume").textValue()));
        final String trades = reader.trades("SOL_USDC", 10, Long.MAX_VALUE);
        assertEquals("[{\"trade_id\":2,\"id\":2,\"symbol\":\"SOL_USDC\",\"price\":\"101\",\"quantity\":\"0.5\"," +
            "\"qty\":\"0.5\",\"quoteQuantity\":\"50.5\",\"quoteQty\":\"50.5\",\"isBuyerMaker\":false," +
            "\"is_buyer_maker\":false,\"timestamp\":1760000100000,\"time\":1760000100000}",
            trades.substring(0, trades.indexOf('}') + 1));
        assertEquals(reader.trades("SOL_USDC", 10, 2), "[" + trades.substring(trades.indexOf(",{") + 1));
        assertEquals(2, reader.klines("SOL_USDC", START_MS, 10).split("\"open\"", -1).length - 1);
        assertEquals("0", PublicJson.object(reader.ticker("BTC_USDT")).get("lastPrice").textValue());
        assertEquals(2, reader.instruments().size());
        assertEquals("BTC_USDT", reader.instruments().getLast().symbol());
        assertEquals(4, reader.assets().size());
        final String everything = replica.streams().stream().map(replica::told).toList() + trades + reader.tickers();
        assertFalse(everything.contains("98765432"), "an account id: " + everything);
    }

    @Test
    void shouldWriteEverythingAgainWhenRedisIsFlushed() {
        awaitApplied();
        commands(300);
        joinAndAwaitBook();
        final int before = replica.reconnects();
        redis.command("FLUSHALL");
        commands(1);
        await("told", () -> replica.reconnects() > before);
        awaitApplied();
        joinAndAwaitBook();
        redis.command("FLUSHALL");
        await("noticed without any event", () -> reader.appliedEventSequence() == stream.eventSequence());
        assertEquals(1, stream.openedFromBeginning(), "the view in memory is enough");
    }

    /** Neither Redis nor the members have the first events: the books come from a snapshot that the engine is asked for. */
    @Test
    void shouldBeginWithASnapshotOfTheMarketWhenTheFirstEventsAreRemoved() {
        awaitApplied();
        commands(300);
        joinAndAwaitBook();
        await("confirmation", () -> stream.confirmedPosition() == 100 * stream.eventSequence());
        marketData.close();
        redis.command("FLUSHALL");
        stream.remove();
        marketData = new RunningMarketData(stream, redis.url());
        await("a request", stream::isSnapshotWanted);
        commands(10);
        stream.marketSnapshot();
        await("everything to be written", () -> reader.appliedEventSequence() == stream.eventSequence());
        await("the end of the request", () -> !stream.isSnapshotWanted());
        assertEquals(2, reader.instruments().size());
        assertEquals(4, reader.assets().size());
        commands(300);
        joinAndAwaitBook();
        assertEquals(1, stream.openedFromBeginning());

        // One that has seen everything is not confused by a snapshot for another.
        stream.marketSnapshot();
        commands(20);
        joinAndAwaitBook();
        await("confirmation", () -> stream.confirmedPosition() == 100 * stream.eventSequence());
    }

    @Test
    void shouldWriteEverythingAgainWhenRedisHoldsAnOlderState() {
        awaitApplied();
        final String older = new StoredCheckpoint(new EventCheckpoint(7, 5, 400, 500, 9), START_MS).text();
        commands(300);
        joinAndAwaitBook();
        redis.command("DEL bourse:depth:SOL_USDC:bids");
        redis.command("SET bourse:checkpoint \"" + older + "\"");
        commands(1);
        awaitApplied();
        joinAndAwaitBook();
        assertEquals(1, stream.openedFromBeginning());
    }

    @Test
    void shouldShowNoOlderBookWhileAllEventsAreReadAgain() {
        awaitApplied();
        // More than the late one reads in 4 s.
        while (stream.eventSequence() < 20 * MarketDataAgent.EVENTS_PER_WRITE) {
            commands(100);
        }
        awaitApplied();
        marketData.close();
        redis.command("FLUSHALL");
        marketData = RunningMarketData.late(stream, redis.url());
        final long[] shown = new long[1];
        await("written again", () -> (shown[0] = reader.appliedEventSequence()) > 0);
        assertEquals(stream.eventSequence(), shown[0]);
    }

    @Test
    void shouldTellReadersToBeginAgainWhenOneCommandDoesTooMuch() {
        awaitApplied();
        await("subscribed", () -> replica.reconnects() > 0);
        final int before = replica.reconnects();
        for (int i = 0; i <= PublicMarket.NEW_TRADES_MAX; i++) {
            stream.trade(SOL_USDC, Side.BUY, 10_000, 1, 10);
        }
        stream.result();
        awaitApplied();
        await("told", () -> replica.reconnects() > before);
        assertEquals(0, replica.told("trade.SOL_USDC").size());
        assertEquals(PublicMarket.NEW_TRADES_MAX + 1, tradeCount());
    }

    @Test
    void shouldGoOnWhenRedisComesBackWithItsData() {
        awaitApplied();
        commands(300);
        joinAndAwaitBook();
        final int before = replica.reconnects();
        redis.stop();
        commands(300);
        assertFalse(reader.isHealthy());
        redis.start();
        await("subscribed again", () -> replica.reconnects() > before);
        awaitApplied();
        joinAndAwaitBook();
        commands(100);
        joinAndAwaitBook();
        assertEquals(1, stream.openedFromBeginning());
    }

    @Test
    void shouldGoOnWhenRedisComesBackEmpty() {
        awaitApplied();
        commands(300);
        joinAndAwaitBook();
        final int before = replica.reconnects();
        redis.stop();
        redis.deleteData();
        redis.start();
        await("subscribed again", () -> replica.reconnects() > before);
        awaitApplied();
        commands(100);
        awaitApplied();
        joinAndAwaitBook();
    }

    @Test
    void shouldTellReadersWhenTheirSubscriptionIsCut() {
        awaitApplied();
        joinAndAwaitBook();
        final int before = replica.reconnects();
        redis.command("CLIENT KILL TYPE pubsub");
        commands(50);
        await("told", () -> replica.reconnects() > before);
        joinAndAwaitBook();
    }

    @Test
    void shouldTellReadersBeforeATradeThatDoesNotFollowTheLast() {
        awaitApplied();
        joinAndAwaitBook();
        final int before = replica.reconnects();
        redis.command("PUBLISH " + RedisKeys.CHANNEL_PREFIX + "trade.LOST '{\"t\":7}'");
        await("first", () -> replica.told("trade.LOST").size() == 1);
        redis.command("PUBLISH " + RedisKeys.CHANNEL_PREFIX + "trade.LOST '{\"t\":7}'");
        redis.command("PUBLISH " + RedisKeys.CHANNEL_PREFIX + "trade.LOST '{\"t\":9}'");
        await("second", () -> replica.told("trade.LOST").size() == 2);
        assertEquals(before + 1, replica.reconnects());
        assertEquals("{\"t\":9}", replica.told("trade.LOST").getLast());
        joinAndAwaitBook();
    }

    @Test
    void shouldGoOnAfterARestartWithoutGap() {
        awaitApplied();
        commands(300);
        joinAndAwaitBook();
        final int before = replica.reconnects();
        marketData.close();
        final String ticker = reader.ticker("SOL_USDC");
        commands(300);
        marketData = new RunningMarketData(stream, redis.url());
        await("book", () -> replica.updateId() == stream.updateId(SOL_USDC));
        replica.verify();
        assertEquals(before, replica.reconnects());
        assertEquals(1, stream.openedFromBeginning());
        assertFalse(ticker.isEmpty());
        awaitApplied();
        await("ticker", () ->
            tradeCount() == PublicJson.object(reader.ticker("SOL_USDC")).get("trades").longValue());
    }

    @Test
    void shouldReadAllEventsWhenTheStoredDataIsBroken() {
        awaitApplied();
        commands(300);
        awaitApplied();
        marketData.close();
        redis.command("ZADD bourse:depth:SOL_USDC:bids 0 rubbish");
        assertTrue(messageOf(() -> reader.depth("SOL_USDC", 10)).contains("in Redis"));
        redis.command("HSET bourse:instruments SOL_USDC {}");
        assertTrue(messageOf(() -> reader.depth("SOL_USDC", 10)).contains("in what Redis holds"));
        assertTrue(messageOf(() -> reader.instruments()).contains("in what Redis holds"));
        marketData = new RunningMarketData(stream, redis.url());
        await("read again", () -> stream.openedFromBeginning() == 2 && isReadable());
        joinAndAwaitBook();
    }

    @Test
    void shouldReadAllEventsOfAnotherHistory() {
        awaitApplied();
        commands(300);
        awaitApplied();
        marketData.close();
        final TestStream other = TestStream.ofDemoMarkets(8, START_MS);
        other.level(SOL_USDC, Side.BUY, 5, 5).result();
        try (RunningMarketData second = new RunningMarketData(other, redis.url())) {
            await("other history " + second, () -> reader.appliedEventSequence() == other.eventSequence());
            assertEquals("{\"bids\":[[\"0.05\",\"0.005\"]],\"asks\":[],\"lastUpdateId\":1}", reader.depth("SOL_USDC", 5));
        }
        marketData = new RunningMarketData(stream, redis.url());
    }

    @Test
    void shouldStandByWhileAnotherProcessWritesAndTakeOverAfterIt() {
        awaitApplied();
        joinAndAwaitBook();
        try (RunningMarketData second = new RunningMarketData(stream, redis.url())) {
            for (int i = 0; i < 20; i++) {
                commands(50);
                awaitApplied();
            }
            joinAndAwaitBook();
            marketData.close();
            commands(100);
            await("taken over by " + second, () -> reader.appliedEventSequence() == stream.eventSequence());
            joinAndAwaitBook();
        }
        marketData = new RunningMarketData(stream, redis.url());
    }

    @Test
    void shouldTakeOverByTimeWithoutAnyEvent() {
        awaitApplied();
        commands(100);
        joinAndAwaitBook();
        try (RunningMarketData second = RunningMarketData.late(stream, redis.url())) {
            // Until the other one has begun and met what this one has written before it.
            final long busyUntilNs = System.nanoTime() + STANDBY_NS;
            while (System.nanoTime() - busyUntilNs < 0) {
                commands(10);
                awaitApplied();
            }
            joinAndAwaitBook();
            final int before = replica.reconnects();
            // As long as the other one is there, quiet is no reason.
            final long quietUntilNs =
                System.nanoTime() + MarketDataAgent.TAKEOVER_NS + 2 * MarketDataAgent.STANDBY_LOOK_NS;
            await("more than a take-over takes", () -> System.nanoTime() - quietUntilNs > 0);
            assertEquals(before, replica.reconnects());
            marketData.close();
            await("taken over by " + second, () -> replica.reconnects() > before);
            awaitApplied();
            joinAndAwaitBook();
            final long closed = closedBars().size();
            stream.at(stream.timeMs() + MINUTE_MS + MarketDataAgent.MINUTE_GRACE_MS);
            await("bars closed by time", () -> closedBars().size() > closed);
        }
        marketData = new RunningMarketData(stream, redis.url());
    }

    @Test
    void shouldNotWaitForASubscriberThatDoesNotRead() throws IOException {
        awaitApplied();
        redis.command("CONFIG SET client-output-buffer-limit \"pubsub 65536 32768 1\"");
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4_096);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), redis.port()));
            final OutputStream output = slow.getOutputStream();
            output.write("PSUBSCRIBE bourse:stream:*\r\n".getBytes(StandardCharsets.UTF_8));
            output.flush();
            await("subscribed", () -> !":0".equals(redis.command("PUBSUB NUMPAT")));
            commands(5_000);
            awaitApplied();
        }
        joinAndAwaitBook();
    }

    @Test
    void shouldOnlyHoldTexts() {
        awaitApplied();
        commands(500);
        awaitApplied();
        final RedisStore store = new RedisStore(RedisClient.connect(redis.url(), "test", new RedisWatch()));
        try {
            assertTrue(store.checkpointText().matches("[0-9 ]+"), store.checkpointText());
            assertTrue(store.members(RedisKeys.bids("SOL_USDC"), 0).stream().allMatch(t -> t.matches("\\d{19} \\d+")));
            assertTrue(store.members(RedisKeys.trades("SOL_USDC"), 0).stream().allMatch(t -> t.matches("[\\d ]+")));
            assertTrue(store.hash(RedisKeys.TICKERS).get("SOL_USDC").startsWith("{\"symbol\":\"SOL_USDC\""));
            assertEquals(PublicMarket.TRADES_KEPT,
                Math.max(PublicMarket.TRADES_KEPT, store.members(RedisKeys.trades("SOL_USDC"), 0).size()));
        } finally {
            store.close();
        }
    }

    @Test
    void shouldRefuseUnknownSymbols() {
        awaitApplied();
        assertEquals("unknown symbol: XRP_USDC", messageOf(() -> reader.depth("XRP_USDC", 10)));
        assertEquals("unknown symbol: ", messageOf(() -> reader.ticker("")));
        assertEquals("unknown symbol: " + "X".repeat(18), messageOf(() -> reader.trades("X".repeat(100), 1, 0)));
    }

    private void commands(final int count) {
        for (int i = 0; i < count; i++) {
            if (random.nextInt(10) == 0) {
                stream.at(stream.timeMs() + 100);
            }
            final int id = random.nextInt(4) == 0 ? BTC_USDT : SOL_USDC;
            stream.randomCommand(random, id, () -> truth.put(stream.updateId(SOL_USDC),
                BookReplica.text(stream, SOL_USDC)));
        }
    }

    private void awaitApplied() {
        await("event " + stream.eventSequence(), () -> isReadable() &&
            reader.appliedEventSequence() == stream.eventSequence());
    }

    private boolean isReadable() {
        try {
            return reader.appliedEventSequence() == stream.eventSequence() && !reader.depth("SOL_USDC", 1).isEmpty();
        } catch (final MarketDataException e) {
            return false;
        }
    }

    private void joinAndAwaitBook() {
        await("subscribed", () -> replica.reconnects() > 0);
        await("book at " + stream.updateId(SOL_USDC), () -> {
            if (isReadable()) {
                replica.join(reader.depth("SOL_USDC", 5_000));
            }
            return replica.updateId() == stream.updateId(SOL_USDC);
        });
        replica.verify();
    }

    private long tradeCount() {
        final String trades = reader.trades("SOL_USDC", 1, 0);
        return trades.equals("[]") ? 0 : PublicJson.object(trades.substring(1, trades.length() - 1)).get("id").longValue();
    }

    private List<JsonNode> closedBars() {
        return replica.told("kline_1m.SOL_USDC").stream().map(data -> PublicJson.object(data).get("k"))
            .filter(bar -> bar.get("x").booleanValue()).toList();
    }

    private static String messageOf(final Runnable read) {
        try {
            read.run();
            return "no error";
        } catch (final MarketDataException e) {
            return e.getMessage();
        }
    }
}
