package io.bourse.service;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.ClientSessionDecoder;
import io.aeron.cluster.codecs.ClusterAction;
import io.aeron.cluster.codecs.ClusterActionRequestDecoder;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.NewLeadershipTermEventDecoder;
import io.aeron.cluster.codecs.SessionCloseEventDecoder;
import io.aeron.cluster.codecs.SessionMessageHeaderDecoder;
import io.aeron.cluster.codecs.SessionOpenEventDecoder;
import io.aeron.cluster.codecs.TimerEventDecoder;
import io.bourse.engine.Engine;
import io.bourse.engine.EngineLimits;
import io.bourse.wire.EventFrame;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Iterator;
import java.util.List;

/**
 * Plays a log through the engine without a cluster, as {@link ExchangeService} does within one, for who wants to know
 * whether what was recorded is what the log leads to.
 */
public final class LogReplay implements StateAuditListener {
    /** Is told what the log leads to. */
    public interface Listener {
        /**
         * An event.
         *
         * @param buffer holding it at offset 0
         * @param length of it
         * @param begin  position of its frame in the recorded stream
         * @param end    position behind its frame
         */
        void onEvent(DirectBuffer buffer, int length, long begin, long end);

        /** The members have taken a snapshot here. */
        void onSnapshot(long logPosition, long stateHash);

        /** Members have said something else of their state than comes out here. */
        void onDifference(String what);
    }

    private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int NO_MEMBER = -1;
    private static final int FRAME_ALIGNMENT = 32;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SessionMessageHeaderDecoder sessionMessage = new SessionMessageHeaderDecoder();
    private final SessionOpenEventDecoder sessionOpen = new SessionOpenEventDecoder();
    private final SessionCloseEventDecoder sessionClose = new SessionCloseEventDecoder();
    private final TimerEventDecoder timerEvent = new TimerEventDecoder();
    private final NewLeadershipTermEventDecoder newTerm = new NewLeadershipTermEventDecoder();
    private final ClusterActionRequestDecoder action = new ClusterActionRequestDecoder();
    private final Long2ObjectHashMap<RecordedSession> sessions = new Long2ObjectHashMap<>();
    private final Listener listener;
    private final Stream stream = new Stream();
    private final Engine engine;
    private final EventPublisher events;
    private final IngressAdapter ingress;
    private final StateAudit audit;
    private long entryCount;

    /**
     * @param memberCount   of the cluster
     * @param auditInterval of the cluster
     */
    public LogReplay(final int memberCount, final long auditInterval, final Listener listener) {
        this.listener = listener;
        final ServiceCounters counters = ServiceCounters.unpublished();
        final Egress egress = new Egress(counters.droppedReplies);
        events = new EventPublisher(stream, egress);
        engine = new Engine(EngineLimits.defaults(), events);
        events.engine(engine);
        ingress = new IngressAdapter(engine, events, new ReplyPublisher(engine, events, stream, egress), egress, counters,
            new HousekeepingView());
        audit = new StateAudit(NO_MEMBER, memberCount, auditInterval, engine, events, this);
    }

    /**
     * Begins with a snapshot of the service, all messages of its recording, instead of the empty state.
     *
     * @throws DamagedSnapshotException if it is not one
     */
    public void load(final List<DirectBuffer> messages) {
        final SnapshotLoader loader = new SnapshotLoader(ownMessages(messages));
        try {
            loader.load(engine);
        } catch (final IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException damage) {
            throw new DamagedSnapshotException(damage);
        }
        events.restore(loader.epoch(), loader.eventSequence(), loader.chainHash());
        stream.position = loader.eventPosition();
        audit.onStart();
    }

    /** Whether a snapshot is of the format that this version writes: the hash of another is taken of other fields. */
    public static boolean isOfThisFormat(final List<DirectBuffer> messages) {
        final var messageHeader = new io.bourse.schema.snapshot.MessageHeaderDecoder();
        final var begin = new io.bourse.schema.snapshot.SnapshotBeginDecoder();
        for (final DirectBuffer message : messages) {
            messageHeader.wrap(message, 0);
            if (messageHeader.schemaId() == io.bourse.schema.snapshot.MessageHeaderDecoder.SCHEMA_ID) {
                return begin.wrapAndApplyHeader(message, 0, messageHeader).formatVersion() == SnapshotPublisher.FORMAT_VERSION;
            }
        }
        return false;
    }

    /** State hash that a snapshot says it is of. */
    public static long stateHash(final List<DirectBuffer> messages) {
        final DirectBuffer end = messages.getLast();
        final io.bourse.schema.snapshot.MessageHeaderDecoder endHeader = new io.bourse.schema.snapshot.MessageHeaderDecoder();
        return new io.bourse.schema.snapshot.SnapshotEndDecoder().wrapAndApplyHeader(end, 0, endHeader).stateHash();
    }

