package io.bourse.client.orderflow;

/** A file cannot be read or is no order flow: the message says where it is wrong, and is all that need be printed. */
public final class OrderFlowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OrderFlowException(final String message) {
        super(message);
    }

    OrderFlowException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
