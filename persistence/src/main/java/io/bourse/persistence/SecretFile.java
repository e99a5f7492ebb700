package io.bourse.persistence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** Files that only their owner may read. */
final class SecretFile {
    private static final int LENGTH_MAX = 4096;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FORBIDDEN = EnumSet.of(
        PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private SecretFile() {
    }

    /**
     * @throws IOException if the file is missing, too long, or open to anybody but its owner
     */
    static byte[] read(final Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("secret file " + file + " does not exist");
        }
        final Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.stream().anyMatch(FORBIDDEN::contains)) {
            throw new IOException("secret file " + file + " has permissions " + PosixFilePermissions.toString(permissions) +
                ", others could use it: chmod 600 " + file);
        }
        if (Files.size(file) > LENGTH_MAX) {
            throw new IOException("secret file " + file + " is longer than " + LENGTH_MAX + " bytes");
        }
        return Files.readAllBytes(file);
    }

    /** The first line of a secret file. */
    static String readText(final Path file) throws IOException {
        return new String(read(file), StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }

    /** Writes a file for the owner only, whole or not at all; leaves one that exists, and says so with false. */
    static boolean createIfAbsent(final Path file, final byte[] content) throws IOException {
        if (Files.exists(file)) {
            return false;
        }
        final Path draft = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".new");
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(content));
                channel.force(true);
            }
            Files.createLink(file, draft);
            return true;
        } catch (final FileAlreadyExistsException another) {
            return false;
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
