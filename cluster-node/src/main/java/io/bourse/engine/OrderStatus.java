package io.bourse.engine;

/** Where an order is in its life. */
public enum OrderStatus {
    /** Open, nothing executed. */
    NEW(1),
    /** Open, something executed. */
    PARTIALLY_FILLED(2),
    /** Executed completely. */
    FILLED(3),
    /** Taken out by request. */
    CANCELLED(4),
    /** What could not be executed at once has been dropped. */
    EXPIRED(5),
    /** Never came to be. */
    REJECTED(6),
    /** Ended by self-trade prevention. */
    EXPIRED_IN_MATCH(7);

    private static final OrderStatus[] BY_CODE = new OrderStatus[8];

    static {
        for (final OrderStatus value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    OrderStatus(final int code) {
        this.code = code;
    }

    /** Stable code, as on the wire. */
    public int code() {
        return code;
    }

    /** The value of a code; null when there is none. */
    public static OrderStatus of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
