package io.bourse.gateway.http;

/** Every limit of the HTTP side. What exceeds one is answered with a coded error, or the connection is closed. */
public final class HttpLimits {
    /** Longest request line in bytes; beyond it 414. */
    public static final int REQUEST_LINE_BYTES_MAX = 4 * 1024;
    /** Longest header section in bytes; beyond it 431. */
    public static final int HEADER_BYTES_MAX = 8 * 1024;
    /** Longest request body in bytes; beyond it 413. */
    public static final int BODY_BYTES_MAX = 64 * 1024;
    /** Requests of one connection that are read but not answered; at the limit no more is read. */
    public static final int PIPELINED_REQUESTS_MAX = 16;
    /** Query parameters of one request. */
    public static final int QUERY_PARAMETERS_MAX = 32;
    /** Connections of all clients; more are closed at once. */
    public static final int CONNECTIONS_MAX = 10_000;
    /** Connections not yet accepted. */
    public static final int ACCEPT_BACKLOG = 512;
    /** From the first byte of a request to the end of its headers, however busily they trickle in. */
    public static final long HEADERS_DEADLINE_MS = 5_000;
    /** From the first byte of a request to its last. */
    public static final long REQUEST_DEADLINE_MS = 15_000;
    /** Without any request. */
    public static final long KEEP_ALIVE_DEADLINE_MS = 30_000;
    /** From a whole request to its answer; then 503. */
    public static final long ANSWER_DEADLINE_MS = 15_000;
    /** A response that the client does not take for so long closes the connection. */
    public static final int WRITE_STALL_SECONDS = 10;
    /** What a client still sends is read and dropped for so long after the last answer, lest a reset overtake it. */
    public static final long LINGER_MS = 1_000;
    /** Blocking calls (PostgreSQL, Redis) that run at the same time; further ones are answered with 503. */
    public static final int BLOCKING_CALLS_MAX = 64;
    /** Password hashes computed at the same time: each takes a core and 19 MiB. */
    public static final int PASSWORD_THREADS = 2;
    /** Password hashes waiting; further ones are answered with 429. */
    public static final int PASSWORD_QUEUE_MAX = 50;
    /** What a client is told to wait after 429 and 503. */
    public static final int RETRY_AFTER_SECONDS = 1;

    private HttpLimits() {
    }
}
