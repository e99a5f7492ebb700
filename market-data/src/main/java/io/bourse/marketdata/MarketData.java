package io.bourse.marketdata;

import io.bourse.client.AeronConnection;
import io.bourse.wire.Principal;
import io.bourse.wire.PrincipalKey;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.ShutdownSignalBarrier;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

import java.util.function.IntConsumer;

/**
 * The market-data role: one thread that takes the event stream and keeps Redis current with it. Owns nothing that a
 * restart may lose: where it stands is in Redis, and Redis can be filled again from the events.
 */
public final class MarketData implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(MarketData.class);

    private final AeronConnection connection;
    private final AgentRunner runner;

    private MarketData(final AeronConnection connection, final AgentRunner runner) {
        this.connection = connection;
        this.runner = runner;
    }

    /**
     * Starts the role in this process. Neither the cluster nor Redis need to be there yet.
     *
     * @throws IllegalArgumentException           if the principal's key file cannot be used; the message says why
     * @throws io.aeron.exceptions.AeronException if a media driver is named and does not answer
     */
    public static MarketData launch(final MarketDataOptions options) {
        return launch(options, exitCode -> LOGGER.error("market data has ended, start it again"));
    }

    private static MarketData launch(final MarketDataOptions options, final IntConsumer onEnd) {
        final PrincipalKey key = PrincipalKey.read(options.principalKeyFile(), Principal.MARKET_DATA.prefix());
        final RedisWatch watch = new RedisWatch();
        final RedisStore store = new RedisStore(RedisClient.connect(options.redisUrl(), "bourse-market-data", watch));
        AeronConnection connection = null;
        try {
            connection = AeronConnection.connect(options.aeronDir(), options.profile());
            connection.onLost(() -> onEnd.accept(AeronConnection.EXIT_LOST));
            final EventFeed.Source source = new StreamSource(connection.aeron(), options.endpoints(), key);
            final MarketDataAgent agent =
                new MarketDataAgent(source, store, SystemEpochClock.INSTANCE, SystemNanoClock.INSTANCE);
            watch.onConnected(agent::onRedisConnected);
            final AgentRunner runner = new AgentRunner(options.profile().idleStrategy(),
                error -> onError(error, onEnd), null, agent);
            AgentRunner.startOnThread(runner);
            return new MarketData(connection, runner);
        } catch (final RuntimeException e) {
            CloseHelper.closeAll(connection, store);
            throw e;
        }
    }

    @Override
    public void close() {
        CloseHelper.closeAll(runner, connection);
    }

    /**
     * Runs the role until the process is told to end (exit code 0), its options are wrong (2), it fails (1) or is cut off
     * from the cluster for good (3): it has nothing to put in order then, so it ends at once.
     */
    public static void main(final String[] arguments) {
        try {
            final MarketDataOptions options = MarketDataOptions.parse(arguments);
            if (!options.isHelp()) {
                run(options);
            }
        } catch (final IllegalArgumentException wrong) {
            System.err.println("market-data: " + wrong.getMessage());
            System.exit(CommandLine.ExitCode.USAGE);
        }
    }

    private static void run(final MarketDataOptions options) {
        try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier();
            MarketData marketData = launch(options, exitCode -> Runtime.getRuntime().halt(exitCode))) {
            LOGGER.info("started, {} members from port {}", options.endpoints().memberCount(),
                options.endpoints().portBase());
            barrier.await();
            LOGGER.info("stops {}", marketData.runner.agent().roleName());
        }
    }

    private static void onError(final Throwable error, final IntConsumer onEnd) {
        LOGGER.error("market-data", error);
        if (error instanceof AgentTerminationException) {
            onEnd.accept(CommandLine.ExitCode.SOFTWARE);
        }
    }
}
