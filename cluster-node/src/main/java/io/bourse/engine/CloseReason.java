package io.bourse.engine;

/** Skeleton: same names and codes as the schema enum. */
public enum CloseReason {
    ;

    /** Stable code, as on the wire. */
    public int code() {
        throw new UnsupportedOperationException("skeleton");
    }
}
