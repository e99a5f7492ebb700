package io.bourse.engine;

/** How long an order stays. */
public enum TimeInForce {
    /** Rests until it is filled or cancelled. */
    GTC(1),
    /** Trades what it can on arrival; what is left expires. */
    IOC(2),
    /** Trades completely on arrival, or not at all. */
    FOK(3),
    /** Rests until a given time. */
    GTD(4),
    /** Rests until the session of the instrument ends. */
    DAY(5);

    private static final TimeInForce[] BY_CODE = new TimeInForce[6];

    static {
        for (final TimeInForce value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    TimeInForce(final int code) {
        this.code = code;
    }

    /** Whether what is left rests. */
    boolean mayRest() {
        return this != IOC && this != FOK;
    }

    /** Whether it ends by time. */
    boolean mayExpire() {
        return this == GTD || this == DAY;
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
