package io.bourse.system;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket client that subscribes to everything and then reads nothing: the kind that fills its sender's buffers. */
final class LazyReader implements AutoCloseable {
    private static final int SMALL_BUFFER = 4 * 1024;
    private static final int TEXT_FRAME = 0x81;
    private static final int MASKED_WITH_16_BIT_LENGTH = 0xFE;

    private final Socket socket = new Socket();

    LazyReader(final int port, final String... streams) throws IOException {
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 3_000);
        final String upgrade = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\n" +
            "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
        socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
        awaitEndOfHeaders();
        final String request =
            "{\"method\":\"SUBSCRIBE\",\"params\":[\"" + String.join("\",\"", streams) + "\"],\"id\":1}";
        socket.getOutputStream().write(frame(request.getBytes(StandardCharsets.UTF_8)));
    }

    /** Dies without a word: the other side finds a reset connection. */
    void dieAbruptly() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void awaitEndOfHeaders() throws IOException {
        socket.setSoTimeout(5_000);
        int newest = 0;
        while (newest != 0x0D0A0D0A) {
            final int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the exchange closed the connection during the upgrade");
            }
            newest = newest << 8 | next;
        }
    }

    private static byte[] frame(final byte[] text) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final DataOutputStream frame = new DataOutputStream(bytes);
        frame.writeByte(TEXT_FRAME);
        frame.writeByte(MASKED_WITH_16_BIT_LENGTH);
        frame.writeShort(text.length);
        // A mask of zeros leaves the text as it is.
        frame.writeInt(0);
        frame.write(text);
        return bytes.toByteArray();
    }
}
