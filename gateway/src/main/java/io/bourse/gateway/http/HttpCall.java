package io.bourse.gateway.http;

import io.bourse.gateway.http.identity.Principal;

import java.util.concurrent.Executor;

/**
 * What a route's handler is given.
 *
 * @param request    as received
 * @param parameters from path, query and body
 * @param principal  who asks; null on public routes
 */
public record HttpCall(RawRequest request, Parameters parameters, Principal principal) {
    /** Where answers are put together: the connection's event loop. Never block it. */
    public Executor executor() {
        return request.executor();
    }
}
