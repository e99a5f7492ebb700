package io.bourse.gateway.http.identity;

import io.bourse.persistence.Users;

/**
 * Who asks, as found out by the gateway; nothing that the client says about accounts counts.
 *
 * @param user of the signature or session
 */
public record Principal(Users.User user) {
    /** As the engine knows it. */
    public long accountId() {
        return user.accountId();
    }

    /** As the clients know it. */
    public String userId() {
        return user.userId().toString();
    }
}
