package io.bourse.system;

import java.util.Locale;

/** Every fault that a campaign draws from. */
enum FaultKind {
    KILL_LEADER, KILL_FOLLOWER, KILL_GATEWAY, KILL_MARKET_DATA, KILL_PERSISTENCE, KILL_MEMBERS, KILL_EVERYTHING,
    POWER_LOSS,
    PAUSE_LEADER, PAUSE_FOLLOWER, PAUSE_GATEWAY, PAUSE_MARKET_DATA, PAUSE_PERSISTENCE,
    ISOLATE_LEADER, ISOLATE_FOLLOWER, MUTE_LEADER, DEAFEN_LEADER, MUTE_FOLLOWER, PARTIAL_PARTITION, ISOLATE_GATEWAY,
    LOSS, DUPLICATES, LINK_FLAP,
    DISK_FULL, DISK_ERROR, TORN_TAIL, FLIPPED_BYTE, LOST_DISK,
    CLOCK_STEP, KILL_IN_SNAPSHOT, KILL_AFTER_SNAPSHOT,
    REDIS_KILL, REDIS_PAUSE, REDIS_FLUSH, POSTGRES_KILL, POSTGRES_PAUSE, KILL_IN_TRANSACTION;

    /** Such as {@code kill-leader}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether all members die of it, so that their next life begins without a leader. */
    boolean isColdStart() {
        return this == KILL_MEMBERS || this == KILL_EVERYTHING || this == POWER_LOSS;
    }

    /** Whether a member dies, stands still or is cut off from another one, so that it has log to ask for when it is back. */
    boolean takesMemberAway() {
        return switch (this) {
            case KILL_GATEWAY, KILL_MARKET_DATA, KILL_PERSISTENCE, PAUSE_GATEWAY, PAUSE_MARKET_DATA, PAUSE_PERSISTENCE,
                ISOLATE_GATEWAY, DUPLICATES, REDIS_KILL, REDIS_PAUSE, REDIS_FLUSH, POSTGRES_KILL, POSTGRES_PAUSE,
                KILL_IN_TRANSACTION -> false;
            default -> true;
        };
    }

    static FaultKind of(final String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
