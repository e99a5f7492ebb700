package io.bourse.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The one folder in which an exchange keeps everything. A file {@code VERSION} marks it as ours and says its format and
 * how many members the cluster has; only a folder with that mark is ever emptied.
 */
final class DataFolder {
    /** Format that this version writes and reads. */
    static final int FORMAT = 2;

    private static final String MARK = "bourse-data ";
    private static final String MEMBERS = "members ";

    private final Path root;

    private DataFolder(final Path root) {
        this.root = root;
    }

    /** A folder that may or may not exist. */
    static DataFolder at(final Path path) {
        return new DataFolder(path.toAbsolutePath().normalize());
    }

    Path root() {
        return root;
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path redis() {
        return root.resolve("redis");
    }

    Path member(final int memberId) {
        return root.resolve("member-" + memberId);
    }

    Path log() {
        return root.resolve("log");
    }

    Path conf() {
        return root.resolve("conf");
    }

    Path run() {
        return root.resolve("run");
    }

    Path runFile() {
        return root.resolve("run.json");
    }

    Path credentials() {
        return root.resolve("demo-credentials.json");
    }

    Path secrets() {
        return root.resolve("secrets");
    }

    PidFile pidFile(final String role) {
        return new PidFile(run().resolve(role + ".pid"));
    }

    /**
     * Where the media driver of a role keeps its buffers: in memory where there is room, and never shared between two
     * data folders or two users.
     */
    Path aeron(final String role) {
        final Path shm = Path.of("/dev/shm");
        final String name = "bourse-" + Processes.userId() + "-" + Integer.toHexString(root.toString().hashCode());
        return hasRoom(shm) ? shm.resolve(name + "-" + role) : run().resolve("aeron-" + role);
    }

    /** Removes what media drivers of members that were killed have left in memory. Nothing may run on the folder. */
    void removeAeron() {
        IntStream.range(0, members().orElse(0)).forEach(i -> deleteTree(aeron("member-" + i)));
    }

    /** Members of the cluster that the folder holds; empty for a folder that is not there yet. */
    Optional<Integer> members() {
        if (!Files.exists(root.resolve("VERSION"))) {
            return Optional.empty();
        }
        return markLines().stream().filter(line -> line.startsWith(MEMBERS))
            .map(line -> Integer.parseInt(line.substring(MEMBERS.length()).trim())).findFirst();
    }

    /**
     * Makes the folder, or checks that it is one of ours, of our format, our user and for so many members.
     *
     * @throws StartupException otherwise
     */
    void prepare(final int members) {
        try {
            if (isEmpty()) {
                Files.createDirectories(root);
                restrict(root, "rwx------");
                writeAtomically(root.resolve("VERSION"), MARK + FORMAT + "\n" + MEMBERS + members + "\n", "rw-r--r--");
            }
            requireOurs();
            final int present = members().orElse(members);
            if (present != members) {
                throw new StartupException(root + " holds a cluster of " + present + " members; start with --members "
                    + present + ", take another folder with --data, or begin anew with --reset (removes what it holds)");
            }
            for (final Path folder : List.of(log(), conf(), run(), secrets(), redis())) {
                Files.createDirectories(folder);
            }
            restrict(secrets(), "rwx------");
            restrict(conf(), "rwx------");
        } catch (final IOException e) {
            throw new StartupException("cannot use the data folder " + root + ": " + e, e);
        }
    }

    /**
     * Checks the mark of a folder.
     *
     * @throws StartupException if it is not there, not ours, of another format or of another user
     */
    void requireOurs() {
        final List<String> lines = markLines();
        final String expected = MARK + FORMAT;
        if (lines.isEmpty() || !lines.getFirst().startsWith(MARK)) {
            throw new StartupException(root + " is not a Bourse data folder (no VERSION file of ours in it); "
                + "take another folder with --data DIR");
        }
        if (!lines.getFirst().trim().equals(expected)) {
            throw new StartupException(root + " has the data format '" + lines.getFirst().trim() + "', this Bourse works with '"
                + expected + "'; start it with the Bourse that wrote it, or take another folder with --data DIR");
        }
        requireOwner();
    }

    /**
     * Checks that the folder may be emptied: it is ours, of whatever format, or there is nothing in it.
     *
     * @throws StartupException otherwise
     */
    void requireResettable() {
        if (isEmpty()) {
            return;
        }
        if (markLines().isEmpty() || !markLines().getFirst().startsWith(MARK)) {
            throw new StartupException("--reset removes only Bourse data folders, and " + root
                + " has no VERSION file of ours; nothing was removed");
        }
        requireOwner();
    }

    /** Removes everything in a folder that is ours, and says so. */
    void reset(final Progress progress) {
        requireResettable();
        if (isEmpty()) {
            return;
        }
        try (Stream<Path> entries = Files.list(root)) {
            final String names = String.join(", ", entries.map(p -> p.getFileName().toString()).sorted().toList());
            progress.say("--reset: removing what is in " + root + ": " + names);
        } catch (final IOException e) {
            throw new StartupException("cannot read " + root + ": " + e, e);
        }
        removeAeron();
        // The mark goes last: an interrupted reset leaves a folder that can be reset again.
        try (Stream<Path> entries = Files.list(root)) {
            entries.filter(p -> !p.getFileName().toString().equals("VERSION")).toList().forEach(DataFolder::deleteTree);
            Files.delete(root.resolve("VERSION"));
        } catch (final IOException | UncheckedIOException e) {
            throw new StartupException("cannot empty " + root + ": " + e, e);
        }
    }

    /**
     * Takes the folder for this process, as long as it lives.
     *
     * @throws StartupException if another process has it
     */
    AutoCloseable lock() {
        final Path path = root.resolve("lock");
        try {
            final FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } catch (final OverlappingFileLockException e) {
                throw inUse(Long.toString(ProcessHandle.current().pid()));
            } finally {
                if (lock == null) {
                    channel.close();
                }
            }
            if (lock == null) {
                throw inUse(Files.readString(path).trim());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (final IOException e) {
            throw new StartupException("cannot lock " + path + ": " + e, e);
        }
    }

    private StartupException inUse(final String pid) {
        return new StartupException(root + " is in use by process " + pid
            + "; stop it with ./bourse down --data " + root + ", or take another folder with --data DIR");
    }

    /** Writes a file so that readers see the old or the new one, never a part. */
    static void writeAtomically(final Path path, final String text, final String permissions) throws IOException {
        final Path temporary = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            // Else a loss of power may leave the new name with nothing in it.
            channel.force(true);
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes a file or a folder with all in it, links not followed. */
    static void deleteTree(final Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (final Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isEmpty() {
        if (!Files.exists(root)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.findAny().isEmpty();
        } catch (final IOException e) {
            throw new StartupException("cannot read the data folder " + root + ": " + e, e);
        }
    }

    private List<String> markLines() {
        final Path mark = root.resolve("VERSION");
        try {
            return Files.exists(mark) ? Files.readAllLines(mark) : List.of();
        } catch (final IOException e) {
            throw new StartupException("cannot read " + mark + ": " + e, e);
        }
    }

    private void requireOwner() {
        final int owner = Processes.ownerId(root);
        final int user = Processes.userId();
        if (owner != user) {
            throw new StartupException(root + " belongs to the user with id " + owner + " and you are " + user
                + " (" + System.getProperty("user.name") + "); run as its owner, or take another folder with --data DIR");
        }
    }

    private static void restrict(final Path path, final String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static boolean hasRoom(final Path folder) {
        // A container's default of 64 MB is too little for the buffers of several media drivers.
        final long roomNeeded = 512L * 1024 * 1024;
        return Files.isWritable(folder) && folder.toFile().getUsableSpace() >= roomNeeded;
    }
}
