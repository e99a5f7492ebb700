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
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A member's folder: {@code archive} and {@code cluster} of Aeron, {@code lock} that one process holds, {@code
 * running} that exists from start to clean stop, and {@code refused} when what it holds is not to be used again. The lock
 * decides who lives, so that after a kill nobody has to wait until Aeron's mark files look old.
 */
final class DataFolder implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String RUNNING = "running";
    private static final String REFUSED = "refused";

    private final Path path;
    private final FileChannel channel;

    private DataFolder(final Path path, final FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes the folder, looks at all that was recorded, and repairs what a stop without warning leaves.
     *
     * @throws NodeException if another process has it, it is damaged, or it was refused for good
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
            refusal(path).ifPresent(reason -> {
                throw new NodeException(MemberExit.DIVERGED, reason);
            });
            if (Files.exists(path.resolve(RUNNING))) {
                folder.deleteMarkFiles();
            }
            ArchiveRepair.repair(folder.archive().toPath());
            if (!Files.exists(path.resolve(RUNNING))) {
                Files.createFile(path.resolve(RUNNING));
            }
            // Aeron syncs what it makes in these two; that they are there themselves is for us to sync.
            Files.createDirectories(folder.archive().toPath());
            Files.createDirectories(folder.cluster().toPath());
            sync(path);
            sync(path.toAbsolutePath().getParent());
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

    /** Why a folder is not used again, if so. */
    static Optional<String> refusal(final Path folder) {
        try {
            return Files.exists(folder.resolve(REFUSED)) ?
                Optional.of(Files.readString(folder.resolve(REFUSED)).trim()) : Optional.empty();
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** No start uses this folder again: its state is not the one of the others. */
    void refuse(final String reason) {
        try {
            Files.writeString(path.resolve(REFUSED), reason + "\n");
            sync(path.resolve(REFUSED));
            sync(path);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Has a file, or the names in a folder, on disk. */
    static void sync(final Path path) throws IOException {
        try (FileChannel content = FileChannel.open(path, StandardOpenOption.READ)) {
            content.force(true);
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
