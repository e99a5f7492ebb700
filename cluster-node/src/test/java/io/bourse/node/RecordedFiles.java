package io.bourse.node;

import io.aeron.archive.client.AeronArchive;
import io.aeron.protocol.DataHeaderFlyweight;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/** Finds its way about the files of an archive, for tests that damage them. */
final class RecordedFiles {
    private static final int FRAME_ALIGNMENT = 32;

    private RecordedFiles() {
    }

    /** The newest recording of a stream. */
    static Recording recording(final Path dataDir, final int streamId) {
        return ArchiveCatalog.newest(archive(dataDir), streamId);
    }

    /**
     * Flips a bit in the body of a frame.
     *
     * @param frame counted from 0
     * @return position of the byte, to {@link #flipBitAt flip it back}
     */
    static long flipBit(final Path dataDir, final int streamId, final int frame) throws IOException {
        final long[] bodyAndEnd = frame(dataDir, streamId, frame);
        flipBitAt(dataDir, streamId, bodyAndEnd[0]);
        return bodyAndEnd[0];
    }

    static void flipBitAt(final Path dataDir, final int streamId, final long position) throws IOException {
        try (RecordingReader reader = new RecordingReader(archive(dataDir), recording(dataDir, streamId));
            RandomAccessFile bytes = new RandomAccessFile(reader.fileOf(position).toFile(), "rw")) {
            final long offset = position - reader.baseOf(position);
            bytes.seek(offset);
            final int value = bytes.read();
            bytes.seek(offset);
            bytes.write(value ^ 1);
        }
    }

    /** Zeroes what the last frame carries, as a stop in the middle of writing leaves it. */
    static void tearTail(final Path dataDir, final int streamId) throws IOException {
        zero(dataDir, streamId, frame(dataDir, streamId, Integer.MAX_VALUE)[0]);
    }

    /** Zeroes the file that holds a position from there on. */
    static void zero(final Path dataDir, final int streamId, final long position) throws IOException {
        try (RecordingReader reader = new RecordingReader(archive(dataDir), recording(dataDir, streamId));
            RandomAccessFile bytes = new RandomAccessFile(reader.fileOf(position).toFile(), "rw")) {
            final long length = bytes.length();
            bytes.setLength(position - reader.baseOf(position));
            bytes.setLength(length);
        }
    }

    /** Position of the body of the first frame behind a position whose body is wanted. */
    static long find(final Path dataDir, final int streamId, final long behind, final Predicate<DirectBuffer> isWanted)
        throws IOException {
        final Recording recording = recording(dataDir, streamId);
        final long[] found = {-1};
        final UnsafeBuffer body = new UnsafeBuffer(0, 0);
        try (RecordingReader reader = new RecordingReader(archive(dataDir), recording)) {
            reader.read(recording.startPosition(), Long.MAX_VALUE, (buffer, offset, length, position) -> {
                final long begin = position - (length + FRAME_ALIGNMENT - 1 & -FRAME_ALIGNMENT);
                body.wrap(buffer, offset + RecordingReader.HEADER_LENGTH, length - RecordingReader.HEADER_LENGTH);
                if (found[0] < 0 && begin >= behind && isWanted.test(body)) {
                    found[0] = begin + RecordingReader.HEADER_LENGTH;
                }
            });
        }
        if (found[0] < 0) {
            throw new AssertionError("no such frame");
        }
        return found[0];
    }

    /** Flips a bit of a frame's body and puts the checksum right, as a program that writes something else would. */
    static void forge(final Path dataDir, final int streamId, final long bodyPosition, final int index) throws IOException {
        flipBitAt(dataDir, streamId, bodyPosition + index);
        try (RecordingReader reader = new RecordingReader(archive(dataDir), recording(dataDir, streamId));
            RandomAccessFile bytes = new RandomAccessFile(reader.fileOf(bodyPosition).toFile(), "rw")) {
            final long header = bodyPosition - RecordingReader.HEADER_LENGTH - reader.baseOf(bodyPosition);
            bytes.seek(header);
            final int length = Integer.reverseBytes(bytes.readInt());
            final byte[] body =
                new byte[(length + FRAME_ALIGNMENT - 1 & -FRAME_ALIGNMENT) - RecordingReader.HEADER_LENGTH];
            bytes.seek(header + RecordingReader.HEADER_LENGTH);
            bytes.readFully(body);
            final CRC32C checksum = new CRC32C();
            checksum.update(body);
            bytes.seek(header + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET);
            bytes.writeInt(Integer.reverseBytes((int) checksum.getValue()));
        }
    }

    /** As a kill leaves the catalog: a recording that has not ended. */
    static void reopen(final Path dataDir, final int streamId) throws IOException {
        try (ArchiveCatalog catalog = ArchiveCatalog.open(archive(dataDir), true)) {
            catalog.stop(recording(dataDir, streamId), AeronArchive.NULL_POSITION, AeronArchive.NULL_TIMESTAMP);
        }
    }

    /** Where the body of a frame begins and where the next frame does; of the last frame if there are not so many. */
    static long[] frame(final Path dataDir, final int streamId, final int frame) throws IOException {
        final Recording recording = recording(dataDir, streamId);
        final long[] bodyAndEnd = new long[2];
        final int[] count = new int[1];
        try (RecordingReader reader = new RecordingReader(archive(dataDir), recording)) {
            reader.read(recording.startPosition(), Long.MAX_VALUE, (buffer, offset, length, position) -> {
                if (count[0]++ <= frame) {
                    bodyAndEnd[0] = position - (length + FRAME_ALIGNMENT - 1 & -FRAME_ALIGNMENT) +
                        RecordingReader.HEADER_LENGTH;
                    bodyAndEnd[1] = position;
                }
            });
        }
        return bodyAndEnd;
    }

    private static Path archive(final Path dataDir) {
        return dataDir.resolve("archive");
    }
}
