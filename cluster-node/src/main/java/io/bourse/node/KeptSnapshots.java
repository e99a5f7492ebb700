package io.bourse.node;

import io.aeron.Aeron;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import org.agrona.BitUtil;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The snapshots that a member's recording log lists: the newest are kept, the others go. Read and marked beside the
 * consensus module, which appends to the file and, while it runs, does not look at old snapshots again. Aeron's own class
 * for the file lets only the newest be marked.
 */
final class KeptSnapshots {
    /** One to start from, and one to fall back on. */
    static final int SNAPSHOTS_KEPT = 2;
    /** Instead of a position. */
    static final long NONE = -1;

    private static final int ENTRY_LENGTH = BitUtil.align(RecordingLog.ENDPOINT_OFFSET, 64);

    private final Path file;
    private final List<Entry> entries = new ArrayList<>();
    private final TreeSet<Long> positions = new TreeSet<>();
    private long logRecordingId = Aeron.NULL_VALUE;
    private long keptFrom = NONE;

    private record Entry(long offset, long recordingId, long logPosition) {
    }

    private KeptSnapshots(final Path file) {
        this.file = file;
    }

    /** Reads the file of a cluster folder; without one there are no snapshots. */
    static KeptSnapshots read(final Path clusterDir) throws IOException {
        final KeptSnapshots snapshots = new KeptSnapshots(clusterDir.resolve(RecordingLog.RECORDING_LOG_FILE_NAME));
        if (Files.exists(snapshots.file)) {
            final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(snapshots.file)).order(ByteOrder.LITTLE_ENDIAN);
            for (int offset = 0; offset + RecordingLog.ENDPOINT_OFFSET <= bytes.limit(); offset += ENTRY_LENGTH) {
                snapshots.onEntry(offset, bytes);
            }
            snapshots.positions.descendingSet().stream().skip(SNAPSHOTS_KEPT - 1).findFirst()
                .ifPresent(position -> snapshots.keptFrom = position);
        }
        return snapshots;
    }

    /** Recording of the Raft log; Aeron.NULL_VALUE before the first term. */
    long logRecordingId() {
        return logRecordingId;
    }

    /** Log position of the oldest snapshot that is kept; {@link #NONE} while there are fewer than are to be kept. */
    long keptFrom() {
        return keptFrom;
    }

    /** Whether the list has snapshots that go. */
    boolean hasObsolete() {
        return keptFrom != NONE && entries.stream().anyMatch(entry -> entry.logPosition < keptFrom);
    }

    /** Recordings of the snapshots that stay. */
    Set<Long> keptRecordingIds() {
        final Set<Long> ids = new HashSet<>();
        entries.stream().filter(entry -> entry.logPosition >= keptFrom).forEach(entry -> ids.add(entry.recordingId));
        return ids;
    }

    /** Marks those that go as invalid, on disk: from then on no start looks for their recordings. */
    void invalidateObsolete() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            final ByteBuffer type = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (final Entry entry : entries) {
                if (entry.logPosition < keptFrom) {
                    type.clear();
                    type.putInt(RecordingLog.ENTRY_TYPE_SNAPSHOT | RecordingLog.ENTRY_TYPE_INVALID_FLAG).flip();
                    channel.write(type, entry.offset + RecordingLog.ENTRY_TYPE_OFFSET);
                }
            }
            channel.force(false);
        }
    }

    private void onEntry(final int offset, final ByteBuffer bytes) {
        final long recordingId = bytes.getLong(offset + RecordingLog.RECORDING_ID_OFFSET);
        switch (bytes.getInt(offset + RecordingLog.ENTRY_TYPE_OFFSET)) {
            case RecordingLog.ENTRY_TYPE_TERM -> logRecordingId = recordingId;
            case RecordingLog.ENTRY_TYPE_SNAPSHOT -> {
                final long logPosition = bytes.getLong(offset + RecordingLog.LOG_POSITION_OFFSET);
                entries.add(new Entry(offset, recordingId, logPosition));
                if (bytes.getInt(offset + RecordingLog.SERVICE_ID_OFFSET) == ConsensusModule.Configuration.SERVICE_ID) {
                    // Written last: the snapshot is complete.
                    positions.add(logPosition);
                }
            }
            default -> {
                // Invalid already. Snapshots of standby members, whose entries are longer, are not in this edition of Aeron.
            }
        }
    }
}
