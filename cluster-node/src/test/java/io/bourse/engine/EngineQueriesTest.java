package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bourse.wire.PackedAscii;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the engine says when it is asked, and what is not a command at all. */
class EngineQueriesTest {
    private static final long ALICE = 1;
    private static final long BOB = 2;
    private static final long NAME = PackedAscii.pack("a", 0);

    private final ScenarioDriver driver = new ScenarioDriver();
    private Engine engine;

    @BeforeEach
    void fill() {
        List.of("given markets taker=10000", "buy alice SOL_USD 1@10 id=a", "buy bob SOL_USD 1@10", "buy alice BTC_USD 1@10",
            "buy alice SOL_USD 2@11", "sell bob SOL_USD 1@11", "dead-man-timer alice 500").forEach(driver::execute);
        engine = driver.engine;
    }

    @Test
    void shouldGoThroughTheOrdersOfAnAccount() {
        assertEquals(1, engine.nextOpenOrder(ALICE, 0, 0).orderId());
        assertEquals(3, engine.nextOpenOrder(ALICE, 0, 1).orderId());
        assertEquals(4, engine.nextOpenOrder(ALICE, 0, 3).orderId());
        assertNull(engine.nextOpenOrder(ALICE, 0, 4));
        assertEquals(4, engine.nextOpenOrder(ALICE, 1, 1).orderId(), "of an instrument");
        assertEquals(3, engine.nextOpenOrder(ALICE, 2, 0).orderId(), "of the other");
        assertEquals(3, engine.nextOpenOrder(ALICE, 0, 2).orderId(), "behind an order of somebody else");
        driver.execute("cancel alice 3");
        assertEquals(4, engine.nextOpenOrder(ALICE, 0, 3).orderId(), "behind one that has ended");
        assertNull(engine.nextOpenOrder(BOB, 0, 2));
        assertNull(engine.nextOpenOrder(9, 0, 0));
    }

    @Test
    void shouldFindAnOrderByIdOfItsOwnerOrForTheOperator() {
        final Order byName = engine.openOrder(ALICE, 0, NAME, 0, 0, 0);
        assertEquals(1, byName.orderId());
        assertEquals(byName, engine.openOrder(ALICE, 1, 0, 0, 0, 0));
        assertEquals(byName, engine.openOrder(0, 1, 0, 0, 0, 0));
        assertNull(engine.openOrder(BOB, 1, 0, 0, 0, 0));
        assertNull(engine.openOrder(BOB, 0, NAME, 0, 0, 0));
        assertNull(engine.openOrder(9, 0, NAME, 0, 0, 0));
    }

    @Test
    void shouldCountAndAddUp() {
        assertEquals(3, engine.assetCount());
        assertEquals(2, engine.instrumentCount());
        assertEquals(3, engine.accountCount());
        assertEquals(4, engine.openOrderCount());
        assertEquals(3, engine.asset(3).assetId());
        assertNull(engine.asset(0));
        assertNull(engine.asset(4));
        assertEquals(2, engine.instrument(2).instrumentId());
        assertNull(engine.instrument(3));
        final AssetTotals totals = new AssetTotals();
        assertTrue(engine.assetTotals(2, totals));
        assertEquals(20_000 - 1, totals.accountsTotal);
        assertEquals(1, totals.feesCollected);
        assertEquals(20_000, totals.depositsTotal);
        assertEquals(0, totals.withdrawalsTotal);
        assertFalse(engine.assetTotals(4, totals));
        assertEquals(10_000 - 10 - 10 - 22, engine.available(ALICE, 2));
        assertEquals(10 + 10 + 11, engine.locked(ALICE, 2));
        assertEquals(0, engine.available(ALICE, 4));
        assertEquals(0, engine.locked(ALICE, 4));
        assertEquals(0, engine.available(4, 2));
        assertEquals(0, engine.locked(4, 2));
        assertEquals(engine.timestampNs() + 500, engine.account(ALICE).deadManDeadlineNs());
    }

    @Test
    void shouldMakeRoomForManyAccounts() {
        for (int i = 0; i < 300; i++) {
            driver.execute("account more" + i);
        }
        for (int i = 1; i <= 303; i++) {
            assertEquals(i, engine.account(i).accountId());
            assertEquals(i, engine.account(i).externalIdLow());
        }
        assertNull(engine.account(304));
    }

    @Test
    void shouldDescribeWhatTheOperatorHasDefined() {
        driver.execute("asset A_SYMBOL_OF_18_CHARS decimals=4");
        driver.execute("instrument ANOTHER_OF_LENGTH_ SOL USD maker=-5 taker=7 state=PRE_OPEN");
        final Asset asset = engine.asset(4);
        assertEquals("A_SYMBOL_OF_18_CHA", PackedAscii.unpack(asset.symbol0(), asset.symbol1()));
        assertEquals(4, asset.decimals());
        final Instrument instrument = engine.instrument(3);
        assertEquals("ANOTHER_OF_LENGTH_", PackedAscii.unpack(instrument.symbol0(), instrument.symbol1()));
        assertEquals(-5, instrument.makerFeePpm());
        assertEquals(7, instrument.takerFeePpm());
    }

    @Test
    void shouldAnswerNobodyWhenItIsATimer() {
        final CommandHeader header = driver.header;
        final long last = engine.lastInSequence(ScenarioDriver.GATEWAY_ID);
        header.accountId = ALICE;
        header.timestampNs += 500;
        header.logPosition = 64;
        engine.onTimer(header);
        final CommandHeader answered = driver.listener.answered;
        assertEquals(0, answered.gatewayId);
        assertEquals(0, answered.inSequence);
        assertEquals(0, answered.accountId);
        assertEquals(header.timestampNs, answered.timestampNs);
        assertEquals(64, answered.logPosition);
        assertEquals(0, engine.account(ALICE).deadManDeadlineNs(), "it has done its work");
        assertEquals(last, engine.lastInSequence(ScenarioDriver.GATEWAY_ID));
    }

    /** The caller has compared the number; to execute another one would be to give up the sequence. */
    @Test
    void shouldEndWhenACommandIsOutOfSequence() {
        final CommandHeader header = new CommandHeader();
        header.gatewayId = ScenarioDriver.GATEWAY_ID;
        final long last = engine.lastInSequence(ScenarioDriver.GATEWAY_ID);
        for (final long inSequence : new long[]{last, last + 2}) {
            header.inSequence = inSequence;
            assertEquals("command out of sequence: gatewayId=7 inSequence=" + inSequence + " lastInSequence=" + last,
                assertThrows(IllegalStateException.class, () -> engine.rejectMalformed(header)).getMessage());
        }
        header.gatewayId = 8;
        header.inSequence = 1;
        assertEquals("command out of sequence: gatewayId=8 inSequence=1 lastInSequence=-1",
            assertThrows(IllegalStateException.class, () -> engine.rejectMalformed(header)).getMessage());
        assertEquals(-1, engine.lastInSequence(8));
    }
}
