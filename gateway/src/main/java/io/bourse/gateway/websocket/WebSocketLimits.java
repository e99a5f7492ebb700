package io.bourse.gateway.websocket;

/** Every limit of a WebSocket. What exceeds one closes that connection, with a reason, and no other. */
public final class WebSocketLimits {
    /** Longest frame, and longest message of several frames, in bytes; beyond it close code 1009. */
    public static final int MESSAGE_BYTES_MAX = 64 * 1024;
    /** Frames of one message. */
    public static final int FRAGMENTS_MAX = 16;
    /** From the first frame of a message to its last. */
    public static final long MESSAGE_DEADLINE_MS = 5_000;
    /** Frames per second, pings included, in the long run. */
    public static final int FRAMES_PER_SECOND = 50;
    /** Frames that may come at once. */
    public static final int FRAMES_BURST = 200;
    /** Streams that one connection may be subscribed to. */
    public static final int SUBSCRIPTIONS_MAX = 1_024;
    /** Silence of the client after which it is pinged; after as much again it is closed. */
    public static final long PING_AFTER_MS = 30_000;
    /** Bytes kept for a reader that does not keep up; beyond it close code 1008. */
    public static final int PENDING_BYTES_MAX = 1024 * 1024;
    /** For so long a reader may not take anything; then close code 1008. */
    public static final long STALL_MS = 30_000;
    /** A closed connection that does not go away is cut off after so long. */
    public static final long CLOSE_MS = 1_000;
    /** Updates on their way to one event loop. */
    public static final int UPDATES_MAX = 16 * 1024;

    private WebSocketLimits() {
    }
}
