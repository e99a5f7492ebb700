package io.bourse.engine;

/** Side of an order. */
public enum Side {
    /** Wants base, pays quote. */
    BUY(0),
    /** Gives base, gets quote. */
    SELL(1);

    private static final Side[] BY_CODE = new Side[2];

    static {
        for (final Side value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    Side(final int code) {
        this.code = code;
    }

    /** Stable code, as on the wire. */
    public int code() {
        return code;
    }

    /** The value of a code; null when there is none. */
    public static Side of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /** What turns a price into a key that rises from better prices to worse ones: its complement for bids, itself for asks. */
    long keyMask() {
        return code - 1L;
    }

    Side opposite() {
        return this == BUY ? SELL : BUY;
    }
}
