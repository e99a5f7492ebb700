package io.bourse.marketdata;

import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The agent on a thread of its own, against a real Redis and a stream in memory. */
final class RunningMarketData implements AutoCloseable {
    private static final long LATE_NS = 200_000_000L;

    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final AgentRunner runner;

    RunningMarketData(final TestStream stream, final String redisUrl) {
        this(stream, stream, redisUrl);
    }

    /** One that hears of events so much later that another one has written them, and stands by. */
    static RunningMarketData late(final TestStream stream, final String redisUrl) {
        return new RunningMarketData(stream, (from, handler) -> new LateFeed(stream.open(from, handler)), redisUrl);
    }

    private RunningMarketData(final TestStream stream, final EventFeed.Source source, final String redisUrl) {
        final RedisWatch watch = new RedisWatch();
        final MarketDataAgent agent = new MarketDataAgent(source,
            new RedisStore(RedisClient.connect(redisUrl, "test-market-data", watch)), stream::timeMs,
            SystemNanoClock.INSTANCE);
        watch.onConnected(agent::onRedisConnected);
        runner = new AgentRunner(new BackoffIdleStrategy(1, 1, 10_000, 1_000_000), errors::add, null, agent);
        AgentRunner.startOnThread(runner);
    }

    @Override
    public void close() {
        CloseHelper.close(runner);
        assertEquals(0, errors.size(), () -> errors.toString());
    }

    private static final class LateFeed implements EventFeed {
        private final EventFeed feed;
        private long polledNs = System.nanoTime();

        private LateFeed(final EventFeed feed) {
            this.feed = feed;
        }

        @Override
        public int poll(final int limit) {
            final long nowNs = System.nanoTime();
            if (nowNs - polledNs < LATE_NS) {
                return 0;
            }
            polledNs = nowNs;
            return feed.poll(limit);
        }

        @Override
        public boolean isFollowing() {
            return feed.isFollowing();
        }

        @Override
        public boolean isCurrent() {
            return feed.isCurrent();
        }

        @Override
        public void close() {
            feed.close();
        }
    }
}
