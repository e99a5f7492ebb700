package io.bourse.service;

/** A snapshot is not what was written, or of a version that this one does not read. */
public final class DamagedSnapshotException extends RuntimeException {
    DamagedSnapshotException(final RuntimeException cause) {
        super("snapshot cannot be used: " + cause.getMessage(), cause);
    }
}
