package io.bourse.gateway.http;

import io.netty.handler.codec.http.HttpHeaders;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * A whole request whose form as HTTP is in order.
 *
 * @param method        such as GET
 * @param target        path and query exactly as sent
 * @param headers       exactly as sent
 * @param body          empty for none
 * @param remoteAddress of the client, without port
 * @param keepAlive     whether the connection outlives the answer
 * @param executor      event loop of the connection
 */
public record RawRequest(
    String method, String target, HttpHeaders headers, byte[] body, String remoteAddress, boolean keepAlive,
    Executor executor) {

    /** The target up to the question mark, not decoded. */
    public String path() {
        final int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** The target behind the question mark, not decoded; empty for none. */
    public String query() {
        final int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    /**
     * The one header of this name, or null.
     *
     * @throws HttpError if there are several
     */
    public String header(final String name) {
        final List<String> all = headers.getAll(name);
        if (all.size() > 1) {
            throw HttpError.badRequest("DUPLICATE_HEADER", "There is more than one header " + name + ".");
        }
        return all.isEmpty() ? null : all.getFirst();
    }

    /** GET and HEAD change nothing, so several of them may run at the same time. */
    boolean isSafe() {
        return "GET".equals(method) || "HEAD".equals(method);
    }
}
