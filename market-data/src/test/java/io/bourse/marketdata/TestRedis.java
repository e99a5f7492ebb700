package io.bourse.marketdata;

import redis.embedded.RedisServer;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A Redis server of its own, with its data in a directory of the test. */
final class TestRedis implements AutoCloseable {
    private final int port;
    private final Path directory;
    private RedisServer server;

    TestRedis(final Path directory) {
        this.directory = directory;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts with what the append-only file holds. */
    void start() {
        try {
            server = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("appendonly yes")
                .setting("appendfsync everysec").setting("save \"\"").setting("dir " + directory).build();
            server.start();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process. */
    void stop() {
        try {
            server.stop();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets everything; only while stopped. */
    void deleteData() {
        final File[] files = directory.toFile().listFiles();
        for (final File file : files == null ? new File[0] : files) {
            if (!file.delete()) {
                throw new IllegalStateException("cannot delete " + file);
            }
        }
    }

    /** One command of plain words; the first line of the answer. */
    String command(final String words) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((words + "\r\n").getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        stop();
    }
}
