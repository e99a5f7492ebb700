package io.bourse.deploy;

/**
 * Where PostgreSQL and Redis of a data folder listen.
 *
 * @param postgresPort TCP port on the loopback address
 * @param redisPort    TCP port on the loopback address
 */
record ServerAddresses(int postgresPort, int redisPort) {
    /** Such as {@code jdbc:postgresql://127.0.0.1:5432/bourse}. */
    String postgresUrl() {
        return "jdbc:postgresql://" + Settings.HOST + ":" + postgresPort + "/" + PostgresServer.USER;
    }

    /** Such as {@code redis://127.0.0.1:6379}, without the password that it wants. */
    String redisUrl() {
        return "redis://" + Settings.HOST + ":" + redisPort;
    }

    /** Such as {@code redis://:secret@127.0.0.1:6379}; never to be shown or logged. */
    String redisUrlWithPassword(final Secrets secrets) {
        return "redis://:" + Secrets.read(secrets.redisPasswordFile()) + "@" + Settings.HOST + ":" + redisPort;
    }
}
