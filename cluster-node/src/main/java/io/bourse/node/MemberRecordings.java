package io.bourse.node;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.RecordingState;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import io.bourse.wire.EventFrame;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a member has on disk, whether it runs or not: events, log, snapshots. */
final class MemberRecordings {
    /**
     * A recording and how far it is good.
     *
     * @param end    behind its last good frame
     * @param frames that carry data
     * @param damage what is wrong behind, empty if nothing is
     */
    record Range(Recording recording, long end, long frames, String damage) {
        long start() {
            return recording.startPosition();
        }
    }

    /**
     * A snapshot of the exchange.
     *
     * @param logPosition of the log at which it was taken
     * @param recording   that holds it
     */
    record Snapshot(long logPosition, Recording recording) {
    }

    /** Takes messages of however many frames. */
    interface MessageHandler {
        void onMessage(DirectBuffer buffer, int offset, int length, long position);
    }

    private static final int EXCHANGE_SERVICE = 0;
    private static final int FLAGS_OFFSET = 5;
    private static final int WHOLE = RecordingReader.FLAG_BEGIN | RecordingReader.FLAG_END;

    private final int memberId;
    private final Path archive;
    private final List<Range> events = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private Range log;

    private MemberRecordings(final int memberId, final Path archive) {
        this.memberId = memberId;
        this.archive = archive;
    }

    /** Reads all of it; events first, so that the log of a member that runs holds all that led to them. */
    static MemberRecordings read(final int memberId, final Path folder) throws IOException {
        final MemberRecordings member = new MemberRecordings(memberId, folder.resolve("archive"));
        final List<Recording> recordings = member.recordings();
        for (final Recording recording : recordings) {
            if (recording.streamId() == EventFrame.STREAM_ID) {
                member.events.add(member.range(recording));
            }
        }
        for (final Recording recording : member.recordings()) {
            if (recording.streamId() == ConsensusModule.Configuration.LOG_STREAM_ID_DEFAULT) {
                member.log = member.range(recording);
            }
        }
        member.readSnapshots(folder.resolve("cluster"), recordings);
        return member;
    }

    int memberId() {
        return memberId;
    }

    /** Oldest first. */
    List<Range> events() {
        return events;
    }

    /** Null if there is none. */
    Range log() {
        return log;
    }

    /** Oldest first. */
    List<Snapshot> snapshots() {
        return snapshots;
    }

    /** Behind the newest event; 0 without any. */
    long eventsEnd() {
        return events.isEmpty() ? 0 : events.getLast().end();
    }

    RecordingReader reader(final Recording recording) {
        return new RecordingReader(archive, recording);
    }

    /** Throws {@link RecordingRemovedException} unless everything that was there is there still. */
    void requireThere() throws IOException {
        for (final Range range : events) {
            requireThere(range.recording(), range.start());
        }
        requireThere(log.recording(), log.start());
        for (final Snapshot snapshot : snapshots) {
            requireThere(snapshot.recording(), snapshot.recording().startPosition());
        }
    }

    /** The messages of a snapshot. */
    List<DirectBuffer> messages(final Snapshot snapshot) throws IOException {
        final Recording recording = snapshot.recording();
        final List<DirectBuffer> messages = new ArrayList<>();
        try (RecordingReader reader = reader(recording)) {
            final long end = reader.read(recording.startPosition(), recording.stopPosition(), assembling(
                (buffer, offset, length, position) -> {
                    final byte[] copy = new byte[length];
                    buffer.getBytes(offset, copy);
                    messages.add(new UnsafeBuffer(copy));
                }));
            if (end != recording.stopPosition()) {
                requireThere(recording, end);
                throw new IOException("snapshot at log position=" + snapshot.logPosition() + " of member " + memberId +
                    " is damaged: " + reader.trouble());
            }
        }
        return messages;
    }

    /** Puts the frames of a message together; a message that has no end, for its leader died, is left out. */
    static RecordingReader.FrameHandler assembling(final MessageHandler handler) {
        final ExpandableArrayBuffer message = new ExpandableArrayBuffer();
        final int[] messageLength = {-1};
        return (buffer, offset, length, position) -> {
            final int flags = buffer.getByte(offset + FLAGS_OFFSET) & WHOLE;
            final int body = offset + RecordingReader.HEADER_LENGTH;
            final int bodyLength = length - RecordingReader.HEADER_LENGTH;
            if (flags == WHOLE) {
                messageLength[0] = -1;
                handler.onMessage(buffer, body, bodyLength, position);
                return;
            }
            if ((flags & RecordingReader.FLAG_BEGIN) != 0) {
                messageLength[0] = 0;
            }
            if (messageLength[0] >= 0) {
                message.putBytes(messageLength[0], buffer, body, bodyLength);
                messageLength[0] += bodyLength;
                if ((flags & RecordingReader.FLAG_END) != 0) {
                    handler.onMessage(message, 0, messageLength[0], position);
                    messageLength[0] = -1;
                }
            }
        };
    }

    private void requireThere(final Recording recording, final long position) throws IOException {
        if (!ArchiveCatalog.reachesBackTo(archive, recording, position)) {
            throw new RecordingRemovedException("member " + memberId + " has removed position " + position + " of recording " +
                recording.id());
        }
    }

    private List<Recording> recordings() throws IOException {
        try (ArchiveCatalog catalog = ArchiveCatalog.open(archive, false)) {
            return catalog.recordings().stream().filter(each -> each.state() == RecordingState.VALID).toList();
        }
    }

    private Range range(final Recording recording) throws IOException {
        final boolean isOpen = recording.stopPosition() == AeronArchive.NULL_POSITION;
        final long limit = isOpen ? Long.MAX_VALUE : recording.stopPosition();
        final long[] frames = new long[1];
        try (RecordingReader reader = reader(recording)) {
            final long end = reader.read(
                recording.startPosition(), limit, (buffer, offset, length, position) -> frames[0]++);
            final String trouble = reader.trouble();
            final boolean isDamaged = end != limit && (!isOpen || reader.isBrokenAt(end));
            if (isDamaged) {
                requireThere(recording, end);
            }
            return new Range(recording, end, frames[0],
                isDamaged ? "at position " + end + ", in " + reader.fileOf(end) + ", " + trouble : "");
        }
    }

    private void readSnapshots(final Path cluster, final List<Recording> recordings) {
        if (!Files.exists(cluster.resolve(RecordingLog.RECORDING_LOG_FILE_NAME))) {
            return;
        }
        try (RecordingLog recordingLog = new RecordingLog(cluster.toFile(), false)) {
            for (final RecordingLog.Entry entry : recordingLog.entries()) {
                if (entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT && entry.isValid && entry.serviceId == EXCHANGE_SERVICE) {
                    recordings.stream().filter(each -> each.id() == entry.recordingId).findFirst()
                        .ifPresent(each -> snapshots.add(new Snapshot(entry.logPosition, each)));
                }
            }
        }
        snapshots.sort((a, b) -> Long.compare(a.logPosition(), b.logPosition()));
    }
}
