package io.bourse.persistence;

import io.bourse.client.EventCheckpoint;
import io.bourse.client.EventsRemovedException;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NanoClock;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * Writes the event stream to PostgreSQL: batches of whole commands, each in one transaction with the checkpoint that
 * says how far it reaches. Exactly once in effect, because after any trouble everything in memory is thrown away and the
 * stream is read again from the checkpoint that PostgreSQL holds.
 *
 * <p>Of several instances the one that holds an advisory lock writes and the others stand by for it. The lock is only
 * for order: what keeps two writers apart is the checkpoint, which moves only from where the writer believes it to be.
 *
 * <p>While PostgreSQL is gone it is tried again for ever, with a pause that grows. Rows that it refuses, or events that
 * cannot be understood, stop the agent before them: everything earlier is committed, nothing is skipped.
 */
final class PersistenceAgent implements Agent {
    static final long RETRY_NS_MIN = TimeUnit.MILLISECONDS.toNanos(100);
    static final long RETRY_NS_MAX = TimeUnit.SECONDS.toNanos(3);
    static final long STANDBY_RETRY_NS = TimeUnit.SECONDS.toNanos(1);
    /** Age at which a batch is committed in the middle of a command whose end does not come. */
    static final long INCOMPLETE_COMMAND_NS_MAX = TimeUnit.SECONDS.toNanos(2);
    /** Size at which a batch is committed in the middle of a command. */
    static final int BATCH_EVENTS_MAX = 64 * 1024;
    static final int POLL_EVENTS_MAX = 256;

    private static final Logger LOGGER = LoggerFactory.getLogger(PersistenceAgent.class);
    private static final long LOCK_KEY = 0x626F75727365L;

    /** Opens connections; a test gives ones that break. */
    @FunctionalInterface
    interface Connector {
        Connection open() throws SQLException;
    }

    private enum State { DISCONNECTED, STANDBY, WRITING }

    private final Connector connector;
    private final EventSource.Opener opener;
    private final NanoClock clock;
    private final int batchEvents;
    private final long commitIntervalNs;
    private final EventBatch batch = new EventBatch();

    private State state = State.DISCONNECTED;
    private String announced = "";
    private Connection connection;
    private DSLContext dsl;
    private EventSource source;
    private long retryAtNs;
    private long retryPauseNs = RETRY_NS_MIN;
    private long batchBeganNs;
    /** Up to this event batches are single commands, so that the one that PostgreSQL refuses is found. */
    private long carefulThroughSequence;

    /**
     * @param batchEvents      events after which a batch is committed, at the end of a command
     * @param commitIntervalNs age at which a smaller batch is committed
     */
    PersistenceAgent(
        final Connector connector, final EventSource.Opener opener, final NanoClock clock, final int batchEvents,
        final long commitIntervalNs) {
        this.connector = connector;
        this.opener = opener;
        this.clock = clock;
        this.batchEvents = batchEvents;
        this.commitIntervalNs = commitIntervalNs;
        retryAtNs = clock.nanoTime();
    }

    @Override
    public String roleName() {
        return "persistence";
    }

    @Override
    public int doWork() {
        final long nowNs = clock.nanoTime();
        try {
            return switch (state) {
                case DISCONNECTED -> nowNs - retryAtNs < 0 ? 0 : connect(nowNs);
                case STANDBY -> nowNs - retryAtNs < 0 ? 0 : takeOver(nowNs);
                case WRITING -> write(nowNs);
            };
        } catch (final SQLException failure) {
            onDatabaseFailure(failure, failure.getSQLState());
        } catch (final DataAccessException failure) {
            onDatabaseFailure(failure, failure.sqlState());
        } catch (final InconsistentEventsException failure) {
            onRefused(failure);
        } catch (final EventsRemovedException failure) {
            LOGGER.error("stopped behind {}: the members have removed the events after it, which PostgreSQL lacks; restore a " +
                "backup of it that is younger", batch.from(), failure);
            disconnect();
            throw new AgentTerminationException(failure);
        } catch (final RuntimeException failure) {
            // The event source: another history than ours, or a media driver that is gone. Not to be guessed around.
            LOGGER.error("stopped behind {}", batch.from(), failure);
            disconnect();
            throw new AgentTerminationException(failure);
        }
        return 0;
    }

    @Override
    public void onClose() {
        disconnect();
    }

    private int connect(final long nowNs) throws SQLException {
        connection = connector.open();
        connection.setAutoCommit(true);
        dsl = Postgres.dsl(connection);
        state = State.STANDBY;
        return takeOver(nowNs);
    }

