package io.bourse.gateway.cluster;

import io.bourse.wire.Profile;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that talks to the cluster: {@code new ClusterAgent(configuration)}, then listeners, then
 * {@link #start()}. {@link #requests()} may be handed out before that.
 */
public final class ClusterAgent implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterAgent.class);

    private final EventFollower follower;
    private final ClusterRequests requests;
    private final AgentRunner runner;
    private boolean started;

    /** Prepares everything and connects to nothing yet. */
    public ClusterAgent(final ClusterAgentConfiguration configuration) {
        final NanoClock clock = SystemNanoClock.INSTANCE;
        final long gatewayEpoch = System.currentTimeMillis();
        final RequestQueue queue = new RequestQueue(gatewayEpoch, configuration.requestDeadlineNs(), clock);
        final WakeableIdleStrategy idleStrategy =
            new WakeableIdleStrategy(configuration.profile().idleParkNsMax(), () -> !queue.isEmpty());
        queue.wakeWith(() -> {
            idleStrategy.wake();
            Profile.wakeAgents();
        });
        follower = new EventFollower(configuration.aeron(), configuration.endpoints(), configuration.key());
        final SessionAgent agent = new SessionAgent(configuration, gatewayEpoch, clock, queue, follower);
        requests = new ClusterRequests(queue, configuration.gatewayId(), agent::isActive);
        runner = new AgentRunner(idleStrategy, ClusterAgent::onError, null, agent);
    }

    /** Where any thread puts its requests. */
    public ClusterRequests requests() {
        return requests;
    }

    /**
     * Adds a listener to the event stream.
     *
     * @throws IllegalStateException after {@link #start()}
     */
    public void addEventListener(final ClusterEventListener listener) {
        if (started) {
            throw new IllegalStateException("listeners are added before the start");
        }
        follower.addListener(listener);
    }

    /** Starts the agent's thread and returns; the connection is made and kept in the background. */
    public void start() {
        started = true;
        AgentRunner.startOnThread(runner, ClusterAgent::newThread);
    }

    /** Ends the session and the thread. Requests without an answer end exceptionally. */
    @Override
    public void close() {
        CloseHelper.quietClose(runner);
    }

    private static Thread newThread(final Runnable task) {
        final Thread thread = new Thread(task, "cluster-agent");
        thread.setDaemon(true);
        return thread;
    }

    private static void onError(final Throwable failure) {
        LOGGER.error("cluster agent", failure);
    }
}
