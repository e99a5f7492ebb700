package io.bourse.marketdata;

import io.bourse.client.EventStreamDivergedException;
import io.bourse.client.EventsRemovedException;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.redisson.client.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the event stream and keeps Redis equal to it. Every write compares the checkpoint in Redis with the one that
 * this process left there, and changes both together; so a lost, restored or foreign Redis is noticed, no update is told
 * twice, and of several processes one writes while the others stand by.
 */
final class MarketDataAgent implements Agent {
    /** Events taken before they are written together. */
    static final int EVENTS_PER_WRITE = 1_000;
    /** An idle process looks this often whether Redis still holds what it wrote. */
    static final long CHECK_INTERVAL_NS = 4_000_000_000L;
    /** How often a process that stands by looks whether the other one writes. */
    static final long STANDBY_LOOK_NS = 500_000_000L;
    /** A process that stands by takes over when Redis has been behind its view, or nobody has been heard, for this long. */
    static final long TAKEOVER_NS = 3_000_000_000L;
    /** How often a process that writes says so when there is nothing to write. */
    static final long BEAT_NS = 1_000_000_000L;
    /** Minutes end by the clock this long after their end when no event says so before. */
    static final long MINUTE_GRACE_MS = 2_000;
    /** Waits after an error: from this ... */
    static final long BACK_OFF_MIN_NS = 100_000_000L;
    /** ... doubling to this. */
    static final long BACK_OFF_MAX_NS = 2_000_000_000L;

    private static final Logger LOGGER = LoggerFactory.getLogger(MarketDataAgent.class);

    private enum State { RESTORE, REBUILD, REWRITE, FOLLOW, STANDBY }

    private final EventFeed.Source source;
    private final RedisStore store;
    private final EpochClock epochClock;
    private final NanoClock nanoClock;
    private State state = State.RESTORE;
    private PublicView view = new PublicView();
    private ViewWriter writer;
    private EventFeed feed;
    private StoredCheckpoint written;
    private String writtenText = "";
    private StoredCheckpoint inFlight;
    private RedisBatch inFlightBatch;
    private boolean isSeizing;
    private boolean isTakingOver;
    private long knownBeats;
    private long beatNs;
    private boolean isRestored;
    private long stateSinceNs;
    private long lastLookNs;
    private long retryAtNs;
    private long backOffNs;
    private volatile boolean isCheckWanted;

    MarketDataAgent(
        final EventFeed.Source source, final RedisStore store, final EpochClock epochClock, final NanoClock nanoClock) {
        this.source = source;
        this.store = store;
        this.epochClock = epochClock;
        this.nanoClock = nanoClock;
        retryAtNs = nanoClock.nanoTime();
    }

    @Override
    public int doWork() {
        final long nowNs = nanoClock.nanoTime();
        if (nowNs - retryAtNs < 0) {
            return 0;
        }
        try {
            final int work = switch (state) {
                case RESTORE -> restore(nowNs);
                case REBUILD -> rebuild(nowNs);
                case REWRITE -> rewrite(nowNs);
                case FOLLOW -> follow(nowNs);
                case STANDBY -> standBy(nowNs);
            };
            if (backOffNs != 0) {
                backOffNs = 0;
                LOGGER.info("market data goes on, state={} event={}", state, view.eventSequence());
            }
            return work;
        } catch (final RedisException e) {
            backOff(nowNs, "Redis does not answer", e);
            return 0;
        } catch (final EventsRemovedException e) {
            onEventsRemoved(nowNs, e);
            return 0;
        } catch (final InconsistentEventsException | EventStreamDivergedException e) {
            onUnusableEvents(nowNs, e);
            return 0;
        } catch (final AgentTerminationException e) {
            throw e;
        } catch (final RuntimeException e) {
            closeFeed();
            backOff(nowNs, "cannot go on", e);
            return 0;
        }
    }

    @Override
    public void onClose() {
        closeFeed();
        store.close();
    }

    @Override
    public String roleName() {
        return "market-data";
    }

    /** Asks for a look at Redis as soon as possible; from any thread. */
    void onRedisConnected() {
        isCheckWanted = true;
    }

