package io.bourse.gateway.websocket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bourse.gateway.http.Catalogue;
import io.bourse.gateway.http.HttpServer;
import io.bourse.gateway.http.Origins;
import io.bourse.gateway.http.Router;
import io.bourse.gateway.testing.LeakWatch;
import io.bourse.gateway.testing.RawClient;
import io.bourse.gateway.testing.WebSocketClient;
import io.bourse.schema.AssetDefinedEncoder;
import io.bourse.schema.InstrumentDefinedEncoder;
import io.bourse.schema.InstrumentState;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.wire.PackedAscii;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Frames, commands and slow readers, against a real server and sockets. */
@ExtendWith(LeakWatch.class)
class WebSocketTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEPTH = "{\"method\":\"SUBSCRIBE\",\"params\":[\"depth.A_Q\"],\"id\":1}";

    private MultiThreadIoEventLoopGroup loops;
    private StreamHub hub;
    private HttpServer server;

    @BeforeEach
    void start() {
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        hub = new StreamHub(loops);
        final Catalogue catalogue = new Catalogue(null, new io.bourse.gateway.http.Workers());
        define(catalogue);
        final Origins origins = new Origins(Set.of(), true);
        server = HttpServer.start(loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Router(List.of(), Map.of(), null, origins), origins,
            new WebSocketServer(hub, new PrivateStreams(catalogue), catalogue, null, origins), 100);
    }

    @AfterEach
    void stop() {
        server.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static void define(final Catalogue catalogue) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        final MessageHeaderEncoder header = new MessageHeaderEncoder();
        for (int id = 1; id <= 2; id++) {
            final AssetDefinedEncoder asset = new AssetDefinedEncoder().wrapAndApplyHeader(buffer, 0, header);
            asset.symbol().word0(PackedAscii.pack(id == 1 ? "A" : "Q", 0)).word1(0);
            asset.assetId(id).decimals(2);
            catalogue.onEvent(buffer, 0, buffer.capacity());
        }
        final InstrumentDefinedEncoder instrument = new InstrumentDefinedEncoder().wrapAndApplyHeader(buffer, 0, header);
        instrument.symbol().word0(PackedAscii.pack("A_Q", 0)).word1(0);
        instrument.tickQuoteUnits(1).lotBaseUnits(1).instrumentId(1).baseAssetId(1).quoteAssetId(2)
            .state(InstrumentState.TRADING);
        catalogue.onEvent(buffer, 0, buffer.capacity());
    }

    @Test
    void shouldEchoTheIdAsItWas() throws Exception {
        try (WebSocketClient client = new WebSocketClient(server.port())) {
            client.send("{\"method\":\"SUBSCRIBE\",\"params\":[\"depth.A_Q\",\"trade.A_Q\",\"ticker.A_Q\"," +
                "\"kline_1m.AQ\"],\"id\":7}");
            assertEquals("{\"result\":null,\"id\":7}", client.awaitReply().toString());
            client.send("{\"method\":\"LIST\",\"id\":\"seven\"}");
            assertEquals("{\"result\":[\"depth.A_Q\",\"trade.A_Q\",\"ticker.A_Q\",\"kline_1m.A_Q\"],\"id\":\"seven\"}",
                client.awaitReply().toString());
            client.send("{\"method\":\"UNSUBSCRIBE\",\"params\":[\"depth.A_Q\",\"trade.A_Q\",\"ticker.A_Q\"],\"id\":null}");
            assertEquals("{\"result\":null,\"id\":null}", client.awaitReply().toString());
            client.send("{\"method\":\"LIST\",\"id\":1.5}");
            assertEquals("{\"result\":[\"kline_1m.A_Q\"],\"id\":1.5}", client.awaitReply().toString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "BAD_JSON         | {",
        "BAD_JSON         | []",
        "BAD_JSON         | {\"id\":1,\"id\":2}",
        "MISSING_FIELD    | {\"id\":1}",
        "UNKNOWN_METHOD   | {\"method\":\"DANCE\",\"id\":1}",
        "BAD_TYPE         | {\"method\":\"SUBSCRIBE\",\"params\":\"depth.A_Q\",\"id\":1}",
        "BAD_TYPE         | {\"method\":\"SUBSCRIBE\",\"params\":[1],\"id\":1}",
        "BAD_TYPE         | {\"method\":\"LIST\",\"id\":[1]}",
        "UNKNOWN_STREAM   | {\"method\":\"SUBSCRIBE\",\"params\":[\"depth.A_Q\",\"depth\"],\"id\":1}",
        "UNKNOWN_STREAM   | {\"method\":\"SUBSCRIBE\",\"params\":[\"dance.A_Q\"],\"id\":1}",
        "NOT_AUTHENTICATED| {\"method\":\"SUBSCRIBE\",\"params\":[\"user\"],\"id\":1}"})
    void shouldAnswerBadCommandsAndStayOpen(final String code, final String command) throws Exception {
        try (WebSocketClient client = new WebSocketClient(server.port())) {
            client.send(command);
            assertEquals(code, client.awaitReply().path("error").path("code").asText());
            client.send("{\"method\":\"LIST\",\"id\":2}");
            assertEquals("{\"result\":[],\"id\":2}", client.awaitReply().toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1002, 810161",                     // not masked
        "1002, C18100000000" + "61",        // reserved bit
        "1002, 838000000000",               // reserved opcode
        "1002, 098000000000",               // fragmented ping
        "1002, 808000000000",               // continuation first
        "1007, 818200000000C0AF",           // not UTF-8
        "1003, 828100000000" + "61",        // binary
        "1009, 81FF000001000000000000000000"}) // 2^40 bytes
    void shouldCloseOnBadFrames(final int closeCode, final String hex) throws IOException {
        try (RawClient client = WebSocketClient.raw(server.port(), null)) {
            client.send(HexFormat.of().parseHex(hex));
            assertEquals(closeCode, awaitClose(client));
        }
    }

    @Test
    void shouldCloseOnTooManyFragmentsBytesAndFrames() throws IOException {
        try (RawClient client = WebSocketClient.raw(server.port(), null)) {
            client.send(WebSocketClient.frame(0x01, new byte[0]));
            for (int i = 0; i < WebSocketLimits.FRAGMENTS_MAX; i++) {
                client.send(WebSocketClient.frame(0x00, new byte[0]));
            }
            assertEquals(1009, awaitClose(client));
        }
        try (RawClient client = WebSocketClient.raw(server.port(), null)) {
            client.send(WebSocketClient.frame(0x01, new byte[40_000]));
            client.send(WebSocketClient.frame(0x00, new byte[40_000]));
            assertEquals(1009, awaitClose(client));
        }
        try (RawClient client = WebSocketClient.raw(server.port(), null)) {
            client.send(repeated(WebSocketClient.frame(0x8A, new byte[0]), 2 * WebSocketLimits.FRAMES_BURST));
            assertEquals(1008, awaitClose(client));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "426, 'Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==~'",
        "426, 'Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==~Sec-WebSocket-Version: 8~'",
        "400, 'Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Version: 13~'",
        "426, ''"})
    void shouldRefuseBadUpgrades(final int status, final String headers) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /ws HTTP/1.1\r\nHost: localhost\r\n" + headers.replace("~", "\r\n") + "\r\n");
            assertEquals(status, client.response().status());
        }
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /ws HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nUpgrade: websocket\r\n" +
                "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n");
            assertEquals(403, client.response().status());
        }
    }

    @Test
    void shouldConflateDepthOfASlowReaderWithoutAGap() throws Exception {
        final int updates = 20_000;
        try (RawClient slow = WebSocketClient.raw(server.port(), DEPTH);
            WebSocketClient quick = new WebSocketClient(server.port())) {
            assertTrue(readText(slow).contains("\"result\":null"));
            quick.send(DEPTH);
            quick.awaitReply();
            for (int i = 1; i <= updates; i++) {
                hub.onUpdate("depth.A_Q", depth(i));
                if (i % 500 == 0) {
                    // The quick one has heard everything while the slow one has read nothing.
                    while (quick.awaitStream("depth.A_Q").path("u").asInt() < i) {
                        Thread.onSpinWait();
                    }
                }
            }
            final Map<String, String> levels = new TreeMap<>();
            long last = 0;
            int frames = 0;
            while (last < updates) {
                final JsonNode data = JSON.readTree(readText(slow)).path("data");
                assertEquals(last + 1, data.path("U").asLong());
                last = data.path("u").asLong();
                data.path("b").forEach(level -> levels.put(level.path(0).asText(), level.path(1).asText()));
                frames++;
            }
            assertTrue(frames < updates, "nothing was conflated");
            assertEquals(Integer.toString(updates), levels.get("1." + updates % 50));
        }
    }

    @Test
    void shouldCloseAReaderThatIsTooSlowAlone() throws Exception {
        final String command = DEPTH.replace("depth", "trade");
        try (RawClient slow = WebSocketClient.raw(server.port(), command);
            WebSocketClient quick = new WebSocketClient(server.port())) {
            readText(slow);
            quick.send(command);
            quick.awaitReply();
            final String padding = "x".repeat(1_000);
            for (int i = 1; i <= 20_000; i++) {
                hub.onUpdate("trade.A_Q", "{\"e\":\"trade\",\"t\":" + i + ",\"p\":\"" + padding + "\"}");
                if (i % 200 == 0) {
                    while (quick.awaitStream("trade.A_Q").path("t").asInt() < i) {
                        Thread.onSpinWait();
                    }
                }
            }
            // Trades are never left out: what was sent has no gap, and then the connection ends.
            int last = 0;
            try {
                while (true) {
                    final int id = JSON.readTree(readText(slow)).path("data").path("t").asInt();
                    assertEquals(last + 1, id);
                    last = id;
                }
            } catch (final IOException closed) {
                assertTrue(last < 20_000, closed.toString());
            }
        }
    }

    @Test
    void shouldSendNothingFromBehindAGap() throws Exception {
        try (RawClient client = WebSocketClient.raw(server.port(), DEPTH)) {
            assertTrue(readText(client).contains("\"result\":null"));
            final CountDownLatch isBusy = new CountDownLatch(1);
            final CountDownLatch mayGoOn = new CountDownLatch(1);
            loops.next().submit(() -> {
                isBusy.countDown();
                mayGoOn.await();
                return null;
            });
            isBusy.await();
            // The loop is told to publish before there is a gap, and gets to it when there is one.
            hub.onUpdate("depth.A_Q", depth(1));
            hub.onUpdate("reconnect", "{}");
            hub.onUpdate("depth.A_Q", depth(3));
            mayGoOn.countDown();
            final String rest = new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertFalse(rest.contains("\"U\":3"), rest);
            assertTrue(rest.contains("updates were lost"), rest);
        }
    }

    @Test
    void shouldKeepNewestTickersAndClosedBarsOnly() {
        final PendingUpdates pending = new PendingUpdates();
        for (int i = 1; i <= 3; i++) {
            pending.add(new Update("ticker.A_Q", "{\"i\":" + i + "}"));
            pending.add(new Update("kline_1m.A_Q", "{\"i\":" + i + ",\"k\":{\"x\":" + (i == 2) + "}}"));
            pending.add(new Update("trade.A_Q", "{\"i\":" + i + "}"));
        }
        final String all = IntStream.range(0, 6).mapToObj(i -> new String(pending.poll(), StandardCharsets.UTF_8)
            .replaceAll("\\{\"stream\":\"(\\w+)\\.A_Q\",\"data\":\\{\"i\":(\\d).*", "$1$2")).collect(Collectors.joining(" "));
        assertEquals("ticker3 kline_1m2 kline_1m3 trade1 trade2 trade3", all);
        assertTrue(pending.isEmpty());
        assertEquals(0, pending.byteCount());
    }

    private static String depth(final int i) {
        return "{\"e\":\"depth\",\"s\":\"A_Q\",\"b\":[[\"1." + i % 50 + "\",\"" + i + "\"],[\"2\",\"" + "7".repeat(200) +
            "\"]],\"a\":[],\"U\":" + i + ",\"u\":" + i + "}";
    }

    private static byte[] repeated(final byte[] frame, final int count) {
        final byte[] all = new byte[frame.length * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(frame, 0, all, i * frame.length, frame.length);
        }
        return all;
    }

    private static String readText(final RawClient client) throws IOException {
        final DataInputStream in = new DataInputStream(client.in());
        final int opcode = in.readUnsignedByte() & 0xF;
        final int length = in.readUnsignedByte();
        final long whole = length < 126 ? length : length == 126 ? in.readUnsignedShort() : in.readLong();
        final byte[] payload = in.readNBytes((int)whole);
        if (opcode == 8) {
            throw new IOException("closed: " + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    private static int awaitClose(final RawClient client) throws IOException {
        final DataInputStream in = new DataInputStream(client.in());
        while (true) {
            final int opcode = in.readUnsignedByte() & 0xF;
            final byte[] payload = in.readNBytes(in.readUnsignedByte());
            if (opcode == 8) {
                assertTrue(client.isClosedByServer());
                return (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
            }
        }
    }
}
