package io.bourse.node;

import io.aeron.security.CredentialsSupplier;
import io.bourse.wire.PrincipalKey;

/** Who a member is to archives, its own and those of the others, from which it copies what it lacks. */
record MemberCredentials(PrincipalKey key) implements CredentialsSupplier {
    @Override
    public byte[] encodedCredentials() {
        return key.encodedName();
    }

    @Override
    public byte[] onChallenge(final byte[] encodedChallenge) {
        return key.answer(encodedChallenge);
    }
}
