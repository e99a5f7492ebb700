package io.bourse.node;

import io.aeron.ExclusivePublication;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.status.RecordingPos;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What may stand in the files of an archive, written by Aeron itself, and what a start makes of it. */
@Timeout(60)
class ArchiveRepairTest {
    private static final int TERM_LENGTH = 64 * 1024;
    private static final int SEGMENT_LENGTH = 128 * 1024;
    private static final int STREAM_ID = 7;
    private static final int LENGTH_MAX = 3_000;
    private static final int BYTES = 300_000;
    private static final int PAGE = 4_096;

    /** Messages of all lengths, some of several frames, over three files; stopped in the orderly way. */
    @TempDir
    private static Path written;
    private static final List<Frame> FRAMES = new ArrayList<>();

    @TempDir
    private Path archive;

    private record Frame(long begin, long end, long next) {
    }

    @BeforeAll
    static void record() {
        final String aeronDir = written.resolve("driver").toString();
        final MediaDriver.Context driver = new MediaDriver.Context().aeronDirectoryName(aeronDir).dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true).threadingMode(ThreadingMode.SHARED).ipcTermBufferLength(TERM_LENGTH);
        final Archive.Context context = new Archive.Context().aeronDirectoryName(aeronDir)
            .archiveDir(written.resolve("archive").toFile()).controlChannelEnabled(false)
            .archiveClientContext(new AeronArchive.Context().controlResponseChannel("aeron:udp?endpoint=localhost:0"))
            .localControlChannel("aeron:ipc").replicationChannel("aeron:udp?endpoint=localhost:0")
            .recordingEventsEnabled(false).threadingMode(ArchiveThreadingMode.SHARED).segmentFileLength(SEGMENT_LENGTH)
            .recordChecksum(Checksums.crc32c()).replayChecksum(Checksums.crc32c());
        try (MediaDriver media = MediaDriver.launch(driver);
            Archive server = Archive.launch(context);
            AeronArchive client = AeronArchive.connect(new AeronArchive.Context().aeronDirectoryName(aeronDir)
                .controlRequestChannel("aeron:ipc").controlResponseChannel("aeron:ipc"))) {
            final ExclusivePublication publication =
                client.addRecordedExclusivePublication("aeron:ipc?term-length=64k|mtu=1408", STREAM_ID);
            final CountersReader counters = client.context().aeron().countersReader();
            TestCluster.await("recording", () ->
                RecordingPos.findCounterIdBySession(counters, publication.sessionId(), client.archiveId()) >= 0);
            final int counterId =
                RecordingPos.findCounterIdBySession(counters, publication.sessionId(), client.archiveId());
            final Random random = new Random(1);
            final UnsafeBuffer message = new UnsafeBuffer(new byte[LENGTH_MAX]);
            while (publication.position() < BYTES) {
                final int length = 1 + random.nextInt(LENGTH_MAX);
                random.nextBytes(message.byteArray());
                TestCluster.await("place", () -> publication.offer(message, 0, length) > 0);
            }
            TestCluster.await("recorded", () -> counters.getCounterValue(counterId) == publication.position());
            assertTrue(server.context().archiveDir().isDirectory() && media.aeronDirectoryName().equals(aeronDir));
        }
    }

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.list(written.resolve("archive"))) {
            for (final Path file : files.filter(each -> !each.toString().endsWith("mark.dat")).toList()) {
                Files.copy(file, archive.resolve(file.getFileName()));
            }
        }
        FRAMES.clear();
        final Recording recording = recording();
        final List<Long> ends = new ArrayList<>();
        final List<Integer> lengths = new ArrayList<>();
        try (RecordingReader reader = new RecordingReader(archive, recording)) {
            reader.read(recording.startPosition(), recording.stopPosition(), (buffer, offset, length, position) -> {
                ends.add(position);
                lengths.add(length);
            });
        }
        for (int i = 0; i < ends.size(); i++) {
            final long begin = ends.get(i) - (lengths.get(i) + 31 & -32);
            FRAMES.add(new Frame(begin, begin + lengths.get(i), ends.get(i)));
        }
    }

    @Test
    void shouldFindNothingWrongWithWhatWasWritten() throws IOException {
        ArchiveRepair.repair(archive);
        assertEquals(FRAMES.getLast().next(), recording().stopPosition());
        assertTrue(FRAMES.size() > 200);
        assertTrue(FRAMES.getLast().next() > 2 * SEGMENT_LENGTH, "three files");
    }

    /** Of every byte of a frame one bit, in the first file, which Aeron's own verification does not look at. */
    @Test
    void shouldFindAFlippedBitWhereverItIs() throws IOException {
        final Random random = new Random(2);
        int flipped = 0;
        for (final Frame frame : List.of(FRAMES.get(20), FRAMES.get(21), FRAMES.get(22), FRAMES.get(FRAMES.size() - 2))) {
            for (long position = frame.begin(); position < frame.end(); position += position < frame.begin() + 40 ? 1 : 97) {
                flip(position, mask(position - frame.begin(), random));
                final NodeException damage = assertThrows(NodeException.class, () -> ArchiveRepair.repair(archive));
                assertEquals(MemberExit.DAMAGED, damage.exit());
                assertTrue(isDamagedNear(frame));
                copySegments();
                flipped++;
            }
        }
        ArchiveRepair.repair(archive);
        assertFalse(isDamagedNear(FRAMES.get(20)));
        assertTrue(flipped > 160);
    }

    /** The same when the recording was being written: what was whole must not be cut off with what was not. */
    @Test
    void shouldNotTakeAFlippedBitForATornEnd() throws IOException {
        final Random random = new Random(3);
        for (final int index : new int[]{20, FRAMES.size() - 20}) {
            final Frame frame = FRAMES.get(index);
            for (int offset = 0; offset < 40; offset++) {
                open();
                flip(frame.begin() + offset, mask(offset, random));
                assertEquals(MemberExit.DAMAGED,
                    assertThrows(NodeException.class, () -> ArchiveRepair.repair(archive)).exit());
                copySegments();
            }
            open();
            zero(frame.begin(), 4);
            assertEquals(MemberExit.DAMAGED,
                assertThrows(NodeException.class, () -> ArchiveRepair.repair(archive)).exit());
            copySegments();
        }
    }

    @Test
    void shouldCutOffATornEnd() throws IOException {
        final Frame last = FRAMES.getLast();
        for (final long torn : new long[]{last.begin(), last.begin() + 8, last.begin() + 32, last.end() - 1}) {
            open();
            zero(torn, (int) (last.next() - torn));
            ArchiveRepair.repair(archive);
            assertEquals(last.begin(), recording().stopPosition());
            assertTrue(isZeroBehind(last.begin()));
            ArchiveRepair.repair(archive);
            copySegments();
        }
    }

    @Test
    void shouldCutOffWhatAPowerCutHasTornApart() throws IOException {
        final long page = (FRAMES.get(FRAMES.size() - 10).begin() / PAGE - 1) * PAGE;
        open();
        zero(page, PAGE);
        ArchiveRepair.repair(archive);
        final long stop = recording().stopPosition();
        assertTrue(stop <= page && stop > page - LENGTH_MAX, stop + " at page " + page);
        assertTrue(FRAMES.stream().anyMatch(frame -> frame.next() == stop));
        assertTrue(isZeroBehind(stop));
    }

    /** The end is in the catalog, the newest pages before it never came to the disk. */
    @Test
    void shouldCutOffWhatAPowerCutAfterAnOrderlyStopHasLost() throws IOException {
        final long page = FRAMES.getLast().next() / PAGE * PAGE - PAGE;
        zero(page, (int) (FRAMES.getLast().next() - page));
        ArchiveRepair.repair(archive);
        assertTrue(recording().stopPosition() <= page);
        ArchiveRepair.repair(archive);
        copySegments();
        zero(FRAMES.get(FRAMES.size() - 10).begin() / PAGE * PAGE, PAGE);
        assertEquals(MemberExit.DAMAGED, assertThrows(NodeException.class, () -> ArchiveRepair.repair(archive)).exit());
    }

    @Test
    void shouldCutOffAWholeFileThatAPowerCutHasTornApart() throws IOException {
        final long page = SEGMENT_LENGTH - PAGE;
        open();
        zero(page, PAGE);
        final List<Path> before = segments();
        ArchiveRepair.repair(archive);
        assertTrue(recording().stopPosition() <= page);
        assertEquals(before.size() - 2, segments().size());
        ArchiveRepair.repair(archive);
    }

    @Test
    void shouldRefuseALostFile() throws IOException {
        Files.delete(archive.resolve("0-" + SEGMENT_LENGTH + ".rec"));
        assertEquals(MemberExit.DAMAGED, assertThrows(NodeException.class, () -> ArchiveRepair.repair(archive)).exit());
        open();
        final List<Path> left = segments();
        assertEquals(MemberExit.DAMAGED, assertThrows(NodeException.class, () -> ArchiveRepair.repair(archive)).exit());
        assertEquals(left, segments());
    }

    @Test
    void shouldEndARecordingThatWasBeingWrittenWhereItsFramesEnd() throws IOException {
        open();
        ArchiveRepair.repair(archive);
        assertEquals(FRAMES.getLast().next(), recording().stopPosition());
        try (ArchiveCatalog catalog = ArchiveCatalog.open(archive, false)) {
            assertTrue(catalog.isIntact(recording()));
        }
    }

    /** What Aeron's archive does when it starts after a kill: the end, but no new checksum. A second kill found damage. */
    @Test
    void shouldNotTakeAnEndWithoutChecksumForDamage() throws IOException {
        final Recording recording = recording();
        open();
        final long stopAt = recording.catalogOffset() +
            io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder.BLOCK_LENGTH +
            io.aeron.archive.codecs.RecordingDescriptorDecoder.stopPositionEncodingOffset();
        writeLong(archive.resolve("archive.catalog"), stopAt, recording.stopPosition());
        ArchiveRepair.repair(archive);
        writeLong(archive.resolve("archive.catalog"), stopAt, recording.stopPosition() - 32);
        assertEquals(MemberExit.DAMAGED, assertThrows(NodeException.class, () -> ArchiveRepair.repair(archive)).exit());
    }

    @Test
    void shouldRefuseADamagedCatalog() throws IOException {
        final Recording recording = recording();
        final long at = recording.catalogOffset() +
            io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder.BLOCK_LENGTH +
            io.aeron.archive.codecs.RecordingDescriptorDecoder.startPositionEncodingOffset();
        writeLong(archive.resolve("archive.catalog"), at, FRAMES.get(3).begin());
        assertEquals(MemberExit.DAMAGED, assertThrows(NodeException.class, () -> ArchiveRepair.repair(archive)).exit());
    }

    /** A file system that has lost its power knows the length of a file that was not synced, or not even that. */
    @Test
    void shouldRefuseACatalogThatNeverReachedTheDisk() throws IOException {
        final Path catalog = archive.resolve("archive.catalog");
        final long length = Files.size(catalog);
        for (final long each : new long[]{0, length}) {
            try (RandomAccessFile file = new RandomAccessFile(catalog.toFile(), "rw")) {
                file.setLength(0);
                file.setLength(each);
            }
            final NodeException damaged = assertThrows(NodeException.class, () -> ArchiveRepair.repair(archive));
            assertEquals(MemberExit.DAMAGED, damaged.exit());
            assertTrue(damaged.getMessage().contains("a profile that is not durable"), damaged.getMessage());
        }
    }

    /** As a replay would have come upon it, there or at the next frame. */
    private boolean isDamagedNear(final Frame frame) {
        return ArchiveRepair.isDamaged(archive, 0, frame.begin()) || ArchiveRepair.isDamaged(archive, 0, frame.next());
    }

    private Recording recording() throws IOException {
        try (ArchiveCatalog catalog = ArchiveCatalog.open(archive, false)) {
            return catalog.recordings().getFirst();
        }
    }

    /** As a kill leaves it. */
    private void open() throws IOException {
        try (ArchiveCatalog catalog = ArchiveCatalog.open(archive, true)) {
            catalog.stop(catalog.recordings().getFirst(), AeronArchive.NULL_POSITION, AeronArchive.NULL_TIMESTAMP);
        }
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(archive)) {
            return files.filter(file -> file.toString().endsWith(".rec")).sorted().toList();
        }
    }

    private void copySegments() throws IOException {
        for (final Path file : segments()) {
            Files.delete(file);
        }
        Files.delete(archive.resolve("archive.catalog"));
        try (Stream<Path> files = Files.list(written.resolve("archive"))) {
            for (final Path file : files.filter(each -> !each.toString().endsWith("mark.dat")).toList()) {
                Files.copy(file, archive.resolve(file.getFileName()));
            }
        }
    }

    /** A bit of a byte of a frame; of the length none that leaves the place of the next frame where it is. */
    private static int mask(final long offset, final Random random) {
        return offset == 0 ? 1 << 5 + random.nextInt(3) : 1 << random.nextInt(8);
    }

    private void flip(final long position, final int mask) throws IOException {
        try (RandomAccessFile file = fileOf(position)) {
            final long offset = position % SEGMENT_LENGTH;
            file.seek(offset);
            final int value = file.read();
            file.seek(offset);
            file.write(value ^ mask);
        }
    }

    private void zero(final long position, final int length) throws IOException {
        try (RandomAccessFile file = fileOf(position)) {
            file.seek(position % SEGMENT_LENGTH);
            file.write(new byte[length]);
        }
    }

    private boolean isZeroBehind(final long position) throws IOException {
        try (RandomAccessFile file = fileOf(position)) {
            final byte[] rest = new byte[(int) (file.length() - position % SEGMENT_LENGTH)];
            file.seek(position % SEGMENT_LENGTH);
            file.readFully(rest);
            for (final byte each : rest) {
                if (each != 0) {
                    return false;
                }
            }
            return file.length() == SEGMENT_LENGTH;
        }
    }

    private RandomAccessFile fileOf(final long position) throws IOException {
        return new RandomAccessFile(
            archive.resolve("0-" + position / SEGMENT_LENGTH * SEGMENT_LENGTH + ".rec").toFile(), "rw");
    }

    private static void writeLong(final Path file, final long offset, final long value) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            bytes.writeLong(Long.reverseBytes(value));
        }
    }
}
