package io.bourse.engine;

/** Who asks, when, and where in the log: set by the caller before each command. Reused, so the engine keeps no reference. */
public final class CommandHeader {
    /** Timestamp of the log entry, ns since the epoch; the engine's time is the highest seen so far. */
    public long timestampNs;
    /** Position of the log entry. */
    public long logPosition;
    /** 1, 2, 3 ... per gateway epoch; 0 for queries. */
    public long inSequence;
    /** Chosen by the gateway, echoed in the result. */
    public long correlationId;
    /** On whose behalf; 0 for the operator. */
    public long accountId;
    /** From the authenticated principal. */
    public int gatewayId;
    /** Opaque, echoed in the result. */
    public int connectionId;
    /** Which command it is, echoed in the result. */
    public int commandTemplateId;
}
