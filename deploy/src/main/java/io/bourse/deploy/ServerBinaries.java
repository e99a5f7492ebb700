package io.bourse.deploy;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * The programs of PostgreSQL and Redis, unpacked once per user from the jars that bring them. Unpacked beside the place
 * and moved there, so that a folder which exists is whole, whoever else unpacks at the same time.
 */
public final class ServerBinaries {
    private static final String POSTGRES_ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final String POSTGRES_FOLDER = "postgresql-18.6";
    private static final String REDIS_PROGRAM = "redis-server-6.2.6-v5-linux-amd64";
    private static final String REDIS_FOLDER = "redis-6.2.6";

    private final Path cache;

    /** Below the user's cache folder. */
    public ServerBinaries() {
        this(userCache());
    }

    ServerBinaries(final Path cache) {
        this.cache = cache;
    }

    /** Folder with {@code bin/postgres} and {@code bin/initdb}. */
    public Path postgres() {
        return unpacked(POSTGRES_FOLDER, folder -> {
            try (InputStream archive = resource(POSTGRES_ARCHIVE)) {
                unpack(archive, folder);
            }
        });
    }

    /** The program {@code redis-server}. */
    public Path redisServer() {
        return unpacked(REDIS_FOLDER, folder -> {
            final Path program = folder.resolve("redis-server");
            try (InputStream content = resource("/" + REDIS_PROGRAM)) {
                Files.copy(content, program);
            }
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }).resolve("redis-server");
    }

    private interface Unpacker {
        void unpackInto(Path folder) throws IOException;
    }

    private Path unpacked(final String name, final Unpacker unpacker) {
        final Path place = cache.resolve(name);
        if (Files.isDirectory(place)) {
            return place;
        }
        final Path temporary = cache.resolve(name + "." + UUID.randomUUID());
        try {
            Files.createDirectories(temporary);
            unpacker.unpackInto(temporary);
            if (!Files.isDirectory(place)) {
                Files.move(temporary, place);
            }
        } catch (final IOException e) {
            if (!Files.isDirectory(place)) {
                throw new StartupException("cannot unpack " + name + " into " + cache + ": " + e, e);
            }
        } finally {
            DataFolder.deleteTree(temporary);
        }
        return place;
    }

    private static void unpack(final InputStream archive, final Path folder) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                final Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("archive entry outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(target.getParent());
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(tar, target);
                    final boolean program = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static InputStream resource(final String name) {
        final String machine = System.getProperty("os.name") + "/" + System.getProperty("os.arch");
        final InputStream stream = machine.equals("Linux/amd64") ? ServerBinaries.class.getResourceAsStream(name) : null;
        if (stream == null) {
            throw new StartupException("there is no embedded PostgreSQL and Redis for " + machine
                + "; they exist for Linux on x86-64");
        }
        return stream;
    }

    private static Path userCache() {
        final String configured = System.getenv("XDG_CACHE_HOME");
        final Path base = configured != null && !configured.isBlank()
            ? Path.of(configured) : Path.of(System.getProperty("user.home"), ".cache");
        final Path cache = base.resolve("bourse");
        try {
            return Files.createDirectories(cache);
        } catch (final IOException e) {
            return temporaryCache(e);
        }
    }

    private static Path temporaryCache(final IOException cause) {
        try {
            // Never a name that another user could have put there before us.
            return Files.createTempDirectory("bourse-servers");
        } catch (final IOException e) {
            e.addSuppressed(cause);
            throw new UncheckedIOException(e);
        }
    }
}
