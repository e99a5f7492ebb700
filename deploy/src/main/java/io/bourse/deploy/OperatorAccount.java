package io.bourse.deploy;

import io.bourse.deploy.demo.DemoCredentials;
import io.bourse.deploy.demo.DemoCredentials.Credential;
import io.bourse.deploy.demo.DemoSetup;
import io.bourse.persistence.Users;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The first operator of an instance: nobody is there yet who could ask for it through the public interface. */
final class OperatorAccount {
    /** The engine's own account, in whose name operators act. */
    private static final long OPERATOR_ACCOUNT_ID = 0;

    private OperatorAccount() {
    }

    /** Makes the operator and its key unless both are there. */
    static void ensure(final DemoCredentials credentials, final Settings settings, final ServerAddresses servers)
        throws IOException {
        final Secrets secrets = new Secrets(settings.folder().secrets());
        final UUID userId = UUID.nameUUIDFromBytes("bourse/operator".getBytes(StandardCharsets.UTF_8));
        try (Users users = Users.connect(
            servers.postgresUrl(), PostgresServer.USER, secrets.postgresPasswordFile(), secrets.masterKeyFile())) {
            if (users.user(userId).isEmpty()) {
                users.create(userId, null, null, OPERATOR_ACCOUNT_ID, Users.Role.OPERATOR, false);
            }
            final boolean hasKey = credentials.of(DemoSetup.OPERATOR).filter(c -> users.key(c.apiKey()).isPresent()).isPresent();
            if (!hasKey) {
                final Users.NewKey key = users.createKey(userId);
                credentials.put(DemoSetup.OPERATOR, new Credential(userId.toString(), key.apiKey(), key.apiSecret()));
            }
        }
    }
}
