package io.bourse.engine;

/** How the price of an order is found. */
public enum OrderType {
    /** At its limit or better. */
    LIMIT(1),
    /** At what is there, within the price range of the instrument; what is left expires. */
    MARKET(2);

    private static final OrderType[] BY_CODE = new OrderType[3];

    static {
        for (final OrderType value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    OrderType(final int code) {
        this.code = code;
    }

    /** Stable code, as on the wire. */
    public int code() {
        return code;
    }

    /** The value of a code; null when there is none. */
    public static OrderType of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
