package io.bourse.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Files with keys: open to nobody but their owner, a key to a line. What they hold is in no message. */
final class KeyFile {
    private static final int LENGTH_MAX = 1_024;
    private static final Set<PosixFilePermission> FORBIDDEN = EnumSet.of(
        PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private KeyFile() {
    }

    /** Writes a file for the owner only, whole or not at all, in the place of what is there. */
    static void write(final Path file, final String text) throws IOException {
        final Path draft = draft(file, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes a file for the owner only, whole or not at all; leaves one that exists. */
    static void createIfAbsent(final Path file, final String text) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        final Path draft = draft(file, text);
        try {
            Files.createLink(file, draft);
        } catch (final FileAlreadyExistsException another) {
            // Of two that make it at the same time the first has made it for both.
            return;
        } finally {
            Files.delete(draft);
        }
    }

    private static Path draft(final Path file, final String text) throws IOException {
        final Path draft = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".new");
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        return draft;
    }

    static List<String> lines(final Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("key file " + file + " does not exist, or is no file");
            }
            final Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.stream().anyMatch(FORBIDDEN::contains)) {
                throw new IllegalArgumentException("key file " + file + " has permissions " +
                    PosixFilePermissions.toString(permissions) + ", others could use it: chmod 600 " + file);
            }
            if (Files.size(file) > LENGTH_MAX) {
                throw malformed(file, "a key");
            }
            final List<String> lines = Files.readString(file, StandardCharsets.ISO_8859_1).lines().map(String::trim)
                .filter(line -> !line.isEmpty()).toList();
            if (lines.isEmpty() || lines.size() > PrincipalKey.KEYS_MAX) {
                throw malformed(file, "a key");
            }
            return lines;
        } catch (final IOException unreadable) {
            throw new IllegalArgumentException("key file " + file + " cannot be read: " + unreadable, unreadable);
        }
    }

    static byte[] key(final Path file, final String digits) {
        try {
            final byte[] key = HexFormat.of().parseHex(digits);
            if (key.length == PrincipalKey.KEY_LENGTH) {
                return key;
            }
        } catch (final IllegalArgumentException noDigits) {
            // Said below, without the text that the exception carries: it may be most of a key.
            throw malformed(file, "64 hexadecimal digits at the end");
        }
        throw malformed(file, "64 hexadecimal digits at the end");
    }

    static IllegalArgumentException malformed(final Path file, final String line) {
        return new IllegalArgumentException("key file " + file + " is none: it must have one line, or two while a key is" +
            " being replaced, and each must have " + line);
    }
}