    private int restore(final long nowNs) {
        final boolean isStored = StoredCheckpoint.parse(store.checkpointText()) != null;
        try {
            final PublicView stored = new ViewLoader(store).load();
            if (stored == null) {
                LOGGER.info("another market-data process writes to this Redis, reads all events from the first");
                begin(false, nowNs);
            } else {
                useView(stored, nowNs);
                written = view.checkpoint();
                writtenText = written.text();
                isRestored = true;
                LOGGER.info("restored from Redis, goes on after event {}", view.eventSequence());
                enter(State.FOLLOW, nowNs);
            }
        } catch (final MarketDataException e) {
            LOGGER.info("reads all events from the first: {}", e.getMessage());
            // A checkpoint whose data is broken must go, also when it is not behind.
            begin(isStored, nowNs);
        }
        return 1;
    }

    private void begin(final boolean isStoredUseless, final long nowNs) {
        begin(new PublicView(), isStoredUseless, nowNs);
    }

    private void begin(final PublicView emptyView, final boolean isStoredUseless, final long nowNs) {
        useView(emptyView, nowNs);
        isRestored = false;
        isSeizing = isStoredUseless;
        enter(State.REBUILD, nowNs);
    }

    private void useView(final PublicView newView, final long nowNs) {
        closeFeed();
        view = newView;
        writer = new ViewWriter(view, nowNs);
        inFlight = null;
        inFlightBatch = null;
    }

    private int rebuild(final long nowNs) {
        final int events = poll();
        view.clearChanges();
        // Not before: readers that have seen newer books would be told older ones.
        if (view.isAtBoundary() && view.eventSequence() > 0 && feed.isCurrent()) {
            enter(State.REWRITE, nowNs);
        }
        return events;
    }

    private int rewrite(final long nowNs) {
        final String expected = store.checkpointText();
        final StoredCheckpoint there = StoredCheckpoint.parse(expected);
        final StoredCheckpoint mine = view.checkpoint();
        final String text = mine.text();
        final boolean isDeserted = isTakingOver && expected.equals(text);
        isTakingOver = false;
        if (!isSeizing && !isDeserted && there != null && !there.isBehind(mine)) {
            standByFor(there, expected, nowNs);
            return 1;
        }
        final String stored = new ViewRewriter(store, view, writer).rewrite(expected, text);
        isSeizing = false;
        if (stored.equals(text)) {
            written = mine;
            writtenText = text;
            LOGGER.info("wrote everything to Redis, current to event {}", view.eventSequence());
            enter(State.FOLLOW, nowNs);
        } else {
            standByFor(StoredCheckpoint.parse(stored), stored, nowNs);
        }
        return 1;
    }

    private int follow(final long nowNs) {
        if (inFlight != null) {
            return send(nowNs);
        }
        final int events = poll();
        if (!view.isAtBoundary()) {
            return events;
        }
        if (events == 0 && feed.isFollowing()) {
            view.advanceTo(epochClock.time() - MINUTE_GRACE_MS);
        }
        if (writer.isTooMuch()) {
            LOGGER.warn("one command made too many trades to tell one by one, event={}", view.eventSequence());
            isSeizing = true;
            enter(State.REWRITE, nowNs);
            return 1;
        }
        final boolean isNewer = view.eventSequence() != written.event().eventSequence() ||
            view.openMinuteMs() != written.minuteMs();
        if (isNewer || writer.isUpdateDue(nowNs)) {
            inFlight = view.checkpoint();
            inFlightBatch = writer.takeChanges(nowNs);
            return send(nowNs) + events;
        }
        if (nowNs - beatNs >= BEAT_NS && feed.isFollowing()) {
            beatNs = nowNs;
            store.beat();
        }
        if (isCheckWanted || nowNs - lastLookNs >= CHECK_INTERVAL_NS) {
            isCheckWanted = false;
            lastLookNs = nowNs;
            final String stored = store.checkpointText();
            if (!stored.equals(writtenText)) {
                onOtherCheckpoint(stored, nowNs);
            }
        }
        return events;
    }

    private int send(final long nowNs) {
        // After a failure nobody knows whether the batch took effect; sent again, it says so.
        final String next = inFlight.text();
        final String stored = store.commit(writtenText, next, inFlightBatch);
        lastLookNs = nowNs;
        if (stored.equals(next)) {
            written = inFlight;
            writtenText = next;
            beatNs = nowNs;
        }
        inFlight = null;
        inFlightBatch = null;
        if (!stored.equals(next)) {
            onOtherCheckpoint(stored, nowNs);
        }
        return 1;
    }

