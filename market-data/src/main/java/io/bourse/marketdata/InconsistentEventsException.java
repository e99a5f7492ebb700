package io.bourse.marketdata;

/** An event cannot follow what the view holds: one of the two is wrong. */
final class InconsistentEventsException extends RuntimeException {
    InconsistentEventsException(final String message) {
        super(message);
    }
}
