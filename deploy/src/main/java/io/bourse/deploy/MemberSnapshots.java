package io.bourse.deploy;

import io.aeron.cluster.RecordingLog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The snapshots of a member, as its recording log lists them.
 *
 * @param newestPosition of the Raft log, in bytes, from which a start would replay; empty without a snapshot
 */
record MemberSnapshots(OptionalLong newestPosition) {
    private static final int SERVICE_ID = 0;

    /** Reads them, also while the member runs. */
    static MemberSnapshots of(final Path memberFolder) {
        final Path folder = memberFolder.resolve("cluster");
        if (!Files.exists(folder.resolve(RecordingLog.RECORDING_LOG_FILE_NAME))) {
            return new MemberSnapshots(OptionalLong.empty());
        }
        try (RecordingLog log = new RecordingLog(folder.toFile(), false)) {
            final RecordingLog.Entry newest = log.getLatestSnapshot(SERVICE_ID);
            return new MemberSnapshots(newest == null ? OptionalLong.empty() : OptionalLong.of(newest.logPosition));
        } catch (final RuntimeException e) {
            // Being written at this moment, or of another version: nothing can be said.
            return new MemberSnapshots(OptionalLong.empty());
        }
    }
}