    /**
     * An entry of the log.
     *
     * @param position behind it, in the log
     */
    public void onEntry(final DirectBuffer buffer, final int offset, final int length, final long position) {
        entryCount++;
        header.wrap(buffer, offset);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
            throw new IllegalStateException("not an entry of a log at position=" + position);
        }
        final int body = offset + HEADER_LENGTH;
        final int blockLength = header.blockLength();
        final int version = header.version();
        switch (header.templateId()) {
            case SessionMessageHeaderDecoder.TEMPLATE_ID -> {
                sessionMessage.wrap(buffer, body, blockLength, version);
                onMessage(buffer, offset + AeronCluster.SESSION_HEADER_LENGTH, length - AeronCluster.SESSION_HEADER_LENGTH,
                    position);
            }
            case TimerEventDecoder.TEMPLATE_ID -> {
                timerEvent.wrap(buffer, body, blockLength, version);
                events.onLogEntry(timerEvent.timestamp());
                ingress.onTimer(timerEvent.timestamp(), position);
                audit.onApplied(position);
            }
            case SessionOpenEventDecoder.TEMPLATE_ID -> {
                sessionOpen.wrap(buffer, body, blockLength, version);
                sessionOpen.skipResponseChannel();
                final byte[] principal = new byte[sessionOpen.encodedPrincipalLength()];
                sessionOpen.getEncodedPrincipal(principal, 0, principal.length);
                sessions.put(sessionOpen.clusterSessionId(), new RecordedSession(sessionOpen.clusterSessionId(), principal));
                events.onLogEntry(sessionOpen.timestamp());
            }
            case SessionCloseEventDecoder.TEMPLATE_ID -> {
                sessionClose.wrap(buffer, body, blockLength, version);
                sessions.remove(sessionClose.clusterSessionId());
                events.onLogEntry(sessionClose.timestamp());
            }
            case NewLeadershipTermEventDecoder.TEMPLATE_ID -> {
                newTerm.wrap(buffer, body, blockLength, version);
                events.onLogEntry(newTerm.timestamp());
            }
            case ClusterActionRequestDecoder.TEMPLATE_ID -> {
                action.wrap(buffer, body, blockLength, version);
                if (action.action() == ClusterAction.SNAPSHOT) {
                    final long stateHash = engine.stateHash();
                    audit.onSnapshot(action.logPosition(), stateHash);
                    listener.onSnapshot(action.logPosition(), stateHash);
                }
            }
            default -> {
                // Of the consensus module alone: the service does not see it either.
            }
        }
    }

    /** Entries of the log so far. */
    public long entryCount() {
        return entryCount;
    }

    /** Behind the newest event in the recorded stream. */
    public long eventPosition() {
        return stream.position;
    }

    /** Of the newest event. */
    public long eventSequence() {
        return events.eventSequence();
    }

    /** Reports of members about places that were played here. */
    public long comparedReportCount() {
        return audit.comparedCount();
    }

    @Override
    public void onStateHash(final int kind, final long logPosition, final long hash) {
        // Kept by the audit; what members have said of it comes in the log.
    }

    @Override
    public void onDifference(final String what) {
        listener.onDifference(what);
    }

    private void onMessage(final DirectBuffer buffer, final int offset, final int length, final long position) {
        final RecordedSession session = sessions.get(sessionMessage.clusterSessionId());
        events.onLogEntry(sessionMessage.timestamp());
        try {
            if (audit.onMessage(session, buffer, offset, length)) {
                return;
            }
        } catch (final DivergedException majority) {
            listener.onDifference(majority.getMessage());
            return;
        }
        ingress.onMessage(session, sessionMessage.timestamp(), position, buffer, offset, length);
        audit.onApplied(position);
    }

    /** The messages of the container come before: a mark, sessions, a mark. */
    private Iterator<DirectBuffer> ownMessages(final List<DirectBuffer> messages) {
        final ClientSessionDecoder client = new ClientSessionDecoder();
        int own = 0;
        for (final DirectBuffer message : messages) {
            header.wrap(message, 0);
            if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
                break;
            }
            if (header.templateId() == ClientSessionDecoder.TEMPLATE_ID) {
                client.wrap(message, HEADER_LENGTH, header.blockLength(), header.version());
                client.skipResponseChannel();
                final byte[] principal = new byte[client.encodedPrincipalLength()];
                client.getEncodedPrincipal(principal, 0, principal.length);
                sessions.put(client.clusterSessionId(), new RecordedSession(client.clusterSessionId(), principal));
            }
            own++;
        }
        return messages.subList(own, messages.size()).iterator();
    }

    /** Positions as in the recorded stream, frames to the listener. */
    private final class Stream extends EventStream {
        private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
        private long position;

        private Stream() {
            super(ServiceCounters.unpublished());
        }

        @Override
        long position() {
            return position;
        }

        @Override
        void append(
            final DirectBuffer frame, final int length, final long eventSequence, final long epoch, final int chainHash) {
            final long end = EventPosition.end(position, length, EventFrame.TERM_LENGTH);
            view.wrap(frame, 0, length);
            position = end;
            listener.onEvent(view, length, end - align(length), end);
        }

        private static int align(final int length) {
            return length + FRAME_ALIGNMENT + FRAME_ALIGNMENT - 1 & -FRAME_ALIGNMENT;
        }
    }
}
