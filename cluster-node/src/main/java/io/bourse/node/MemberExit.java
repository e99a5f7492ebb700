package io.bourse.node;

/** How a member's process ends, for whoever starts it again: after DAMAGED, DIVERGED and LEFT_BEHIND that is of no use. */
public enum MemberExit {
    /** It was told to stop. */
    STOPPED(0),
    /** It failed; a new start may help. */
    FAILED(1),
    /** Its options are wrong. */
    WRONG_OPTIONS(2),
    /** What it has on disk is not what it wrote: {@code ./bourse cluster repair}. */
    DAMAGED(3),
    /** Its state or its events are not those of the others: {@code ./bourse cluster repair}. */
    DIVERGED(4),
    /** It cannot join the leader's log any more; a new start helps. */
    STUCK(5),
    /** All others have removed log that it lacks: {@code ./bourse cluster replace}. */
    LEFT_BEHIND(6);

    private final int code;

    MemberExit(final int code) {
        this.code = code;
    }

    /** Of the process. */
    public int code() {
        return code;
    }
}
