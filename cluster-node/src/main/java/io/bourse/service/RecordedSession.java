package io.bourse.service;

import io.aeron.DirectBufferVector;
import io.aeron.cluster.service.ClientSession;
import io.aeron.logbuffer.BufferClaim;
import org.agrona.DirectBuffer;

/** A session of a log that is played without a cluster: it has a principal, and nobody listens any more. */
record RecordedSession(long id, byte[] encodedPrincipal) implements ClientSession {
    @Override
    public int responseStreamId() {
        return 0;
    }

    @Override
    public String responseChannel() {
        return "";
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("nobody is there");
    }

    @Override
    public boolean isClosing() {
        return false;
    }

    @Override
    public long offer(final DirectBuffer buffer, final int offset, final int length) {
        return MOCKED_OFFER;
    }

    @Override
    public long offer(final DirectBufferVector[] vectors) {
        return MOCKED_OFFER;
    }

    @Override
    public long tryClaim(final int length, final BufferClaim bufferClaim) {
        throw new UnsupportedOperationException("replies are offered whole");
    }
}