    private void onOtherCheckpoint(final String stored, final long nowNs) {
        final StoredCheckpoint there = StoredCheckpoint.parse(stored);
        if (there == null && StoredCheckpoint.isRebuilding(stored) || there != null && !there.isBehind(written)) {
            standByFor(there, stored, nowNs);
        } else {
            LOGGER.warn("Redis held \"{}\" and holds \"{}\" now: it lost data, everything is written again",
                writtenText, stored);
            enter(State.REWRITE, nowNs);
        }
    }

    private void standByFor(final StoredCheckpoint there, final String stored, final long nowNs) {
        LOGGER.info("another market-data process writes to this Redis (\"{}\"): stands by", stored);
        written = there;
        writtenText = stored;
        lastLookNs = nowNs;
        enter(State.STANDBY, nowNs);
    }

    private int standBy(final long nowNs) {
        final int events = poll();
        view.clearChanges();
        if (!view.isAtBoundary() || nowNs - lastLookNs < STANDBY_LOOK_NS) {
            return events;
        }
        lastLookNs = nowNs;
        final String stored = store.checkpointText();
        final long beats = store.beats();
        final boolean isMoving = !stored.equals(writtenText);
        writtenText = stored;
        written = StoredCheckpoint.parse(stored);
        if (isMoving || beats != knownBeats) {
            knownBeats = beats;
            beatNs = nowNs;
        }
        if (isMoving || written != null && !written.isBehind(view.checkpoint())) {
            stateSinceNs = nowNs;
        }
        if (nowNs - stateSinceNs >= TAKEOVER_NS || nowNs - beatNs >= TAKEOVER_NS && feed.isFollowing()) {
            takeOver(nowNs);
        }
        return events;
    }

    /** Unless there is more in Redis than has come here yet. */
    private void takeOver(final long nowNs) {
        view.advanceTo(epochClock.time() - MINUTE_GRACE_MS);
        if (written == null || !view.checkpoint().isBehind(written)) {
            LOGGER.warn("nobody writes to Redis behind \"{}\": takes over", writtenText);
            isTakingOver = true;
            enter(State.REWRITE, nowNs);
        }
    }

    private int poll() {
        if (feed == null) {
            feed = source.open(view.isAwaitingSnapshot() ? null : view.checkpoint().event(), view);
        }
        feed.wantMarketSnapshot(view.isAwaitingSnapshot());
        if (state == State.FOLLOW) {
            feed.confirm(written.event().nextPosition());
        }
        final int events = feed.poll(EVENTS_PER_WRITE);
        return events;
    }

    private void enter(final State newState, final long nowNs) {
        state = newState;
        stateSinceNs = nowNs;
        lastLookNs = nowNs;
        beatNs = nowNs;
    }

    /**
     * What comes does not follow what was there: what Redis held is wrong or of a history that was given up. Redis is
     * only a copy, so all is read again from the first event; whether that is right is told by the events themselves.
     */
    private void onUnusableEvents(final long nowNs, final RuntimeException error) {
        final boolean isAgain = view.eventSequence() == 0 || !isRestored && !(error instanceof EventStreamDivergedException);
        LOGGER.warn("the events do not fit what was there, reads all from the first: {}", error.getMessage());
        begin(true, nowNs);
        if (isAgain) {
            backOff(nowNs, "the events contradict each other", error);
        }
    }

    /** The first events, or those after what Redis held, are gone: the books come from the engine, older trades from nowhere. */
    private void onEventsRemoved(final long nowNs, final EventsRemovedException error) {
        LOGGER.warn("begins with a snapshot of the market, without the trades before it: {}", error.getMessage());
        begin(PublicView.fromNextSnapshot(), isSeizing || isRestored, nowNs);
    }

    private void backOff(final long nowNs, final String what, final RuntimeException error) {
        if (backOffNs == 0) {
            LOGGER.warn("{}, tries again until it works, state={} event={}: {}",
                what, state, view.eventSequence(), error.toString());
        }
        backOffNs = Math.min(Math.max(backOffNs * 2, BACK_OFF_MIN_NS), BACK_OFF_MAX_NS);
        // The attempt itself may have taken long.
        retryAtNs = nanoClock.nanoTime() + backOffNs;
    }

    private void closeFeed() {
        if (feed != null) {
            feed.close();
            feed = null;
        }
    }
}
