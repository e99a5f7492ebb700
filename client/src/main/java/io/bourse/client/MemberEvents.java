package io.bourse.client;

import io.aeron.Aeron;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.archive.client.ArchiveProxy;
import io.aeron.archive.client.ControlResponsePoller;
import io.aeron.archive.client.RecordingDescriptorPoller;
import io.aeron.archive.codecs.ControlResponseCode;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.EventFrame;
import io.bourse.wire.PrincipalKey;
import org.agrona.CloseHelper;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;

/**
 * One attempt to read events from one member: connect to its archive, find its recording of events, ask how far it is,
 * replay and follow. Every step is a request whose answer is polled for, so that the caller's thread never waits. Any
 * trouble ends the attempt; the reader goes to the next member.
 */
final class MemberEvents implements AutoCloseable {
    /** How an attempt stands. */
    enum State {
        /** Connection to the archive is being made. */
        CONNECTING,
        /** Recordings are being listed. */
        LISTING,
        /** The end of the recording has been asked for. */
        ASKING_POSITION,
        /** The recording is known, and how far it is; nothing is replayed yet. */
        READY,
        /** A replay has been asked for. */
        ASKING_REPLAY,
        /** The replay has begun, its image is awaited. */
        AWAITING_IMAGE,
        /** Events come. */
        FOLLOWING,
        /** The attempt is over. */
        FAILED
    }

    private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long PING_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long NONE = Aeron.NULL_VALUE;
    private static final int CONTROL_STREAM_ID = 720;
    private static final int REPLAY_STREAM_ID = 721;
    private static final int CONTROL_TERM_LENGTH = 64 * 1024;
    private static final int RECORDINGS_MAX = 100;
    private static final int FRAGMENT_LIMIT = 10;

    private final Aeron aeron;
    private final PrincipalKey key;
    private final int memberId;
    private final String endpoint;
    private final long wantedPosition;
    private AeronArchive.AsyncConnect connecting;
    private AeronArchive archive;
    private ArchiveProxy proxy;
    private ControlResponsePoller responses;
    private RecordingDescriptorPoller descriptors;
    private Subscription subscription;
    private Image image;
    private State state = State.CONNECTING;
    private String failure = "";
    private boolean isPlaceUnknown;
    private long correlationId = NONE;
    private long answerDeadlineNs;
    private long nextPingNs;
    private long pingCorrelationId = NONE;
    private long recordingId = NONE;
    private long startPosition = NONE;
    private long stopPosition = NONE;
    private long oldestStartPosition = NONE;
    private long endPosition = NONE;
    private long replayPosition;
    private long replaySessionId;

    /**
     * @param wantedPosition that the recording must hold; -1 for the newest recording whatever it holds
     */
    MemberEvents(
        final Aeron aeron, final ClusterEndpoints endpoints, final PrincipalKey key, final int memberId,
        final long wantedPosition) {
        this.aeron = aeron;
        this.key = key;
        this.memberId = memberId;
        this.wantedPosition = wantedPosition;
        final String channel = endpoints.archiveControlChannel(memberId);
        endpoint = localEndpoint(channel);
        connecting = AeronArchive.asyncConnect(new AeronArchive.Context()
            .aeron(aeron)
            .ownsAeronClient(false)
            .controlRequestChannel(channel)
            .controlResponseChannel("aeron:udp?endpoint=" + endpoint)
            .controlResponseStreamId(CONTROL_STREAM_ID)
            .controlTermBufferLength(CONTROL_TERM_LENGTH)
            .controlTermBufferSparse(true)
            .messageTimeoutNs(CONNECT_TIMEOUT_NS)
            .credentialsSupplier(new PrincipalCredentials(key))
            .clientName("bourse-events"));
    }

    int memberId() {
        return memberId;
    }

    State state() {
        return state;
    }

    /** Why the attempt failed. */
    String failure() {
        return failure;
    }

    /** Whether it has failed because no event of its recording begins at the position asked for. */
    boolean isPlaceUnknown() {
        return isPlaceUnknown;
    }

