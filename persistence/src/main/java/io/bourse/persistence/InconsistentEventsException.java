package io.bourse.persistence;

/** Events that cannot be understood, or that contradict what is stored: nothing may be written past them. */
final class InconsistentEventsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InconsistentEventsException(final String message) {
        super(message);
    }

    InconsistentEventsException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
