package io.bourse.persistence;

import io.aeron.Aeron;
import io.bourse.client.AeronConnection;
import io.bourse.client.ConsumerSession;
import io.bourse.client.EventCheckpoint;
import io.bourse.client.EventHandler;
import io.bourse.client.EventStreamReader;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.Principal;
import io.bourse.wire.PrincipalKey;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/** Writes the cluster's event stream to PostgreSQL, on one thread. */
public final class Persistence implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Persistence.class);
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final AeronConnection aeron;
    private final AgentRunner runner;
    private volatile Throwable failure;
    private volatile boolean isLost;

    private Persistence(final PersistenceOptions options, final Postgres postgres, final PrincipalKey key) {
        aeron = AeronConnection.connect(options.aeronDir(), options.profile());
        aeron.onLost(() -> {
            isLost = true;
            ended.countDown();
        });
        final ClusterEndpoints endpoints = options.endpoints();
        final PersistenceAgent agent = new PersistenceAgent(
            () -> postgres.open("bourse-persistence"),
            (from, handler) -> new ClusterEventSource(aeron.aeron(), endpoints, key, from, handler),
            SystemNanoClock.INSTANCE, options.batchEvents(), options.commitIntervalNs());
        runner = new AgentRunner(options.profile().idleStrategy(), this::onError, null, agent);
        AgentRunner.startOnThread(runner, task -> new Thread(task, "persistence"));
    }

    /**
     * Brings the tables to the version of this program and begins to write. A cluster or a database that goes away later
     * is waited for.
     *
     * @throws IllegalArgumentException if the principal's key file cannot be used; the message says why
     * @throws IllegalStateException if the database is of a newer version or cannot be reached within half a minute
     * @throws UncheckedIOException  if the password file is missing or open to others; the message says which
     * @throws io.aeron.exceptions.AeronException if the media driver of {@code --aeron-dir} does not answer
     */
    public static Persistence launch(final PersistenceOptions options) {
        final PrincipalKey key = PrincipalKey.read(options.principalKeyFile(), Principal.PERSISTENCE.prefix());
        final Postgres postgres;
        try {
            postgres = Postgres.of(options.postgresUrl(), options.postgresUser(), options.postgresPasswordFile());
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable.getMessage(), unreadable);
        }
        Migrations.run(postgres);
        return new Persistence(options, postgres, key);
    }

    /**
     * Runs until the process is told to stop (exit code 0), its options are wrong (2), events cannot be stored (1), or it is
     * cut off from the cluster for good (3).
     */
    public static void main(final String[] arguments) throws InterruptedException {
        final Persistence persistence;
        try {
            final PersistenceOptions options = PersistenceOptions.parse(arguments);
            if (options.isHelp()) {
                return;
            }
            persistence = launch(options);
        } catch (final IllegalArgumentException wrong) {
            System.err.println("persistence: " + wrong.getMessage());
            System.exit(EXIT_USAGE);
            return;
        } catch (final RuntimeException refused) {
            System.err.println("persistence: " + refused.getMessage());
            System.exit(EXIT_FAILED);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(persistence::close, "persistence-stop"));
        final Throwable failure = persistence.awaitEnd();
        if (persistence.isLost) {
            // Nothing to put in order: what is not committed is read again.
            Runtime.getRuntime().halt(AeronConnection.EXIT_LOST);
        }
        if (failure != null) {
            System.exit(EXIT_FAILED);
        }
    }

    /** Waits until it ends; returns why if it ended by itself, null if it was closed. */
    public Throwable awaitEnd() throws InterruptedException {
        ended.await();
        return failure;
    }

    /** Why it ended by itself, as when events cannot be stored; null while it works and after it was closed. */
    public Throwable failure() {
        return failure;
    }

    /** Stops. What is not committed yet is read again from the event stream at the next start. */
    @Override
    public void close() {
        CloseHelper.closeAll(onCloseError -> LOGGER.warn("closing", onCloseError), runner, aeron);
        ended.countDown();
    }

    private void onError(final Throwable error) {
        if (error instanceof AgentTerminationException) {
            failure = error.getCause() == null ? error : error.getCause();
            ended.countDown();
        } else {
            LOGGER.error("unexpected", error);
        }
    }

    /** The recorded event stream of whichever member answers. */
    private static final class ClusterEventSource implements EventSource {
        private final EventStreamReader reader;
        private final ConsumerSession session;

        private ClusterEventSource(
            final Aeron aeron, final ClusterEndpoints endpoints, final PrincipalKey key, final EventCheckpoint from,
            final EventHandler handler) {
            reader = new EventStreamReader(aeron, endpoints, key, from, handler);
            session = new ConsumerSession(aeron, endpoints, key);
        }

        @Override
        public int poll(final int limit) {
            session.poll();
            return reader.poll(limit);
        }

        @Override
        public void confirm(final long nextPosition) {
            session.confirm(nextPosition);
        }

        @Override
        public void close() {
            session.close();
            reader.close();
        }
    }
}
