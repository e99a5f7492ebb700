package io.bourse.client;

import io.aeron.security.CredentialsSupplier;
import io.bourse.wire.PrincipalKey;

/** Who this process is to the members, at the ingress and at their archives. */
public record PrincipalCredentials(PrincipalKey key) implements CredentialsSupplier {
    @Override
    public byte[] encodedCredentials() {
        return key.encodedName();
    }

    @Override
    public byte[] onChallenge(final byte[] encodedChallenge) {
        return key.answer(encodedChallenge);
    }
}
