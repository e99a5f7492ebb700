package io.bourse.gateway.cluster;

/** The request has no outcome that this gateway knows of: it was never sent, or its outcome is not known in time. */
public final class ClusterUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why there is no outcome. */
    public enum Reason {
        /** The ring to the cluster agent is full; nothing was sent. */
        BUSY,
        /** No leader, nothing was sent. */
        NO_LEADER,
        /** Sent, but the outcome did not arrive in time: it may have been carried out. */
        OUTCOME_UNKNOWN
    }

    private final Reason reason;

    public ClusterUnavailableException(final Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    /** Why there is no outcome. */
    public Reason reason() {
        return reason;
    }
}