    /** End of the recording when last asked; -1 when there is no recording that holds the wanted position. */
    long endPosition() {
        return endPosition;
    }

    /** Begin of the oldest recording of events; -1 when there is none. */
    long oldestStartPosition() {
        return oldestStartPosition;
    }

    /** Events in order; null unless following. */
    Image image() {
        return image;
    }

    /** Takes the next step if its time has come. */
    int poll(final long nowNs) {
        final State before = state;
        try {
            switch (state) {
                case CONNECTING -> connect(nowNs);
                case LISTING -> list(nowNs);
                case ASKING_POSITION -> awaitPosition(nowNs);
                case ASKING_REPLAY -> awaitReplay(nowNs);
                case AWAITING_IMAGE -> awaitImage(nowNs);
                case READY, FOLLOWING -> ping(nowNs);
                default -> { }
            }
        } catch (final ArchiveException refusal) {
            final boolean isRejected = refusal.errorCode() == ArchiveException.AUTHENTICATION_REJECTED;
            isPlaceUnknown = refusal.errorCode() == ArchiveException.INVALID_POSITION;
            fail(isRejected ? "it does not accept the " + key + ": is it of another cluster, or replaced?" : refusal.toString());
        } catch (final RuntimeException trouble) {
            fail(trouble.toString());
        }
        return before == state ? 0 : 1;
    }

    /** Asks for the events from a position on. Only when {@link State#READY}. */
    void replayFrom(final long position, final long nowNs) {
        replayPosition = position;
        subscription = aeron.addSubscription("aeron:udp?endpoint=" + endpoint, REPLAY_STREAM_ID);
        correlationId = NONE;
        await(State.ASKING_REPLAY, nowNs);
    }

    void fail(final String reason) {
        failure = reason;
        state = State.FAILED;
    }

    /** The replay needs no word: it ends for want of a subscriber. */
    @Override
    public void close() {
        CloseHelper.quietCloseAll(subscription, connecting, archive);
        connecting = null;
        state = State.FAILED;
    }

    private void connect(final long nowNs) {
        final AeronArchive connected = connecting.poll();
        if (connected != null) {
            archive = connected;
            connecting = null;
            proxy = archive.archiveProxy();
            responses = archive.controlResponsePoller();
            descriptors = new RecordingDescriptorPoller(
                responses.subscription(), archive.context().errorHandler(), archive.controlSessionId(), FRAGMENT_LIMIT);
            correlationId = NONE;
            await(State.LISTING, nowNs);
        }
    }

    private void list(final long nowNs) {
        if (correlationId == NONE) {
            final long id = aeron.nextCorrelationId();
            if (proxy.listRecordingsForUri(
                0, RECORDINGS_MAX, "alias=" + EventFrame.ALIAS, EventFrame.STREAM_ID, id, archive.controlSessionId())) {
                correlationId = id;
                descriptors.reset(id, RECORDINGS_MAX, (controlSessionId, listId, listedId, startTimestamp, stopTimestamp,
                    start, stop, initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId, streamId,
                    strippedChannel, originalChannel, sourceIdentity) -> onRecording(listedId, start, stop));
            }
        } else {
            descriptors.poll();
            if (descriptors.isDispatchComplete()) {
                correlationId = NONE;
                await(State.ASKING_POSITION, nowNs);
                return;
            }
        }
        checkDeadline(nowNs, "a list of recordings");
    }

    /** Listed oldest first: the newest that holds the wanted position is taken. */
    private void onRecording(final long id, final long start, final long stop) {
        if (oldestStartPosition == NONE || start < oldestStartPosition) {
            oldestStartPosition = start;
        }
        if (wantedPosition == NONE || start <= wantedPosition) {
            recordingId = id;
            startPosition = start;
            stopPosition = stop;
        }
    }

