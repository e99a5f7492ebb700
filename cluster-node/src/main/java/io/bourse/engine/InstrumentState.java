package io.bourse.engine;

/** What an instrument takes. */
public enum InstrumentState {
    /** Cancels only; not open yet. */
    PRE_OPEN(1),
    /** Everything. */
    TRADING(2),
    /** Cancels only; interrupted. */
    HALT(3),
    /** Cancels only. */
    CANCEL_ONLY(4),
    /** Cancels only; not open any more. */
    CLOSED(5),
    /** Cancels only, until auctions come. */
    AUCTION(6);

    private static final InstrumentState[] BY_CODE = new InstrumentState[7];

    static {
        for (final InstrumentState value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    InstrumentState(final int code) {
        this.code = code;
    }

    /** Stable code, as on the wire. */
    public int code() {
        return code;
    }

    /** The value of a code; null when there is none. */
    public static InstrumentState of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
