package io.bourse.engine;

/** Why a command was not carried out. The codes are stable for ever; OK is null. */
public enum RejectReason {
    /** Not a message, or a message that no gateway of ours writes. */
    MALFORMED(1),
    /** For the operator only. */
    NOT_AUTHORISED(2),
    /** No instrument of this id. */
    UNKNOWN_INSTRUMENT(10),
    /** The state of the instrument takes no new orders. */
    INSTRUMENT_NOT_TRADING(11),
    /** No account of this id. */
    UNKNOWN_ACCOUNT(12),
    /** The account may not trade. */
    ACCOUNT_BLOCKED(13),
    /** Neither buy nor sell. */
    INVALID_SIDE(14),
    /** Not a known type. */
    INVALID_ORDER_TYPE(15),
    /** Not known, or not possible with the type. */
    INVALID_TIME_IN_FORCE(16),
    /** Not positive, or given where there is none. */
    INVALID_PRICE(17),
    /** Not positive. */
    INVALID_QUANTITY(18),
    /** Less than the instrument takes. */
    QUANTITY_BELOW_MINIMUM(19),
    /** More than the instrument takes. */
    QUANTITY_ABOVE_MAXIMUM(20),
    /** Higher than the instrument takes. */
    PRICE_ABOVE_MAXIMUM(21),
    /** Price x quantity is less than the instrument takes. */
    NOTIONAL_BELOW_MINIMUM(22),
    /** Price x quantity is more than the instrument takes. */
    NOTIONAL_ABOVE_MAXIMUM(23),
    /** An open order of the account has this client order id. */
    DUPLICATE_CLIENT_ORDER_ID(24),
    /** The account has as many open orders as it may have. */
    TOO_MANY_OPEN_ORDERS(25),
    /** Less available than must be locked. */
    INSUFFICIENT_BALANCE(26),
    /** No such open order of this account. */
    UNKNOWN_ORDER(27),
    /** A sum or product would not fit. */
    OVERFLOW(28),
    /** The price range of a market order has nothing to refer to: no trade yet and nobody opposite. */
    NO_REFERENCE_PRICE(29),
    /** No asset of this id. */
    UNKNOWN_ASSET(40),
    /** Not positive, or given where there is none. */
    INVALID_AMOUNT(41),
    /** The id was used for something else. */
    IDEMPOTENCY_MISMATCH(42),
    /** No pending withdrawal of this id. */
    UNKNOWN_WITHDRAWAL(43),
    /** The symbol is taken. */
    DUPLICATE_SYMBOL(44),
    /** The numbers of the definition do not go together. */
    INVALID_DEFINITION(45),
    /** The exchange holds as many of these as it may hold. */
    LIMIT_REACHED(46),
    /** Not a known state or outcome. */
    INVALID_STATE(47),
    /** A stop without a stop price in the price limits, or a stop price where there is none. */
    INVALID_STOP_PRICE(48),
    /** The condition of the stop holds already. */
    WOULD_TRIGGER_IMMEDIATELY(49),
    /** Out of range, or not a stop. */
    INVALID_TRAILING_DELTA(50),
    /** Negative, above the quantity, or for an order that does not rest. */
    INVALID_DISPLAY_QUANTITY(51),
    /** Not in the future, or given where there is none. */
    INVALID_EXPIRY(52),
    /** Not a known mode, or not possible with the order. */
    INVALID_SELF_TRADE_PREVENTION(53),
    /** A post-only order would have traded on arrival. */
    POST_ONLY_WOULD_CROSS(54),
    /** The limit is too far from the reference. */
    PRICE_OUTSIDE_BAND(55),
    /** The session may not trade. */
    SESSION_BLOCKED(56),
    /** More open price x quantity in the instrument than the account may have. */
    OPEN_NOTIONAL_ABOVE_LIMIT(57),
    /** The order does not rest: a stop that waits for its price. */
    ORDER_NOT_AMENDABLE(58),
    /** A setting or mode out of its range. */
    INVALID_SETTING(59),
    /** Negative or longer than a day. */
    INVALID_TIMEOUT(60),
    /** The disks of so many members are nearly full that no new orders are taken; see docs/OPERATIONS.md. */
    STORAGE_LOW(61);

    private static final RejectReason[] BY_CODE = new RejectReason[62];

    static {
        for (final RejectReason value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    RejectReason(final int code) {
        this.code = code;
    }

    /** Stable code, as on the wire. */
    public int code() {
        return code;
    }

    /** The value of a code; null when there is none. */
    public static RejectReason of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
