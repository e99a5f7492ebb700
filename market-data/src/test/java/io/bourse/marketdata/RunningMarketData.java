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
    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final AgentRunner runner;

    RunningMarketData(final TestStream stream, final String redisUrl) {
        final RedisWatch watch = new RedisWatch();
        final MarketDataAgent agent = new MarketDataAgent(stream,
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
}
