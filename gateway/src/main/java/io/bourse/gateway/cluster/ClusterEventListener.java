package io.bourse.gateway.cluster;

import org.agrona.DirectBuffer;

/**
 * Hears every event of the stream, of all gateways and accounts, once and in order. Called on the cluster agent's
 * thread: it must neither block nor take long, and keeps nothing of the buffer.
 */
@FunctionalInterface
public interface ClusterEventListener {
    /**
     * One event.
     *
     * @param buffer holding the frame, see {@code io.bourse.wire.EventFrame}
     * @param offset of the frame's SBE message header
     * @param length of the frame in bytes, trailer included
     */
    void onEvent(DirectBuffer buffer, int offset, int length);
}
