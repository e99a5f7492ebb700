package io.bourse.node;

import io.aeron.security.CredentialsSupplier;
import io.bourse.wire.PrincipalKey;

/** Who a member or a backup is to archives and members, its own and those from which it copies what it lacks. */
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
