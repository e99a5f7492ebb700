package io.bourse.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.bourse.gateway.http.HttpServer;
import io.bourse.gateway.testing.BookReader;
import io.bourse.gateway.testing.LeakWatch;
import io.bourse.gateway.testing.RawClient;
import io.bourse.gateway.testing.RestClient;
import io.bourse.gateway.testing.RestClient.Answer;
import io.bourse.gateway.testing.TestExchange;
import io.bourse.gateway.testing.WebSocketClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Everything that a client can ask of a gateway, against a whole exchange. */
@ExtendWith(LeakWatch.class)
class GatewayTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static TestExchange exchange;
    private static RestClient anybody;

    @BeforeAll
    static void start() throws Exception {
        exchange = TestExchange.start();
        anybody = new RestClient(exchange.port());
        for (final String asset : List.of("AAA", "QQQ")) {
            ok(exchange.operator().post("/api/v1/admin/assets", Map.of("symbol", asset, "decimals", 6)));
        }
    }

    @AfterAll
    static void stop() {
        if (exchange != null) {
            exchange.close();
        }
    }

    /** A market of its own for each test, so that none sees another's orders. */
    private static String market() throws Exception {
        final String symbol = "M" + NUMBER.incrementAndGet() + "_QQQ";
        ok(exchange.operator().post("/api/v1/admin/markets", Map.of("symbol", symbol, "base", "AAA", "quote", "QQQ",
            "tick_size", "0.01", "step_size", "0.001", "max_quantity", "1000000", "max_price", "100000",
            "taker_fee_ppm", 1000)));
        TestExchange.await(() -> anybody.get("/api/v1/depth?symbol=" + symbol).status() == 200);
        return symbol;
    }

    private static Answer order(
        final RestClient user, final String market, final String side, final String price, final String quantity)
        throws Exception {
        return user.post("/api/v1/order", Map.of("market", market, "side", side, "price", price, "quantity", quantity));
    }

    private static Answer ok(final Answer answer) {
        assertEquals(200, answer.status(), answer.body());
        return answer;
    }

    private static void refused(final int status, final String code, final Answer answer) throws Exception {
        assertEquals(status, answer.status(), answer.body());
        assertEquals(code, answer.text("code"), answer.body());
        assertTrue(answer.text("reason").endsWith("."), answer.body());
    }

    private static String balance(final RestClient user, final String asset) throws Exception {
        for (final JsonNode balance : ok(user.get("/api/v1/user/balances")).json()) {
            if (asset.equals(balance.path("asset").asText())) {
                return balance.path("available").asText() + "/" + balance.path("locked").asText();
            }
        }
        return "0/0";
    }

    @Test
    void shouldTradeFromOrderToHistory() throws Exception {
        final String market = market();
        final RestClient seller = anybody.newUser();
        final RestClient buyer = anybody.newUser();
        final Answer resting = ok(order(seller, market, "SELL", "10.00", "5"));
        assertEquals("Created Order", resting.text("status"));
        assertEquals("NEW", resting.text("order_status"));
        final String makerId = resting.text("order_id");
        assertEquals("0", ok(seller.get("/api/v1/order?order_id=" + makerId)).text("filled_quantity"));

        final Answer taken = ok(buyer.send("POST", "/api/v1/order", "{\"market\":\"" + market +
            "\",\"side\":\"BUY\",\"price\":10.5,\"quantity\":2,\"client_order_id\":\"mine-1\"}"));
        assertEquals("FILLED", taken.text("order_status"));
        assertEquals("2", taken.text("executed_quantity"));
        assertEquals("10", taken.json().path("fills").path(0).path("price").asText());
        assertEquals("0.002", taken.json().path("fills").path(0).path("fee").asText());
        assertEquals("mine-1", taken.text("client_order_id"));
        assertEquals("999980/0", balance(buyer, "QQQ"));
        assertEquals("10001.998/0", balance(buyer, "AAA"));
        assertEquals("9995/3", balance(seller, "AAA"));

        final JsonNode open = ok(seller.get("/api/v1/order?order_id=" + makerId)).json();
        assertEquals("PARTIALLY_FILLED", open.path("order_status").asText());
        assertEquals("2", open.path("filled_quantity").asText());
        final Answer past = ok(buyer.get("/api/v1/order?order_id=" + taken.text("order_id")));
        assertEquals("FILLED", past.text("order_status"));
        assertEquals("10.5", past.text("price"));
        assertEquals(past.body(), ok(buyer.get("/api/v1/order?client_order_id=mine-1")).body());
        assertEquals(1, ok(seller.get("/api/v1/orders?market=" + market)).json().size());
        assertEquals(0, ok(buyer.get("/api/v1/orders")).json().size());
        assertEquals(1, ok(buyer.get("/api/v1/orders?status=all&limit=5")).json().size());

        TestExchange.await(() -> ok(anybody.get("/api/v1/trades?symbol=" + market)).json().size() == 1);
        final JsonNode trade = anybody.get("/api/v1/trades?symbol=" + market).json().path(0);
        assertEquals("10", trade.path("price").asText());
        assertTrue(!trade.has("user_id") && !trade.has("account_id"), trade.toString());
        assertEquals(1, ok(anybody.get("/api/v1/trades?symbol=" + market + "&before=2")).json().size());
        assertEquals("3", ok(anybody.get("/api/v1/depth?symbol=" + market)).json().path("asks").path(0).path(1).asText());
        TestExchange.await(() -> ok(anybody.get("/api/v1/klines?symbol=" + market)).json().size() > 0);
        final JsonNode bar = anybody.get("/api/v1/klines?interval=1m&symbol=" + market).json().path(0);
        assertEquals("2", bar.path("volume").asText());
        assertTrue(bar.path("end").asLong() - bar.path("start").asLong() > 27L * 86_400_000, "1m is a month: " + bar);
        TestExchange.await(() -> "10".equals(ok(anybody.get("/api/v1/tickers?symbol=" + market)).text("lastPrice")));

        assertEquals("Cancelled Order", ok(seller.delete("/api/v1/order?order_id=" + makerId)).text("status"));
        refused(404, "UNKNOWN_ORDER", seller.delete("/api/v1/order?order_id=" + makerId));
        assertEquals("CANCELLED", ok(seller.get("/api/v1/order?order_id=" + makerId)).text("order_status"));
        assertEquals("9998/0", balance(seller, "AAA"));
    }

    @Test
    void shouldCancelAllOrdersOfAMarket() throws Exception {
        final String market = market();
        final RestClient user = anybody.newUser();
        for (int i = 1; i <= 5; i++) {
            ok(order(user, market, "BUY", "1.0" + i, "1"));
        }
        final Answer answer = ok(user.send("DELETE", "/api/v1/orders", "{\"market\":\"" + market + "\"}"));
        assertEquals("Cancelled All Orders", answer.text("status"));
        assertEquals(5, answer.json().path("count").asInt());
        assertEquals("1000000/0", balance(user, "QQQ"));
    }

    @Test
    void shouldTradeMarketOrdersByQuantityAndByAmount() throws Exception {
        final String market = market();
        final RestClient maker = anybody.newUser();
        final RestClient taker = anybody.newUser();
        ok(order(maker, market, "SELL", "10", "10"));
        final Answer byAmount = ok(taker.post("/api/v1/order",
            Map.of("market", market, "side", "BUY", "type", "MARKET", "quote_quantity", "20")));
        assertEquals("2", byAmount.text("executed_quantity"));
        final Answer byQuantity = ok(taker.post("/api/v1/order",
            Map.of("market", market, "side", "BUY", "type", "MARKET", "quantity", "3")));
        assertEquals("FILLED", byQuantity.text("order_status"));
        final Answer rest = ok(taker.post("/api/v1/order", Map.of("market", market, "side", "BUY", "price", "10",
            "quantity", "9", "time_in_force", "IOC")));
        assertEquals("5", rest.text("executed_quantity"));
        assertEquals("EXPIRED", rest.text("order_status"));
    }

    @Test
    void shouldRefuseBadOrdersBeforeTheEngine() throws Exception {
        final String market = market();
        final RestClient user = anybody.newUser();
        final String before = exchange.operator().get("/api/v1/admin/state").text("state_hash");
        refused(400, "UNKNOWN_SYMBOL", order(user, "NO_SUCH", "BUY", "1", "1"));
        refused(400, "UNKNOWN_SYMBOL", order(user, "SOL", "BUY", "1", "1"));
        refused(400, "INVALID_PRICE", order(user, market, "BUY", "-1", "1"));
        refused(400, "INVALID_PRICE", order(user, market, "BUY", "0", "1"));
        refused(400, "INVALID_PRICE", order(user, market, "BUY", "1.005", "1"));
        refused(400, "INVALID_PRICE", order(user, market, "BUY", "9".repeat(30), "1"));
        refused(400, "PRICE_ABOVE_MAXIMUM", order(user, market, "BUY", "100000.01", "1"));
        refused(400, "BAD_NUMBER", order(user, market, "BUY", "ten", "1"));
        refused(400, "BAD_NUMBER", order(user, market, "BUY", "1e2", "1"));
        refused(400, "BAD_NUMBER", order(user, market, "BUY", "1".repeat(41), "1"));
        refused(400, "INVALID_QUANTITY", order(user, market, "BUY", "1", "-1"));
        refused(400, "INVALID_QUANTITY", order(user, market, "BUY", "1", "0"));
        refused(400, "INVALID_QUANTITY", order(user, market, "BUY", "1", "0.0001"));
        refused(400, "QUANTITY_ABOVE_MAXIMUM", order(user, market, "BUY", "1", "1000001"));
        refused(400, "INVALID_SIDE", order(user, market, "HOLD", "1", "1"));
        refused(400, "MISSING_FIELD", user.post("/api/v1/order", Map.of("market", market, "side", "BUY", "price", "1")));
        refused(400, "UNKNOWN_FIELD", user.post("/api/v1/order", Map.of("market", market, "prise", "1")));
        refused(400, "BAD_JSON", user.send("POST", "/api/v1/order", "{\"market\":"));
        for (final String id : List.of("a b", "'; DROP", "<script>", "x".repeat(37), "\ud83d\ude00")) {
            refused(400, "INVALID_CLIENT_ORDER_ID", user.post("/api/v1/order",
                Map.of("market", market, "side", "BUY", "price", "1", "quantity", "1", "client_order_id", id)));
        }
        assertEquals(before, exchange.operator().get("/api/v1/admin/state").text("state_hash"));
        final Answer poor = order(user, market, "BUY", "100000", "1000");
        refused(422, "INSUFFICIENT_BALANCE", poor);
        assertEquals("Failed to Create Order", poor.text("status"));
    }

    @Test
    void shouldKeepDepositsAndWithdrawalsIdempotent() throws Exception {
        final RestClient user = anybody.newUser();
        final Map<String, String> deposit = Map.of("asset", "AAA", "quantity", "1.5", "idempotency_key", "d-1");
        final String first = ok(user.post("/api/v1/user/deposit", deposit)).body();
        assertEquals(first, ok(user.post("/api/v1/user/deposit", deposit)).body());
        assertEquals("10001.5/0", balance(user, "AAA"));
        refused(409, "IDEMPOTENCY_MISMATCH", user.post("/api/v1/user/deposit",
            Map.of("asset", "AAA", "quantity", "2", "idempotency_key", "d-1")));
        ok(anybody.newUser().post("/api/v1/user/deposit", deposit));
        for (final String quantity : List.of("0", "-1", "0.0000001")) {
            refused(400, "INVALID_AMOUNT", user.post("/api/v1/user/deposit",
                Map.of("asset", "AAA", "quantity", quantity, "idempotency_key", "d-2")));
        }
        refused(400, "UNKNOWN_ASSET", user.post("/api/v1/user/deposit",
            Map.of("asset", "ZZZ", "quantity", "1", "idempotency_key", "d-3")));

        final Answer withdrawal = ok(user.post("/api/v1/user/withdraw",
            Map.of("asset", "AAA", "quantity", "1.5", "idempotency_key", "w-1")));
        assertEquals("10000/1.5", balance(user, "AAA"));
        final String path = "/api/v1/admin/withdrawals/" + withdrawal.text("withdrawal_id");
        refused(403, "OPERATOR_ONLY", user.post(path, Map.of("outcome", "settle")));
        ok(exchange.operator().post(path, Map.of("outcome", "settle")));
        assertEquals("10000/0", balance(user, "AAA"));
        refused(404, "UNKNOWN_WITHDRAWAL", exchange.operator().post(path, Map.of("outcome", "reject")));
        refused(422, "INSUFFICIENT_BALANCE", user.post("/api/v1/user/withdraw",
            Map.of("asset", "AAA", "quantity", "10000.000001", "idempotency_key", "w-2")));
        assertTrue(ok(exchange.operator().get("/api/v1/admin/totals?asset=AAA")).json().path("is_balanced").asBoolean());
    }

    @Test
    void shouldHideOrdersOfOthers() throws Exception {
        final String market = market();
        final RestClient owner = anybody.newUser();
        final RestClient other = anybody.newUser();
        final String id = ok(order(owner, market, "BUY", "1", "1")).text("order_id");
        refused(404, "UNKNOWN_ORDER", other.get("/api/v1/order?order_id=" + id));
        refused(404, "UNKNOWN_ORDER", other.delete("/api/v1/order?order_id=" + id));
        assertEquals(0, ok(other.delete("/api/v1/orders")).json().path("count").asInt());
        assertEquals("NEW", ok(owner.get("/api/v1/order?order_id=" + id)).text("order_status"));
        refused(404, "UNKNOWN_ORDER", owner.get("/api/v1/order?order_id=0"));
        refused(404, "UNKNOWN_ORDER", owner.get("/api/v1/order?order_id=xyz"));
        refused(400, "MISSING_FIELD", owner.get("/api/v1/order"));
    }

    @Test
    void shouldAnswerEveryFailureOfIdentityAlike() throws Exception {
        final RestClient user = anybody.newUser();
        final String target = "/api/v1/user/balances";
        final long nowMs = System.currentTimeMillis();
        final List<HttpRequest.Builder> requests = new ArrayList<>();
        requests.add(signed(user, target, nowMs - 6_000, target));
        requests.add(signed(user, target, nowMs + 6_000, target));
        requests.add(signed(user, target, nowMs, "/api/v1/orders"));
        requests.add(signed(user.signedBy("unknown", user.apiSecret()), target, nowMs, target));
        requests.add(signed(user.signedBy(user.apiKey(), "wrong"), target, nowMs, target));
        requests.add(anybody.request("GET", target, ""));
        requests.add(anybody.request("GET", target, "").header("Authorization", "Basic YTpi"));
        requests.add(anybody.request("GET", target, "").header("Authorization", "Bearer nothing"));
        requests.add(anybody.request("GET", target, "").header("X-API-KEY", user.apiKey()));
        requests.add(anybody.request("GET", target + "?user_id=00000000-0000-0000-0000-000000000000", ""));
        requests.add(anybody.request("GET", target + "?user_id=test_user", ""));
        final String timestamp = Long.toString(nowMs);
        final String signature = RestClient.sign(user.apiSecret(), timestamp + "\nGET\n" + target + "\n");
        final HttpRequest.Builder once = anybody.request("GET", target, "").header("X-API-KEY", user.apiKey())
            .header("X-TIMESTAMP", timestamp).header("X-SIGNATURE", signature);
        ok(anybody.send(once));
        requests.add(once);
        final Set<String> bodies = new HashSet<>();
        for (final HttpRequest.Builder request : requests) {
            final Answer answer = anybody.send(request);
            assertEquals(401, answer.status(), answer.body());
            bodies.add(answer.body());
        }
        assertEquals(1, bodies.size(), bodies.toString());
    }

    private static HttpRequest.Builder signed(
        final RestClient user, final String target, final long timestampMs, final String signedTarget) throws Exception {
        return anybody.request("GET", target, "").header("X-API-KEY", user.apiKey())
            .header("X-TIMESTAMP", Long.toString(timestampMs)).header("X-SIGNATURE",
                RestClient.sign(user.apiSecret(), timestampMs + "\nGET\n" + signedTarget + "\n"));
    }

    @Test
    void shouldLogInWithPasswordAndRevokeKeys() throws Exception {
        final String name = "user" + System.nanoTime();
        final Map<String, String> credentials = Map.of("username", name, "password", "correct horse");
        final Answer created = ok(anybody.post("/api/v1/users", credentials));
        refused(409, "USERNAME_TAKEN", anybody.post("/api/v1/users", credentials));
        refused(400, "BAD_PASSWORD", anybody.post("/api/v1/users", Map.of("username", "abc", "password", "short")));
        refused(401, "NOT_AUTHENTICATED", anybody.post("/api/v1/session", Map.of("username", name, "password", "wrong")));
        final RestClient session = anybody.withToken(ok(anybody.post("/api/v1/session", credentials)).text("token"));
        final Answer key = ok(session.post("/api/v1/keys", Map.of()));
        final RestClient signing = anybody.signedBy(key.text("api_key"), key.text("api_secret"));
        ok(signing.get("/api/v1/orders"));
        refused(404, "UNKNOWN_KEY", anybody.newUser().delete("/api/v1/keys/" + key.text("api_key")));
        ok(session.delete("/api/v1/keys/" + key.text("api_key")));
        refused(401, "NOT_AUTHENTICATED", signing.get("/api/v1/orders"));
        ok(anybody.signedBy(created.text("api_key"), created.text("api_secret")).get("/api/v1/orders"));
        ok(session.delete("/api/v1/session"));
        refused(401, "NOT_AUTHENTICATED", session.get("/api/v1/orders"));
    }

    @Test
    void shouldServeTheOriginalsFrontEndWithoutSignatures() throws Exception {
        final String market = market();
        final Answer user = ok(anybody.post("/api/v1/users", Map.of()));
        assertEquals("Created User", user.text("status"));
        final String body = "{\"market\":\"" + market + "\",\"side\":\"BUY\",\"quantity\":0.5,\"price\":12.34,\"user_id\":\"" +
            user.text("user_id") + "\"}";
        ok(anybody.send(anybody.request("POST", "/api/v1/order", body).header("Origin", "http://localhost:5173")));
        final Answer foreign =
            anybody.send(anybody.request("POST", "/api/v1/order", body).header("Origin", "https://evil.example"));
        assertEquals(401, foreign.status());
        assertEquals(1, ok(anybody.get("/api/v1/orders?user_id=" + user.text("user_id"))).json().size());
        assertTrue(ok(anybody.get("/")).body().contains("<title>Bourse</title>"));
    }

    @Test
    void shouldTellMarketsAssetsTimeAndHealth() throws Exception {
        market();
        final JsonNode markets = ok(anybody.get("/api/v1/markets")).json();
        assertEquals("0.01", markets.path(0).path("tick_size").asText());
        assertEquals("TRADING", markets.path(0).path("state").asText());
        assertEquals(2, ok(anybody.get("/api/v1/assets")).json().size());
        assertTrue(Math.abs(ok(anybody.get("/api/v1/time")).json().path("server_time").asLong() -
            System.currentTimeMillis()) < 10_000);
        assertEquals("fresh", ok(anybody.get("/api/v1/health")).json().path("persistence").path("status").asText());
        assertEquals(markets.size(), ok(anybody.get("/api/v1/tickers")).json().size());
        refused(400, "UNKNOWN_INTERVAL", anybody.get("/api/v1/klines?symbol=M1_QQQ&interval=7m"));
    }

    @Test
    void shouldHaltAMarket() throws Exception {
        final String market = market();
        final RestClient user = anybody.newUser();
        ok(exchange.operator().post("/api/v1/admin/markets/" + market + "/state", Map.of("state", "HALT")));
        refused(409, "INSTRUMENT_NOT_TRADING", order(user, market, "BUY", "1", "1"));
        refused(403, "OPERATOR_ONLY", user.post("/api/v1/admin/markets/" + market + "/state", Map.of("state", "TRADING")));
        refused(409, "DUPLICATE_SYMBOL", exchange.operator().post("/api/v1/admin/assets",
            Map.of("symbol", "AAA", "decimals", 6)));
    }

    @Test
    void shouldRebuildTheBookFromTheStream() throws Exception {
        final String market = market();
        final RestClient user = anybody.newUser();
        final RestClient other = anybody.newUser();
        ok(order(user, market, "BUY", "9", "1"));
        try (WebSocketClient socket = new WebSocketClient(exchange.port())) {
            final BookReader book = new BookReader();
            socket.send("{\"method\":\"SUBSCRIBE\",\"params\":[\"depth." + market + "\",\"trade." + market +
                "\"],\"id\":\"a\"}");
            assertEquals("a", socket.awaitReply().path("id").asText());
            final JsonNode snapshot = ok(anybody.get("/api/v1/depth?symbol=" + market)).json();
            book.snapshot(snapshot);
            for (int i = 0; i < 20; i++) {
                ok(order(user, market, "BUY", "8." + (10 + i), "1"));
                ok(order(user, market, "SELL", "10." + (10 + i), "2"));
            }
            ok(order(other, market, "BUY", "10.14", "7"));
            ok(user.delete("/api/v1/orders?market=" + market));
            ok(order(user, market, "BUY", "5", "1"));
            final long last = awaitLastUpdateId(market, 5);
            while (book.lastUpdateId() < last) {
                book.update(socket.awaitStream("depth." + market));
            }
            assertEquals(BookReader.of(anybody.get("/api/v1/depth?symbol=" + market + "&limit=1000").json()), book.levels());
            assertNotNull(socket.awaitStream("trade." + market));
        }
    }

    private static long awaitLastUpdateId(final String market, final int bestBid) throws Exception {
        TestExchange.await(() -> anybody.get("/api/v1/depth?symbol=" + market).json().path("bids").path(0).path(0).asText()
            .equals(Integer.toString(bestBid)));
        return anybody.get("/api/v1/depth?symbol=" + market).json().path("lastUpdateId").asLong();
    }

    @Test
    void shouldReportToTheUserAlone() throws Exception {
        final String market = market();
        final RestClient user = anybody.newUser();
        try (WebSocketClient socket = new WebSocketClient(exchange.port())) {
            socket.send("{\"method\":\"SUBSCRIBE\",\"params\":[\"user\"],\"id\":1}");
            assertEquals("NOT_AUTHENTICATED", socket.awaitReply().path("error").path("code").asText());
            final long nowMs = System.currentTimeMillis();
            socket.send("{\"method\":\"AUTH\",\"params\":{\"api_key\":\"" + user.apiKey() + "\",\"timestamp\":" + nowMs +
                ",\"signature\":\"" + RestClient.sign(user.apiSecret(), nowMs + "\nGET\n/ws\n") + "\"},\"id\":2}");
            assertTrue(socket.awaitReply().path("result").has("user_id"));
            socket.send("{\"method\":\"SUBSCRIBE\",\"params\":[\"user\"],\"id\":3}");
            assertEquals(3, socket.awaitReply().path("id").asInt());
            ok(order(anybody.newUser(), market, "SELL", "3", "1"));
            final String id = ok(order(user, market, "BUY", "3", "2")).text("order_id");
            ok(user.delete("/api/v1/order?order_id=" + id));
            final List<String> kinds = new ArrayList<>();
            while (!kinds.contains("CANCELLED")) {
                final JsonNode report = socket.awaitStream("user");
                kinds.add(report.path(report.path("e").asText().equals("order") ? "order_status" : "e").asText());
            }
            kinds.removeIf("balance"::equals);
            assertEquals(List.of("NEW", "fill", "CANCELLED"), kinds);
        }
    }

    @Test
    void shouldNotLetAStuckReaderDelayAnother() throws Exception {
        final String market = market();
        final RestClient user = anybody.newUser();
        final String subscribe = "{\"method\":\"SUBSCRIBE\",\"params\":[\"depth." + market + "\"],\"id\":1}";
        try (RawClient stuck = WebSocketClient.raw(exchange.port(), subscribe);
            WebSocketClient reader = new WebSocketClient(exchange.port())) {
            reader.send(subscribe);
            reader.awaitReply();
            for (int i = 0; i < 50; i++) {
                ok(order(user, market, "BUY", "1." + (10 + i), "1"));
                assertNotNull(reader.awaitStream("depth." + market));
            }
            assertTrue(stuck.socket().isConnected());
        }
    }

    @Test
    void shouldRefuseCommandsButServePublicDataWithoutALeader() throws Exception {
        final String market = market();
        final RestClient user = anybody.newUser();
        try (Gateway lonely = Gateway.launch(GatewayOptions.parse(exchange.gatewayOptions(
            "--gateway-id", "3", "--principal-key-file", exchange.keyFile("gw-3"),
            "--cluster-port-base", Integer.toString(TestExchange.freePortBase()))))) {
            final RestClient client = new RestClient(lonely.port());
            ok(client.get("/api/v1/depth?symbol=" + market));
            final RestClient same = client.signedBy(user.apiKey(), user.apiSecret());
            refused(503, "NO_LEADER", order(same, market, "BUY", "1", "1"));
            refused(503, "NO_LEADER", same.get("/api/v1/user/balances"));
            final Answer health = client.get("/api/v1/health");
            assertEquals(503, health.status());
            assertEquals("no leader", health.text("cluster"));
        }
    }

    @Test
    void shouldSubscribeAtAGatewayThatHasJustStarted() throws Exception {
        final String market = market();
        try (Gateway fresh = Gateway.launch(GatewayOptions.parse(exchange.gatewayOptions(
            "--gateway-id", "3", "--principal-key-file", exchange.keyFile("gw-3"),
            "--cluster-port-base", Integer.toString(TestExchange.freePortBase()))));
            WebSocketClient client = new WebSocketClient(fresh.port())) {
            client.send("{\"method\":\"SUBSCRIBE\",\"params\":[\"depth." + market + "\"],\"id\":1}");
            assertEquals("{\"result\":null,\"id\":1}", client.awaitReply().toString());
            client.send("{\"method\":\"SUBSCRIBE\",\"params\":[\"trade." + market + "\",\"depth.NO_SUCH\"],\"id\":2}");
            assertEquals("UNKNOWN_STREAM", client.awaitReply().path("error").path("code").asText());
            client.send("{\"method\":\"LIST\",\"id\":3}");
            assertEquals("{\"result\":[\"depth." + market + "\"],\"id\":3}", client.awaitReply().toString());
        }
    }

    @Test
    void shouldTakeSignedOrdersWhilePostgresIsSilent() throws Exception {
        final String market = market();
        final RestClient user = anybody.newUser();
        ok(order(user, market, "BUY", "1", "1"));
        exchange.pausePostgres();
        try {
            final long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            int count = 0;
            while (System.nanoTime() - untilNs < 0) {
                ok(order(user, market, "BUY", "1", "0.001"));
                count++;
            }
            assertTrue(count > 10, "orders in 5 s: " + count);
        } finally {
            exchange.resumePostgres();
        }
        TestExchange.await(() -> user.get("/api/v1/orders?status=all").status() == 200);
    }

    @Test
    void shouldSayWhenItsWayToTheClusterIsGoneForGood(@TempDir final Path folder) throws Exception {
        final CountDownLatch lost = new CountDownLatch(1);
        final MediaDriver driver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(folder.resolve("aeron").toString()).threadingMode(ThreadingMode.SHARED));
        final String[] options = exchange.gatewayOptions("--gateway-id", "3", "--principal-key-file",
            exchange.keyFile("gw-3"), "--aeron-dir", driver.aeronDirectoryName());
        try (Gateway gateway = Gateway.launch(GatewayOptions.parse(options), lost::countDown)) {
            final RestClient client = new RestClient(gateway.port());
            TestExchange.await(() -> client.get("/api/v1/health").status() == 200);
            assertEquals(1, lost.getCount());
            driver.close();
            assertTrue(lost.await(20, TimeUnit.SECONDS));
        }
        final CountDownLatch closed = new CountDownLatch(1);
        Gateway.launch(GatewayOptions.parse(exchange.gatewayOptions(
            "--gateway-id", "3", "--principal-key-file", exchange.keyFile("gw-3"))), closed::countDown).close();
        assertEquals(1, closed.getCount(), "an orderly end is no loss");
    }

    @Test
    void shouldSayWhatIsWrongWithTheOptions() {
        final HttpServer.PortInUseException inUse = assertThrows(HttpServer.PortInUseException.class, () ->
            Gateway.launch(GatewayOptions.parse(exchange.gatewayOptions(
                "--gateway-id", "2", "--principal-key-file", exchange.keyFile("gw-2"),
                "--http-port", Integer.toString(exchange.port())))));
        final IllegalArgumentException anothersKey = assertThrows(IllegalArgumentException.class, () ->
            Gateway.launch(GatewayOptions.parse(exchange.gatewayOptions("--gateway-id", "2"))));
        assertTrue(anothersKey.getMessage().contains("is the one of gw-1"), anothersKey.getMessage());
        assertTrue(inUse.getMessage().contains(Integer.toString(exchange.port())), inUse.getMessage());
        final IllegalArgumentException notLoopback = assertThrows(IllegalArgumentException.class, () ->
            Gateway.launch(GatewayOptions.parse(exchange.gatewayOptions("--http-host", "0.0.0.0"))));
        assertTrue(notLoopback.getMessage().contains("loopback"), notLoopback.getMessage());
        for (final String[] wrong : List.of(new String[]{"--nonsense", "1"}, new String[]{"--http-port", "70000"},
            new String[]{"--gateway-id", "0"}, new String[]{"--identity", "none"})) {
            assertTrue(assertThrows(IllegalArgumentException.class,
                () -> GatewayOptions.parse(exchange.gatewayOptions(wrong))).getMessage().contains(wrong[0].substring(2)));
        }
    }
}
