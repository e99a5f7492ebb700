package io.bourse.node;

import io.aeron.cluster.codecs.AdminRequestDecoder;
import io.aeron.cluster.codecs.BackupQueryDecoder;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.security.AuthorisationService;
import io.bourse.wire.Principal;

/**
 * What a principal may ask of the consensus module: operators snapshots and what a backup needs, others nothing. Commands
 * to the exchange do not come by here; the service looks at their principal.
 */
final class ClusterPermissions implements AuthorisationService {
    private final Runnable onRefused;

    /**
     * @param onRefused is called for each refused request
     */
    ClusterPermissions(final Runnable onRefused) {
        this.onRefused = onRefused;
    }

    @Override
    public boolean isAuthorised(
        final int protocolId, final int actionId, final Object type, final byte[] encodedPrincipal) {
        final boolean isAllowed = protocolId == MessageHeaderDecoder.SCHEMA_ID &&
            (actionId == AdminRequestDecoder.TEMPLATE_ID || actionId == BackupQueryDecoder.TEMPLATE_ID) &&
            Principal.kindOf(encodedPrincipal) == Principal.ADMIN;
        if (!isAllowed) {
            onRefused.run();
        }
        return isAllowed;
    }
}
