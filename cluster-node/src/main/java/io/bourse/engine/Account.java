package io.bourse.engine;

/** Skeleton: accessors that the service encodes from. */
public final class Account {
    public long accountId() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long externalIdHigh() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long externalIdLow() {
        throw new UnsupportedOperationException("skeleton");
    }
}