    private int takeOver(final long nowNs) throws SQLException {
        final boolean locked = dsl
            .select(DSL.function(DSL.name("pg_try_advisory_lock"), SQLDataType.BOOLEAN, DSL.val(LOCK_KEY)))
            .fetchSingle()
            .value1();
        if (!locked) {
            announce("standing by: another instance writes to this database");
            retryAtNs = nowNs + STANDBY_RETRY_NS;
            return 0;
        }
        final EventCheckpoint checkpoint = CheckpointTable.read(dsl);
        connection.setAutoCommit(false);
        batch.begin(checkpoint);
        source = opener.open(checkpoint, batch);
        source.confirm(checkpoint.nextPosition());
        state = State.WRITING;
        announce("writing to PostgreSQL after " + checkpoint);
        return 1;
    }

    private int write(final long nowNs) throws SQLException {
        final int targetEvents = batch.to().eventSequence() < carefulThroughSequence ? 1 : batchEvents;
        final boolean wasEmpty = batch.eventCount() == 0;
        final boolean due = !wasEmpty && nowNs - batchBeganNs >= commitIntervalNs;
        int limit = Math.min(POLL_EVENTS_MAX, targetEvents - batch.eventCount());
        if (limit <= 0 || due) {
            // One at a time, so that the batch ends where the command does.
            limit = batch.endsCommand() ? 0 : 1;
        }
        final int events = limit == 0 ? 0 : source.poll(limit);
        if (batch.failure() != null) {
            throw batch.failure();
        }
        if (wasEmpty) {
            batchBeganNs = nowNs;
        }
        if (batch.eventCount() > 0 && isComplete(targetEvents, nowNs - batchBeganNs)) {
            commit();
            return events + 1;
        }
        return events;
    }

    private boolean isComplete(final int targetEvents, final long ageNs) {
        return batch.endsCommand() ?
            batch.eventCount() >= targetEvents || ageNs >= commitIntervalNs :
            batch.eventCount() >= BATCH_EVENTS_MAX || ageNs >= INCOMPLETE_COMMAND_NS_MAX;
    }

    private void commit() throws SQLException {
        if (!CheckpointTable.move(dsl, batch.from(), batch.to())) {
            LOGGER.warn("another instance has written past {}: giving way to it", batch.from());
            disconnect();
            retryAtNs = clock.nanoTime() + STANDBY_RETRY_NS;
            return;
        }
        batch.write(connection, dsl);
        connection.commit();
        batch.begin(batch.to());
        source.confirm(batch.from().nextPosition());
        retryPauseNs = RETRY_NS_MIN;
    }

    private void onDatabaseFailure(final Exception failure, final String sqlState) {
        if (isRefusal(sqlState) && state == State.WRITING) {
            onRefused(new InconsistentEventsException("PostgreSQL refuses it: " + failure.getMessage(), failure));
            return;
        }
        disconnect();
        announce("PostgreSQL is out of reach (" + firstLine(failure) + "): trying again, nothing is lost");
        retryAtNs = clock.nanoTime() + retryPauseNs;
        retryPauseNs = Math.min(2 * retryPauseNs, RETRY_NS_MAX);
    }

    /** Goes back to the checkpoint and on command by command; stops before the command that is refused by itself. */
    private void onRefused(final InconsistentEventsException failure) {
        final long throughSequence = batch.to().eventSequence() + 1;
        final boolean wasCareful = batch.from().eventSequence() < carefulThroughSequence;
        disconnect();
        if (wasCareful) {
            LOGGER.error(
                "stopped behind {}: the next command cannot be stored; what it is must be found out and mended, its events" +
                    " are not skipped", batch.from(), failure);
            throw new AgentTerminationException(failure);
        }
        LOGGER.warn("events after {} were refused, trying them one command at a time: {}", batch.from(), firstLine(failure));
        carefulThroughSequence = throughSequence;
        retryAtNs = clock.nanoTime();
    }

    private void disconnect() {
        state = State.DISCONNECTED;
        CloseHelper.quietClose(source);
        CloseHelper.quietClose(connection);
        source = null;
        connection = null;
        dsl = null;
    }

    /** One line for each change of state, none for each try. */
    private void announce(final String text) {
        final String kind = text.substring(0, text.indexOf(' '));
        if (!kind.equals(announced)) {
            announced = kind;
            LOGGER.info(text);
        }
    }

    /**
     * Whether PostgreSQL has judged the rows rather than failed to take them: data exceptions (22), constraints (23),
     * features (0A), cardinality (21), names and rights (42).
     */
    private static boolean isRefusal(final String sqlState) {
        return sqlState != null && (sqlState.startsWith("22") || sqlState.startsWith("23") || sqlState.startsWith("0A") ||
            sqlState.startsWith("21") || sqlState.startsWith("42"));
    }

    private static String firstLine(final Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
