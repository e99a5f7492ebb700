package io.bourse.node;

/** Why a member does not start or has ended; the message is a sentence for the operator. */
public final class NodeException extends RuntimeException {
    private final MemberExit exit;

    /** With a sentence for the operator. */
    public NodeException(final String message) {
        this(MemberExit.FAILED, message);
    }

    /** With a sentence for the operator, and how the process ends. */
    public NodeException(final MemberExit exit, final String message) {
        super(message);
        this.exit = exit;
    }

    /** With a sentence for the operator, and what lies behind it. */
    public NodeException(final String message, final Throwable cause) {
        this(MemberExit.FAILED, message, cause);
    }

    /** With a sentence for the operator, how the process ends, and what lies behind it. */
    public NodeException(final MemberExit exit, final String message, final Throwable cause) {
        super(message, cause);
        this.exit = exit;
    }

    /** How the process ends. */
    public MemberExit exit() {
        return exit;
    }
}
