package io.bourse.client;

import io.aeron.Aeron;
import io.aeron.Image;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import io.bourse.wire.ChainHash;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.EventFrame;
import io.bourse.wire.PrincipalKey;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.LangUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Reads the event stream of the cluster: every event once, in order, from a checkpoint on, from whichever member serves
 * it. The members' recordings are byte-identical, so on any trouble the reader goes on at another member where it was.
 * Sequence and chain hash of every event are checked. Driven by one thread that calls {@link #poll(int)}.
 */
public final class EventStreamReader implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(EventStreamReader.class);
    private static final long RETRY_DELAY_NS_MIN = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long RETRY_DELAY_NS_MAX = TimeUnit.SECONDS.toNanos(1);
    private static final long SILENCE_NS_MIN = TimeUnit.SECONDS.toNanos(3);
    private static final long SILENCE_NS_MAX = TimeUnit.SECONDS.toNanos(30);
    private static final long BEHIND_NS_MAX = TimeUnit.SECONDS.toNanos(3);
    private static final long DIVERGED_AFTER_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long REMOVED_AFTER_NS_MIN = TimeUnit.SECONDS.toNanos(2);
    private static final long LIVE_END = Aeron.NULL_VALUE;
    private static final int FRAME_ALIGNMENT = 32;

    private final ChainHash chain = new ChainHash();
    private final Aeron aeron;
    private final ClusterEndpoints endpoints;
    private final PrincipalKey key;
    private final EventHandler handler;
    private final EventCheckpoint taken;
    private final EventCheckpoint next = new EventCheckpoint();
    private final long divergedAfterNs;
    private final long removedAfterNs;
    private final boolean[] hasRefused;
    private final boolean[] hasRemoved;
    private final ControlledFragmentHandler fragmentHandler = this::onFragment;

    /** Where the next member goes on: begin of the newest event taken, or {@link #LIVE_END}. */
    private long replayPosition;
    private boolean isFirstFrameKnown;
    private MemberEvents member;
    private MemberEvents probe;
    private int memberId;
    private int probeMemberId;
    private boolean isVerified;
    private long nextAttemptNs;
    private long retryDelayNs = RETRY_DELAY_NS_MIN;
    private long lastEventNs;
    private long silenceNs = SILENCE_NS_MIN;
    private long refusedSinceNs;
    private long refusedEndPosition = Long.MIN_VALUE;
    private long knownEndPosition;
    private long behindSinceNs;
    private boolean isBehind;
    private int handedOver;
    private String mismatch;
    private Throwable handlerFailure;
    private boolean isClosed;

    /** From the event after {@code from}; the key says to members who reads. */
    public EventStreamReader(
        final Aeron aeron, final ClusterEndpoints endpoints, final PrincipalKey key, final EventCheckpoint from,
        final EventHandler handler) {
        this(aeron, endpoints, key, from, handler, DIVERGED_AFTER_NS);
    }

    EventStreamReader(
        final Aeron aeron, final ClusterEndpoints endpoints, final PrincipalKey key, final EventCheckpoint from,
        final EventHandler handler, final long divergedAfterNs) {
        this(aeron, endpoints, key, from, handler, divergedAfterNs, divergedAfterNs);
    }

    private EventStreamReader(
        final Aeron aeron, final ClusterEndpoints endpoints, final PrincipalKey key, final EventCheckpoint from,
        final EventHandler handler, final long divergedAfterNs, final long removedAfterNs) {
        this.aeron = aeron;
        this.endpoints = endpoints;
        this.key = key;
        this.taken = from == null ? new EventCheckpoint() : from.copy();
        this.handler = handler;
        this.divergedAfterNs = divergedAfterNs;
        this.removedAfterNs = removedAfterNs;
        this.hasRefused = new boolean[endpoints.memberCount()];
        this.hasRemoved = new boolean[endpoints.memberCount()];
        this.memberId = ThreadLocalRandom.current().nextInt(endpoints.memberCount());
        this.replayPosition = from == null ? LIVE_END : taken.isBeginning() ? 0 : taken.startPosition();
        this.isFirstFrameKnown = !taken.isBeginning();
        final long nowNs = System.nanoTime();
        this.nextAttemptNs = nowNs;
        this.lastEventNs = nowNs;
    }

    /** From the newest event on. */
    public static EventStreamReader fromLiveEnd(
        final Aeron aeron, final ClusterEndpoints endpoints, final PrincipalKey key, final EventHandler handler) {
        return new EventStreamReader(aeron, endpoints, key, null, handler);
    }

    /**
     * As the constructor, for a reader that can do without the events after {@code from}: it does not wait for long whether
     * another member comes back that has them, before it throws {@link EventsRemovedException}.
     */
    public static EventStreamReader impatient(
        final Aeron aeron, final ClusterEndpoints endpoints, final PrincipalKey key, final EventCheckpoint from,
        final EventHandler handler) {
        return new EventStreamReader(aeron, endpoints, key, from, handler, DIVERGED_AFTER_NS, REMOVED_AFTER_NS_MIN);
    }

    /**
     * Does what can be done without waiting: connects, follows, changes the member. What the handler throws comes out of
     * here; the event counts as not taken and comes again with the next call.
     *
     * @param limit most events to hand over
     * @return the number of events handed over
     * @throws EventStreamDivergedException when no member has the history that the checkpoint belongs to
     * @throws EventsRemovedException       when all have that history, and not from the checkpoint on
     */
    public int poll(final int limit) {
        if (isClosed) {
            throw new IllegalStateException("reader is closed");
        }
        final long nowNs = System.nanoTime();
        if (member == null) {
            if (nowNs - nextAttemptNs < 0) {
                return 0;
            }
            isVerified = false;
            member = new MemberEvents(aeron, endpoints, key, memberId, replayPosition);
        }
        member.poll(nowNs);
        int count = 0;
        if (member.state() == MemberEvents.State.READY) {
            onReady(nowNs);
        } else if (member.state() == MemberEvents.State.FOLLOWING) {
            count = follow(limit, nowNs);
        }
        if (member.state() == MemberEvents.State.FAILED) {
            if (isFirstFrameKnown && member.isPlaceUnknown()) {
                // An event began there when it was taken: a member that has others there has another history.
                refuse(nowNs, member.failure(), false);
            }
            changeMember(nowNs);
        }
        return count;
    }

    /** Whether events would arrive now if there were any. */
    public boolean isFollowing() {
        return member != null && member.state() == MemberEvents.State.FOLLOWING && !member.image().isClosed() &&
            (isVerified || !isFirstFrameKnown);
    }

    /** Whether everything has been taken that the member had when it was last asked, which it is twice a second. */
    public boolean isCurrent() {
        return isFollowing() && taken.nextPosition() >= member.endPosition();
    }

    /** Member that is read from, or tried, now. */
    public int memberId() {
        return memberId;
    }

    /** A copy of the place behind the newest event taken. */
    public EventCheckpoint checkpoint() {
        return taken.copy();
    }

    @Override
    public void close() {
        isClosed = true;
        CloseHelper.quietCloseAll(probe, member);
        probe = null;
        member = null;
    }

    private void onReady(final long nowNs) {
        if (member.oldestStartPosition() == Aeron.NULL_VALUE) {
            member.fail("it has no events yet");
        } else if (member.endPosition() == Aeron.NULL_VALUE) {
            hasRemoved[memberId] = true;
            refuse(nowNs, "its history begins at position=" + member.oldestStartPosition() + ", behind " + replayPosition,
                false);
        } else if (replayPosition == LIVE_END) {
            replayPosition = member.endPosition();
            member.replayFrom(replayPosition, nowNs);
        } else if (member.endPosition() < (isFirstFrameKnown ? taken.nextPosition() : replayPosition)) {
            refuse(nowNs, "its events end at position=" + member.endPosition() + ", before " + taken.nextPosition(), true);
        } else {
            member.replayFrom(replayPosition, nowNs);
        }
    }

    private int follow(final int limit, final long nowNs) {
        final Image image = member.image();
        handedOver = 0;
        image.controlledPoll(fragmentHandler, limit);
        if (handedOver > 0) {
            onProgress(nowNs);
        }
        if (handlerFailure != null) {
            final Throwable failure = handlerFailure;
            handlerFailure = null;
            LangUtil.rethrowUnchecked(failure);
        }
        if (mismatch != null) {
            final String reason = mismatch;
            mismatch = null;
            refuse(nowNs, reason, false);
        } else if (handedOver == 0) {
            if (image.isClosed()) {
                member.fail("its events stopped");
            } else {
                watchSilence(nowNs, image.position());
            }
        }
        return handedOver;
    }

    private void onProgress(final long nowNs) {
        lastEventNs = nowNs;
        silenceNs = SILENCE_NS_MIN;
        retryDelayNs = RETRY_DELAY_NS_MIN;
        isBehind = false;
        refusedEndPosition = Long.MIN_VALUE;
        Arrays.fill(hasRefused, false);
        Arrays.fill(hasRemoved, false);
        closeProbe();
    }

    /** No event for a while: an idle exchange, or a member that is cut off? The recordings of the others tell. */
    private void watchSilence(final long nowNs, final long position) {
        knownEndPosition = Math.max(knownEndPosition, member.endPosition());
        if (knownEndPosition > position) {
            if (!isBehind) {
                isBehind = true;
                behindSinceNs = nowNs;
            } else if (nowNs - behindSinceNs > BEHIND_NS_MAX) {
                member.fail("there are events up to position=" + knownEndPosition + ", it sends none behind " + position);
            }
            return;
        }
        isBehind = false;
        if (probe != null) {
            probe.poll(nowNs);
            if (probe.state() == MemberEvents.State.READY || probe.state() == MemberEvents.State.FAILED) {
                knownEndPosition = Math.max(knownEndPosition, probe.endPosition());
                lastEventNs = nowNs;
                silenceNs = Math.min(2 * silenceNs, SILENCE_NS_MAX);
                closeProbe();
            }
        } else if (endpoints.memberCount() > 1 && nowNs - lastEventNs > silenceNs) {
            probeMemberId = (probeMemberId + 1) % endpoints.memberCount();
            if (probeMemberId != memberId) {
                probe = new MemberEvents(aeron, endpoints, key, probeMemberId, LIVE_END);
            }
        }
    }

    private void closeProbe() {
        if (probe != null) {
            probe.close();
            probe = null;
        }
    }

    private Action onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        if (handlerFailure != null || mismatch != null) {
            return Action.ABORT;
        }
        if (length < EventFrame.TRAILER_LENGTH || length > EventFrame.MAX_LENGTH ||
            EventFrame.length(buffer, offset) != length) {
            return mismatch("no event at position=" + header.position() + " length=" + length);
        }
        final long position = header.position();
        final long begin = position - align(length + FRAME_ALIGNMENT);
        next.set(EventFrame.epoch(buffer, offset), EventFrame.eventSequence(buffer, offset), begin, position,
            EventFrame.chainHash(buffer, offset));
        if (isFirstFrameKnown && !isVerified) {
            if (!isSame(next, taken)) {
                return mismatch("it has " + next + " where " + taken + " was taken");
            }
            isVerified = true;
            retryDelayNs = RETRY_DELAY_NS_MIN;
            return Action.CONTINUE;
        }
        final int hashed = length - EventFrame.TRAILER_LENGTH;
        final boolean isFromBeginning = begin == 0;
        if (isFirstFrameKnown || isFromBeginning) {
            final boolean isSuccessor = next.eventSequence() == taken.eventSequence() + 1 &&
                (taken.isBeginning() || next.epoch() == taken.epoch());
            if (!isSuccessor || chain.next(taken.chainHash(), buffer, offset, hashed) != next.chainHash()) {
                return mismatch("it goes on with " + next + " after " + taken);
            }
        }
        try {
            handler.onEvent(buffer, offset, length, next);
        } catch (final Throwable failure) {
            handlerFailure = failure;
            return Action.ABORT;
        }
        handedOver++;
        taken.set(next.epoch(), next.eventSequence(), begin, position, next.chainHash());
        replayPosition = begin;
        isFirstFrameKnown = true;
        isVerified = true;
        return Action.CONTINUE;
    }

    private Action mismatch(final String what) {
        mismatch = what;
        return Action.ABORT;
    }

    /**
     * The member cannot go on where the checkpoint is. Only when a majority says so for long, and none of them catches
     * up, is that final.
     */
    private void refuse(final long nowNs, final String reason, final boolean isBehindOnly) {
        hasRefused[memberId] = true;
        final int refusedCount = count(hasRefused);
        final int removedCount = count(hasRemoved);
        if (refusedEndPosition == Long.MIN_VALUE || isBehindOnly && member.endPosition() > refusedEndPosition) {
            refusedSinceNs = nowNs;
            refusedEndPosition = member.endPosition();
        }
        final String verdict = "member " + memberId + ": " + reason;
        member.fail(reason);
        if (2 * removedCount > hasRemoved.length && nowNs - refusedSinceNs > removedAfterNs) {
            close();
            throw new EventsRemovedException("the members have removed the events after " + taken + "; " + verdict);
        }
        if (2 * refusedCount > hasRefused.length && nowNs - refusedSinceNs > divergedAfterNs) {
            close();
            throw new EventStreamDivergedException("no member can go on after " + taken + "; " + verdict);
        }
    }

    private static int count(final boolean[] members) {
        int count = 0;
        for (final boolean isSo : members) {
            count += isSo ? 1 : 0;
        }
        return count;
    }

    private void changeMember(final long nowNs) {
        LOGGER.info("events: leaving member {}: {}", memberId, member.failure());
        member.close();
        member = null;
        closeProbe();
        isBehind = false;
        knownEndPosition = 0;
        memberId = (memberId + 1) % endpoints.memberCount();
        nextAttemptNs = nowNs + retryDelayNs;
        retryDelayNs = Math.min(2 * retryDelayNs, RETRY_DELAY_NS_MAX);
        lastEventNs = nowNs;
        silenceNs = SILENCE_NS_MIN;
    }

    private static boolean isSame(final EventCheckpoint a, final EventCheckpoint b) {
        return a.epoch() == b.epoch() && a.eventSequence() == b.eventSequence() && a.chainHash() == b.chainHash() &&
            a.nextPosition() == b.nextPosition();
    }

    private static long align(final int length) {
        return length + FRAME_ALIGNMENT - 1 & -FRAME_ALIGNMENT;
    }
}
