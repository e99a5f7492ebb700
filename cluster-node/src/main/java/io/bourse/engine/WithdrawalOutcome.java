package io.bourse.engine;

/** How a requested withdrawal ends. */
public enum WithdrawalOutcome {
    /** The money has gone out. */
    SETTLED(1),
    /** The money is given back. */
    REJECTED(2);

    private static final WithdrawalOutcome[] BY_CODE = new WithdrawalOutcome[3];

    static {
        for (final WithdrawalOutcome value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    WithdrawalOutcome(final int code) {
        this.code = code;
    }

    /** Stable code, as on the wire. */
    public int code() {
        return code;
    }

    /** The value of a code; null when there is none. */
    public static WithdrawalOutcome of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
