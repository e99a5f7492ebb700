package io.bourse.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The disk of a host, a file system of its own. It is in memory, so that it ends with the mount namespace of a campaign,
 * however that ends. One that can lose its power is a file of that memory behind a block device: what is written to it is in
 * the page cache and in the file system's own buffers until it is synced, as with any disk.
 */
final class ChaosDisk {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FILLER = "filler";
    private static final long BLOCK_LENGTH = 4096;
    /** {@code FS_IOC_SHUTDOWN}, the same for ext4 and XFS. */
    private static final long SHUTDOWN = 0x8004587DL;
    /** Neither data nor the file system's journal are written any more, all that was not written before is forgotten. */
    private static final int WITHOUT_FLUSH = 2;
    private static final long PROBE_LENGTH = 32L * 1024 * 1024;
    private static final boolean CAN_LOSE_POWER = probe();

    private final Path folder;
    private final String kind;
    private final Path image;

    private ChaosDisk(final Path folder, final String kind, final Path image) {
        this.folder = folder;
        this.kind = kind;
        this.image = image;
    }

    /** A disk that loses nothing while this machine runs. */
    static ChaosDisk inMemory(final Path folder, final String size) {
        Shell.line("mkdir -p " + folder);
        Shell.line("mount -t tmpfs -o mode=700,size=" + size + " chaos " + folder);
        return new ChaosDisk(folder, "tmpfs", null);
    }

    /**
     * A disk that can lose its power.
     *
     * @param kind  ext4 or xfs; ext4 is taken where the other cannot be made
     * @param image file for its blocks, in memory
     */
    static ChaosDisk withPower(final Path folder, final String kind, final String size, final Path image) {
        final String made = hasTool("mkfs." + kind) ? kind : "ext4";
        Shell.line("mkdir -p " + folder);
        Shell.line("truncate -s " + size + " " + image);
        Shell.line("mkfs." + made + " -q " + image);
        final ChaosDisk disk = new ChaosDisk(folder, made, image);
        disk.mount();
        // A data folder is empty at first; ext4 makes this one for its repair.
        Shell.line("rm -rf " + folder.resolve("lost+found"));
        Shell.line("chmod 700 " + folder);
        Shell.line("sync " + folder);
        return disk;
    }

    /** Whether this machine can make disks that lose their power: mkfs.ext4, loop devices, and a kernel that knows how. */
    static boolean canLosePower() {
        return CAN_LOSE_POWER;
    }

    String kind() {
        return kind;
    }

    /** From now on every access fails, and what was not synced is gone. Java has no call for it, the C library has. */
    @SuppressWarnings("restricted")
    void losePower() {
        final Linker linker = Linker.nativeLinker();
        final MethodHandle open = linker.downcallHandle(linker.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
        final MethodHandle control = linker.downcallHandle(linker.defaultLookup().findOrThrow("ioctl"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
        final MethodHandle close = linker.downcallHandle(linker.defaultLookup().findOrThrow("close"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment flag = arena.allocateFrom(ValueLayout.JAVA_INT, WITHOUT_FLUSH);
            final int file = (int) open.invokeExact(arena.allocateFrom(folder.toString()), 0);
            final int result = (int) control.invokeExact(file, SHUTDOWN, flag);
            final int ignored = (int) close.invokeExact(file);
            if (file < 0 || result != 0) {
                throw new IllegalStateException("the " + kind + " of " + folder + " cannot be shut down");
            }
        } catch (final RuntimeException ex) {
            throw ex;
        } catch (final Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Makes the disk usable again, with what it kept; nobody may use it meanwhile. */
    void restorePower() {
        Await.until("the disk " + folder + " to be left by all", PATIENCE,
            () -> Shell.attempt("umount", folder.toString()).exitCode() == 0);
        mount();
    }

    /** Leaves no room on it. */
    void fill() {
        try {
            final Path filler = folder.resolve(FILLER);
            long end = 0;
            for (long length = Files.getFileStore(folder).getUsableSpace(); length >= BLOCK_LENGTH; length /= 2) {
                final boolean isTaken = Shell.attempt("fallocate", "-o", Long.toString(end), "-l", Long.toString(length),
                    filler.toString()).exitCode() == 0;
                end += isTaken ? length : 0;
            }
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Gives back what {@link #fill} took. */
    void relieve() {
        Shell.line("rm " + folder.resolve(FILLER));
    }

    private void mount() {
        Shell.line("mount -t " + kind + " -o loop " + image + " " + folder);
    }

    /** Takes one with power, and its power. */
    private static boolean probe() {
        if (!hasTool("mkfs.ext4")) {
            return false;
        }
        try {
            final Path memory = Files.createTempDirectory("chaos-disk");
            inMemory(memory, "64m");
            try {
                final ChaosDisk disk =
                    withPower(memory.resolve("disk"), "ext4", Long.toString(PROBE_LENGTH), memory.resolve("image"));
                disk.losePower();
                disk.restorePower();
                Shell.line("umount " + disk.folder);
                return true;
            } finally {
                Shell.attempt("umount", memory.toString());
                Files.delete(memory);
            }
        } catch (final IOException | RuntimeException | AssertionError impossible) {
            return false;
        }
    }

    private static boolean hasTool(final String tool) {
        return Shell.attempt("/bin/sh", "-c", "command -v " + tool).exitCode() == 0;
    }
}
