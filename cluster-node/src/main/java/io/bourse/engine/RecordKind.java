package io.bourse.engine;

/** Kinds of snapshot records, in the order of the traversal. */
public enum RecordKind {
    /** Time and counters; one. */
    ENGINE(1),
    /** A gateway and its place in its sequence, by id. */
    GATEWAY(2),
    /** An asset and its totals, by id. */
    ASSET(3),
    /** An instrument, by id. */
    INSTRUMENT(4),
    /** An account, by id. */
    ACCOUNT(5),
    /** A balance that is not zero, by account and asset. */
    BALANCE(6),
    /**
     * An open order, by instrument: first the book by side, price (best first) and priority; then parked stops, those of
     * rising and of falling prices, by trigger price and entry; trailing ones in the same order, by entry; the waiting ones.
     */
    ORDER(7),
    /** A remembered deposit, withdrawal or transfer, oldest first. */
    TRANSFER(8),
    /** A pending withdrawal, by id. */
    WITHDRAWAL(9),
    /** An order with a client order id that has ended, oldest first. */
    REMEMBERED_ORDER(10),
    /** A blocked session, the one blocked first first. */
    BLOCKED_SESSION(11);

    private static final RecordKind[] BY_CODE = new RecordKind[12];

    static {
        for (final RecordKind value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    RecordKind(final int code) {
        this.code = code;
    }

    /** Stable code, as on the wire. */
    public int code() {
        return code;
    }

    /** The value of a code; null when there is none. */
    public static RecordKind of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
