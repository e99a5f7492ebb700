package io.bourse.service;

import io.aeron.cluster.service.ClientSession;
import io.bourse.engine.Engine;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.StateReportDecoder;
import io.bourse.wire.Principal;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * Holds the members' states against one another while they run. At places of the log that every member finds alike, each
 * keeps a hash: of all events so far, which costs nothing because events are chained anyway, and at a snapshot of the whole
 * state, which is hashed for it anyway. Each tells the others through the log ({@link StateReportDecoder}), so that all
 * judge alike, and so that a member that plays the log again is held against what the others said then. Who has another
 * hash than a majority has had must not go on.
 *
 * <p>None of this is state: no report changes what any command does, and which hashes are still kept does not matter.
 */
final class StateAudit {
    /** Of reports: every event up to here. */
    static final int EVENTS = 0;
    /** Of reports: the same and the whole state. */
    static final int SNAPSHOT = 1;
    /**
     * What hashes are of. To be raised when another version of this program gives the same state another hash or another
     * event for the same effect, so that members of both versions do not take each other for wrong.
     */
    static final int HASH_VERSION = 1;

    /** So many places are kept for reports to come: a loaded member may be late with them. */
    static final int POINTS_MAX = 512;
    /** With few events a hash is due when engine time has come to the next multiple of this. */
    private static final long AGE_MAX_NS = 60_000_000_000L;
    private static final int TEMPLATE_ID_OFFSET = 2;
    private static final int LENGTH = MessageHeaderDecoder.ENCODED_LENGTH + StateReportDecoder.BLOCK_LENGTH;
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final StateReportDecoder report = new StateReportDecoder();
    private final long[] positions = new long[POINTS_MAX];
    private final long[] hashes = new long[POINTS_MAX];
    private final int[] kinds = new int[POINTS_MAX];
    private final long[] reportedBy = new long[POINTS_MAX];
    private final long[] reportedHashes;
    private final int memberId;
    private final int memberCount;
    private final long interval;
    private final Engine engine;
    private final EventPublisher events;
    private final StateAuditListener listener;
    private long pointCount;
    private long comparedCount;
    private long nextEventSequence;
    private long nextTimeNs;

    /**
     * @param interval in events, the same on every member
     */
    StateAudit(
        final int memberId, final int memberCount, final long interval, final Engine engine, final EventPublisher events,
        final StateAuditListener listener) {
        this.memberId = memberId;
        this.memberCount = memberCount;
        this.interval = interval;
        this.engine = engine;
        this.events = events;
        this.listener = listener;
        this.reportedHashes = new long[POINTS_MAX * memberCount];
    }

    /** The state is there, empty or from a snapshot. */
    void onStart() {
        setNext();
    }

    /** Reports that were about a place whose hash is known here. */
    long comparedCount() {
        return comparedCount;
    }

    /** An entry of the log has had its effect. */
    void onApplied(final long logPosition) {
        if (events.eventSequence() >= nextEventSequence || engine.timestampNs() >= nextTimeNs) {
            setNext();
            add(EVENTS, logPosition, eventHash());
        }
    }

    /** The whole state has been hashed. */
    void onSnapshot(final long logPosition, final long stateHash) {
        add(SNAPSHOT, logPosition, mix(eventHash() + mix(stateHash)));
    }

    /**
     * A message of the log.
     *
     * @return false if it is no report of a member
     * @throws DivergedException if a majority of the members has had another state
     */
    boolean onMessage(final ClientSession session, final DirectBuffer buffer, final int offset, final int length) {
        if (length < LENGTH || session == null ||
            buffer.getShort(offset + TEMPLATE_ID_OFFSET, ByteOrder.LITTLE_ENDIAN) != StateReportDecoder.TEMPLATE_ID) {
            return false;
        }
        messageHeader.wrap(buffer, offset);
        final byte[] principal = session.encodedPrincipal();
        if (messageHeader.schemaId() != MessageHeaderDecoder.SCHEMA_ID ||
            messageHeader.blockLength() < StateReportDecoder.BLOCK_LENGTH || Principal.kindOf(principal) != Principal.MEMBER) {
            return false;
        }
        final int sender = Principal.numberOf(principal);
        if (sender >= memberCount) {
            return false;
        }
        report.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, StateReportDecoder.BLOCK_LENGTH,
            messageHeader.version());
        if (report.hashVersion() == HASH_VERSION && sender != memberId) {
            onReport(sender, report.kind(), report.logPosition(), report.hash());
        }
        return true;
    }

    private void onReport(final int sender, final int kind, final long logPosition, final long hash) {
        for (int i = 0; i < POINTS_MAX; i++) {
            if (positions[i] == logPosition && kinds[i] == kind && i < pointCount) {
                reportedHashes[i * memberCount + sender] = hash;
                reportedBy[i] |= 1L << sender;
                comparedCount++;
                if (hash != hashes[i]) {
                    onDifference(i, sender, hash);
                }
                return;
            }
        }
    }

    private void onDifference(final int index, final int sender, final long hash) {
        int agreeingCount = 0;
        final StringBuilder agreeing = new StringBuilder();
        for (int member = 0; member < memberCount; member++) {
            if ((reportedBy[index] & 1L << member) != 0 && reportedHashes[index * memberCount + member] == hash) {
                agreeing.append(agreeingCount++ == 0 ? "" : ", ").append(member);
            }
        }
        final String what = (kinds[index] == SNAPSHOT ? "state" : "events") + " at log position=" + positions[index] +
            " hash to " + Long.toHexString(hash) + " on member " + agreeing + ", to " + Long.toHexString(hashes[index]) +
            " on this member " + memberId;
        if (2 * agreeingCount > memberCount) {
            throw new DivergedException(what + ": a majority is against it");
        }
        listener.onDifference(what);
    }

    /** The next multiples, so that where a hash is due depends on the state alone and not on where a member began. */
    private void setNext() {
        nextEventSequence = (events.eventSequence() / interval + 1) * interval;
        nextTimeNs = (engine.timestampNs() / AGE_MAX_NS + 1) * AGE_MAX_NS;
    }

    private void add(final int kind, final long logPosition, final long hash) {
        final int index = (int) (pointCount % POINTS_MAX);
        positions[index] = logPosition;
        hashes[index] = hash;
        kinds[index] = kind;
        reportedBy[index] = 0;
        pointCount++;
        listener.onStateHash(kind, logPosition, hash);
    }

    private long eventHash() {
        return mix(mix(events.eventSequence()) + Integer.toUnsignedLong(events.chainHash()));
    }

    private static long mix(final long value) {
        final long spread = (value ^ value >>> 32) * PRIME;
        return spread ^ spread >>> 29;
    }
}
