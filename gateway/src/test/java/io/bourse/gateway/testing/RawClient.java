package io.bourse.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A socket that sends whatever bytes a test wants. */
public final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 10_000;

    private final Socket socket;
    private final InputStream in;

    public RawClient(final int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MS);
        in = socket.getInputStream();
    }

    /** Sends text as ISO-8859-1. */
    public RawClient send(final String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(final byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** One response: status line, headers and the body by its Content-Length. */
    public Response response() throws IOException {
        final String head = head();
        int length = 0;
        for (final String line : head.split("\r\n")) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
            }
        }
        return new Response(Integer.parseInt(head.substring(9, 12)), head,
            new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    /** Bytes up to the next empty line. */
    public String head() throws IOException {
        final ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            final int b = in.read();
            if (b < 0) {
                throw new IOException("closed after: " + head);
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    public InputStream in() {
        return in;
    }

    public Socket socket() {
        return socket;
    }

    /** Whether the server closes, within the time-out, without sending more. */
    public boolean isClosedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (final SocketException ex) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** What came back. */
    public record Response(int status, String head, String body) {
    }
}
