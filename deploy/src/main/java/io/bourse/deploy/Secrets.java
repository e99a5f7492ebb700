package io.bourse.deploy;

import io.bourse.persistence.Users;
import io.bourse.wire.ClusterKey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Random secrets of an instance, made once and kept in files that only their owner reads. */
record Secrets(Path folder) {
    /** Name of the file of the cluster's key. */
    static final String CLUSTER_KEY = "cluster-key";

    private static final int LENGTH = 32;

    /** Encrypts API secrets in PostgreSQL. */
    Path masterKeyFile() {
        final Path file = folder.resolve("master-key");
        try {
            Users.createMasterKey(file);
        } catch (final IOException e) {
            throw new StartupException("cannot write the secret " + file + ": " + e, e);
        }
        return file;
    }

    /** Password of the PostgreSQL user. */
    Path postgresPasswordFile() {
        return file("postgres-password");
    }

    /** Password of Redis. */
    Path redisPasswordFile() {
        return file("redis-password");
    }

    /** What members share; made at the first start. The key of every other process comes from it. */
    Path clusterKeyFile() {
        final Path file = folder.resolve(CLUSTER_KEY);
        clusterKey(file);
        return file;
    }

    /** The key by which members know a process; derived anew each time, as the cluster's key may have been replaced. */
    Path principalKeyFile(final String principal) {
        final Path file = folder.resolve(principal + "-key");
        try {
            clusterKey(folder.resolve(CLUSTER_KEY)).principal(principal).write(file);
        } catch (final IOException e) {
            throw new StartupException("cannot write the secret " + file + ": " + e, e);
        }
        return file;
    }

    private static ClusterKey clusterKey(final Path file) {
        try {
            return ClusterKey.readOrCreate(file);
        } catch (final IOException | IllegalArgumentException e) {
            throw new StartupException("cannot use the secret " + file + ": " + e.getMessage(), e);
        }
    }

    /** The text of a secret. */
    static String read(final Path file) {
        try {
            return Files.readString(file).trim();
        } catch (final IOException e) {
            throw new StartupException("cannot read the secret " + file + ": " + e, e);
        }
    }

    private Path file(final String name) {
        final Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            final byte[] secret = new byte[LENGTH];
            new SecureRandom().nextBytes(secret);
            try {
                DataFolder.writeAtomically(file, HexFormat.of().formatHex(secret) + "\n", "rw-------");
            } catch (final IOException e) {
                throw new StartupException("cannot write the secret " + file + ": " + e, e);
            }
        }
        return file;
    }
}
