package io.bourse.service;

/** Is told of the hashes by which members compare what they have made of the log. */
public interface StateAuditListener {
    /**
     * This member has a hash that others may compare; called on the service's thread, which must not wait.
     *
     * @param kind        of the hash, as in a StateReport
     * @param logPosition at which the state had it
     * @param hash        of events or state
     */
    void onStateHash(int kind, long logPosition, long hash);

    /**
     * Another member's hash differs from this one's, and it is not known yet which of them is right.
     *
     * @param what a sentence
     */
    void onDifference(String what);
}
