package io.bourse.node;

import io.aeron.security.Authenticator;
import io.aeron.security.SessionProxy;
import io.bourse.service.GatewayPrincipal;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Admits gateways only: credentials name one ("gw-1"), which becomes the principal of the session in the log. Everybody
 * else is rejected.
 */
final class GatewayAuthenticator implements Authenticator {
    private final Long2ObjectHashMap<byte[]> principalBySessionId = new Long2ObjectHashMap<>();

    @Override
    public void onConnectRequest(final long sessionId, final byte[] encodedCredentials, final long nowMs) {
        final int gatewayId = GatewayPrincipal.gatewayId(encodedCredentials);
        if (gatewayId != GatewayPrincipal.NONE) {
            principalBySessionId.put(sessionId, GatewayPrincipal.encode(gatewayId));
        }
    }

    @Override
    public void onChallengeResponse(final long sessionId, final byte[] encodedCredentials, final long nowMs) {
        principalBySessionId.remove(sessionId);
    }

    @Override
    public void onConnectedSession(final SessionProxy sessionProxy, final long nowMs) {
        final byte[] principal = principalBySessionId.get(sessionProxy.sessionId());
        if (principal == null) {
            sessionProxy.reject();
        } else if (sessionProxy.authenticate(principal)) {
            principalBySessionId.remove(sessionProxy.sessionId());
        }
    }

    @Override
    public void onChallengedSession(final SessionProxy sessionProxy, final long nowMs) {
        sessionProxy.reject();
    }
}
