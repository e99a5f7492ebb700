package io.bourse.service;

import io.bourse.engine.Engine;
import io.bourse.engine.EngineLimits;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.StateReportEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who is in the minority, and who only might be. */
class StateAuditTest implements StateAuditListener {
    private static final long POSITION = 1_024;

    private final UnsafeBuffer message = new UnsafeBuffer(new byte[64]);
    private final List<String> differences = new ArrayList<>();
    private final EventPublisher events = new EventPublisher(
        new EventStream(ServiceCounters.unpublished()), new Egress(ServiceCounters.unpublished().droppedReplies));
    private final Engine engine = new Engine(EngineLimits.defaults(), events);
    private long ownHash;

    @BeforeEach
    void prepare() {
        events.engine(engine);
    }

    @Test
    void shouldStopOnlyWhenAMajorityOfAllMembersHasAnotherHash() {
        final StateAudit five = audit(0, 5);
        report(five, 1, POSITION, ownHash + 1);
        report(five, 2, POSITION, ownHash + 2);
        report(five, 3, POSITION, ownHash + 1);
        assertEquals(3, differences.size());
        final DivergedException minority =
            assertThrows(DivergedException.class, () -> report(five, 4, POSITION, ownHash + 1));
        assertTrue(minority.getMessage().contains("on member 1, 3, 4,"), minority.getMessage());

        final StateAudit three = audit(2, 3);
        report(three, 0, POSITION, ownHash + 1);
        report(three, 0, POSITION, ownHash + 1);
        report(three, 2, POSITION, ownHash + 1);
        report(three, 1, POSITION, ownHash);
        report(three, 1, POSITION, ownHash + 9);
        assertThrows(DivergedException.class, () -> report(three, 1, POSITION, ownHash + 1));
    }

    @Test
    void shouldNotCompareWhatCannotBeCompared() {
        final StateAudit audit = audit(0, 3);
        for (int sender = 1; sender < 3; sender++) {
            report(audit, sender, POSITION + 32, ownHash + 1);
            encode(POSITION, ownHash + 1, StateAudit.HASH_VERSION + 1, StateAudit.SNAPSHOT);
            assertTrue(audit.onMessage(session("member-" + sender), message, 0, 29));
            encode(POSITION, ownHash + 1, StateAudit.HASH_VERSION, StateAudit.EVENTS);
            assertTrue(audit.onMessage(session("member-" + sender), message, 0, 29));
        }
        assertEquals(0, audit.comparedCount());
        assertEquals(List.of(), differences);
    }

    @Test
    void shouldBelieveOnlyMembersInTheirOwnName() {
        final StateAudit audit = audit(0, 3);
        encode(POSITION, ownHash + 1, StateAudit.HASH_VERSION, StateAudit.SNAPSHOT);
        for (final String name : new String[]{"gw-1", "admin-1", "member-3", "member-01", "member-", ""}) {
            assertFalse(audit.onMessage(session(name), message, 0, 29), name);
        }
        assertFalse(audit.onMessage(null, message, 0, 29));
        assertFalse(audit.onMessage(session("member-1"), message, 0, 28));
        message.putShort(4, (short) 500);
        assertFalse(audit.onMessage(session("member-1"), message, 0, 29));
        assertEquals(List.of(), differences);
    }

    @Test
    void shouldForgetThePlacesOfLongAgo() {
        final StateAudit audit = audit(0, 3);
        for (int i = 1; i <= StateAudit.POINTS_MAX; i++) {
            audit.onSnapshot(POSITION + 32 * i, 7);
        }
        report(audit, 1, POSITION, ownHash + 1);
        report(audit, 2, POSITION, ownHash + 1);
        assertEquals(0, audit.comparedCount());
        report(audit, 1, POSITION + 32, ownHash);
        assertEquals(1, audit.comparedCount());
        assertEquals(List.of(), differences);
    }

    /** These numbers are what two versions of this program must agree upon to compare what they have made of the log. */
    @Test
    void shouldRaiseTheVersionOfHashesWithTheFormatOfTheState() {
        final long[] engineFormat = new long[1];
        engine.accept(new io.bourse.engine.StateVisitor() {
            @Override
            public void record(final io.bourse.engine.RecordKind kind) {
                // Only the first field is looked at.
            }

            @Override
            public void field(final String name, final long value) {
                engineFormat[0] = "formatVersion".equals(name) ? value : engineFormat[0];
            }
        });
        assertEquals(List.of(1L, 3L, 1L), List.of((long) StateAudit.HASH_VERSION, engineFormat[0],
            (long) MessageHeaderEncoder.SCHEMA_VERSION));
    }

    @Override
    public void onStateHash(final int kind, final long logPosition, final long hash) {
        ownHash = hash;
    }

    @Override
    public void onDifference(final String what) {
        differences.add(what);
    }

    private StateAudit audit(final int memberId, final int memberCount) {
        final StateAudit audit = new StateAudit(memberId, memberCount, 10, engine, events, this);
        audit.onStart();
        audit.onSnapshot(POSITION, 7);
        return audit;
    }

    private void report(final StateAudit audit, final int sender, final long position, final long hash) {
        encode(position, hash, StateAudit.HASH_VERSION, StateAudit.SNAPSHOT);
        assertTrue(audit.onMessage(session("member-" + sender), message, 0, 29));
    }

    private void encode(final long position, final long hash, final int version, final int kind) {
        new StateReportEncoder().wrapAndApplyHeader(message, 0, new MessageHeaderEncoder())
            .logPosition(position).hash(hash).hashVersion(version).kind((short) kind);
    }

    private static RecordedSession session(final String name) {
        return new RecordedSession(1, name.getBytes(StandardCharsets.US_ASCII));
    }
}
