package io.bourse.node;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A member's folder: {@code archive} and {@code cluster} of Aeron, {@code lock} that one process holds, and {@code
 * running} that exists from start to clean stop. The lock decides who lives, so that after a kill nobody has to wait
 * until Aeron's mark files look old.
 */
final class DataFolder implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String RUNNING = "running";

    private final Path path;
    private final FileChannel channel;

    private DataFolder(final Path path, final FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes the folder, and repairs it if it was not closed.
     *
     * @throws NodeException if another process has it, or it is damaged
     */
    static DataFolder open(final Path path) {
        FileChannel channel = null;
        try {
            Files.createDirectories(path);
            channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                throw new NodeException("data folder " + path + " is in use by another member: stop it first");
            }
            final DataFolder folder = new DataFolder(path, channel);
            if (Files.exists(path.resolve(RUNNING))) {
                folder.deleteMarkFiles();
                ArchiveRepair.repair(folder.archive());
            } else {
                Files.createFile(path.resolve(RUNNING));
            }
            return folder;
        } catch (final IOException failure) {
            closeQuietly(channel);
            throw new NodeException("data folder " + path + " cannot be used: " + failure, failure);
        } catch (final RuntimeException failure) {
            closeQuietly(channel);
            throw failure;
        }
    }

    File archive() {
        return path.resolve("archive").toFile();
    }

    File cluster() {
        return path.resolve("cluster").toFile();
    }

    Path path() {
        return path;
    }

    /** Everything in the folder is closed: the next start needs no repair. */
    void markClean() {
        try {
            Files.deleteIfExists(path.resolve(RUNNING));
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    /** What says "alive" for ten seconds after a kill. The vote, node-state.dat, stays. */
    private void deleteMarkFiles() throws IOException {
        Files.deleteIfExists(archive().toPath().resolve("archive-mark.dat"));
        if (!Files.isDirectory(cluster().toPath())) {
            return;
        }
        final List<Path> markFiles;
        try (Stream<Path> files = Files.list(cluster().toPath())) {
            markFiles = files.filter(file -> file.getFileName().toString().startsWith("cluster-mark")).toList();
        }
        for (final Path markFile : markFiles) {
            Files.delete(markFile);
        }
    }

    private static FileLock tryLock(final FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (final OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    private static void closeQuietly(final FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (final IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
