package io.bourse.engine;

/** How the price of an order is found. */
public enum OrderType {
    /** At its limit or better. */
    LIMIT(1),
    /** At what is there, within the price range of the instrument; what is left expires. */
    MARKET(2),
    /** A limit order that never trades on arrival (post-only). */
    LIMIT_MAKER(3),
    /** Becomes a market order when the price moves against its owner. */
    STOP_LOSS(4),
    /** Becomes a limit order when the price moves against its owner. */
    STOP_LOSS_LIMIT(5),
    /** Becomes a market order when the price moves in favour of its owner. */
    TAKE_PROFIT(6),
    /** Becomes a limit order when the price moves in favour of its owner. */
    TAKE_PROFIT_LIMIT(7);

    private static final OrderType[] BY_CODE = new OrderType[8];

    static {
        for (final OrderType value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;

    OrderType(final int code) {
        this.code = code;
    }

    /** Whether it waits for its price before it trades. */
    boolean isStop() {
        return code >= STOP_LOSS.code;
    }

    /** Whether a stop of this side is triggered by prices that rise to its own; else by such that fall to it. */
    boolean triggersRising(final Side side) {
        final boolean stopLoss = this == STOP_LOSS || this == STOP_LOSS_LIMIT;
        return stopLoss == (side == Side.BUY);
    }

    /** Whether it has a limit. */
    boolean hasLimit() {
        return this != MARKET && this != STOP_LOSS && this != TAKE_PROFIT;
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
