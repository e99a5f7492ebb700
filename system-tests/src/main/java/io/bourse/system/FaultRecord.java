package io.bourse.system;

/**
 * A fault that was done to the exchange.
 *
 * @param number    in the campaign, from 1
 * @param kind      of fault
 * @param text      what was done to whom
 * @param beganNs   clock of this process
 * @param healingNs when it was undone; the begin for what needs no undoing
 * @param wellNs    when everything was well again
 * @param gapMs     longest time without an acknowledgement between begin and healing, or well for what needs no undoing
 * @param healGapMs the same between healing and well; 0 for what needs no undoing
 * @param servedMs  from the begin until the last of all traders was told of an order again; 0 if one was not
 * @param coldStart what came after all members had died; null for others
 */
record FaultRecord(
    int number, FaultKind kind, String text, long beganNs, long healingNs, long wellNs, long gapMs, long healGapMs,
    long servedMs, ColdStart coldStart) {

    /**
     * All members from nothing.
     *
     * @param leaderMs   from the last member's start until there was a leader
     * @param gatewaysMs from then until all gateways served
     */
    record ColdStart(long leaderMs, long gatewaysMs) {
    }

    /** From the healing until everything was well again. */
    long wellAfterMs() {
        return (wellNs - healingNs) / 1_000_000L;
    }
}
