package io.bourse.engine;

/** Why a balance has changed. */
public enum BalanceCause {
    /** Money came in. */
    DEPOSIT(1),
    /** Available became locked. */
    WITHDRAWAL_REQUESTED(2),
    /** Locked went out. */
    WITHDRAWAL_SETTLED(3),
    /** Locked became available. */
    WITHDRAWAL_REJECTED(4),
    /** An order reserved it. */
    ORDER_LOCKED(5),
    /** The end of an order freed what was left of its reservation. */
    ORDER_RELEASED(6),
    /** Paid or received; what a better price than the limit saves is freed in the same line. */
    TRADE(7),
    /** The fee account received it. */
    FEE_COLLECTED(8),
    /** The fee account paid it to a maker. */
    REBATE_PAID(9),
    /** Paid to another account. */
    TRANSFER_OUT(10),
    /** Received from another account. */
    TRANSFER_IN(11);

    private static final BalanceCause[] BY_CODE = new BalanceCause[12];

    static {
        for (final BalanceCause value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    BalanceCause(final int code) {
        this.code = code;
    }

    /** Stable code, as on the wire. */
    public int code() {
        return code;
    }

    /** The value of a code; null when there is none. */
    public static BalanceCause of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
