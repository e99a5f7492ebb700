package io.bourse.engine;

/**
 * Which members have said that their disks are nearly full. The exchange takes no new orders once those with room are no
 * majority: one full disk costs one member, which the others can do without, and no order is accepted that a majority might
 * not be able to keep.
 */
final class Storage {
    /** Members that can be told apart. */
    static final int MEMBERS_MAX = 62;

    private long lowMembers;
    private int memberCount;

    /** False, with nothing changed, when there can be no such member. */
    boolean report(final int memberId, final int members, final boolean isLow) {
        if (members < 1 || members > MEMBERS_MAX || memberId < 0 || memberId >= members) {
            return false;
        }
        final long bit = 1L << memberId;
        memberCount = members;
        lowMembers = (isLow ? lowMembers | bit : lowMembers & ~bit) & (1L << members) - 1;
        return true;
    }

    boolean isLow() {
        return lowMembers != 0 && 2 * (memberCount - Long.bitCount(lowMembers)) <= memberCount;
    }

    /** A bit for each member, by id. */
    long lowMembers() {
        return lowMembers;
    }

    /** As the newest report said; 0 before the first. */
    int memberCount() {
        return memberCount;
    }

    /** False when that cannot be. */
    boolean restore(final long members, final long count) {
        lowMembers = members;
        memberCount = (int) count;
        return count >= 0 && count <= MEMBERS_MAX && members >>> (int) count == 0;
    }
}
