package io.bourse.node;

import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.aeron.archive.codecs.RecordingDescriptorDecoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder;
import io.aeron.archive.codecs.RecordingState;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The catalog of an archive, read by its format: what Aeron has for this is not public. */
final class ArchiveCatalog implements AutoCloseable {
    private static final String FILE = "archive.catalog";
    private static final int HEADER_LENGTH = RecordingDescriptorHeaderDecoder.BLOCK_LENGTH;
    private static final int CHECKSUM_OFFSET = RecordingDescriptorHeaderDecoder.checksumEncodingOffset();
    private static final ByteOrder BYTE_ORDER = ByteOrder.LITTLE_ENDIAN;

    private final Checksum checksum = Checksums.crc32c();
    private final MappedByteBuffer mapped;
    private final UnsafeBuffer buffer;

    private ArchiveCatalog(final MappedByteBuffer mapped) {
        this.mapped = mapped;
        this.buffer = new UnsafeBuffer(mapped);
    }

    /** Whether an archive has been used at all. */
    static boolean exists(final Path archive) {
        return Files.exists(archive.resolve(FILE));
    }

    /** Opens it; to write only while nothing runs on the archive. */
    static ArchiveCatalog open(final Path archive, final boolean isWritable) throws IOException {
        final FileChannel.MapMode mode = isWritable ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY;
        final StandardOpenOption[] options = isWritable ?
            new StandardOpenOption[]{StandardOpenOption.READ, StandardOpenOption.WRITE} :
            new StandardOpenOption[]{StandardOpenOption.READ};
        try (FileChannel file = FileChannel.open(archive.resolve(FILE), options)) {
            return new ArchiveCatalog(file.map(mode, 0, file.size()));
        }
    }

    /** The newest valid recording of a stream, also of an archive that runs. */
    static Recording newest(final Path archive, final int streamId) {
        try (ArchiveCatalog catalog = open(archive, false)) {
            return catalog.recordings().stream()
                .filter(each -> each.streamId() == streamId && each.state() == RecordingState.VALID)
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new NodeException("archive " + archive + " has no recording of stream " + streamId));
        } catch (final IOException failure) {
            throw new NodeException("archive " + archive + " cannot be read: " + failure, failure);
        }
    }

    /** Whether a recording still holds a position: from an archive that runs, what nobody needs is removed. */
    static boolean reachesBackTo(final Path archive, final Recording recording, final long position) throws IOException {
        try (ArchiveCatalog catalog = open(archive, false)) {
            return catalog.recordings().stream().anyMatch(each -> each.id() == recording.id() &&
                each.state() == RecordingState.VALID && each.startPosition() <= position);
        }
    }

    /** Whether its beginning has reached the disk: a file that was made and never synced may be all zeros after a power cut. */
    boolean isWritten() {
        return buffer.capacity() >= CatalogHeaderDecoder.BLOCK_LENGTH && new CatalogHeaderDecoder().wrap(buffer, 0,
            CatalogHeaderDecoder.BLOCK_LENGTH, CatalogHeaderDecoder.SCHEMA_VERSION).version() != 0;
    }

    /** All recordings, oldest first, whatever their state. */
    List<Recording> recordings() {
        final List<Recording> recordings = new ArrayList<>();
        final RecordingDescriptorHeaderDecoder header = new RecordingDescriptorHeaderDecoder();
        final RecordingDescriptorDecoder descriptor = new RecordingDescriptorDecoder();
        int offset = CatalogHeaderDecoder.BLOCK_LENGTH;
        while (offset + HEADER_LENGTH < buffer.capacity()) {
            header.wrap(buffer, offset, HEADER_LENGTH, RecordingDescriptorHeaderDecoder.SCHEMA_VERSION);
            final int length = header.length();
            if (length <= 0 || length > buffer.capacity() - offset - HEADER_LENGTH) {
                break;
            }
            descriptor.wrap(buffer, offset + HEADER_LENGTH, RecordingDescriptorDecoder.BLOCK_LENGTH,
                RecordingDescriptorDecoder.SCHEMA_VERSION);
            descriptor.skipStrippedChannel();
            recordings.add(new Recording(offset, descriptor.recordingId(), header.state(), descriptor.startPosition(),
                descriptor.stopPosition(), descriptor.initialTermId(), descriptor.segmentFileLength(),
                descriptor.termBufferLength(), descriptor.mtuLength(), descriptor.streamId(),
                descriptor.originalChannel()));
            offset += HEADER_LENGTH + length;
        }
        return recordings;
    }

    /**
     * Whether an entry is as it was written. Aeron's own repair sets the end of a recording without a new checksum; that
     * is no damage.
     */
    boolean isIntact(final Recording recording) {
        if (storedChecksum(recording) == computedChecksum(recording)) {
            return true;
        }
        final int descriptor = recording.catalogOffset() + HEADER_LENGTH;
        final int length = length(recording);
        final UnsafeBuffer copy = new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, Long.BYTES));
        copy.putBytes(0, buffer, descriptor, length);
        copy.putLong(RecordingDescriptorDecoder.stopPositionEncodingOffset(), AeronArchive.NULL_POSITION, BYTE_ORDER);
        copy.putLong(RecordingDescriptorDecoder.stopTimestampEncodingOffset(), AeronArchive.NULL_TIMESTAMP, BYTE_ORDER);
        return checksum.compute(copy.addressOffset(), 0, length) == storedChecksum(recording);
    }

    /** Writes where a recording ends. */
    void stop(final Recording recording, final long position, final long timestampMs) {
        final int descriptor = recording.catalogOffset() + HEADER_LENGTH;
        buffer.putLong(descriptor + RecordingDescriptorDecoder.stopPositionEncodingOffset(), position, BYTE_ORDER);
        buffer.putLong(descriptor + RecordingDescriptorDecoder.stopTimestampEncodingOffset(), timestampMs, BYTE_ORDER);
        buffer.putInt(recording.catalogOffset() + CHECKSUM_OFFSET, computedChecksum(recording), BYTE_ORDER);
        mapped.force();
    }

    @Override
    public void close() {
        BufferUtil.free(mapped);
    }

    private int length(final Recording recording) {
        return buffer.getInt(
            recording.catalogOffset() + RecordingDescriptorHeaderDecoder.lengthEncodingOffset(), BYTE_ORDER);
    }

    private int storedChecksum(final Recording recording) {
        return buffer.getInt(recording.catalogOffset() + CHECKSUM_OFFSET, BYTE_ORDER);
    }

    private int computedChecksum(final Recording recording) {
        return checksum.compute(
            buffer.addressOffset(), recording.catalogOffset() + HEADER_LENGTH, length(recording));
    }
}
