package io.bourse.node;

import io.aeron.CommonContext;
import io.bourse.wire.ClusterOptions;
import picocli.CommandLine.Option;

import java.io.File;
import java.nio.file.Path;

/** What every process that keeps a log is told: where, and where its media driver has its buffers. */
abstract class DataOptions extends ClusterOptions {
    @Option(
        names = "--data-dir", required = true, paramLabel = "DIR",
        description = "Folder of the log, snapshots and events; made if absent, else gone on with; used by one process at a "
            + "time.")
    private Path dataDir;

    @Option(
        names = "--aeron-dir", paramLabel = "DIR",
        description = "Folder of the media driver's buffers, in memory (default: one in /dev/shm named after --data-dir).")
    private Path aeronDir;

    /** Folder of the log, snapshots and events. */
    public final Path dataDir() {
        return dataDir;
    }

    /** Folder of the media driver's buffers: as told, or named after the process and its data. */
    final String aeronDirectoryName(final String name) {
        if (aeronDir != null) {
            return aeronDir.toAbsolutePath().toString();
        }
        final File parent = new File(CommonContext.AERON_DIR_PROP_DEFAULT).getAbsoluteFile().getParentFile();
        final String folderHash = Integer.toHexString(dataDir.toAbsolutePath().normalize().hashCode());
        return new File(parent, "bourse-" + name + "-" + folderHash).getPath();
    }
}
