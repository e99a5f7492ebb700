package io.bourse.engine;

/** Where an open order is. */
enum Place {
    /** In the book. */
    RESTING(0),
    /** A stop whose condition has not held yet. */
    PARKED(1),
    /** A triggered stop that has not entered the market yet. */
    WAITING(2);

    private static final Place[] BY_CODE = {RESTING, PARKED, WAITING};

    private final int code;

    Place(final int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Place of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
