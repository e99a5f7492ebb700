package io.bourse.system;

import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.aeron.archive.codecs.RecordingDescriptorDecoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of an archive that nothing runs on: read by their format, and damaged. */
final class RecordingFiles {
    /** A recording as the catalog describes it. */
    record Recording(long id, long startPosition, long stopPosition, int segmentLength, int termLength, String channel) {
    }

    private static final int FRAME_ALIGNMENT = 32;
    private static final int HEADER_LENGTH = 32;

    private final Path archive;

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
