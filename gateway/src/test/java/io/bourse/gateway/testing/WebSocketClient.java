package io.bourse.gateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket that sorts what it hears by stream. */
public final class WebSocketClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPLY = "";

    private final Map<String, BlockingQueue<JsonNode>> heard = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;

    public WebSocketClient(final int port) {
        socket = http.newWebSocketBuilder().buildAsync(URI.create("ws://localhost:" + port + "/ws"), new Listener()).join();
    }

    /** An upgraded connection that has sent a text and reads only when told to. */
    public static RawClient raw(final int port, final String text) throws IOException {
        final RawClient client = new RawClient(port);
        client.send("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        if (!client.head().startsWith("HTTP/1.1 101")) {
            throw new IOException("not upgraded");
        }
        return text == null ? client : client.send(frame(0x81, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A masked frame; the mask is zero. */
    public static byte[] frame(final int firstByte, final byte[] payload) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(firstByte);
        if (payload.length < 126) {
            bytes.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            bytes.write(0x80 | 126);
            bytes.write(payload.length >>> 8);
            bytes.write(payload.length);
        } else {
            bytes.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes.write((int)((long)payload.length >>> shift));
            }
        }
        bytes.writeBytes(new byte[4]);
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    public void send(final String text) {
        socket.sendText(text, true).join();
    }

    /** The next message that is of no stream. */
    public JsonNode awaitReply() throws InterruptedException {
        return await(REPLY);
    }

    /** The next data of a stream. */
    public JsonNode awaitStream(final String stream) throws InterruptedException {
        return await(stream).path("data");
    }

    private JsonNode await(final String kind) throws InterruptedException {
        final JsonNode message = queue(kind).poll(15, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("nothing was heard of \"" + kind + "\"");
        }
        return message;
    }

    private BlockingQueue<JsonNode> queue(final String kind) {
        return heard.computeIfAbsent(kind, key -> new LinkedBlockingQueue<>());
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(final WebSocket webSocket, final CharSequence data, final boolean last) {
            text.append(data);
            if (last) {
                try {
                    final JsonNode message = JSON.readTree(text.toString());
                    queue(message.path("stream").asText(REPLY)).add(message);
                } catch (final IOException ex) {
                    throw new IllegalStateException("not JSON: " + text, ex);
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
