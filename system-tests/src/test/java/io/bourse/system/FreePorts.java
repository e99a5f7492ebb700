package io.bourse.system;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nothing listens on, below the range from which the kernel picks the ports of outgoing connections. */
final class FreePorts {
    private static final int LOWEST = 11_000;
    private static final int HIGHEST = 31_000;
    private static final int PORTS_PER_MEMBER = 100;
    private static final int PORTS_USED_PER_MEMBER = 10;
    private static final int ATTEMPTS = 500;

    private FreePorts() {
    }

    /** A TCP port. */
    static int tcp() {
        for (int i = 0; i < ATTEMPTS; i++) {
            final int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isTcpFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free TCP port between " + LOWEST + " and " + HIGHEST);
    }

    /** The first port of a block of which each member of a cluster takes a hundred. */
    static int clusterBlock(final int members) {
        for (int i = 0; i < ATTEMPTS; i++) {
            final int base = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - PORTS_PER_MEMBER * members);
            if (isBlockFree(base, members)) {
                return base;
            }
        }
        throw new IllegalStateException("no free block of ports between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isBlockFree(final int base, final int members) {
        for (int member = 0; member < members; member++) {
            for (int i = 0; i < PORTS_USED_PER_MEMBER; i++) {
                if (!isUdpFree(base + PORTS_PER_MEMBER * member + i)) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean isTcpFree(final int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.isBound();
        } catch (final IOException ex) {
            return false;
        }
    }

    private static boolean isUdpFree(final int port) {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            return socket.isBound();
        } catch (final IOException ex) {
            return false;
        }
    }
}
