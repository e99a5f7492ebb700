package io.bourse.service;

/** What this member does, or has recorded, is not what the others do: it must not go on. */
public final class DivergedException extends RuntimeException {
    DivergedException(final String message) {
        super(message);
    }
}
