package io.bourse.gateway.http;

import io.bourse.gateway.http.Route.Access;
import io.bourse.gateway.testing.LeakWatch;
import io.bourse.gateway.testing.RawClient;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(LeakWatch.class)
class HttpProtocolTest {
    private static final String HOST = "Host: localhost\r\n";
    private static final Queue<CompletableFuture<HttpAnswer>> SLOW = new ConcurrentLinkedQueue<>();

    private static MultiThreadIoEventLoopGroup loops;
    private static HttpServer server;

    @BeforeAll
    static void start() {
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        server = start(RequestDeadlines.Timing.DEFAULT, 100);
    }

    @AfterAll
    static void stop() {
        server.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static HttpServer start(final RequestDeadlines.Timing timing, final int connectionsPerAddressMax) {
        final List<Route> routes = List.of(
            Route.get("/ping", Access.PUBLIC, call -> done(Json.object("n", call.parameters().text("n"))), Field.text("n")),
            Route.post("/echo", Access.PUBLIC, call -> done(Json.object(
                "text", call.parameters().text("text"), "decimal", call.parameters().text("decimal"))),
                Field.text("text"), Field.decimal("decimal"), Field.flag("flag")),
            Route.get("/slow", Access.PUBLIC, call -> {
                final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
                SLOW.add(answer);
                return answer;
            }),
            Route.get("/broken", Access.PUBLIC, call -> {
                throw new IllegalStateException("secret detail");
            }));
        final Origins origins = new Origins(Set.of("https://trade.example"), true);
        final Map<String, HttpAnswer> pages = Map.of("/", new HttpAnswer(200, "text/html", new byte[]{'x'}, Map.of()));
        return HttpServer.start(loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new HttpServer.Connections(new Router(routes, pages, null, origins), origins, new NoUpgrade(), timing,
                new ConnectionLimiter(connectionsPerAddressMax)));
    }

    private static CompletableFuture<HttpAnswer> done(final Object value) {
        return CompletableFuture.completedFuture(HttpAnswer.ok(value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "400 | GET /ping HTTP/1.1~~",
        "400 | GET /ping HTTP/1.1~Host: a~Host: a~~",
        "400 | GET /ping HTTP/1.1~Host: evil.example~~",
        "400 | GET /ping HTTP/1.1~Host: localhost/x~~",
        "505 | GET /ping HTTP/9.9~Host: localhost~~",
        "400 | GET  HTTP/1.1~Host: localhost~~",
        "400 | NONSENSE~~",
        "505 | PRI * HTTP/2.0~~SM~~",
        "400 | GET http://localhost/ping HTTP/1.1~Host: localhost~~",
        "400 | GET /ping HTTP/1.1~Host: localhost~X: a~ b~~",
        "400 | GET /ping HTTP/1.1~Host: localhost~X : a~~",
        "400 | POST /echo HTTP/1.1~Host: localhost~Content-Length: 3~Content-Length: 3~~{ }",
        "400 | POST /echo HTTP/1.1~Host: localhost~Content-Length: 3~Content-Length: 4~~{ }",
        "400 | POST /echo HTTP/1.1~Host: localhost~Content-Length: 3, 3~~{ }",
        "400 | POST /echo HTTP/1.1~Host: localhost~Content-Length: +3~~{ }",
        "400 | POST /echo HTTP/1.1~Host: localhost~Content-Length: -1~~{ }",
        "400 | POST /echo HTTP/1.1~Host: localhost~Content-Length: 0x3~~{ }",
        "413 | POST /echo HTTP/1.1~Host: localhost~Content-Length: 65537~~{ }",
        "400 | POST /echo HTTP/1.1~Host: localhost~Content-Length: 3~Transfer-Encoding: chunked~~3~{ }~0~~",
        "400 | POST /echo HTTP/1.0~Host: localhost~Content-Length: 3~Transfer-Encoding: chunked~~3~{ }~0~~",
        "501 | POST /echo HTTP/1.1~Host: localhost~Transfer-Encoding: gzip, chunked~~3~{ }~0~~",
        "400 | POST /echo HTTP/1.1~Host: localhost~Transfer-Encoding: gzip~~",
        "400 | POST /echo HTTP/1.1~Host: localhost~Transfer-Encoding : chunked~~3~{ }~0~~",
        "400 | POST /echo HTTP/1.1~Host: localhost~Transfer-Encoding: chunked~~0x3~{ }~0~~",
        "400 | POST /echo HTTP/1.1~Host: localhost~Transfer-Encoding: chunked~~FFFFFFFFFFFFFFFFF~{ }~0~~",
        "417 | POST /echo HTTP/1.1~Host: localhost~Expect: 200-ok~Content-Length: 2~~{}",
        "415 | POST /echo HTTP/1.1~Host: localhost~Content-Encoding: gzip~Content-Length: 2~~{}"})
    void shouldRefuseAndClose(final int status, final String request) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            final RawClient.Response response = client.send(request.replace("~", "\r\n")).response();
            assertEquals(status, response.status(), response.head());
            assertTrue(response.head().contains("connection: close"), response.head());
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void shouldRefuseBareLineFeedsAndNulBytes() throws IOException {
        for (final String request : List.of("GET /ping HTTP/1.1\nHost: localhost\n\n",
            "GET /ping HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n")) {
            try (RawClient client = new RawClient(server.port())) {
                assertEquals(400, client.send(request).response().status());
                assertTrue(client.isClosedByServer());
            }
        }
    }

    @Test
    void shouldRefuseWhatIsTooLong() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            assertEquals(414, client.send("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n" + HOST + "\r\n").response().status());
        }
        try (RawClient client = new RawClient(server.port())) {
            final String header = "X: " + "a".repeat(9_000) + "\r\n";
            assertEquals(431, client.send("GET /ping HTTP/1.1\r\n" + HOST + header + "\r\n").response().status());
        }
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST /echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
            client.send("11000\r\n" + " ".repeat(0x11000) + "\r\n0\r\n\r\n");
            assertEquals(413, client.response().status());
        }
    }

    @Test
    void shouldNeverMergeTrailersIntoHeaders() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST /echo HTTP/1.1\r\n" + HOST +
                "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" +
                "2\r\n{}\r\n0\r\nHost: evil\r\nContent-Length: 9\r\n\r\nGET /ping HTTP/1.1\r\n" + HOST + "\r\n");
            assertEquals(200, client.response().status());
            assertEquals(200, client.response().status());
        }
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrderAndBounded() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            final StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 1_000; i++) {
                requests.append("GET /ping?n=").append(i).append(" HTTP/1.1\r\n").append(HOST).append("\r\n");
            }
            client.send(requests.toString());
            for (int i = 0; i < 1_000; i++) {
                assertEquals("{\"n\":\"" + i + "\"}", client.response().body());
            }
        }
    }

    @Test
    void shouldKeepTheOrderWhenTheFirstAnswerIsSlow() throws Exception {
        SLOW.clear();
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /slow HTTP/1.1\r\n" + HOST + "\r\nGET /ping?n=2 HTTP/1.1\r\n" + HOST + "\r\n");
            awaitSlow().complete(HttpAnswer.ok(Json.object("n", "1")));
            assertEquals("{\"n\":\"1\"}", client.response().body());
            assertEquals("{\"n\":\"2\"}", client.response().body());
        }
    }

    @Test
    void shouldReadNoMoreThanItMayAnswer() throws Exception {
        SLOW.clear();
        try (RawClient client = new RawClient(server.port())) {
            client.send(("GET /slow HTTP/1.1\r\n" + HOST + "\r\n").repeat(100));
            awaitSlow();
            try (RawClient other = new RawClient(server.port())) {
                // The same event loop has handled everything that it was willing to read by the time it answers this.
                assertEquals(200, other.send("GET /ping HTTP/1.1\r\n" + HOST + "\r\n").response().status());
            }
            assertTrue(SLOW.size() < HttpLimits.PIPELINED_REQUESTS_MAX, "started: " + SLOW.size());
        }
    }

    private static CompletableFuture<HttpAnswer> awaitSlow() {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (SLOW.isEmpty()) {
            assertTrue(System.nanoTime() < deadlineNs, "the request did not arrive");
            Thread.onSpinWait();
        }
        return SLOW.poll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../../etc/passwd", "/%2e%2e/etc", "/%00", "//etc", "/ping;x", "/ping/", "/Ping", "/%2570ing"})
    void shouldFindNothingAtOtherPaths(final String path) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            assertEquals(404, client.send("GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n").response().status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "OPTIONS", "PUT", "HEAD", "POST", "WHATEVER"})
    void shouldNameTheMethodsThatArePossible(final String method) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send(method + " /ping HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
            final String head = client.head();
            assertTrue(head.startsWith("HTTP/1.1 405"), head);
            assertTrue(head.contains("Allow: GET"), head);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "200 | {\"text\":\"a\",\"decimal\":1.50} | {\"text\":\"a\",\"decimal\":\"1.50\"}",
        "200 | {\"decimal\":\"0.1\"}            | {\"text\":null,\"decimal\":\"0.1\"}",
        "400 | {\"text\":1}                     | BAD_TYPE",
        "400 | {\"decimal\":true}               | BAD_TYPE",
        "400 | {\"decimal\":[1]}                | BAD_TYPE",
        "400 | {\"flag\":\"x\"}                 | BAD_TYPE",
        "400 | {\"other\":1}                    | UNKNOWN_FIELD",
        "400 | {\"decimal\":1e5}                | BAD_NUMBER",
        "400 | {\"decimal\":\"1e5\"}            | BAD_NUMBER",
        "400 | {\"decimal\":\"0x10\"}           | BAD_NUMBER",
        "400 | {\"decimal\":\"+1\"}             | BAD_NUMBER",
        "400 | {\"decimal\":\"１２\"}            | BAD_NUMBER",
        "400 | {\"decimal\":\"\"}               | BAD_NUMBER",
        "400 | {\"decimal\":NaN}                | BAD_JSON",
        "400 | {\"decimal\":01}                 | BAD_JSON",
        "400 | {\"text\":\"a\",\"text\":\"b\"}  | BAD_JSON",
        "400 | {\"text\":\"a\"} x               | BAD_JSON",
        "400 | {} {}                            | BAD_JSON",
        "400 | []                               | BAD_JSON",
        "400 | null                             | BAD_JSON",
        "400 | {\"text\":\"\\ud800\"}           | BAD_ENCODING",
        "400 | {                                | BAD_JSON"})
    void shouldReadJsonStrictly(final int status, final String body, final String expected) throws IOException {
        final RawClient.Response response = post(body.getBytes(StandardCharsets.UTF_8));
        assertEquals(status, response.status(), response.body());
        assertTrue(response.body().contains(expected), response.body());
    }

    @Test
    void shouldRefuseHostileJson() throws IOException {
        assertTrue(post(new byte[0]).body().contains("BAD_JSON"));
        assertTrue(post("[".repeat(50_000).getBytes(StandardCharsets.UTF_8)).body().contains("BAD_JSON"));
        final String deep = "{\"text\":" + "[".repeat(20) + "]".repeat(20) + "}";
        assertTrue(post(deep.getBytes(StandardCharsets.UTF_8)).body().contains("BAD_JSON"));
        final String text = "{\"text\":\"" + "a".repeat(10_000) + "\"}";
        assertTrue(post(text.getBytes(StandardCharsets.UTF_8)).body().contains("BAD_JSON"));
        assertTrue(post(("{\"decimal\":" + "9".repeat(60) + "}").getBytes(StandardCharsets.UTF_8)).body().contains("BAD_JSON"));
        assertTrue(post(("{\"decimal\":\"" + "9".repeat(60) + "\"}").getBytes(StandardCharsets.UTF_8)).body()
            .contains("BAD_NUMBER"));
        assertTrue(post(new byte[]{'{', '"', (byte)0xC0, (byte)0xAF, '"', ':', '1', '}'}).body().contains("BAD_ENCODING"));
        assertTrue(post("{\"text\":\"a\"}".getBytes(StandardCharsets.UTF_16)).body().contains("BAD_ENCODING"));
        assertTrue(post("\ufeff{}".getBytes(StandardCharsets.UTF_8)).body().contains("BAD_JSON"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?n", "?=1", "?n=1&n=2", "?other=1", "?n=%zz", "?n=%C0%AF", "?n=%ff", "?n="})
    void shouldRefuseBadQueries(final String query) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            assertEquals(400, client.send("GET /ping" + query + " HTTP/1.1\r\n" + HOST + "\r\n").response().status());
        }
    }

    @Test
    void shouldRefuseUnexpectedBodiesAndMediaTypes() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /ping HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\n{}");
            assertTrue(client.response().body().contains("UNEXPECTED_BODY"));
            client.send("POST /echo HTTP/1.1\r\n" + HOST + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}");
            assertEquals(415, client.response().status());
        }
    }

    @Test
    void shouldTellNothingAboutInternalFailures() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            final RawClient.Response response = client.send("GET /broken HTTP/1.1\r\n" + HOST + "\r\n").response();
            assertEquals(500, response.status());
            assertFalse(response.body().contains("secret"), response.body());
        }
    }

    @Test
    void shouldContinueWhenExpected() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST /echo HTTP/1.1\r\n" + HOST +
                "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertTrue(client.head().startsWith("HTTP/1.1 100"));
            assertEquals(200, client.send("{}").response().status());
        }
    }

    @Test
    void shouldAllowOnlyKnownOriginsToReadAnswers() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET /ping HTTP/1.1\r\n" + HOST + "Origin: https://trade.example\r\n\r\n");
            assertTrue(client.response().head().contains("Access-Control-Allow-Origin: https://trade.example"));
            client.send("GET /ping HTTP/1.1\r\n" + HOST + "Origin: https://evil.example\r\n\r\n");
            assertFalse(client.response().head().contains("Access-Control-Allow-Origin"));
            client.send("OPTIONS /echo HTTP/1.1\r\n" + HOST + "Origin: http://localhost:5173\r\n" +
                "Access-Control-Request-Method: POST\r\n\r\n");
            assertTrue(client.head().startsWith("HTTP/1.1 204"));
        }
    }

    @Test
    void shouldCloseTricklingRequestsAndIdleConnections() throws IOException {
        final HttpServer hasty = start(new RequestDeadlines.Timing(200, 400, 300), 100);
        try (RawClient idle = new RawClient(hasty.port());
            RawClient trickling = new RawClient(hasty.port());
            RawClient slowBody = new RawClient(hasty.port())) {
            slowBody.send("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\n{");
            final long beginNs = System.nanoTime();
            trickle(trickling, "GET /ping HTTP/1.1\r\nX: ");
            assertTrue(System.nanoTime() - beginNs < TimeUnit.SECONDS.toNanos(5));
            assertTrue(slowBody.isClosedByServer());
            assertTrue(idle.isClosedByServer());
        } finally {
            hasty.close();
        }
    }

    private static void trickle(final RawClient client, final String text) throws IOException {
        client.socket().setSoTimeout(20);
        for (int i = 0; i < 500; i++) {
            try {
                client.send(text.substring(i % text.length(), i % text.length() + 1));
                if (client.in().read() < 0) {
                    return;
                }
            } catch (final java.net.SocketTimeoutException ex) {
                continue;
            } catch (final java.net.SocketException ex) {
                return;
            }
        }
        throw new AssertionError("a request that trickles in was not closed");
    }

    @Test
    void shouldCloseConnectionsBeyondTheLimitOfAnAddress() throws IOException {
        final HttpServer small = start(RequestDeadlines.Timing.DEFAULT, 2);
        try (RawClient first = new RawClient(small.port()); RawClient second = new RawClient(small.port())) {
            assertEquals(200, first.send("GET /ping HTTP/1.1\r\n" + HOST + "\r\n").response().status());
            assertEquals(200, second.send("GET /ping HTTP/1.1\r\n" + HOST + "\r\n").response().status());
            try (RawClient third = new RawClient(small.port())) {
                assertTrue(third.isClosedByServer());
            }
        } finally {
            small.close();
        }
    }

    @Test
    void shouldSayThatAPortIsInUse() {
        final InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        final HttpServer.PortInUseException ex = org.junit.jupiter.api.Assertions.assertThrows(
            HttpServer.PortInUseException.class, () -> HttpServer.start(loops, taken,
                new HttpServer.Connections(null, null, null, null, null)));
        assertTrue(ex.getMessage().contains(":" + server.port()) && ex.getMessage().contains("--http-port"), ex.getMessage());
    }

    private static RawClient.Response post(final byte[] body) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST /echo HTTP/1.1\r\n" + HOST + "Content-Type: application/json\r\nContent-Length: " +
                body.length + "\r\n\r\n");
            return client.send(body).response();
        }
    }

    private static final class NoUpgrade implements WebSocketUpgrade {
        @Override
        public boolean isUpgrade(final RawRequest request) {
            return false;
        }

        @Override
        public HttpAnswer refusal(final RawRequest request) {
            return null;
        }

        @Override
        public void upgrade(final ChannelHandlerContext context, final RawRequest request) {
            throw new IllegalStateException("nothing is upgraded here");
        }
    }
}
