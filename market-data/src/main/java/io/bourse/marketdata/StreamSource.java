package io.bourse.marketdata;

import io.aeron.Aeron;
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
        return new StreamFeed(aeron, new EventStreamReader(aeron, endpoints, key, from, handler));
    }

    private record StreamFeed(Aeron aeron, EventStreamReader reader) implements EventFeed {
        @Override
        public int poll(final int limit) {
            if (aeron.isClosed()) {
                throw new AgentTerminationException("the Aeron client is closed, its media driver is gone");
            }
            return reader.poll(limit);
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
            reader.close();
        }
    }
}
