package io.bourse.deploy;

import io.bourse.wire.ClusterEndpoints;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;

/** Which ports are free on this machine. */
final class Ports {
    /** Where the cluster's ports begin when nothing else is said. */
    static final int CLUSTER_PORT_BASE = 9000;

    private static final int CLUSTER_PORT_BASE_STEP = 1000;
    private static final int CLUSTER_PORT_BASE_ATTEMPTS = 20;
    private static final int CONNECT_TIMEOUT_MS = 500;
    private static final int PORTS_USED_PER_MEMBER = 5;
    private static final InetAddress LOOPBACK = loopback();

    private Ports() {
    }

    /**
     * Checks the port of the gateway.
     *
     * @throws StartupException if it is taken
     */
    static void requireFreeHttpPort(final int port) {
        if (!isFreeTcp(port)) {
            throw new StartupException("port " + port + " on 127.0.0.1 is in use by another program; "
                + "stop that program, or take another port with --http-port PORT");
        }
    }

    /**
     * Where the cluster's ports begin: as asked, or the first free block.
     *
     * @param asked 0 to choose
     * @throws StartupException if a port of the asked block is taken
     */
    static int clusterPortBase(final int asked, final int members) {
        if (asked != 0) {
            final int taken = firstTakenClusterPort(asked, members);
            if (taken != 0) {
                throw new StartupException("cluster port " + taken + " (UDP, 127.0.0.1) is in use by another program; "
                    + "stop that program, or take other ports with --cluster-port-base PORT");
            }
            return asked;
        }
        for (int i = 0; i < CLUSTER_PORT_BASE_ATTEMPTS; i++) {
            final int base = CLUSTER_PORT_BASE + i * CLUSTER_PORT_BASE_STEP;
            if (firstTakenClusterPort(base, members) == 0) {
                return base;
            }
        }
        throw new StartupException("no free cluster ports: tried " + CLUSTER_PORT_BASE_ATTEMPTS + " blocks from "
            + CLUSTER_PORT_BASE + "; name the first of " + members * ClusterEndpoints.PORTS_PER_MEMBER
            + " free UDP ports with --cluster-port-base PORT");
    }

    /** A TCP port of the loopback address that is free now: the wished one if it is. */
    static int freeTcpPort(final int wished) {
        if (wished != 0 && isFreeTcp(wished)) {
            return wished;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        } catch (final IOException e) {
            throw new StartupException("no free TCP port on the loopback address: " + e, e);
        }
    }

    /** Whether somebody accepts connections on a TCP port of the loopback address. */
    static boolean isListening(final int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(LOOPBACK, port), CONNECT_TIMEOUT_MS);
            return true;
        } catch (final IOException e) {
            return false;
        }
    }

    private static int firstTakenClusterPort(final int base, final int members) {
        for (int member = 0; member < members; member++) {
            for (int offset = 1; offset <= PORTS_USED_PER_MEMBER; offset++) {
                final int port = base + member * ClusterEndpoints.PORTS_PER_MEMBER + offset;
                if (!isFreeUdp(port)) {
                    return port;
                }
            }
        }
        return 0;
    }

    private static boolean isFreeTcp(final int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do it: connections of a server that has just ended are no hindrance.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port), 1);
            return true;
        } catch (final IOException e) {
            return false;
        }
    }

    private static boolean isFreeUdp(final int port) {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            return true;
        } catch (final IOException e) {
            return false;
        }
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[]{127, 0, 0, 1});
        } catch (final UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
