package io.bourse.gateway.cluster;

/**
 * Skeleton. The one thread that talks to the cluster. {@code new ClusterAgent(configuration)}, then listeners, then
 * {@link #start()}; {@link #requests()} may be handed out before that.
 */
public final class ClusterAgent implements AutoCloseable {
    /** Does nothing yet but make {@link #requests()}. */
    public ClusterAgent(final ClusterAgentConfiguration configuration) {
        throw new UnsupportedOperationException("skeleton " + configuration);
    }

    /** Where any thread puts its requests. */
    public ClusterRequests requests() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Adds a listener to the event stream; only before {@link #start()}. */
    public void addEventListener(final ClusterEventListener listener) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Starts the agent's thread and returns; the connection is made and kept in the background. */
    public void start() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Ends the session and the thread. Requests without an answer end exceptionally. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("skeleton");
    }
}
