package io.bourse.node;

import io.aeron.archive.ArchiveTool;
import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.checksum.Checksums;
import io.aeron.protocol.DataHeaderFlyweight;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes an archive usable after a stop that was no stop. The newest segment of a recording may end in a frame of which
 * only a part reached the disk; with checksums that is certain, and the frame is cut off: it was never acknowledged by
 * this disk. A bad frame with good ones behind it is damage, which is not repaired here.
 */
final class ArchiveRepair {
    private static final Logger LOGGER = LoggerFactory.getLogger(ArchiveRepair.class);
    private static final String CHECKSUM_CLASS = "io.aeron.archive.checksum.Crc32c";
    private static final int HEADER_LENGTH = DataHeaderFlyweight.HEADER_LENGTH;
    private static final int FRAME_ALIGNMENT = 32;
    private static final int END_OF_FRAMES = -1;

    private final Checksum checksum = Checksums.crc32c();

    private ArchiveRepair() {
    }

    /**
     * Repairs.
     *
     * @throws NodeException if the archive is damaged
     */
    static void repair(final File archiveDir) {
        if (!new File(archiveDir, "archive.catalog").exists()) {
            return;
        }
        final ArchiveRepair repair = new ArchiveRepair();
        for (final File segment : newestSegments(archiveDir).values()) {
            try {
                repair.cutTornTail(segment);
            } catch (final IOException failure) {
                throw new NodeException("segment " + segment + " cannot be read: " + failure, failure);
            }
        }
        final ByteArrayOutputStream report = new ByteArrayOutputStream();
        final boolean isGood = ArchiveTool.verify(
            new PrintStream(report, true, StandardCharsets.UTF_8), archiveDir,
            EnumSet.of(ArchiveTool.VerifyOption.APPLY_CHECKSUM), CHECKSUM_CLASS, file -> true);
        if (!isGood) {
            throw new NodeException("archive " + archiveDir + " is damaged; if the other members are healthy, move this" +
                " member's data folder aside and start it empty, it copies the log from them:\n" +
                report.toString(StandardCharsets.UTF_8));
        }
    }

    private static Map<String, File> newestSegments(final File archiveDir) {
        final Map<String, File> newest = new HashMap<>();
        final File[] segments = archiveDir.listFiles((folder, name) -> name.matches("\\d+-\\d+\\.rec"));
        for (final File segment : segments == null ? new File[0] : segments) {
            final String recordingId = segment.getName().substring(0, segment.getName().indexOf('-'));
            newest.merge(recordingId, segment, (a, b) -> basePosition(a) > basePosition(b) ? a : b);
        }
        return newest;
    }

    private static long basePosition(final File segment) {
        final String name = segment.getName();
        return Long.parseLong(name.substring(name.indexOf('-') + 1, name.length() - ".rec".length()));
    }

    private void cutTornTail(final File segment) throws IOException {
        try (FileChannel channel = FileChannel.open(
            segment.toPath(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final int length = (int) channel.size();
            if (length < HEADER_LENGTH) {
                return;
            }
            final ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
            try {
                final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
                final int tornOffset = tornFrame(buffer, length);
                if (tornOffset != END_OF_FRAMES) {
                    buffer.setMemory(tornOffset, length - tornOffset, (byte) 0);
                    LOGGER.warn("cut off an incomplete frame at the end of {}: offset={}", segment, tornOffset);
                }
            } finally {
                BufferUtil.free(bytes);
            }
        }
    }

    /** Offset of the last frame when it is bad; {@link #END_OF_FRAMES} when it is good or not the last. */
    private int tornFrame(final UnsafeBuffer buffer, final int length) {
        int offset = 0;
        while (offset + HEADER_LENGTH <= length && frameLength(buffer, offset) == 0) {
            offset += FRAME_ALIGNMENT;
        }
        while (offset + HEADER_LENGTH <= length) {
            final int frameLength = frameLength(buffer, offset);
            if (frameLength == 0) {
                return END_OF_FRAMES;
            }
            final int alignedLength = BitUtil.align(frameLength, FRAME_ALIGNMENT);
            final boolean isInside = frameLength > 0 && alignedLength <= length - offset;
            if (!isInside || !isGood(buffer, offset, alignedLength)) {
                final int next = offset + alignedLength;
                final boolean isLast =
                    !isInside || next + HEADER_LENGTH > length || frameLength(buffer, next) == 0;
                return isLast ? offset : END_OF_FRAMES;
            }
            offset += alignedLength;
        }
        return END_OF_FRAMES;
    }

    private boolean isGood(final UnsafeBuffer buffer, final int offset, final int alignedLength) {
        final int type = buffer.getShort(offset + DataHeaderFlyweight.TYPE_FIELD_OFFSET) & 0xFFFF;
        if (type == DataHeaderFlyweight.HDR_TYPE_PAD) {
            return true;
        }
        final int computed = checksum.compute(
            buffer.addressOffset(), offset + HEADER_LENGTH, alignedLength - HEADER_LENGTH);
        return computed == buffer.getInt(offset + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET);
    }

    private static int frameLength(final UnsafeBuffer buffer, final int offset) {
        return buffer.getInt(offset + DataHeaderFlyweight.FRAME_LENGTH_FIELD_OFFSET);
    }
}
