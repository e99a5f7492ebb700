package io.bourse.gateway.http.identity;

import java.util.HashSet;
import java.util.Set;

/**
 * Signatures that were used, for as long as their timestamps could be accepted again. Two generations: the older one is
 * forgotten as a whole. When it is full no more signatures are accepted, which fails safe.
 */
final class ReplayCache {
    /** Signatures of one generation. */
    static final int SIGNATURES_MAX = 200_000;

    private final long generationMs;
    private Set<String> current = new HashSet<>();
    private Set<String> previous = new HashSet<>();
    private long currentSinceMs;

    /**
     * @param generationMs at least twice the reach of a timestamp
     */
    ReplayCache(final long generationMs) {
        this.generationMs = generationMs;
    }

    /** Whether the signature is used for the first time. */
    synchronized boolean add(final String signature, final long nowMs) {
        if (nowMs - currentSinceMs >= generationMs) {
            previous = nowMs - currentSinceMs >= 2 * generationMs ? new HashSet<>() : current;
            current = new HashSet<>();
            currentSinceMs = nowMs;
        }
        return current.size() < SIGNATURES_MAX && !previous.contains(signature) && current.add(signature);
    }
}
