package io.bourse.wire;

import java.nio.charset.StandardCharsets;

/**
 * The kinds of those who talk to members, and their names: a kind and a number, such as {@code gw-1}. The name is what a
 * session's principal is in the Raft log.
 */
public enum Principal {
    /** A gateway, {@code gw-1} and up: sends commands and queries, follows the events. */
    GATEWAY("gw-"),
    /** A market-data process: follows the events. */
    MARKET_DATA("md-"),
    /** A persistence process: follows the events. */
    PERSISTENCE("persist-"),
    /** An operator's tool. */
    ADMIN("admin-"),
    /** A member of the cluster, {@code member-0} and up. */
    MEMBER("member-");

    private static final Principal[] KINDS = values();
    private static final int DIGITS_MAX = 9;

    private final String prefix;
    private final byte[] encodedPrefix;

    Principal(final String prefix) {
        this.prefix = prefix;
        this.encodedPrefix = prefix.getBytes(StandardCharsets.US_ASCII);
    }

    /** What names of this kind begin with. */
    public String prefix() {
        return prefix;
    }

    /** The name with a number. */
    public String named(final int number) {
        return prefix + number;
    }

    /**
     * The kind in a name.
     *
     * @param name ASCII; may be null or anything
     * @return null for what is no name of ours: a number is 0 (of members only) to 999,999,999, without leading zeros
     */
    public static Principal kindOf(final byte[] name) {
        if (name == null) {
            return null;
        }
        for (final Principal kind : KINDS) {
            if (kind.isKindOf(name)) {
                return kind;
            }
        }
        return null;
    }

    /**
     * The number in a name.
     *
     * @param name one of ours, see {@link #kindOf}
     */
    public static int numberOf(final byte[] name) {
        int number = 0;
        for (int i = kindOf(name).encodedPrefix.length; i < name.length; i++) {
            number = 10 * number + name[i] - '0';
        }
        return number;
    }

    private boolean isKindOf(final byte[] name) {
        final int digits = name.length - encodedPrefix.length;
        if (digits < 1 || digits > DIGITS_MAX) {
            return false;
        }
        for (int i = 0; i < encodedPrefix.length; i++) {
            if (name[i] != encodedPrefix[i]) {
                return false;
            }
        }
        for (int i = encodedPrefix.length; i < name.length; i++) {
            if (name[i] < '0' || name[i] > '9') {
                return false;
            }
        }
        return name[encodedPrefix.length] != '0' || this == MEMBER && digits == 1;
    }
}
