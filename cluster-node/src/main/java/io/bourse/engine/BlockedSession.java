package io.bourse.engine;

/** A session of an account that may not trade. Reused when it is unblocked. */
final class BlockedSession extends Keyed {
    long accountId;
    long sessionId;
    /** The one that was blocked before it. */
    BlockedSession older;
    /** The one that was blocked after it. */
    BlockedSession younger;
}
