package io.bourse.engine;

/** How long an order stays. */
public enum TimeInForce {
    /** Rests until it is filled or cancelled. */
    GTC(1),
    /** Trades what it can on arrival; what is left expires. */
    IOC(2);

    private static final TimeInForce[] BY_CODE = new TimeInForce[3];

    static {
        for (final TimeInForce value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    TimeInForce(final int code) {
        this.code = code;
    }

    /** Stable code, as on the wire. */
    public int code() {
        return code;
    }

    /** The value of a code; null when there is none. */
    public static TimeInForce of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
