package io.bourse.gateway.cluster;

import io.aeron.security.CredentialsSupplier;
import org.agrona.collections.ArrayUtil;

import java.nio.charset.StandardCharsets;

/** Who this process is to the cluster. */
record GatewayCredentials(int gatewayId) implements CredentialsSupplier {
    @Override
    public byte[] encodedCredentials() {
        return ("gw-" + gatewayId).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] onChallenge(final byte[] encodedChallenge) {
        return ArrayUtil.EMPTY_BYTE_ARRAY;
    }
}
