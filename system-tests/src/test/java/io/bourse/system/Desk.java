package io.bourse.system;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Users at one market of a running exchange, in the words in which the tests tell their stories. */
final class Desk {
    /** Available and locked amount of an asset. */
    record Money(BigDecimal available, BigDecimal locked) {
        BigDecimal total() {
            return available.add(locked);
        }
    }

    static final String MARKET = "SOL_USDC";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ExchangeProcess exchange;
    private final List<RestClient> users = new ArrayList<>();

    Desk(final ExchangeProcess exchange) {
        this.exchange = exchange;
    }

    /** Somebody new with enough of both assets. */
    RestClient user() {
        final RestClient user = RestClient.newUser(exchange.url());
        users.add(user);
        deposit(user, "SOL", "1000", "first-sol").ok();
        deposit(user, "USDC", "200000", "first-usdc").ok();
        return user;
    }

    Answer deposit(final RestClient user, final String asset, final String quantity, final String key) {
        return user.post("/api/v1/user/deposit",
            Map.of("asset", asset, "quantity", quantity, "idempotency_key", user.userId() + key));
    }

    /** Sends a limit order. */
    Answer order(final RestClient user, final String side, final Object price, final Object quantity) {
        return user.post("/api/v1/order", Map.of("market", MARKET, "side", side, "price", price, "quantity", quantity));
    }

    /** A sell that must be accepted; its order id. */
    long sell(final RestClient user, final String price, final String quantity) {
        return Long.parseLong(order(user, "SELL", price, quantity).ok().text("order_id"));
    }

    /** A buy that must be accepted; its order id. */
    long buy(final RestClient user, final String price, final String quantity) {
        return Long.parseLong(order(user, "BUY", price, quantity).ok().text("order_id"));
    }

    /** What the owner is told about an order. */
    JsonNode find(final RestClient user, final long orderId) {
        return user.get("/api/v1/order?order_id=" + orderId).ok().body();
    }

    /** Fails unless the order is in this state with so much executed. */
    void expect(final RestClient user, final long orderId, final String status, final String executed) {
        final JsonNode order = find(user, orderId);
        assertEquals(status, order.path("order_status").asText(), order::toString);
        assertSameNumber(executed, order.path("filled_quantity").asText(), order);
    }

    Money money(final RestClient user, final String asset) {
        for (final JsonNode balance : user.get("/api/v1/user/balances").ok().body()) {
            if (balance.path("asset").asText().equals(asset)) {
                return new Money(number(balance.path("available").asText()), number(balance.path("locked").asText()));
            }
        }
        return new Money(BigDecimal.ZERO, BigDecimal.ZERO);
    }

    /** Waits until the public depth is this: levels as {@code price x quantity}, best first. */
    void expectDepth(final List<String> bids, final List<String> asks) {
        final List<String> shown = new ArrayList<>();
        Await.until("depth with bids " + bids + " and asks " + asks, PATIENCE, () -> {
            shown.clear();
            shown.add(levels(depth().path("bids")) + " " + levels(depth().path("asks")));
            return levels(depth().path("bids")).equals(bids) && levels(depth().path("asks")).equals(asks);
        });
    }

    JsonNode depth() {
        return RestClient.anonymous(exchange.url()).get("/api/v1/depth?symbol=" + MARKET + "&limit=1000").ok().body();
    }

    /** The newest public trades, newest first. */
    JsonNode trades() {
        return RestClient.anonymous(exchange.url()).get("/api/v1/trades?symbol=" + MARKET + "&limit=100").ok().body();
    }

    /** Cancels everything of everybody, so that the next story begins with an empty book. */
    void clear() {
        users.forEach(user -> user.delete("/api/v1/orders").ok());
        users.clear();
        expectDepth(List.of(), List.of());
    }

    static void assertSameNumber(final String expected, final String actual, final Object facts) {
        assertEquals(0, new BigDecimal(expected).compareTo(new BigDecimal(actual)),
            () -> "expected " + expected + ", got " + actual + " in " + facts);
    }

    static BigDecimal number(final String text) {
        return new BigDecimal(text).stripTrailingZeros();
    }

    private static List<String> levels(final JsonNode side) {
        final List<String> levels = new ArrayList<>();
        side.forEach(level -> levels.add(
            number(level.get(0).asText()).toPlainString() + "x" + number(level.get(1).asText()).toPlainString()));
        return levels;
    }
}
