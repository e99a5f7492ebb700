package io.bourse.persistence;

import io.bourse.schema.BalanceCause;
import io.bourse.schema.CloseReason;
import io.bourse.schema.OrderStatus;
import io.bourse.schema.Side;
import io.bourse.schema.TimeInForce;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.agrona.concurrent.AgentTerminationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

import static io.bourse.persistence.TestPostgres.count;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PersistenceAgentTest {
    private static final int ACCOUNTS = 7;
    private static final long SEED = Long.getLong("seed", 42);

    private final EventLog log = new EventLog();
    private Postgres database;

    @BeforeEach
    void newDatabase() throws Exception {
        database = TestPostgres.shared().newDatabase();
    }

    @Test
    void shouldWriteEverythingOnceAndAddUp() {
        final SimulatedMarket market = new SimulatedMarket(log, SEED, ACCOUNTS).run(10_000);

        AgentSteps.apply(database, log);

        assertComplete(market);
    }

    @Test
    void shouldWriteEverythingOnceWhenConnectionsBreakAroundCommits() {
        final SimulatedMarket market = new SimulatedMarket(log, SEED, ACCOUNTS).run(6_000);
        final BreakingConnections connections = new BreakingConnections(database, SEED);
        final PersistenceAgent agent = AgentSteps.agent(connections, log);

        AgentSteps.drain(agent, database, log);
        agent.onClose();

        assertTrue(connections.brokenBefore() > 0, "no commit was broken before it happened");
        assertTrue(connections.brokenAfter() > 0, "no commit was broken after it happened");
        assertComplete(market);
    }

    @Test
    void shouldGoOnWhenItsBackendIsKilled() throws Exception {
        final SimulatedMarket market = new SimulatedMarket(log, SEED, ACCOUNTS).run(3_000);
        final PersistenceAgent agent = AgentSteps.agent(database, log);
        for (int kill = 0; kill < 3; kill++) {
            for (int step = 0; step < 7; step++) {
                agent.doWork();
            }
            TestPostgres.killConnections(database);
            market.run(1_000);
        }

        AgentSteps.drain(agent, database, log);
        agent.onClose();

        assertComplete(market);
    }

    @Test
    void shouldGoOnWhenPostgresRestarts(@TempDir final Path folder) throws Exception {
        final SimulatedMarket market = new SimulatedMarket(log, SEED, ACCOUNTS).run(3_000);
        final EmbeddedPostgres first = TestPostgres.start(folder, 0);
        final int port = first.getPort();
        database = TestPostgres.of(first);
        Migrations.run(database);
        final PersistenceAgent agent = AgentSteps.agent(database, log);
        AgentSteps.drain(agent, database, log);
        market.run(1_000);
        agent.doWork();
        first.close();
        for (int step = 0; step < 50; step++) {
            agent.doWork();
        }
        try (EmbeddedPostgres second = TestPostgres.start(folder, port)) {
            assertEquals(port, second.getPort());
            AgentSteps.drain(agent, database, log);
            assertComplete(market);
            agent.onClose();
        }
    }

    @Test
    void shouldStandByWhileAnotherInstanceWritesAndTakeOverWhenItEnds() throws Exception {
        final SimulatedMarket market = new SimulatedMarket(log, SEED, ACCOUNTS).run(1_000);
        final PersistenceAgent first = AgentSteps.agent(database, log);
        final PersistenceAgent second = AgentSteps.agent(database, log);
        AgentSteps.drain(first, database, log);
        market.run(1_000);
        for (int step = 0; step < 10; step++) {
            assertEquals(0, second.doWork());
        }
        AgentSteps.drain(first, database, log);
        first.onClose();
        market.run(1_000);

        AgentSteps.drain(second, database, log);
        second.onClose();

        assertComplete(market);
    }

    @Test
    void shouldGiveWayToAnInstanceThatHasWrittenPastIt() throws Exception {
        final SimulatedMarket market = new SimulatedMarket(log, SEED, ACCOUNTS).run(1_000);
        final PersistenceAgent first = AgentSteps.agent(database, log);
        AgentSteps.drain(first, database, log);
        market.run(1_000);
        // The second writer gets hold of the lock, as after a partition in which the first one's session was ended.
        final EventBatch batch = new EventBatch();
        try (Connection connection = database.open("second")) {
            connection.setAutoCommit(false);
            batch.begin(CheckpointTable.read(Postgres.dsl(connection)));
            final EventSource source = log.open(batch.from(), batch);
            do {
                source.poll(1);
            } while (batch.eventCount() < 500 || !batch.endsCommand());
            assertTrue(CheckpointTable.move(Postgres.dsl(connection), batch.from(), batch.to()));
            batch.write(connection, Postgres.dsl(connection));
            connection.commit();
        }

        AgentSteps.drain(first, database, log);
        first.onClose();

        assertComplete(market);
    }

    @Test
    void shouldNeverShowHalfACommand() throws Exception {
        log.asset(1, "SOL", 9).result();
        log.account(1, new java.util.UUID(1, 1)).result();
        final PersistenceAgent agent = AgentSteps.agent(database, log);
        AgentSteps.drain(agent, database, log);
        log.balance(1, 1, 5, 0, 5, 0, BalanceCause.DEPOSIT);
        for (int step = 0; step < 20; step++) {
            agent.doWork();
        }
        assertEquals(0, count(database, "select count(*) from ledger_entries"));

        log.result();

        AgentSteps.drain(agent, database, log);
        agent.onClose();
        assertEquals(1, count(database, "select count(*) from ledger_entries"));
    }

    @Test
    void shouldStopBeforeRowsThatPostgresRefusesAndKeepEverythingEarlier() throws Exception {
        log.asset(1, "SOL", 9).result();
        log.asset(2, "USDC", 6).result();
        final long lastGood = log.eventSequence();
        log.asset(3, "SOL", 9).result();
        log.asset(4, "BTC", 8).result();
        final PersistenceAgent agent = AgentSteps.agent(database, log);

        final AgentTerminationException stopped = assertThrows(
            AgentTerminationException.class, () -> AgentSteps.drain(agent, database, log));
        agent.onClose();

        assertTrue(stopped.getCause().getMessage().contains("assets_symbol_key"), stopped.getCause().getMessage());
        assertEquals(2, count(database, "select count(*) from assets"));
        assertEquals(lastGood, count(database, "select event_sequence from consumer_checkpoint"));
    }

    @Test
    void shouldStopBeforeEventsThatItDoesNotKnow() throws Exception {
        log.asset(1, "SOL", 9).result();
        final long lastGood = log.eventSequence();
        log.unknown();
        log.asset(2, "USDC", 6).result();
        final PersistenceAgent agent = AgentSteps.agent(database, log);

        final AgentTerminationException stopped = assertThrows(
            AgentTerminationException.class, () -> AgentSteps.drain(agent, database, log));
        agent.onClose();

        assertTrue(stopped.getCause().getMessage().contains("template=199"), stopped.getCause().getMessage());
        assertEquals(lastGood, count(database, "select event_sequence from consumer_checkpoint"));
    }

    @Test
    void shouldStopWhenEventsContradictTheRows() throws Exception {
        log.accepted(1, 1, "", 1, Side.SELL, 1, 10, 0, TimeInForce.GTC).orderResult(1, OrderStatus.NEW);
        log.cancelled(1, 1, 0, CloseReason.REQUESTED).result();
        final long lastGood = log.eventSequence();
        AgentSteps.apply(database, log);
        log.cancelled(1, 1, 0, CloseReason.REQUESTED).result();
        final PersistenceAgent agent = AgentSteps.agent(database, log);

        assertThrows(AgentTerminationException.class, () -> AgentSteps.drain(agent, database, log));
        agent.onClose();

        assertEquals(lastGood, count(database, "select event_sequence from consumer_checkpoint"));
    }

    @Test
    void shouldStopAtAStreamThatIsNotTheOneItKnows() {
        new SimulatedMarket(log, SEED, ACCOUNTS);
        AgentSteps.apply(database, log);
        final EventLog other = new EventLog();
        new SimulatedMarket(other.gatewayLoggedOn(), SEED + 1, ACCOUNTS).run(1_000);
        final PersistenceAgent agent = AgentSteps.agent(database, other);

        assertThrows(AgentTerminationException.class, () -> AgentSteps.drain(agent, database, other));
        agent.onClose();
    }

    private void assertComplete(final SimulatedMarket market) {
        try (History history = new History(database, InstantSource.system())) {
            final Consistency consistency = history.consistency();
            assertTrue(consistency.holds(), consistency + " " + market + " -Dseed=" + SEED);
            assertEquals(log.eventSequence(), consistency.eventSequence());
            assertEquals(market.orderCount(), consistency.orderCount());
            assertEquals(market.tradeCount(), consistency.tradeCount());
            assertTrue(consistency.tradeCount() > 0);
            assertEquals(List.of("SOL", "USDC"), consistency.assets().stream().map(Consistency.AssetMoney::symbol).toList());
            assertEquals(market.tradeCount(), count(database, "select sum(trade_count) from klines_1m"));
        } catch (final SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
