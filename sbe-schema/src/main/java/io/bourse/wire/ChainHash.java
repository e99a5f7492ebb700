package io.bourse.wire;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The chain hash that ends every event: CRC-32C of the previous event's hash and of this frame up to its trailer, never
 * zero. Two streams with the same hash at the same sequence have the same history. One instance per thread.
 */
public final class ChainHash {
    private static final int SEED_LENGTH = 4;
    private static final int NOT_ZERO = 1;

    private final CRC32C crc = new CRC32C();
    private final byte[] bytes = new byte[SEED_LENGTH + EventFrame.MAX_LENGTH];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);

    /**
     * The hash of the event after {@code previous}.
     *
     * @param previous chain hash of the event before; 0 before the first
     * @param frame    holding the event
     * @param offset   of the event's SBE message header
     * @param length   of the event without its trailer, at most {@link EventFrame#MAX_LENGTH} - 4
     * @return the hash, never 0
     */
    public int next(final int previous, final DirectBuffer frame, final int offset, final int length) {
        buffer.putInt(0, previous, ByteOrder.LITTLE_ENDIAN);
        frame.getBytes(offset, bytes, SEED_LENGTH, length);
        crc.reset();
        crc.update(bytes, 0, SEED_LENGTH + length);
        final int hash = (int) crc.getValue();
        return hash == 0 ? NOT_ZERO : hash;
    }
}
