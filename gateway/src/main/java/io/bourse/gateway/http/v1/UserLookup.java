package io.bourse.gateway.http.v1;

import io.bourse.gateway.http.HttpError;
import io.bourse.persistence.Users;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Finds another user by the id that he was given. */
final class UserLookup {
    private UserLookup() {
    }

    /** A user id; 404 UNKNOWN_USER for a text that is none, because it is nobody's. */
    static UUID id(final String text) {
        try {
            final UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (final IllegalArgumentException ex) {
            throw unknown();
        }
        throw unknown();
    }

    /** The user, who has an account; else 404 UNKNOWN_USER. */
    static CompletableFuture<Users.User> byId(final Services services, final UUID userId) {
        return services.workers().submit(() ->
            services.users().user(userId).filter(user -> user.accountId() > 0).orElseThrow(UserLookup::unknown));
    }

    private static HttpError unknown() {
        return HttpError.notFound("UNKNOWN_USER", "There is no such user.");
    }
}
