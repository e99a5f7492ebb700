package io.bourse.node;

import io.aeron.security.Authenticator;
import io.aeron.security.SessionProxy;
import io.bourse.wire.ClusterKey;
import io.bourse.wire.Principal;
import io.bourse.wire.PrincipalKey;
import org.agrona.collections.Long2ObjectHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Admits who can prove the name that its credentials state, by the answer to a challenge that is new for each session.
 * Serves the ingress and the archive alike, each with an instance of its own on its own thread. How many sessions may be
 * about to prove themselves is limited, and how long each may take.
 */
final class PrincipalAuthenticator implements Authenticator {
    static final int PENDING_MAX = 1_000;
    static final long ANSWER_TIMEOUT_MS = 5_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(PrincipalAuthenticator.class);
    private static final long LOG_INTERVAL_MS = 1_000;

    private final Long2ObjectHashMap<Pending> pendingBySessionId = new Long2ObjectHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final String door;
    private final ClusterKey clusterKey;
    private final Runnable onRejected;
    private long nextLogMs = Long.MIN_VALUE;
    private long unloggedCount;

    /**
     * @param door       what is guarded, for log lines
     * @param onRejected is called for each rejected session
     */
    PrincipalAuthenticator(final String door, final ClusterKey clusterKey, final Runnable onRejected) {
        this.door = door;
        this.clusterKey = clusterKey;
        this.onRejected = onRejected;
    }

    @Override
    public void onConnectRequest(final long sessionId, final byte[] encodedCredentials, final long nowMs) {
        if (pendingBySessionId.size() >= PENDING_MAX) {
            pendingBySessionId.values().removeIf(pending -> pending.deadlineMs - nowMs < 0);
        }
        if (pendingBySessionId.size() < PENDING_MAX && Principal.kindOf(encodedCredentials) != null) {
            pendingBySessionId.put(sessionId, new Pending(encodedCredentials, nowMs + ANSWER_TIMEOUT_MS));
        } else {
            pendingBySessionId.remove(sessionId);
        }
    }

    @Override
    public void onConnectedSession(final SessionProxy session, final long nowMs) {
        final Pending pending = pendingBySessionId.get(session.sessionId());
        if (pending == null) {
            reject(session, "it has no name that members know, or too many others are about to prove theirs", nowMs);
            return;
        }
        if (pending.challenge == null) {
            pending.challenge = new byte[PrincipalKey.CHALLENGE_LENGTH];
            random.nextBytes(pending.challenge);
        }
        // Nothing happens when the challenge cannot be sent now: Aeron calls again.
        if (!session.challenge(pending.challenge) && pending.deadlineMs - nowMs < 0) {
            reject(session, pending.name + " could not be challenged in time", nowMs);
        }
    }

    @Override
    public void onChallengeResponse(final long sessionId, final byte[] encodedCredentials, final long nowMs) {
        final Pending pending = pendingBySessionId.get(sessionId);
        if (pending != null && pending.challenge != null && !pending.isAnswered) {
            pending.isAnswered = true;
            pending.isProven = pending.deadlineMs - nowMs >= 0 &&
                clusterKey.isProof(pending.name, pending.challenge, encodedCredentials);
        }
    }

    @Override
    public void onChallengedSession(final SessionProxy session, final long nowMs) {
        final Pending pending = pendingBySessionId.get(session.sessionId());
        if (pending == null) {
            reject(session, "it was challenged by an earlier leader", nowMs);
        } else if (pending.isProven) {
            if (session.authenticate(pending.encodedName)) {
                pendingBySessionId.remove(session.sessionId());
            }
        } else if (pending.isAnswered) {
            reject(session, "its key is not the one of " + pending.name, nowMs);
        } else if (pending.deadlineMs - nowMs < 0) {
            reject(session, pending.name + " did not answer in " + ANSWER_TIMEOUT_MS / 1_000 + " s", nowMs);
        }
    }

    private void reject(final SessionProxy session, final String reason, final long nowMs) {
        pendingBySessionId.remove(session.sessionId());
        session.reject();
        onRejected.run();
        if (nowMs >= nextLogMs) {
            nextLogMs = nowMs + LOG_INTERVAL_MS;
            LOGGER.warn("{}: rejected a session: {} ({} others not logged)", door, reason, unloggedCount);
            unloggedCount = 0;
        } else {
            unloggedCount++;
        }
    }

    /** A session that has not proven itself yet. */
    private static final class Pending {
        private final byte[] encodedName;
        private final String name;
        private final long deadlineMs;
        private byte[] challenge;
        private boolean isAnswered;
        private boolean isProven;

        private Pending(final byte[] encodedName, final long deadlineMs) {
            this.encodedName = encodedName;
            this.name = new String(encodedName, StandardCharsets.US_ASCII);
            this.deadlineMs = deadlineMs;
        }
    }
}
