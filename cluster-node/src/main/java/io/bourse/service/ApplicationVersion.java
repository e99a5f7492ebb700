package io.bourse.service;

import org.agrona.SemanticVersion;

/**
 * Version of the rules by which a member executes the log. The leader writes its own into the log with each term. A change of
 * the first two numbers is a change of what old or new entries do: such versions do not run beside each other, and a member
 * ends when it meets a leader that is newer than itself, rather than execute what it does not know. The third number is for
 * changes that no other member can notice.
 */
public final class ApplicationVersion {
    /** Of this program. */
    public static final int CURRENT = SemanticVersion.compose(0, 4, 0);

    private ApplicationVersion() {
    }

    /** Whether a log of a version can be executed by this program. */
    static boolean isKnown(final int version) {
        return SemanticVersion.major(version) == SemanticVersion.major(CURRENT) &&
            SemanticVersion.minor(version) <= SemanticVersion.minor(CURRENT);
    }

    /** As people write it. */
    static String text(final int version) {
        return SemanticVersion.toString(version);
    }
}
