package io.bourse.marketdata;

import io.aeron.Aeron;
import io.bourse.client.ConsumerSession;
import io.bourse.client.EventCheckpoint;
import io.bourse.client.EventHandler;
import io.bourse.client.EventStreamReader;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.PrincipalKey;
import org.agrona.concurrent.AgentTerminationException;

/**
 * The events of a cluster.
 *
 * @param aeron     client whose owner outlives every feed
 * @param endpoints of the members, any of which may serve
 * @param key       of this process
 */
record StreamSource(Aeron aeron, ClusterEndpoints endpoints, PrincipalKey key) implements EventFeed.Source {
    @Override
    public EventFeed open(final EventCheckpoint from, final EventHandler handler) {
        if (aeron.isClosed()) {
            throw new AgentTerminationException("the Aeron client is closed, its media driver is gone");
        }
        final EventStreamReader reader = from == null
            ? EventStreamReader.fromLiveEnd(aeron, endpoints, key, handler)
            : EventStreamReader.impatient(aeron, endpoints, key, from, handler);
        return new StreamFeed(aeron, reader, new ConsumerSession(aeron, endpoints, key));
    }

    private record StreamFeed(Aeron aeron, EventStreamReader reader, ConsumerSession session) implements EventFeed {
        @Override
        public int poll(final int limit) {
            if (aeron.isClosed()) {
                throw new AgentTerminationException("the Aeron client is closed, its media driver is gone");
            }
            session.poll();
            return reader.poll(limit);
        }

        @Override
        public void confirm(final long nextPosition) {
            session.confirm(nextPosition);
        }

        @Override
        public void wantMarketSnapshot(final boolean isWanted) {
            session.wantMarketSnapshot(isWanted);
        }

        @Override
        public boolean isFollowing() {
            return reader.isFollowing();
        }

        @Override
        public boolean isCurrent() {
            return reader.isCurrent();
        }

        @Override
        public void close() {
            session.close();
            reader.close();
        }
    }
}
