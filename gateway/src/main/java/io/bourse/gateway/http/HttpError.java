package io.bourse.gateway.http;

/** A request that is answered with an error: the status, a stable code, and a sentence. Carries no stack trace. */
public final class HttpError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final boolean retryable;

    private HttpError(final int status, final String code, final String reason, final boolean retryable) {
        super(reason, null, false, false);
        this.status = status;
        this.code = code;
        this.retryable = retryable;
    }

    /** Any status. */
    public static HttpError of(final int status, final String code, final String reason) {
        return new HttpError(status, code, reason, false);
    }

    /** 400. */
    public static HttpError badRequest(final String code, final String reason) {
        return of(400, code, reason);
    }

    /** 401; the same for every cause, so that nobody learns which part was wrong. */
    public static HttpError notAuthenticated() {
        return of(401, "NOT_AUTHENTICATED", "The request needs a valid signature or session.");
    }

    /** 403. */
    public static HttpError forbidden(final String code, final String reason) {
        return of(403, code, reason);
    }

    /** 404. */
    public static HttpError notFound(final String code, final String reason) {
        return of(404, code, reason);
    }

    /** 409. */
    public static HttpError conflict(final String code, final String reason) {
        return of(409, code, reason);
    }

    /** 429 with Retry-After. */
    public static HttpError tooMany(final String code, final String reason) {
        return new HttpError(429, code, reason, true);
    }

    /** 503 with Retry-After. */
    public static HttpError unavailable(final String code, final String reason) {
        return new HttpError(503, code, reason, true);
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** Stable, for programs. */
    public String code() {
        return code;
    }

    /** Whether the client is told when to try again. */
    public boolean isRetryable() {
        return retryable;
    }
}
