package io.bourse.gateway.cluster;

/** Where the agent is on its way to the cluster. */
enum SessionState {
    /** No session, and no attempt to get one for a moment. */
    DISCONNECTED,
    /** An attempt to get a session is under way; an old session may still come back first. */
    CONNECTING,
    /** Asking the leader what it has executed; nothing else is sent. */
    LOGON,
    /** Sending again, in order, what the leader has not executed. */
    RECOVERING,
    /** New requests flow. */
    ACTIVE
}
