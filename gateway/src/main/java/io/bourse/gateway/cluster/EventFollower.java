package io.bourse.gateway.cluster;

import io.aeron.Aeron;
import io.bourse.client.EventCheckpoint;
import io.bourse.client.EventStreamReader;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.PrincipalKey;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Follows the event stream from its live end, and begins again there when it cannot go on. */
final class EventFollower implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(EventFollower.class);
    private static final long RETRY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int POLL_LIMIT = 256;

    private final List<ClusterEventListener> listeners = new ArrayList<>();
    private final Aeron aeron;
    private final ClusterEndpoints endpoints;
    private final PrincipalKey key;
    private EventStreamReader reader;
    private boolean hasFollowed;
    private boolean failed;
    private long retryNs;

    EventFollower(final Aeron aeron, final ClusterEndpoints endpoints, final PrincipalKey key) {
        this.key = key;
        this.aeron = aeron;
        this.endpoints = endpoints;
    }

    void addListener(final ClusterEventListener listener) {
        listeners.add(listener);
    }

    /** Whether every event from some moment on arrives, now or later: false again only after a loss. */
    boolean hasFollowed() {
        return hasFollowed;
    }

    /** Never blocks; returns the number of events. */
    int poll(final long nowNs) {
        if (reader == null && failed && nowNs - retryNs < 0) {
            return 0;
        }
        try {
            if (reader == null) {
                reader = EventStreamReader.fromLiveEnd(aeron, endpoints, key, this::onEvent);
            }
            final int workCount = reader.poll(POLL_LIMIT);
            if (!hasFollowed && reader.isFollowing()) {
                hasFollowed = true;
                failed = false;
                LOGGER.info("following the event stream");
                return workCount + 1;
            }
            return workCount;
        } catch (final RuntimeException loss) {
            if (!failed) {
                LOGGER.error("lost the event stream, beginning again at its live end", loss);
            }
            close();
            failed = true;
            hasFollowed = false;
            retryNs = nowNs + RETRY_INTERVAL_NS;
            return 1;
        }
    }

    @Override
    public void close() {
        CloseHelper.quietClose(reader);
        reader = null;
    }

    private void onEvent(
        final DirectBuffer buffer, final int offset, final int length, final EventCheckpoint checkpoint) {
        for (int i = 0; i < listeners.size(); i++) {
            try {
                listeners.get(i).onEvent(buffer, offset, length);
            } catch (final RuntimeException failure) {
                LOGGER.error("listener failed at eventSequence={}", checkpoint.eventSequence(), failure);
            }
        }
    }
}
