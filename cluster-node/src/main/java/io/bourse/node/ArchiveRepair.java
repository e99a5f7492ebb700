package io.bourse.node;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.RecordingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Looks at every frame of an archive before anything is served from it, and makes it usable after a stop that was no stop: a
 * recording that was being written may end in a frame, or in pages, of which only a part reached the disk. They were never
 * acknowledged by this disk and are cut off. Everything else that is not as it was written is damage, which is not repaired
 * here: the other members have what is missing.
 */
final class ArchiveRepair {
    private static final Logger LOGGER = LoggerFactory.getLogger(ArchiveRepair.class);

    /** Of each recording so much is read at a start, the newest; a multiple of every length of a file. */
    private static final long READ_MAX = 2L * 1024 * 1024 * 1024;

    private final Path archive;
    private final ArchiveCatalog catalog;
    private long byteCount;

    private ArchiveRepair(final Path archive, final ArchiveCatalog catalog) {
        this.archive = archive;
        this.catalog = catalog;
    }

    /**
     * Verifies, and repairs what a stop without warning leaves.
     *
     * @throws NodeException if the archive is damaged
     */
    static void repair(final Path archive) {
        if (!ArchiveCatalog.exists(archive)) {
            return;
        }
        final long startNs = System.nanoTime();
        try (ArchiveCatalog catalog = ArchiveCatalog.open(archive, true)) {
            final ArchiveRepair repair = new ArchiveRepair(archive, catalog);
            if (!catalog.isWritten()) {
                throw repair.damaged("Its catalog is all zeros, as a loss of power leaves it in a profile that is not durable;" +
                    " when all members are like this, ./bourse cluster restore makes them anew out of a backup");
            }
            for (final Recording recording : catalog.recordings()) {
                repair.recording(recording);
            }
            LOGGER.info("verified {} bytes of {} in {} ms", repair.byteCount, archive,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
        } catch (final IOException failure) {
            throw new NodeException("archive " + archive + " cannot be read: " + failure, failure);
        }
    }

    /**
     * Whether an archive that runs is damaged at a position: a checksum that does not match may have been seen here, or by
     * another member on what it read of its own.
     */
    static boolean isDamaged(final Path archive, final long recordingId, final long position) {
        try (ArchiveCatalog catalog = ArchiveCatalog.open(archive, false)) {
            for (final Recording recording : catalog.recordings()) {
                if (recording.id() == recordingId && recording.state() == RecordingState.VALID) {
                    return isDamaged(archive, recording, position);
                }
            }
            return false;
        } catch (final IOException unreadable) {
            LOGGER.error("archive {} cannot be read", archive, unreadable);
            return true;
        }
    }

    private static boolean isDamaged(final Path archive, final Recording recording, final long position) throws IOException {
        try (RecordingReader reader = new RecordingReader(archive, recording)) {
            final long from = Math.max(recording.startPosition(), reader.baseOf(position));
            final long end = reader.read(from, position + 1, null);
            final boolean isOpen = recording.stopPosition() == AeronArchive.NULL_POSITION;
            return end <= position && (isOpen ? reader.isBrokenAt(end) : end < recording.stopPosition()) &&
                ArchiveCatalog.reachesBackTo(archive, recording, end);
        }
    }

    private void recording(final Recording recording) throws IOException {
        if (recording.state() == RecordingState.DELETED) {
            return;
        }
        if (recording.state() != RecordingState.VALID || !catalog.isIntact(recording)) {
            throw damaged(recording, "its entry in the catalog is not as it was written");
        }
        final long stop = recording.stopPosition();
        final boolean isOpen = stop == AeronArchive.NULL_POSITION;
        try (RecordingReader reader = new RecordingReader(archive, recording)) {
            final long from = Math.max(recording.startPosition(), reader.newestBase() - READ_MAX);
            final long end = reader.read(from, isOpen ? Long.MAX_VALUE : stop, null);
            byteCount += end - from;
            // A power cut after an orderly stop may have lost the newest pages, though the catalog knows of them.
            final boolean isLost = end < stop && reader.isPageMissing(end) && !reader.hasFramesBehind(end);
            if (isOpen || isLost) {
                close(recording, reader, end);
            } else if (end != stop) {
                throw damaged(recording, "at position " + end + " of " + stop + ", in " + reader.fileOf(end) + ", " +
                    reader.trouble());
            }
        }
    }

    /** Ends a recording that was being written where its good frames end. */
    private void close(final Recording recording, final RecordingReader reader, final long end) throws IOException {
        final String trouble = reader.trouble();
        final boolean isLast = !reader.hasFramesBehind(end);
        if (!isLast && !reader.isPageMissing(end)) {
            throw damaged(recording, "at position " + end + ", in " + reader.fileOf(end) + ", " + trouble +
                ", and good frames follow");
        }
        if (!isLast || reader.hasBytesFrom(end)) {
            LOGGER.warn("cut off an incomplete frame at the end of {}: position={}: {}", reader.fileOf(end), end, trouble);
            final Path file = reader.fileOf(end);
            final long base = reader.baseOf(end);
            reader.close();
            cut(file, end - base, recording.segmentLength());
        }
        // The archive makes the next file of a recording anew, and refuses when it is there.
        for (final Path file : reader.filesBehind(reader.baseOf(end))) {
            LOGGER.warn("deleting {}, behind the last frame of its recording", file);
            Files.delete(file);
        }
        catalog.stop(recording, end, System.currentTimeMillis());
    }

    /** Leaves a hole, as at the end of a file that was never written that far. */
    private static void cut(final Path file, final long offset, final long length) throws IOException {
        try (RandomAccessFile segment = new RandomAccessFile(file.toFile(), "rw")) {
            segment.setLength(offset);
            segment.setLength(length);
            segment.getFD().sync();
        }
    }

    private NodeException damaged(final Recording recording, final String what) {
        return damaged("Recording " + recording.id() + " (" + recording.channel() + "): " + what);
    }

    private NodeException damaged(final String what) {
        return new NodeException(MemberExit.DAMAGED, "archive " + archive + " is damaged; if the other members are healthy," +
            " ./bourse cluster repair N puts this member's folder aside and lets it copy everything from them. Nothing of it is" +
            " served. " + what);
    }
}
