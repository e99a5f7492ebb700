package io.bourse.node;

import io.aeron.security.SessionProxy;
import io.bourse.wire.ClusterKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Limits and order of the handshake, with time in the test's hand. */
class PrincipalAuthenticatorTest {
    private static final long NOW_MS = 1_000_000;
    private static final byte[] NAME = "gw-1".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;
    private ClusterKey key;
    private int rejected;
    private PrincipalAuthenticator authenticator;

    @BeforeEach
    void makeOne() throws IOException {
        key = ClusterKey.readOrCreate(folder.resolve("key"));
        authenticator = new PrincipalAuthenticator("test", key, () -> rejected++);
    }

    @Test
    void shouldAdmitWithTheNameThatIsProven() {
        final Session session = new Session(1);
        connect(session);
        answer(session, key.principal("gw-1").answer(session.challenge), NOW_MS + 10);
        assertArrayEquals(NAME, session.principal);
        assertEquals(0, rejected);
    }

    @Test
    void shouldChallengeNoTwoSessionsAlike() {
        final Session one = new Session(1);
        final Session other = new Session(2);
        connect(one);
        connect(other);
        assertFalse(Arrays.equals(one.challenge, other.challenge));
        answer(other, key.principal("gw-1").answer(one.challenge), NOW_MS);
        assertEquals("rejected", other.end);
    }

    @Test
    void shouldTakeOneAnswerOnly() {
        final Session session = new Session(1);
        connect(session);
        authenticator.onChallengeResponse(1, new byte[32], NOW_MS);
        answer(session, key.principal("gw-1").answer(session.challenge), NOW_MS);
        assertEquals("rejected", session.end);
        assertEquals(1, rejected);
    }

    @Test
    void shouldNotHearAnAnswerBeforeTheChallengeWasSent() {
        final Session session = new Session(1);
        authenticator.onConnectRequest(1, NAME, NOW_MS);
        authenticator.onChallengeResponse(1, key.principal("gw-1").answer(new byte[32]), NOW_MS);
        authenticator.onChallengedSession(session, NOW_MS);
        assertNull(session.end);
    }

    @Test
    void shouldWaitForAnAnswerForSoLongAndNoLonger() {
        final Session session = new Session(1);
        connect(session);
        authenticator.onChallengedSession(session, NOW_MS + PrincipalAuthenticator.ANSWER_TIMEOUT_MS);
        assertNull(session.end);
        answer(session, key.principal("gw-1").answer(session.challenge),
            NOW_MS + PrincipalAuthenticator.ANSWER_TIMEOUT_MS + 1);
        assertEquals("rejected", session.end);
    }

    @Test
    void shouldRejectASessionThatItDoesNotKnow() {
        final Session session = new Session(9);
        authenticator.onChallengedSession(session, NOW_MS);
        assertEquals("rejected", session.end);
    }

    @Test
    void shouldRememberSoManyAndNoMoreUntilTheirTimeIsOver() {
        for (int i = 0; i < PrincipalAuthenticator.PENDING_MAX; i++) {
            authenticator.onConnectRequest(i, NAME, NOW_MS);
        }
        final Session refused = new Session(PrincipalAuthenticator.PENDING_MAX);
        connect(refused);
        assertEquals("rejected", refused.end);

        final Session later = new Session(PrincipalAuthenticator.PENDING_MAX + 1);
        authenticator.onConnectRequest(later.id, NAME, NOW_MS + PrincipalAuthenticator.ANSWER_TIMEOUT_MS + 1);
        authenticator.onConnectedSession(later, NOW_MS + PrincipalAuthenticator.ANSWER_TIMEOUT_MS + 1);
        assertEquals(32, later.challenge.length);
    }

    private void connect(final Session session) {
        authenticator.onConnectRequest(session.id, NAME, NOW_MS);
        authenticator.onConnectedSession(session, NOW_MS);
    }

    private void answer(final Session session, final byte[] answer, final long nowMs) {
        authenticator.onChallengeResponse(session.id, answer, nowMs);
        authenticator.onChallengedSession(session, nowMs);
    }

    /** What Aeron would be told to do with a session. */
    private static final class Session implements SessionProxy {
        private final long id;
        private byte[] challenge;
        private byte[] principal;
        private String end;

        private Session(final long id) {
            this.id = id;
        }

        @Override
        public long sessionId() {
            return id;
        }

        @Override
        public boolean challenge(final byte[] encodedChallenge) {
            challenge = encodedChallenge;
            return true;
        }

        @Override
        public boolean authenticate(final byte[] encodedPrincipal) {
            principal = encodedPrincipal;
            end = "admitted";
            return true;
        }

        @Override
        public void reject() {
            end = "rejected";
        }
    }
}
