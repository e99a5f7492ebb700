package io.bourse.engine;

/** Where each gateway is in its sequence of commands. Ordered by gateway id; few, so they are searched one by one. */
final class Gateways {
    static final long NEVER_LOGGED_ON = -1;

    private final int[] gatewayIds;
    private final long[] epochs;
    private final long[] lastInSequences;
    private int count;

    Gateways(final int limit) {
        gatewayIds = new int[limit];
        epochs = new long[limit];
        lastInSequences = new long[limit];
    }

    int count() {
        return count;
    }

    int gatewayId(final int index) {
        return gatewayIds[index];
    }

    long epoch(final int index) {
        return epochs[index];
    }

    long lastInSequence(final int index) {
        return lastInSequences[index];
    }

    /** Index of a gateway, or -1. */
    int indexOf(final int gatewayId) {
        for (int i = 0; i < count; i++) {
            if (gatewayIds[i] == gatewayId) {
                return i;
            }
        }
        return -1;
    }

    /** False, with nothing changed, when a younger process has logged on or the table is full. */
    boolean logon(final int gatewayId, final long epoch) {
        final int index = indexOf(gatewayId);
        if (index < 0) {
            return insert(gatewayId, epoch, 0);
        }
        if (epoch < epochs[index]) {
            return false;
        }
        if (epoch > epochs[index]) {
            epochs[index] = epoch;
            lastInSequences[index] = 0;
        }
        return true;
    }

    /** Takes the next place in the sequence. The caller must have compared it: anything else is a broken invariant. */
    void advance(final int gatewayId, final long inSequence) {
        final int index = indexOf(gatewayId);
        if (index < 0 || inSequence != lastInSequences[index] + 1) {
            throw new IllegalStateException("command out of sequence: gatewayId=" + gatewayId + " inSequence=" + inSequence +
                " lastInSequence=" + (index < 0 ? NEVER_LOGGED_ON : lastInSequences[index]));
        }
        lastInSequences[index] = inSequence;
    }

    /** Adds a gateway at its place; false when the table is full. */
    boolean insert(final int gatewayId, final long epoch, final long lastInSequence) {
        if (count == gatewayIds.length) {
            return false;
        }
        int index = count++;
        while (index > 0 && gatewayIds[index - 1] > gatewayId) {
            gatewayIds[index] = gatewayIds[index - 1];
            epochs[index] = epochs[index - 1];
            lastInSequences[index] = lastInSequences[index - 1];
            index--;
        }
        gatewayIds[index] = gatewayId;
        epochs[index] = epoch;
        lastInSequences[index] = lastInSequence;
        return true;
    }
}
