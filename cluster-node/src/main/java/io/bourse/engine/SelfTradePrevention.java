package io.bourse.engine;

/** What happens when an order would trade with one of its own account or trade group; the taker's mode decides. */
public enum SelfTradePrevention {
    /** They trade. */
    NONE(0),
    /** What is left of the taker expires. */
    EXPIRE_TAKER(1),
    /** The maker expires, the taker goes on. */
    EXPIRE_MAKER(2),
    /** Both expire. */
    EXPIRE_BOTH(3),
    /** Both lose the smaller quantity of the two. */
    DECREMENT(4);

    private static final SelfTradePrevention[] BY_CODE = new SelfTradePrevention[5];

    static {
        for (final SelfTradePrevention value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    SelfTradePrevention(final int code) {
        this.code = code;
    }

    /** Stable code, as on the wire. */
    public int code() {
        return code;
    }

    /** The value of a code; null when there is none. */
    public static SelfTradePrevention of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
