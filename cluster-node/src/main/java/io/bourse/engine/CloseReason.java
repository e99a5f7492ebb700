package io.bourse.engine;

/** Why an order was cancelled or has expired. */
public enum CloseReason {
    /** Cancelled by name. */
    REQUESTED(1),
    /** Cancelled with all others. */
    CANCEL_ALL(2),
    /** A new order took its place. */
    REPLACED(3),
    /** The rest of an order that does not rest; also a market buy whose money does not pay another lot. */
    IMMEDIATE_OR_CANCEL(4),
    /** A market order found nobody any more on the other side. */
    NO_LIQUIDITY(5),
    /** A market order would have left the price range of the instrument. */
    PRICE_RANGE(6),
    /** Could not be filled completely at once. */
    FILL_OR_KILL(7),
    /** Its expiry has come. */
    EXPIRY_TIME(8),
    /** The session of its instrument has ended. */
    SESSION_END(9),
    /** It met an order of its own account or trade group. */
    SELF_TRADE_PREVENTION(10),
    /** The account or session was blocked. */
    KILL_SWITCH(11),
    /** Its session was disconnected. */
    DISCONNECT(12),
    /** The account did not renew its dead-man timer. */
    DEAD_MAN_TIMER(13),
    /** What is left lies outside of the price band. */
    PRICE_BAND(14),
    /** Amended to no more than it has executed. */
    AMENDED(15),
    /** A triggered stop found no room to rest. */
    CAPACITY(16);

    private static final CloseReason[] BY_CODE = new CloseReason[17];

    static {
        for (final CloseReason value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    CloseReason(final int code) {
        this.code = code;
    }

    /** Stable code, as on the wire. */
    public int code() {
        return code;
    }

    /** The value of a code; null when there is none. */
    public static CloseReason of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
