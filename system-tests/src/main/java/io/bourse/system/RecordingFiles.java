package io.bourse.system;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.aeron.archive.codecs.RecordingDescriptorDecoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of an archive that nothing runs on: read by their format, compared and damaged. */
final class RecordingFiles {
    /** A recording as the catalog describes it. */
    record Recording(long id, long startPosition, long stopPosition, int segmentLength, int termLength, String channel) {
    }

    private static final int FRAME_ALIGNMENT = 32;
    private static final int HEADER_LENGTH = 32;
    private static final int FRAME_TYPE_OFFSET = 6;
    private static final int FRAME_TYPE_PADDING = 0;
    /** Of a recorded frame these bytes are its checksum. */
    private static final int CHECKSUM_OFFSET = 12;

    private final Path archive;
    private Path segmentPath;
    private MappedByteBuffer segment;

    RecordingFiles(final Path memberFolder) {
        archive = memberFolder.resolve("archive");
    }

    /** Valid recordings, oldest first. */
    List<Recording> recordings() {
        final List<Recording> recordings = new ArrayList<>();
        final UnsafeBuffer catalog = new UnsafeBuffer(read(archive.resolve("archive.catalog")));
        final RecordingDescriptorHeaderDecoder header = new RecordingDescriptorHeaderDecoder();
        final RecordingDescriptorDecoder descriptor = new RecordingDescriptorDecoder();
        int offset = CatalogHeaderDecoder.BLOCK_LENGTH;
        while (offset + RecordingDescriptorHeaderDecoder.BLOCK_LENGTH < catalog.capacity()) {
            header.wrap(catalog, offset, RecordingDescriptorHeaderDecoder.BLOCK_LENGTH,
                RecordingDescriptorHeaderDecoder.SCHEMA_VERSION);
            if (header.length() <= 0) {
                break;
            }
            descriptor.wrap(catalog, offset + RecordingDescriptorHeaderDecoder.BLOCK_LENGTH,
                RecordingDescriptorDecoder.BLOCK_LENGTH, RecordingDescriptorDecoder.SCHEMA_VERSION);
            descriptor.skipStrippedChannel();
            recordings.add(new Recording(descriptor.recordingId(), descriptor.startPosition(), descriptor.stopPosition(),
                descriptor.segmentFileLength(), descriptor.termBufferLength(), descriptor.originalChannel()));
            offset += RecordingDescriptorHeaderDecoder.BLOCK_LENGTH + header.length();
        }
        return recordings;
    }

    /** The youngest recording whose channel holds a text. */
    Recording newest(final String channelText) {
        return recordings().stream().filter(recording -> recording.channel().contains(channelText))
            .reduce((older, younger) -> younger).orElseThrow();
    }

    Recording byId(final long id) {
        return recordings().stream().filter(recording -> recording.id() == id).findFirst().orElseThrow();
    }

    /** Where two recordings of the same stream differ; empty when they do not, as far as both reach. */
    static String difference(
        final RecordingFiles one, final Recording first, final RecordingFiles other, final Recording second) {
        final long from = Math.max(first.startPosition(), second.startPosition());
        final long to = Math.min(first.stopPosition(), second.stopPosition());
        if (first.segmentLength() != second.segmentLength()) {
            return "segments of " + first.segmentLength() + " and " + second.segmentLength() + " bytes";
        }
        long position = from;
        while (position < to) {
            final byte[] mine = one.frame(first, position);
            final byte[] theirs = other.frame(second, position);
            final int length = ByteBuffer.wrap(mine).order(ByteOrder.LITTLE_ENDIAN).getInt();
            if (length <= 0) {
                return "no frame at position " + position;
            }
            final boolean isPadding = (mine[FRAME_TYPE_OFFSET] & 0xFF | (mine[FRAME_TYPE_OFFSET + 1] & 0xFF) << 8) ==
                FRAME_TYPE_PADDING;
            final int compared = isPadding ? CHECKSUM_OFFSET : mine.length;
            for (int i = 0; i < compared; i++) {
                if (i >= theirs.length || mine[i] != theirs[i]) {
                    return "frames at position " + position + " differ in byte " + i;
                }
            }
            position += length + FRAME_ALIGNMENT - 1 & -FRAME_ALIGNMENT;
        }
        return "";
    }

    /** What the frames of a recording carry, without their headers. */
    byte[] payload(final Recording recording) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long position = recording.startPosition();
        while (position < recording.stopPosition()) {
            final byte[] frame = frame(recording, position);
            final int length = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt();
            if (length <= 0) {
                throw new IllegalStateException("no frame at " + position + " of " + recording);
            }
            bytes.write(frame, HEADER_LENGTH, frame.length - HEADER_LENGTH);
            position += length + FRAME_ALIGNMENT - 1 & -FRAME_ALIGNMENT;
        }
        return bytes.toByteArray();
    }

    /** Zeroes the end of the last frame, as a stop in the middle of writing leaves it. */
    void tearTail(final Recording recording) {
        final Path segment = newestSegment(recording);
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            final long end = endOfFrames(file);
            if (end >= HEADER_LENGTH + FRAME_ALIGNMENT) {
                file.seek(end - 24);
                file.write(new byte[24]);
            }
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Flips one bit in what a frame in the middle carries; returns the file and the offset. */
    String flipBit(final Recording recording) {
        final Path segment = newestSegment(recording);
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            final long middle = endOfFrames(file) / 2;
            long offset = 0;
            while (true) {
                file.seek(offset);
                final int length = Integer.reverseBytes(file.readInt());
                final long next = offset + (length + FRAME_ALIGNMENT - 1 & -FRAME_ALIGNMENT);
                if (next > middle && length > HEADER_LENGTH) {
                    file.seek(offset + HEADER_LENGTH);
                    final int value = file.read();
                    file.seek(offset + HEADER_LENGTH);
                    file.write(value ^ 1);
                    return segment.getFileName() + " offset " + (offset + HEADER_LENGTH);
                }
                offset = next;
            }
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private byte[] frame(final Recording recording, final long position) {
        final long base = AeronArchive.segmentFileBasePosition(
            recording.startPosition(), position, recording.termLength(), recording.segmentLength());
        final MappedByteBuffer segment = segment(archive.resolve(recording.id() + "-" + base + ".rec"));
        final int offset = (int) (position - base);
        final byte[] frame = new byte[Math.max(HEADER_LENGTH, segment.getInt(offset))];
        segment.get(offset, frame);
        return frame;
    }

    private MappedByteBuffer segment(final Path path) {
        if (!path.equals(segmentPath)) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
                segment = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
                segment.order(ByteOrder.LITTLE_ENDIAN);
                segmentPath = path;
            } catch (final IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
        return segment;
    }

    private Path newestSegment(final Recording recording) {
        try (Stream<Path> files = Files.list(archive)) {
            return files.filter(file -> file.getFileName().toString().matches(recording.id() + "-\\d+\\.rec"))
                .max(Comparator.comparingLong(RecordingFiles::basePosition)).orElseThrow();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static long basePosition(final Path segment) {
        final String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('-') + 1, name.length() - ".rec".length()));
    }

    private static long endOfFrames(final RandomAccessFile file) throws IOException {
        long offset = 0;
        while (offset + HEADER_LENGTH <= file.length()) {
            file.seek(offset);
            final int length = Integer.reverseBytes(file.readInt());
            if (length <= 0) {
                return offset;
            }
            offset += length + FRAME_ALIGNMENT - 1 & -FRAME_ALIGNMENT;
        }
        return offset;
    }

    private static ByteBuffer read(final Path file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
