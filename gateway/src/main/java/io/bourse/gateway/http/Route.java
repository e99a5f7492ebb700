package io.bourse.gateway.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One line of the route table.
 *
 * @param method        of HTTP
 * @param path          with {@code {name}} for parts that are parameters
 * @param access        who may
 * @param body          whether a JSON body is read
 * @param fields        known in query and body, by name
 * @param failureStatus value of the field {@code status} in errors; null for none
 * @param handler       is called on the event loop or a worker and must not block
 */
public record Route(
    String method, String path, Access access, Body body, Map<String, Field> fields, String failureStatus,
    Handler handler) {

    /** Who may. */
    public enum Access { PUBLIC, USER, OPERATOR }

    /** Whether a JSON body is read. */
    public enum Body { NONE, OPTIONAL, REQUIRED }

    /** Answers a call; may throw {@link HttpError}. */
    @FunctionalInterface
    public interface Handler {
        /** The answer, now or later; never blocks. */
        CompletableFuture<HttpAnswer> handle(HttpCall call);
    }

    /** A GET without body. */
    public static Route get(final String path, final Access access, final Handler handler, final Field... fields) {
        return new Route("GET", path, access, Body.NONE, byName(access, fields), null, handler);
    }

    /** A POST with body. */
    public static Route post(final String path, final Access access, final Handler handler, final Field... fields) {
        return new Route("POST", path, access, Body.REQUIRED, byName(access, fields), null, handler);
    }

    /** A PUT with body. */
    public static Route put(final String path, final Access access, final Handler handler, final Field... fields) {
        return new Route("PUT", path, access, Body.REQUIRED, byName(access, fields), null, handler);
    }

    /** A DELETE without body. */
    public static Route delete(final String path, final Access access, final Handler handler, final Field... fields) {
        return new Route("DELETE", path, access, Body.NONE, byName(access, fields), null, handler);
    }

    /** The same with a body that may be left out. */
    public Route optionalBody() {
        return new Route(method, path, access, Body.OPTIONAL, fields, failureStatus, handler);
    }

    /** The same with a field {@code status} in its errors. */
    public Route failing(final String status) {
        return new Route(method, path, access, body, fields, status, handler);
    }

    /** Whether parts of the path are parameters. */
    boolean isTemplate() {
        return path.indexOf('{') >= 0;
    }

    /** The parameters in the path when it is this route's, else null. */
    Map<String, String> match(final List<String> segments) {
        final String[] parts = path.substring(1).split("/");
        if (parts.length != segments.size()) {
            return null;
        }
        final Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].startsWith("{")) {
                values.put(parts[i].substring(1, parts[i].length() - 1), segments.get(i));
            } else if (!parts[i].equals(segments.get(i))) {
                return null;
            }
        }
        return values;
    }

    private static Map<String, Field> byName(final Access access, final Field... fields) {
        final Map<String, Field> byName = new LinkedHashMap<>();
        for (final Field field : fields) {
            byName.put(field.name(), field);
        }
        if (access != Access.PUBLIC) {
            byName.put(Router.USER_ID, Field.text(Router.USER_ID));
        }
        return byName;
    }
}
