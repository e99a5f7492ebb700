package io.bourse.node;

import java.util.regex.Pattern;

/**
 * Notices that a member cannot join the leader's log any more. One that has counted an entry of its own short leadership as
 * committed, and has had it cut off by the leader after it, goes on asking for the log behind that entry: its archive
 * refuses every time, Aeron tries for ever, and only a new start takes the place from the log itself. A single refusal may
 * come of a race and passes.
 */
final class StuckJoin {
    /** So many refusals are no race. */
    static final int REFUSALS_MAX = 3;

    private static final Pattern REFUSAL =
        Pattern.compile("cannot extend recording \\d+ image\\.joinPosition=\\d+ != rec\\.stopPosition=\\d+");

    private static final String NO_LOG = "failed to join catchup log";

    private String last = "";
    private int count;
    private boolean isWithoutLog;

    /** Whether this error is one refusal too many: the same place, again and again. */
    synchronized boolean isStuck(final Throwable error) {
        final var matcher = REFUSAL.matcher(String.valueOf(error.getMessage()));
        if (!matcher.find()) {
            return false;
        }
        count = matcher.group().equals(last) ? count + 1 : 1;
        last = matcher.group();
        return count >= REFUSALS_MAX;
    }

    /** Takes note of what Aeron only warns of: the leader sends nothing of what this member lacks. */
    synchronized void onWarning(final Throwable warning) {
        isWithoutLog |= String.valueOf(warning.getMessage()).contains(NO_LOG);
    }

    /** Whether there was such a warning since this was asked last. The leader may be busy, or have removed that log. */
    synchronized boolean pollWithoutLog() {
        final boolean was = isWithoutLog;
        isWithoutLog = false;
        return was;
    }
}
