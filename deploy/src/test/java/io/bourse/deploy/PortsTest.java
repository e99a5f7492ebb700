package io.bourse.deploy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PortsTest {
    @Test
    void shouldNameTheHttpPortThatIsTakenAndTheOption() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            final int port = taken.getLocalPort();
            final String message =
                assertThrows(StartupException.class, () -> Ports.requireFreeHttpPort(port)).getMessage();
            assertTrue(message.contains("port " + port) && message.contains("--http-port"), message);
        }
    }

    @Test
    void shouldNoticeAPortThatIsTakenOnEveryAddress() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            final int port = taken.getLocalPort();
            assertThrows(StartupException.class, () -> Ports.requireFreeHttpPort(port));
        }
    }

    @Test
    void shouldNameTheClusterPortThatIsTakenAndTheOption() throws IOException {
        final int base = Ports.clusterPortBase(0, 3);
        assertEquals(base, Ports.clusterPortBase(base, 3));
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress("127.0.0.1", base + 203))) {
            final String message =
                assertThrows(StartupException.class, () -> Ports.clusterPortBase(base, 3)).getMessage();
            assertTrue(message.contains("port " + taken.getLocalPort()) && message.contains("--cluster-port-base"), message);
            assertNotEquals(base, Ports.clusterPortBase(0, 3));
        }
    }

    @Test
    void shouldKeepAWishedPortWhenItIsFree() throws IOException {
        final int free = Ports.freeTcpPort(0);
        assertEquals(free, Ports.freeTcpPort(free));
        try (ServerSocket taken = new ServerSocket(free, 1, InetAddress.getByName("127.0.0.1"))) {
            assertNotEquals(taken.getLocalPort(), Ports.freeTcpPort(free));
        }
    }
}
