package io.bourse.node;

/** Why a member does not start; the message is a sentence for the operator. */
public final class NodeException extends RuntimeException {
    /** With a sentence for the operator. */
    public NodeException(final String message) {
        super(message);
    }

    /** With a sentence for the operator, and what lies behind it. */
    public NodeException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
