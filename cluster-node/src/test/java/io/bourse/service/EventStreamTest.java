package io.bourse.service;

import io.aeron.Aeron;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.checksum.Checksums;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.bourse.schema.GatewayLoggedOnEncoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.wire.ChainHash;
import io.bourse.wire.EventFrame;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.Proxy;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A recording of events from one start of the service to the next, in a real archive. */
@Timeout(60)
class EventStreamTest {
    private static final long EPOCH = 77;
    private static final SleepingMillisIdleStrategy IDLE = new SleepingMillisIdleStrategy(1);
    private static final String CHANNEL = "aeron:ipc?term-length=64k";

    @TempDir
    private Path folder;
    private MediaDriver driver;
    private Archive archive;
    private Aeron aeron;
    private AeronArchive client;
    private Cluster cluster;
    private final ChainHash chain = new ChainHash();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[EventFrame.MAX_LENGTH]);
    private long sequence;
    private int hash;
    private long epoch = EPOCH;

    private record Recorded(long recordingId, long start, long stop) {
    }

    @BeforeEach
    void launch() {
        final String aeronDir = folder.resolve("driver").toString();
        driver = MediaDriver.launch(new MediaDriver.Context().aeronDirectoryName(aeronDir).dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true).threadingMode(ThreadingMode.SHARED));
        archive = Archive.launch(new Archive.Context().aeronDirectoryName(aeronDir)
            .archiveDir(folder.resolve("archive").toFile()).controlChannelEnabled(false).localControlChannel(CHANNEL)
            .archiveClientContext(new AeronArchive.Context().controlResponseChannel("aeron:udp?endpoint=localhost:0"))
            .replicationChannel("aeron:udp?endpoint=localhost:0").recordingEventsEnabled(false)
            .threadingMode(ArchiveThreadingMode.SHARED).segmentFileLength(4 * EventFrame.TERM_LENGTH)
            .recordChecksum(Checksums.crc32c()).replayChecksum(Checksums.crc32c()));
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDir));
        final AeronArchive.Context context = new AeronArchive.Context().aeron(aeron).ownsAeronClient(false)
            .controlRequestChannel(CHANNEL).controlResponseChannel(CHANNEL);
        client = AeronArchive.connect(context.clone());
        final ClusteredServiceContainer.Context container =
            new ClusteredServiceContainer.Context().archiveContext(context);
        cluster = (Cluster) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Cluster.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "aeron" -> aeron;
                case "idleStrategy" -> IDLE;
                case "context" -> container;
                default -> throw new UnsupportedOperationException(method.getName());
            });
    }

    @AfterEach
    void close() {
        CloseHelper.closeAll(client, aeron, archive, driver);
    }

    /** A service that ended without a word: its publication is there, its recording goes on. */
    @Test
    void shouldGoOnBehindARecordingThatStillRuns() {
        try (EventStream former = start(0); EventStream next = new EventStream(ServiceCounters.unpublished())) {
            append(former, 10);
            former.awaitRecorded();
            final long end = former.position();
            beginAnew();
            next.start(cluster, 0);
            append(next, 10);
            assertEquals(end, next.position());
            append(next, 5);
            next.awaitRecorded();
            final Recorded recorded = recordings().getLast();
            assertEquals(1, recordings().size());
            assertEquals(0, recorded.start());
            assertEquals(next.position(), client.getRecordingPosition(recorded.recordingId()));
            assertThrows(AgentTerminationException.class, former::verifyRecording);
            next.verifyRecording();
        }
    }

    /** The disk has lost the newest events and has the snapshot behind them: history here begins anew at the snapshot. */
    @Test
    void shouldBeginAnotherRecordingBehindAGap() {
        try (EventStream former = start(0)) {
            append(former, 10);
            former.awaitRecorded();
        }
        final long end = awaitStopped();
        final long statePosition = end + 1_024;
        final long stateSequence = sequence;
        final int stateHash = hash;
        try (EventStream next = start(statePosition)) {
            next.verifyStart(sequence, epoch, hash);
            append(next, 3);
            next.awaitRecorded();
            assertEquals(2, recordings().size());
            assertEquals(end, recordings().getFirst().stop());
            assertEquals(statePosition, recordings().getLast().start());
        }
        // The one behind the gap is the one to go on with.
        awaitStopped();
        sequence = stateSequence;
        hash = stateHash;
        try (EventStream third = start(statePosition)) {
            append(third, 5);
            third.awaitRecorded();
            assertEquals(2, recordings().size());
        }
    }

    @Test
    void shouldRefuseARecordingOfAnotherEpochAtTheFirstEvent() {
        record(10);
        beginAnew();
        epoch++;
        try (EventStream next = start(0)) {
            final DivergedException refusal = assertThrows(DivergedException.class, () -> append(next, 1));
            assertTrue(refusal.getMessage().contains("epoch=77"), refusal.getMessage());
        }
        assertEquals(1, recordings().size());
    }

    @Test
    void shouldRefuseARecordingThatEndsWithAnotherEvent() {
        record(10);
        beginAnew();
        hash = 5;
        try (EventStream next = start(0)) {
            append(next, 9);
            assertThrows(DivergedException.class, () -> append(next, 1));
        }
        try (EventStream next = start(awaitStopped())) {
            assertThrows(DivergedException.class, () -> next.verifyStart(10, EPOCH, 5));
        }
    }

    @Test
    void shouldRefuseARecordingThatEndsWithinAnEvent() {
        record(10);
        beginAnew();
        try (EventStream next = start(32)) {
            append(next, 9);
            assertThrows(DivergedException.class, () -> append(next, 1));
        }
    }

    private void record(final int count) {
        try (EventStream stream = start(0)) {
            append(stream, count);
            stream.awaitRecorded();
        }
        awaitStopped();
    }

    private EventStream start(final long statePosition) {
        final EventStream stream = new EventStream(ServiceCounters.unpublished());
        stream.start(cluster, statePosition);
        return stream;
    }

    private void beginAnew() {
        sequence = 0;
        hash = 0;
    }

    private void append(final EventStream stream, final int count) {
        for (int i = 0; i < count; i++) {
            final GatewayLoggedOnEncoder event =
                new GatewayLoggedOnEncoder().wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder());
            event.header().eventSequence(++sequence).epoch(epoch).timestampNs(3).logPosition(4).indexInCommand(0).reserved(0);
            event.gatewayEpoch(1).lastInSequence(sequence).gatewayId(1);
            final int length = EventFrame.length(frame, 0);
            hash = chain.next(hash, frame, 0, length - EventFrame.TRAILER_LENGTH);
            frame.putInt(length - EventFrame.TRAILER_LENGTH, hash, ByteOrder.LITTLE_ENDIAN);
            stream.append(frame, length, sequence, epoch, hash);
        }
    }

    private long awaitStopped() {
        final Recorded newest = recordings().getLast();
        while (client.getStopPosition(newest.recordingId()) == AeronArchive.NULL_POSITION) {
            IDLE.idle();
        }
        return client.getStopPosition(newest.recordingId());
    }

    private List<Recorded> recordings() {
        final List<Recorded> recordings = new ArrayList<>();
        client.listRecordingsForUri(0, 10, "alias=" + EventFrame.ALIAS, EventFrame.STREAM_ID,
            (controlSessionId, correlationId, recordingId, startTimestamp, stopTimestamp, startPosition, stopPosition,
                initialTermId, segmentFileLength, termBufferLength, mtuLength, sessionId, streamId, strippedChannel,
                originalChannel, sourceIdentity) -> recordings.add(new Recorded(recordingId, startPosition, stopPosition)));
        return recordings;
    }
}
