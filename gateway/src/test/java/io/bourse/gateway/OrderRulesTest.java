package io.bourse.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.gateway.testing.RestClient;
import io.bourse.gateway.testing.RestClient.Answer;
import io.bourse.gateway.testing.TestExchange;
import io.bourse.gateway.testing.WebSocketClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Stops, icebergs, expiry, self-trade prevention, amend, replace, transfers and settings, against a whole exchange. */
class OrderRulesTest {
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

    private static String market(final Object... more) throws Exception {
        final String symbol = "R" + NUMBER.incrementAndGet() + "_QQQ";
        ok(exchange.operator().post("/api/v1/admin/markets", fields(fields("symbol", symbol, "base", "AAA", "quote", "QQQ",
            "tick_size", "0.01", "step_size", "0.001", "max_quantity", "1000000", "max_price", "100000"), more)));
        TestExchange.await(() -> anybody.get("/api/v1/depth?symbol=" + symbol).status() == 200);
        return symbol;
    }

    private static Map<String, Object> fields(final Object... namesAndValues) {
        return fields(Map.of(), namesAndValues);
    }

    private static Map<String, Object> fields(final Map<String, Object> others, final Object... namesAndValues) {
        final Map<String, Object> fields = new HashMap<>(others);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    private static Answer order(final RestClient user, final String market, final String side, final Object... more)
        throws Exception {
        return user.post("/api/v1/order", fields(fields("market", market, "side", side), more));
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

    private static JsonNode show(final RestClient user, final String orderId) throws Exception {
        return ok(user.get("/api/v1/order?order_id=" + orderId)).json();
    }

    private static String balance(final RestClient user, final String asset) throws Exception {
        for (final JsonNode balance : ok(user.get("/api/v1/user/balances")).json()) {
            if (asset.equals(balance.path("asset").asText())) {
                return balance.path("available").asText() + "/" + balance.path("locked").asText();
            }
        }
        return "0/0";
    }

    /** One lot changes hands at a price, so that there is a last trade. */
    private static void tradeAt(final String market, final String price) throws Exception {
        ok(order(anybody.newUser(), market, "SELL", "price", price, "quantity", "0.001"));
        assertEquals("FILLED", ok(order(anybody.newUser(), market, "BUY", "price", price, "quantity", "0.001"))
            .text("order_status"));
    }

    @Test
    void shouldParkAStopAndTriggerItWithoutShowingItsTradesToOthers() throws Exception {
        final String market = market();
        final RestClient owner = anybody.newUser();
        final RestClient seller = anybody.newUser();
        final RestClient buyer = anybody.newUser();
        tradeAt(market, "100");
        final Answer parked = ok(order(owner, market, "BUY", "type", "STOP_LOSS_LIMIT", "stop_price", "110", "price", "120",
            "quantity", "1"));
        assertEquals("NEW", parked.text("order_status"));
        assertEquals("STOP_LOSS_LIMIT", parked.text("order_type"));
        final String id = parked.text("order_id");
        assertEquals("110", show(owner, id).path("stop_price").asText());
        assertEquals("999880/120", balance(owner, "QQQ"));
        assertEquals(0, ok(anybody.get("/api/v1/depth?symbol=" + market)).json().path("bids").size());
        refused(409, "ORDER_NOT_AMENDABLE",
            owner.send("PUT", "/api/v1/order", "{\"order_id\":\"" + id + "\",\"price\":\"119\"}"));

        ok(order(seller, market, "SELL", "price", "110", "quantity", "1"));
        ok(order(seller, market, "SELL", "price", "111", "quantity", "5"));
        final JsonNode taken = ok(order(buyer, market, "BUY", "price", "110", "quantity", "1")).json();
        assertEquals(1, taken.path("fills").size(), "only its own: " + taken);
        final JsonNode filled = show(owner, id);
        assertEquals("FILLED", filled.path("order_status").asText());
        assertEquals("1", filled.path("filled_quantity").asText());
        assertEquals("111", filled.path("filled_quote_quantity").asText());
        assertTrue(filled.path("triggered").asLong() > 0, filled.toString());
        refused(422, "WOULD_TRIGGER_IMMEDIATELY",
            order(owner, market, "BUY", "type", "STOP_LOSS", "stop_price", "50", "quantity", "1"));
    }

    @Test
    void shouldShowTheTermsOfTrailingStopsAndIcebergs() throws Exception {
        final String market = market();
        final RestClient user = anybody.newUser();
        refused(422, "NO_REFERENCE_PRICE",
            order(user, market, "SELL", "type", "STOP_LOSS", "trailing_delta", 100, "quantity", "1"));
        tradeAt(market, "100");
        final String trailing = ok(order(user, market, "SELL", "type", "STOP_LOSS", "trailing_delta", 100, "quantity", "1"))
            .text("order_id");
        assertEquals(100, show(user, trailing).path("trailing_delta").asInt());
        assertEquals("99", show(user, trailing).path("stop_price").asText());

        final String iceberg = ok(order(user, market, "SELL", "price", "105", "quantity", "10", "display_quantity", "2",
            "stp_mode", "DECREMENT")).text("order_id");
        final JsonNode shown = show(user, iceberg);
        assertEquals("2", shown.path("display_quantity").asText());
        assertEquals("DECREMENT", shown.path("stp_mode").asText());
        assertFalse(shown.has("stop_price"), shown.toString());
        TestExchange.await(() -> "2".equals(ok(anybody.get("/api/v1/depth?symbol=" + market)).json().path("asks").path(0)
            .path(1).asText()));
        final Answer taken = ok(order(anybody.newUser(), market, "BUY", "price", "105", "quantity", "3"));
        assertEquals("FILLED", taken.text("order_status"));
        TestExchange.await(() -> "1".equals(ok(anybody.get("/api/v1/depth?symbol=" + market)).json().path("asks").path(0)
            .path(1).asText()));
        assertEquals(2, ok(user.get("/api/v1/orders?market=" + market)).json().size());
        assertEquals(0, ok(user.delete("/api/v1/orders?side=BUY&market=" + market)).json().path("count").asInt());
        assertEquals(2, ok(user.delete("/api/v1/orders?side=SELL&market=" + market)).json().path("count").asInt());
    }

    @Test
    void shouldHonourEveryTimeInForce() throws Exception {
        final String market = market();
        final RestClient maker = anybody.newUser();
        final RestClient taker = anybody.newUser();
        ok(order(maker, market, "SELL", "price", "10", "quantity", "1"));
        final Answer killed =
            ok(order(taker, market, "BUY", "price", "10", "quantity", "2", "time_in_force", "FOK", "client_order_id", "fok"));
        assertEquals("EXPIRED", killed.text("order_status"));
        assertEquals("FILL_OR_KILL", show(taker, killed.text("order_id")).path("close_reason").asText());
        refused(422, "POST_ONLY_WOULD_CROSS",
            order(taker, market, "BUY", "type", "LIMIT_MAKER", "price", "10", "quantity", "1"));
        assertEquals("NEW", ok(order(taker, market, "BUY", "type", "LIMIT_MAKER", "price", "9", "quantity", "1"))
            .text("order_status"));

        final long expireMs = System.currentTimeMillis() + 4_000;
        final String id = ok(order(taker, market, "BUY", "price", "8", "quantity", "1", "time_in_force", "GTD",
            "expire_time", expireMs)).text("order_id");
        assertEquals(expireMs, show(taker, id).path("expire_time").asLong());
        TestExchange.await(() -> "EXPIRED".equals(show(taker, id).path("order_status").asText()));
        assertEquals("EXPIRY_TIME", show(taker, id).path("close_reason").asText());
        refused(400, "INVALID_EXPIRY", order(taker, market, "BUY", "price", "8", "quantity", "1", "time_in_force", "GTD",
            "expire_time", 1));

        final String day = ok(order(taker, market, "BUY", "price", "8", "quantity", "1", "time_in_force", "DAY"))
            .text("order_id");
        ok(exchange.operator().post("/api/v1/admin/markets/" + market + "/state", Map.of("state", "CLOSED")));
        TestExchange.await(() -> "SESSION_END".equals(show(taker, day).path("close_reason").asText()));
    }

    @Test
    void shouldPreventSelfTrades() throws Exception {
        final String market = market();
        final RestClient user = anybody.newUser();
        final String maker = ok(order(user, market, "SELL", "price", "10", "quantity", "3")).text("order_id");
        final Answer taker =
            ok(order(user, market, "BUY", "price", "10", "quantity", "2", "stp_mode", "EXPIRE_TAKER"));
        assertEquals("EXPIRED_IN_MATCH", taker.text("order_status"));
        final JsonNode past = show(user, taker.text("order_id"));
        assertEquals("EXPIRED_IN_MATCH", past.path("order_status").asText());
        assertEquals("2", past.path("prevented_quantity").asText());
        ok(order(user, market, "BUY", "price", "10", "quantity", "1", "stp_mode", "DECREMENT"));
        assertEquals("1", show(user, maker).path("prevented_quantity").asText());
        assertEquals("NEW", show(user, maker).path("order_status").asText());
    }

    @Test
    void shouldAmendAndReplace() throws Exception {
        final String market = market();
        final RestClient user = anybody.newUser();
        final String id = ok(order(user, market, "BUY", "price", "10", "quantity", "3", "client_order_id", "a-1"))
            .text("order_id");
        final Answer amended = ok(user.send("PUT", "/api/v1/order", "{\"client_order_id\":\"a-1\",\"quantity\":\"2\"}"));
        assertEquals("Amended Order", amended.text("status"));
        assertEquals(id, amended.text("order_id"));
        assertEquals("10", amended.text("price"));
        assertEquals("2", amended.text("remaining_quantity"));
        assertEquals("999980/20", balance(user, "QQQ"));
        refused(400, "MISSING_FIELD", user.send("PUT", "/api/v1/order", "{\"order_id\":\"" + id + "\"}"));
        refused(400, "INVALID_PRICE", user.send("PUT", "/api/v1/order", "{\"order_id\":\"" + id + "\",\"price\":\"0\"}"));
        refused(404, "UNKNOWN_ORDER",
            anybody.newUser().send("PUT", "/api/v1/order", "{\"order_id\":\"" + id + "\",\"price\":\"9\"}"));

        final Map<String, Object> replace = fields("order_id", id, "price", "11", "quantity", "1", "new_client_order_id", "a-2");
        final Answer replaced = ok(user.post("/api/v1/order/replace", replace));
        assertEquals("Replaced Order", replaced.text("status"));
        assertEquals(id, replaced.text("replaced_order_id"));
        assertEquals("REPLACED", show(user, id).path("close_reason").asText());
        assertEquals(replaced.text("order_id"), ok(user.post("/api/v1/order/replace", replace)).text("order_id"), "again");
        final Map<String, Object> poor =
            fields("client_order_id", "a-2", "price", "100000", "quantity", "1000", "new_client_order_id", "a-3");
        refused(422, "INSUFFICIENT_BALANCE", user.post("/api/v1/order/replace", poor));
        assertEquals("NEW", ok(user.get("/api/v1/order?client_order_id=a-2")).text("order_status"));
        final Answer regardless = user.post("/api/v1/order/replace", fields(poor, "mode", "CANCEL_REGARDLESS"));
        refused(422, "INSUFFICIENT_BALANCE", regardless);
        assertTrue(regardless.text("reason").contains("original order is cancelled"), regardless.body());
        assertEquals("CANCELLED", ok(user.get("/api/v1/order?client_order_id=a-2")).text("order_status"));
        refused(400, "INVALID_MODE", user.post("/api/v1/order/replace", fields(poor, "mode", "MAYBE")));
    }

    @Test
    void shouldRefuseFieldsThatDoNotGoTogether() throws Exception {
        final String market = market();
        final RestClient user = anybody.newUser();
        final String before = exchange.operator().get("/api/v1/admin/state").text("state_hash");
        final Object[][] wrong = {
            {"INVALID_ORDER_TYPE", "type", "LIMITED", "price", "1", "quantity", "1"},
            {"INVALID_ORDER_TYPE", "type", "NULL_VAL", "price", "1", "quantity", "1"},
            {"INVALID_TIME_IN_FORCE", "price", "1", "quantity", "1", "time_in_force", "GTX"},
            {"INVALID_TIME_IN_FORCE", "type", "MARKET", "quantity", "1", "time_in_force", "FOK"},
            {"INVALID_TIME_IN_FORCE", "type", "LIMIT_MAKER", "price", "1", "quantity", "1", "time_in_force", "IOC"},
            {"INVALID_TIME_IN_FORCE", "type", "STOP_LOSS", "stop_price", "1", "quantity", "1", "time_in_force", "FOK"},
            {"MISSING_FIELD", "type", "STOP_LOSS", "quantity", "1"},
            {"MISSING_FIELD", "type", "TAKE_PROFIT_LIMIT", "stop_price", "1", "quantity", "1"},
            {"MISSING_FIELD", "price", "1", "quantity", "1", "time_in_force", "GTD"},
            {"UNEXPECTED_FIELD", "price", "1", "quantity", "1", "stop_price", "1"},
            {"UNEXPECTED_FIELD", "price", "1", "quantity", "1", "trailing_delta", 5},
            {"UNEXPECTED_FIELD", "price", "1", "quantity", "1", "expire_time", 5},
            {"UNEXPECTED_FIELD", "price", "1", "quantity", "1", "quote_quantity", "5"},
            {"UNEXPECTED_FIELD", "type", "STOP_LOSS", "price", "1", "stop_price", "1", "quantity", "1"},
            {"UNEXPECTED_FIELD", "type", "STOP_LOSS", "trailing_delta", 5, "stop_price", "1", "quantity", "1"},
            {"INVALID_STOP_PRICE", "type", "STOP_LOSS", "stop_price", "0", "quantity", "1"},
            {"INVALID_STOP_PRICE", "type", "STOP_LOSS", "stop_price", "1.005", "quantity", "1"},
            {"INVALID_STOP_PRICE", "type", "STOP_LOSS", "stop_price", "100000.01", "quantity", "1"},
            {"INVALID_TRAILING_DELTA", "type", "STOP_LOSS", "trailing_delta", 0, "quantity", "1"},
            {"INVALID_TRAILING_DELTA", "type", "STOP_LOSS", "trailing_delta", 10_000, "quantity", "1"},
            {"INVALID_DISPLAY_QUANTITY", "price", "1", "quantity", "1", "display_quantity", "2"},
            {"INVALID_DISPLAY_QUANTITY", "price", "1", "quantity", "1", "display_quantity", "0"},
            {"INVALID_DISPLAY_QUANTITY", "price", "1", "quantity", "1", "display_quantity", "1", "time_in_force", "IOC"},
            {"INVALID_DISPLAY_QUANTITY", "type", "MARKET", "quantity", "1", "display_quantity", "1"},
            {"INVALID_EXPIRY", "price", "1", "quantity", "1", "time_in_force", "GTD", "expire_time", Long.MAX_VALUE},
            {"INVALID_SELF_TRADE_PREVENTION", "price", "1", "quantity", "1", "stp_mode", "NEVER"},
            {"INVALID_SELF_TRADE_PREVENTION", "type", "MARKET", "quote_quantity", "1", "stp_mode", "DECREMENT"},
            {"BAD_NUMBER", "price", "1", "quantity", "1", "time_in_force", "GTD", "expire_time", "-1"}};
        for (final Object[] each : wrong) {
            final Object[] more = java.util.Arrays.copyOfRange(each, 1, each.length);
            refused(400, (String) each[0], order(user, market, "BUY", more));
        }
        refused(400, "INVALID_SIDE", user.delete("/api/v1/orders?side=BOTH"));
        assertEquals(before, exchange.operator().get("/api/v1/admin/state").text("state_hash"));
    }

    @Test
    void shouldTransferBetweenUsersOnce() throws Exception {
        final RestClient payer = anybody.newUser();
        final Answer created = ok(anybody.post("/api/v1/users", Map.of()));
        final RestClient payee = anybody.signedBy(created.text("api_key"), created.text("api_secret"));
        final Map<String, Object> transfer =
            fields("to_user_id", created.text("user_id"), "asset", "AAA", "quantity", "2.5", "idempotency_key", "t-1");
        final Answer done = ok(payer.post("/api/v1/user/transfer", transfer));
        assertEquals("Transferred", done.text("status"));
        assertEquals("9997.5", done.text("available"));
        assertEquals(done.body(), ok(payer.post("/api/v1/user/transfer", transfer)).body());
        assertEquals("9997.5/0", balance(payer, "AAA"));
        assertEquals("10002.5/0", balance(payee, "AAA"));
        refused(409, "IDEMPOTENCY_MISMATCH", payer.post("/api/v1/user/transfer", fields(transfer, "quantity", "3")));
        refused(422, "INSUFFICIENT_BALANCE",
            payer.post("/api/v1/user/transfer", fields(transfer, "quantity", "99999", "idempotency_key", "t-2")));
        for (final String nobody : List.of("nobody", "00000000-0000-0000-0000-000000000001", "1-1-1-1-1")) {
            refused(404, "UNKNOWN_USER", payer.post("/api/v1/user/transfer", fields(transfer, "to_user_id", nobody)));
        }
        assertTrue(ok(exchange.operator().get("/api/v1/admin/totals?asset=AAA")).json().path("is_balanced").asBoolean());
    }

    @Test
    void shouldCancelEverythingWhenTheCountdownEnds() throws Exception {
        final String market = market();
        final RestClient user = anybody.newUser();
        final String id = ok(order(user, market, "BUY", "price", "1", "quantity", "1")).text("order_id");
        final Answer started = ok(user.post("/api/v1/user/countdown", Map.of("timeout_ms", 1_000)));
        assertEquals("Started Countdown", started.text("status"));
        assertTrue(started.json().path("cancel_time").asLong() > 0);
        TestExchange.await(() -> "DEAD_MAN_TIMER".equals(show(user, id).path("close_reason").asText()));
        ok(user.post("/api/v1/user/countdown", Map.of("timeout_ms", 60_000)));
        assertEquals("Stopped Countdown", ok(user.post("/api/v1/user/countdown", Map.of("timeout_ms", 0))).text("status"));
        refused(400, "INVALID_TIMEOUT", user.post("/api/v1/user/countdown", Map.of("timeout_ms", 86_400_001)));
        refused(400, "MISSING_FIELD", user.post("/api/v1/user/countdown", Map.of()));
    }

    @Test
    void shouldLetOperatorsBlockUsersAndSetTiersAndLimits() throws Exception {
        final String market = market("taker_fee_ppm", 1_000, "price_band_bps", 1_000, "reference_price", "100");
        final Answer created = ok(anybody.post("/api/v1/users", Map.of()));
        final RestClient user = anybody.signedBy(created.text("api_key"), created.text("api_secret"));
        final String path = "/api/v1/admin/users/" + created.text("user_id");
        refused(422, "PRICE_OUTSIDE_BAND", order(user, market, "BUY", "price", "89", "quantity", "1"));
        ok(order(user, market, "BUY", "price", "95", "quantity", "1"));
        refused(403, "OPERATOR_ONLY", user.post(path + "/block", Map.of("blocked", false)));
        final Answer blocked = ok(exchange.operator().post(path + "/block", Map.of("blocked", true)));
        assertEquals(1, blocked.json().path("cancelled_orders").asInt());
        refused(403, "ACCOUNT_BLOCKED", order(user, market, "BUY", "price", "95", "quantity", "1"));
        ok(exchange.operator().post(path + "/block", Map.of("blocked", false)));

        final Map<String, Object> settings =
            fields("trade_group", 0, "fee_tier", 2, "max_open_orders", 1, "max_open_notional", 100_000_000);
        ok(exchange.operator().post(path + "/settings", settings));
        refused(422, "OPEN_NOTIONAL_ABOVE_LIMIT", order(user, market, "BUY", "price", "95", "quantity", "2"));
        ok(order(user, market, "BUY", "price", "95", "quantity", "1"));
        refused(422, "TOO_MANY_OPEN_ORDERS", order(user, market, "BUY", "price", "95", "quantity", "0.001"));
        ok(user.delete("/api/v1/orders"));
        refused(400, "OUT_OF_RANGE", exchange.operator().post(path + "/settings", fields(settings, "fee_tier", 8)));
        refused(400, "MISSING_FIELD", exchange.operator().post(path + "/settings", Map.of("fee_tier", 1)));
        refused(404, "UNKNOWN_USER", exchange.operator().post("/api/v1/admin/users/nobody/settings", settings));

        ok(exchange.operator().post("/api/v1/admin/markets/" + market + "/fees",
            Map.of("fee_tier", 2, "maker_fee_ppm", -100, "taker_fee_ppm", 5_000)));
        ok(order(anybody.newUser(), market, "SELL", "price", "100", "quantity", "1"));
        final JsonNode taken = ok(order(user, market, "BUY", "price", "100", "quantity", "1")).json();
        assertEquals("0.005", taken.path("fills").path(0).path("fee").asText());
        ok(exchange.operator().post("/api/v1/admin/markets/" + market + "/fees",
            Map.of("fee_tier", 0, "maker_fee_ppm", -7, "taker_fee_ppm", 8)));
        TestExchange.await(() -> ok(anybody.get("/api/v1/markets")).body().contains("\"maker_fee_ppm\":-7,\"taker_fee_ppm\":8"));
        refused(400, "OUT_OF_RANGE", exchange.operator().post("/api/v1/admin/markets/" + market + "/fees",
            Map.of("fee_tier", 2, "maker_fee_ppm", -100_001, "taker_fee_ppm", 0)));
        refused(400, "INVALID_DEFINITION", exchange.operator().post("/api/v1/admin/markets", fields("symbol", "X_QQQ",
            "base", "AAA", "quote", "QQQ", "tick_size", "0.01", "step_size", "0.001", "price_band_mode", "MAYBE")));
    }

    @Test
    void shouldReportAmendsTriggersPreventionAndTransfersOnThePrivateStream() throws Exception {
        final String market = market();
        final RestClient user = anybody.newUser();
        final Answer other = ok(anybody.post("/api/v1/users", Map.of()));
        try (WebSocketClient socket = new WebSocketClient(exchange.port())) {
            final String timestamp = Long.toString(System.currentTimeMillis());
            socket.send("{\"method\":\"AUTH\",\"params\":{\"api_key\":\"" + user.apiKey() + "\",\"timestamp\":" + timestamp +
                ",\"signature\":\"" + RestClient.sign(user.apiSecret(), timestamp + "\nGET\n/ws\n") + "\"},\"id\":1}");
            socket.awaitReply();
            socket.send("{\"method\":\"SUBSCRIBE\",\"params\":[\"user\"],\"id\":2}");
            socket.awaitReply();
            tradeAt(market, "100");
            final String id = ok(order(user, market, "SELL", "price", "110", "quantity", "3")).text("order_id");
            ok(user.send("PUT", "/api/v1/order", "{\"order_id\":\"" + id + "\",\"quantity\":\"2\"}"));
            ok(order(user, market, "BUY", "price", "110", "quantity", "1", "stp_mode", "EXPIRE_TAKER"));
            ok(order(user, market, "BUY", "type", "STOP_LOSS_LIMIT", "stop_price", "105", "price", "106", "quantity", "1"));
            tradeAt(market, "105");
            ok(user.post("/api/v1/user/transfer", Map.of("to_user_id", other.text("user_id"), "asset", "AAA", "quantity", "1",
                "idempotency_key", "x")));
            final List<String> kinds = new ArrayList<>();
            while (!kinds.contains("transfer")) {
                final JsonNode report = socket.awaitStream("user");
                kinds.add(report.path(report.path("e").asText().equals("order") ? "order_status" : "e").asText());
            }
            kinds.removeIf("balance"::equals);
            // Prevention is told of both orders.
            assertEquals(List.of("NEW", "amended", "NEW", "prevented", "prevented", "EXPIRED_IN_MATCH", "NEW", "triggered",
                "transfer"), kinds);
        }
    }
}
