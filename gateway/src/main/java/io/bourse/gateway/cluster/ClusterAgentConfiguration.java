package io.bourse.gateway.cluster;

import io.aeron.Aeron;
import io.bourse.wire.ClusterEndpoints;
import io.bourse.wire.PrincipalKey;
import io.bourse.wire.Profile;

import java.util.concurrent.TimeUnit;

import static java.util.Objects.requireNonNull;

/**
 * What a {@link ClusterAgent} needs to know.
 *
 * @param gatewayId         of this gateway, from 1: one process at a time uses it
 * @param key               of the gateway, by which members know it
 * @param endpoints         of the cluster's members
 * @param aeron             client of a media driver; stays open longer than the agent, which does not close it
 * @param profile           how the agent idles
 * @param requestDeadlineNs from the submission of a request to its answer, whatever that is
 */
public record ClusterAgentConfiguration(
    int gatewayId,
    PrincipalKey key,
    ClusterEndpoints endpoints,
    Aeron aeron,
    Profile profile,
    long requestDeadlineNs) {

    /** What a gateway uses unless told otherwise. */
    public static final long DEFAULT_REQUEST_DEADLINE_NS = TimeUnit.SECONDS.toNanos(5);

    /**
     * @throws IllegalArgumentException if the gateway id or the deadline is not positive
     */
    public ClusterAgentConfiguration {
        requireNonNull(key, "key");
        requireNonNull(endpoints, "endpoints");
        requireNonNull(aeron, "aeron");
        requireNonNull(profile, "profile");
        if (gatewayId < 1) {
            throw new IllegalArgumentException("gateway id must be 1 or more, not " + gatewayId);
        }
        if (requestDeadlineNs < 1) {
            throw new IllegalArgumentException("request deadline must be positive, not " + requestDeadlineNs + " ns");
        }
    }
}