    private void awaitPosition(final long nowNs) {
        if (recordingId == NONE) {
            state = State.READY;
            return;
        }
        if (correlationId == NONE) {
            final long id = aeron.nextCorrelationId();
            if (proxy.getRecordingPosition(recordingId, id, archive.controlSessionId())) {
                correlationId = id;
            }
        } else if (isAnswered(correlationId)) {
            final long running = responses.relevantId();
            endPosition = running != AeronArchive.NULL_POSITION ? running : Math.max(stopPosition, startPosition);
            nextPingNs = nowNs + PING_INTERVAL_NS;
            state = State.READY;
            return;
        }
        checkDeadline(nowNs, "the end of the recording");
    }

    private void awaitReplay(final long nowNs) {
        if (correlationId == NONE) {
            final String channel = subscription.tryResolveChannelEndpointPort();
            final long id = aeron.nextCorrelationId();
            if (channel != null && proxy.replay(
                recordingId, replayPosition, AeronArchive.REPLAY_ALL_AND_FOLLOW, channel + "|linger=0",
                REPLAY_STREAM_ID, id, archive.controlSessionId())) {
                correlationId = id;
            }
        } else if (isAnswered(correlationId)) {
            replaySessionId = responses.relevantId();
            await(State.AWAITING_IMAGE, nowNs);
            return;
        }
        checkDeadline(nowNs, "a replay");
    }

    private void awaitImage(final long nowNs) {
        image = subscription.imageBySessionId((int) replaySessionId);
        if (image != null) {
            pingCorrelationId = NONE;
            nextPingNs = nowNs;
            state = State.FOLLOWING;
        } else {
            checkDeadline(nowNs, "the events");
        }
    }

    /** A question twice a second: keeps the session alive, and no answer is how a dead member shows. */
    private void ping(final long nowNs) {
        if (pingCorrelationId != NONE) {
            if (isAnswered(pingCorrelationId)) {
                endPosition = Math.max(endPosition, responses.relevantId());
                pingCorrelationId = NONE;
            } else {
                checkDeadline(nowNs, "a sign of life");
            }
        } else if (nowNs - nextPingNs >= 0 && recordingId != NONE) {
            final long id = aeron.nextCorrelationId();
            if (proxy.getRecordingPosition(recordingId, id, archive.controlSessionId())) {
                pingCorrelationId = id;
            }
            nextPingNs = nowNs + PING_INTERVAL_NS;
            answerDeadlineNs = nowNs + ANSWER_TIMEOUT_NS;
        }
    }

    private boolean isAnswered(final long id) {
        responses.poll();
        if (!responses.isPollComplete() || responses.correlationId() != id ||
            responses.controlSessionId() != archive.controlSessionId()) {
            return false;
        }
        if (responses.code() == ControlResponseCode.OK) {
            return true;
        }
        throw new ArchiveException(responses.errorMessage(), (int) responses.relevantId(), id);
    }

    private void await(final State awaited, final long nowNs) {
        state = awaited;
        answerDeadlineNs = nowNs + ANSWER_TIMEOUT_NS;
    }

    private void checkDeadline(final long nowNs, final String awaited) {
        if (answerDeadlineNs - nowNs < 0) {
            throw new IllegalStateException("waited in vain for " + awaited);
        }
    }

    /** Where this host listens for the answers to a channel, on any port. */
    static String localEndpoint(final String channel) {
        final String localHost = localHost(channel);
        return localHost.indexOf(':') >= 0 ? "[" + localHost + "]:0" : localHost + ":0";
    }

    /** The address of this host that the member can answer to: the one from which packets to it leave. */
    private static String localHost(final String channel) {
        final String remote = channel.substring(channel.indexOf('=') + 1);
        final int colon = remote.lastIndexOf(':');
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(
                remote.substring(0, colon), Integer.parseInt(remote.substring(colon + 1))));
            final InetAddress local = socket.getLocalAddress();
            return local.isAnyLocalAddress() ? "localhost" : local.getHostAddress();
        } catch (final SocketException | IllegalArgumentException unreachable) {
            return "localhost";
        }
    }
}
