package io.bourse.service;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.RethrowingErrorHandler;
import io.aeron.Subscription;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.ArchivingMediaDriver;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.archive.status.RecordingPos;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.bourse.engine.Engine;
import io.bourse.wire.Profile;
import org.agrona.CloseHelper;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.status.CountersReader;

import java.nio.file.Path;

/**
 * Writes the state of an engine as a member does, into a recording of a real archive with checksums, and reads it back.
 * It is in the package of the service because a member's snapshot is not for anybody else.
 */
public final class SnapshotTrip implements AutoCloseable {
    private static final String CHANNEL = "aeron:ipc?term-length=1m";
    private static final int STREAM_ID = 10;
    private static final int REPLAY_STREAM_ID = 11;
    private static final int SEGMENT_LENGTH = 16 * 1024 * 1024;

    private final IdleStrategy idleStrategy = Profile.FAST.idleStrategy();
    private final ArchivingMediaDriver driver;
    private final AeronArchive archive;
    private long recordingId;
    private long length;

    /** Starts a media driver and an archive; the folder must be empty. The caller closes it. */
    public SnapshotTrip(final Path folder) {
        final String aeronDirectory = folder.resolve("aeron").toString();
        driver = ArchivingMediaDriver.launch(
            new MediaDriver.Context()
                .aeronDirectoryName(aeronDirectory)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(Profile.FAST.idleStrategy())
                .termBufferSparseFile(true)
                .dirDeleteOnShutdown(true),
            new Archive.Context()
                .aeronDirectoryName(aeronDirectory)
                .archiveDir(folder.resolve("archive").toFile())
                .controlChannelEnabled(false)
                .archiveClientContext(
                    new AeronArchive.Context().controlResponseChannel("aeron:udp?endpoint=localhost:0"))
                .replicationChannel("aeron:udp?endpoint=localhost:0")
                .threadingMode(ArchiveThreadingMode.SHARED)
                .idleStrategySupplier(Profile.FAST::idleStrategy)
                .segmentFileLength(SEGMENT_LENGTH)
                .recordChecksum(Checksums.crc32c())
                .replayChecksum(Checksums.crc32c()));
        archive = AeronArchive.connect(new AeronArchive.Context()
            .aeron(Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(aeronDirectory)
                .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE)))
            .ownsAeronClient(true)
            .controlRequestChannel("aeron:ipc")
            .controlResponseChannel("aeron:ipc"));
    }

    /** Takes a snapshot and waits until it is recorded; the time that the member does nothing else, ns. */
    public long take(final Engine engine) {
        try (ExclusivePublication publication = archive.context().aeron().addExclusivePublication(CHANNEL, STREAM_ID)) {
            archive.startRecording(CHANNEL + "|session-id=" + publication.sessionId(), STREAM_ID, SourceLocation.LOCAL);
            final CountersReader counters = archive.context().aeron().countersReader();
            int counterId = CountersReader.NULL_COUNTER_ID;
            while (counterId == CountersReader.NULL_COUNTER_ID) {
                idleStrategy.idle();
                counterId = RecordingPos.findCounterIdBySession(counters, publication.sessionId(), archive.archiveId());
            }
            recordingId = RecordingPos.getRecordingId(counters, counterId);
            final EventStream stream = new EventStream(null);
            final EventPublisher events = new EventPublisher(stream, new Egress(null));
            final long begun = System.nanoTime();
            new SnapshotPublisher(publication, idleStrategy).publish(engine, events, stream);
            length = publication.position();
            while (counters.getCounterValue(counterId) < length) {
                idleStrategy.idle();
            }
            return System.nanoTime() - begun;
        }
    }

    /** Bytes of the snapshot that was taken. */
    public long length() {
        return length;
    }

    /** Loads the snapshot into a new engine, its hash verified; ns. */
    public long restore(final Engine engine) {
        final long begun = System.nanoTime();
        final long sessionId = archive.startReplay(recordingId, 0, length, CHANNEL, REPLAY_STREAM_ID);
        try (Subscription subscription = archive.context().aeron().addSubscription(
            CHANNEL + "|session-id=" + (int) sessionId, REPLAY_STREAM_ID)) {
            while (subscription.imageCount() == 0) {
                idleStrategy.idle();
            }
            new SnapshotLoader(subscription.imageAtIndex(0), idleStrategy).load(engine);
        }
        return System.nanoTime() - begun;
    }

    @Override
    public void close() {
        CloseHelper.closeAll(archive, driver);
    }
}
