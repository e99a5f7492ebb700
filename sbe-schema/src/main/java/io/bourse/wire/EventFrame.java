package io.bourse.wire;

import io.bourse.schema.EventHeaderDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * Layout of one event, in the recorded stream as in egress: SBE message header, block (which begins with an
 * {@code eventHeader}), and a uint32 chain hash. The hash is the last word and never zero, so a torn frame cannot be
 * mistaken for a whole one.
 */
public final class EventFrame {
    /** Bytes behind the block. */
    public static final int TRAILER_LENGTH = 4;
    /** Longest event, so that each is one Aeron frame of the stream's MTU: 1408 less the 32 of the data header. */
    public static final int MAX_LENGTH = 1408 - 32;
    /** Aeron stream id of the recorded event stream. */
    public static final int STREAM_ID = 700;
    /** Term length of the recorded event stream, in bytes; replays inherit it. Part of every snapshot. */
    public static final int TERM_LENGTH = 4 * 1024 * 1024;
    /** MTU of the recorded event stream, in bytes. Part of every snapshot. */
    public static final int MTU_LENGTH = 1408;
    /** Alias of the channel by which a member's recording of the events is found. */
    public static final String ALIAS = "bourse-events";

    private static final int BODY = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int TEMPLATE_ID = 2;

    private EventFrame() {
    }

    /** Whole length in bytes of the frame at {@code offset}, trailer included. */
    public static int length(final DirectBuffer buffer, final int offset) {
        return BODY + blockLength(buffer, offset) + TRAILER_LENGTH;
    }

    /** Length in bytes of the block of the frame at {@code offset}. */
    public static int blockLength(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /** SBE template id of the frame at {@code offset}. */
    public static int templateId(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + TEMPLATE_ID, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }

    /** Event sequence of the frame at {@code offset}. */
    public static long eventSequence(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + BODY + EventHeaderDecoder.eventSequenceEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    }

    /** Epoch of the frame at {@code offset}. */
    public static long epoch(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + BODY + EventHeaderDecoder.epochEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    }

    /** Engine time in ns of the frame at {@code offset}. */
    public static long timestampNs(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + BODY + EventHeaderDecoder.timestampNsEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    }

    /** Position in the log of the command of the frame at {@code offset}. */
    public static long logPosition(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + BODY + EventHeaderDecoder.logPositionEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
    }

    /** Chain hash of the frame at {@code offset}, an unsigned 32-bit number. */
    public static int chainHash(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + length(buffer, offset) - TRAILER_LENGTH, ByteOrder.LITTLE_ENDIAN);
    }
}
