package io.bourse.marketdata;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Random;

import static io.bourse.marketdata.Await.await;
import static io.bourse.marketdata.TestStream.SOL_USDC;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ThroughputTest {
    private static final int COMMANDS = Integer.getInteger("commands", 30_000);
    private static final long EVENTS_PER_SECOND_MIN = 2_000;

    @Test
    void shouldCatchUpWithThousandsOfEventsASecond(@TempDir final Path directory) {
        final TestStream stream = TestStream.ofDemoMarkets(7, 1_760_000_040_000L);
        final Random random = new Random(1);
        try (TestRedis redis = new TestRedis(directory);
            MarketDataReader reader = MarketDataReader.connect(redis.url());
            RunningMarketData marketData = new RunningMarketData(stream, redis.url())) {
            await(marketData + " follows", () -> reader.appliedEventSequence() == stream.eventSequence());
            // Nothing can be read before the last result: so the commands are one batch after the other at full speed.
            stream.hold();
            for (int i = 0; i < COMMANDS; i++) {
                stream.randomCommand(random, SOL_USDC, () -> { });
            }
            final long before = reader.appliedEventSequence();
            final long beginNs = System.nanoTime();
            stream.release();
            await("caught up", () -> reader.appliedEventSequence() == stream.eventSequence());
            final double seconds = (System.nanoTime() - beginNs) / 1e9;
            final long rate = Math.round((stream.eventSequence() - before) / seconds);
            System.out.println("events/s=" + rate + " events=" + (stream.eventSequence() - before));
            assertTrue(rate > EVENTS_PER_SECOND_MIN, "events/s=" + rate);
        }
    }
}
