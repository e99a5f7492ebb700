package io.bourse.node;

import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.NewLeadershipTermEventDecoder;
import io.aeron.logbuffer.LogBufferDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Reads the frames of a recording from its files and believes none of them: neither the body, which the checksum covers,
 * nor any field of the header, which it does not. Aeron looks at the checksum alone, and verifies newest segments only. What
 * cannot be told here is a length that was changed by less than its alignment so that only zeros come or go: a message that
 * is too short then changes what the member does, which the others notice.
 *
 * <p>Reads archives that run, too: there it ends at what is just being written.
 */
final class RecordingReader implements AutoCloseable {
    /** Takes frames. */
    interface FrameHandler {
        /**
         * A frame that carries data; paddings are left out.
         *
         * @param buffer   holding it
         * @param offset   of its header
         * @param length   with its header
         * @param position behind it and what aligns it
         */
        void onFrame(DirectBuffer buffer, int offset, int length, long position);
    }

    static final int FRAME_ALIGNMENT = 32;
    static final int HEADER_LENGTH = DataHeaderFlyweight.HEADER_LENGTH;
    /** Of the flags: a message begins, a message ends. */
    static final int FLAG_BEGIN = 0x80;
    static final int FLAG_END = 0x40;

    private static final int FLAGS_OFFSET = 5;
    private static final int PAGE_LENGTH = 4096;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 * 1024).asReadOnlyBuffer();
    private static final long NO_SEGMENT = -1;
    private static final int BROKEN_LOOKS = 3;
    private static final long BROKEN_LOOK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String NO_FRAME = "there is no frame";
    private static final ByteOrder BYTE_ORDER = ByteOrder.LITTLE_ENDIAN;

    private final Checksum checksum = Checksums.crc32c();
    private final MessageHeaderDecoder messageHeader = new MessageHeaderDecoder();
    private final UnsafeBuffer segment = new UnsafeBuffer(0, 0);
    private final Path archive;
    private final Recording recording;
    private final int positionBitsToShift;
    private MappedByteBuffer mapped;
    private long segmentBase = NO_SEGMENT;
    private String trouble = "";
    private boolean isInMessage;
    private boolean isPlaceInMessageKnown;

    RecordingReader(final Path archive, final Recording recording) {
        this.archive = archive;
        this.recording = recording;
        this.positionBitsToShift = LogBufferDescriptor.positionBitsToShift(recording.termLength());
    }

    /**
     * Reads good frames.
     *
     * @param from    begin of a frame
     * @param to      where to end, if not before
     * @param handler of the frames; null to look at them only
     * @return {@code to}, or where something else than a good frame is: {@link #trouble()} says what
     */
    long read(final long from, final long to, final FrameHandler handler) throws IOException {
        trouble = "";
        isPlaceInMessageKnown = false;
        long position = from;
        while (position < to) {
            if (!select(position)) {
                trouble = "there is no file " + fileOf(position);
                return position;
            }
            final int offset = (int) (position - segmentBase);
            final String wrong = wrong(offset, position);
            if (wrong != null || !isInOrder(offset)) {
                trouble = wrong == null ? "its flags do not follow those before" : wrong;
                return position;
            }
            final int length = segment.getInt(offset, BYTE_ORDER);
            position += BitUtil.align(length, FRAME_ALIGNMENT);
            if (handler != null && !isPadding(offset)) {
                handler.onFrame(segment, offset, length, position);
            }
        }
        return position;
    }

    /** What is wrong where {@link #read} ended. */
    String trouble() {
        return trouble;
    }

    /** Whether a good frame begins anywhere behind a position: then it was not the last that is bad there. */
    boolean hasFramesBehind(final long position) throws IOException {
        final long limit = newestBase() + recording.segmentLength();
        long next = position + FRAME_ALIGNMENT;
        while (next < limit) {
            if (!select(next)) {
                next = baseOf(next) + recording.segmentLength();
                continue;
            }
            final int offset = (int) (next - segmentBase);
            if (offset % ZEROS.capacity() == 0 && isZero(offset, offset + ZEROS.capacity())) {
                next += ZEROS.capacity();
                continue;
            }
            if (segment.capacity() - offset >= HEADER_LENGTH && segment.getInt(offset, BYTE_ORDER) > 0 &&
                wrong(offset, next) == null) {
                return true;
            }
            next += FRAME_ALIGNMENT;
        }
        return false;
    }

    /**
     * Whether what is wrong at a position stays wrong while good frames follow. In an archive that runs, frames may have come
     * there in the meantime.
     */
    boolean isBrokenAt(final long position) throws IOException {
        for (int attempt = 0; attempt < BROKEN_LOOKS; attempt++) {
            if (!hasFramesBehind(position) || read(position, position + 1, null) > position) {
                return false;
            }
            LockSupport.parkNanos(BROKEN_LOOK_INTERVAL_NS);
        }
        return true;
    }

    /** Whether the frame at a position carries exactly this. */
    boolean carries(final long position, final DirectBuffer body, final int bodyOffset, final int bodyLength)
        throws IOException {
        if (!select(position)) {
            return false;
        }
        final int offset = (int) (position - segmentBase);
        if (segment.capacity() - offset < HEADER_LENGTH + bodyLength ||
            segment.getInt(offset, BYTE_ORDER) != HEADER_LENGTH + bodyLength || isPadding(offset)) {
            return false;
        }
        for (int i = 0; i < bodyLength; i++) {
            if (segment.getByte(offset + HEADER_LENGTH + i) != body.getByte(bodyOffset + i)) {
                return false;
            }
        }
        return true;
    }

    /** Files of the recording that begin behind a position, newest first. */
    List<Path> filesBehind(final long position) throws IOException {
        final String prefix = recording.id() + "-";
        try (Stream<Path> files = Files.list(archive)) {
            return files.filter(file -> file.getFileName().toString().matches(prefix + "\\d+\\.rec"))
                .filter(file -> basePosition(file) > position)
                .sorted(Comparator.comparingLong(RecordingReader::basePosition).reversed()).toList();
        }
    }

    /**
     * Whether what is wrong at a position is a page that never came to the disk. A power cut does that, also in the midst of
     * the newest writes, none of which was acknowledged; no flipped byte looks like it.
     */
    boolean isPageMissing(final long position) throws IOException {
        if (!select(position)) {
            return false;
        }
        final int offset = (int) (position - segmentBase);
        final int pageEnd = offset / PAGE_LENGTH * PAGE_LENGTH + PAGE_LENGTH;
        if (isZero(offset, pageEnd)) {
            return true;
        }
        // No further than a frame may reach: its length may be what is wrong.
        final int length = segment.getInt(offset, BYTE_ORDER);
        return length <= recording.mtuLength() && offset + length > pageEnd && isZero(pageEnd, pageEnd + PAGE_LENGTH);
    }

    /** Whether there is anything at or behind a position. */
    boolean hasBytesFrom(final long position) throws IOException {
        return select(position) && !isZero((int) (position - segmentBase), segment.capacity());
    }

    /** File that holds a position. */
    Path fileOf(final long position) {
        return archive.resolve(recording.id() + "-" + baseOf(position) + ".rec");
    }

    /** Position at which the file that holds a position begins. */
    long baseOf(final long position) {
        return AeronArchive.segmentFileBasePosition(
            recording.startPosition(), position, recording.termLength(), recording.segmentLength());
    }

    @Override
    public void close() {
        BufferUtil.free(mapped);
        mapped = null;
        segment.wrap(0, 0);
        segmentBase = NO_SEGMENT;
    }

    /** Position at which the newest file begins; -1 without any. */
    long newestBase() throws IOException {
        final List<Path> files = filesBehind(NO_SEGMENT);
        return files.isEmpty() ? NO_SEGMENT : basePosition(files.getFirst());
    }

    private static long basePosition(final Path file) {
        final String name = file.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('-') + 1, name.length() - ".rec".length()));
    }

    private boolean select(final long position) throws IOException {
        final long base = baseOf(position);
        if (base != segmentBase) {
            close();
            final Path file = fileOf(position);
            if (!Files.exists(file)) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(channel.size(), recording.segmentLength()));
            }
            segment.wrap(mapped);
            segmentBase = base;
        }
        return true;
    }

    /** What is wrong with the frame at an offset; null when nothing is. */
    private String wrong(final int offset, final long position) {
        if (segment.capacity() - offset < HEADER_LENGTH) {
            return "the file is too short";
        }
        final int length = segment.getInt(offset, BYTE_ORDER);
        if (length == 0) {
            return NO_FRAME;
        }
        final int termOffset = (int) (position & recording.termLength() - 1);
        final int alignedLength = BitUtil.align(length, FRAME_ALIGNMENT);
        if (length < HEADER_LENGTH || alignedLength > recording.termLength() - termOffset ||
            alignedLength > segment.capacity() - offset) {
            return "its length is " + length;
        }
        final int type = segment.getShort(offset + DataHeaderFlyweight.TYPE_FIELD_OFFSET, BYTE_ORDER) & 0xFFFF;
        final boolean isPadding = type == DataHeaderFlyweight.HDR_TYPE_PAD;
        if (segment.getByte(offset + DataHeaderFlyweight.VERSION_FIELD_OFFSET) != 0 ||
            !isPadding && type != DataHeaderFlyweight.HDR_TYPE_DATA ||
            segment.getInt(offset + DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET, BYTE_ORDER) != termOffset ||
            segment.getInt(offset + DataHeaderFlyweight.STREAM_ID_FIELD_OFFSET, BYTE_ORDER) != recording.streamId() ||
            segment.getInt(offset + DataHeaderFlyweight.TERM_ID_FIELD_OFFSET, BYTE_ORDER) !=
                recording.initialTermId() + (int) (position >>> positionBitsToShift) ||
            segment.getLong(offset + DataHeaderFlyweight.RESERVED_VALUE_OFFSET, BYTE_ORDER) != 0) {
            return "its header is not the one of this place";
        }
        if (isPadding) {
            // Only the header of a padding is recorded: a body would be that of a frame of data, passed over in silence.
            return isZero(offset + HEADER_LENGTH, offset + alignedLength) ? null : "it is a padding with a body";
        }
        final int recorded = segment.getInt(offset + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET, BYTE_ORDER);
        final int computed = checksum.compute(
            segment.addressOffset(), offset + HEADER_LENGTH, alignedLength - HEADER_LENGTH);
        if (length > recording.mtuLength()) {
            return "its length is " + length;
        }
        if (recorded != computed) {
            return "its checksum is " + Integer.toHexString(computed) + " instead of " + Integer.toHexString(recorded);
        }
        return isZero(offset + length, offset + alignedLength) ? null : "it goes on behind its end";
    }

    /**
     * Begin and end of messages alternate, and only what is full is not the end of one. A recording may have been cut free
     * of its beginning within a message, and a leader may have died within one: then the next term follows.
     */
    private boolean isInOrder(final int offset) {
        if (isPadding(offset)) {
            return true;
        }
        final int flags = segment.getByte(offset + FLAGS_OFFSET) & 0xFF;
        final boolean isBegin = (flags & FLAG_BEGIN) != 0;
        final boolean isEnd = (flags & FLAG_END) != 0;
        final boolean isGood = (flags & ~(FLAG_BEGIN | FLAG_END)) == 0 &&
            (isEnd || segment.getInt(offset, BYTE_ORDER) == recording.mtuLength()) &&
            (!isPlaceInMessageKnown || isBegin != isInMessage || isBegin && isNewTerm(offset));
        isInMessage = !isEnd;
        isPlaceInMessageKnown = true;
        return isGood;
    }

    private boolean isNewTerm(final int offset) {
        if (segment.getInt(offset, BYTE_ORDER) < HEADER_LENGTH + MessageHeaderDecoder.ENCODED_LENGTH) {
            return false;
        }
        messageHeader.wrap(segment, offset + HEADER_LENGTH);
        return messageHeader.schemaId() == MessageHeaderDecoder.SCHEMA_ID &&
            messageHeader.templateId() == NewLeadershipTermEventDecoder.TEMPLATE_ID;
    }

    private boolean isPadding(final int offset) {
        return segment.getShort(offset + DataHeaderFlyweight.TYPE_FIELD_OFFSET, BYTE_ORDER) == DataHeaderFlyweight.HDR_TYPE_PAD;
    }

    private boolean isZero(final int from, final int to) {
        final int end = Math.min(to, segment.capacity());
        if (end - from < FRAME_ALIGNMENT) {
            for (int offset = from; offset < end; offset++) {
                if (segment.getByte(offset) != 0) {
                    return false;
                }
            }
            return true;
        }
        for (int offset = from; offset < end; offset += ZEROS.capacity()) {
            final int length = Math.min(ZEROS.capacity(), end - offset);
            if (mapped.slice(offset, length).mismatch(ZEROS.slice(0, length)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
