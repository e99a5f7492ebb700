package io.bourse.deploy.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.client.Decimals;
import io.bourse.deploy.demo.RestClient.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Keeps the demonstration's markets alive: one user quotes some levels on both sides of a random walk, another trades
 * against them now and then. An ordinary client of the public interface, on a thread of its own; one market takes a step
 * per {@link #STEP_INTERVAL_MS}. An answer that leaves open what happened ends in cancelling all of the market's quotes.
 */
public final class LiquidityBot implements AutoCloseable {
    /** What the bot's users have at first and are topped up to. */
    static final Map<String, String> FULL_BALANCES =
        Map.of("SOL", "100000", "BTC", "1000", "ETH", "10000", "USDC", "20000000", "USDT", "100000000");

    /** From one market's step to the next market's. */
    static final long STEP_INTERVAL_MS = 750;

    private static final Logger LOGGER = LoggerFactory.getLogger(LiquidityBot.class);
    private static final long RETRY_INTERVAL_MS = 2_000;
    private static final long STOP_TIMEOUT_MS = 5_000;
    private static final int STEPS_BETWEEN_TOP_UPS = 160;
    private static final int LEVELS = 5;
    /** Distance between two levels, in parts of the price. */
    private static final int LEVEL_GAP_DIVISOR = 3_000;
    private static final int REACH_DIVISOR = 20;
    private static final int TRADES_OUT_OF = 2;

    private final RestClient maker;
    private final RestClient taker;
    private final RandomGenerator random;
    private final List<Market> markets = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "liquidity-bot");
    private volatile boolean isRunning = true;
    private int stepCount;

    /** Starts to quote and trade. */
    public LiquidityBot(final RestClient maker, final RestClient taker) {
        this.maker = maker;
        this.taker = taker;
        this.random = new Random();
        DemoMarket.all().forEach(each -> markets.add(new Market(each, random)));
    }

    /** Fills the books, so that whoever comes first finds somebody to trade with, and starts its thread. */
    public LiquidityBot start() {
        try {
            for (final Market market : markets) {
                refill(market);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final IOException e) {
            LOGGER.info("liquidity bot has not filled the books yet: {}", e.toString());
        }
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    @Override
    public void close() {
        isRunning = false;
        thread.interrupt();
        try {
            thread.join(STOP_TIMEOUT_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (isRunning) {
            try {
                step();
                Thread.sleep(STEP_INTERVAL_MS);
            } catch (final InterruptedException e) {
                return;
            } catch (final IOException | RuntimeException e) {
                LOGGER.info("liquidity bot waits: {}", e.toString());
                markets.forEach(each -> each.isUncertain = true);
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private boolean pause() {
        try {
            Thread.sleep(RETRY_INTERVAL_MS);
            return true;
        } catch (final InterruptedException e) {
            return false;
        }
    }

    private void step() throws IOException, InterruptedException {
        if (stepCount % STEPS_BETWEEN_TOP_UPS == STEPS_BETWEEN_TOP_UPS - 1) {
            topUp(maker);
            topUp(taker);
        }
        final Market market = markets.get(stepCount++ % markets.size());
        if (market.isUncertain) {
            refill(market);
        }
        final long middleTicks = market.walk.next();
        for (final QuoteBoard.Quote quote : market.quotes.takeStale(middleTicks)) {
            // 404 and the like: it has traded meanwhile.
            certain(market, maker.delete("/api/v1/order?order_id=" + quote.orderId()));
        }
        quote(market, middleTicks, market.isBidNext);
        market.isBidNext ^= true;
        if (random.nextInt(TRADES_OUT_OF) == 0) {
            trade(market, middleTicks);
        }
    }

    private void refill(final Market market) throws IOException, InterruptedException {
        cancelAll(market);
        final long middleTicks = market.walk.next();
        for (int i = 0; i < LEVELS; i++) {
            quote(market, middleTicks, true);
            quote(market, middleTicks, false);
        }
    }

    private void cancelAll(final Market market) throws IOException, InterruptedException {
        market.quotes.clear();
        final String target = "/api/v1/orders?market=" + market.definition.symbol();
        final boolean isDone = maker.delete(target).isOk() & taker.delete(target).isOk();
        market.isUncertain = !isDone;
        if (!isDone) {
            throw new IOException("cannot cancel the bot's orders in " + market.definition.symbol());
        }
    }

    private void quote(final Market market, final long middleTicks, final boolean isBid)
        throws IOException, InterruptedException {
        final long gapTicks = Math.max(1, market.definition.startTicks() / LEVEL_GAP_DIVISOR);
        final long distanceTicks = gapTicks * (1 + random.nextInt(LEVELS)) + random.nextLong(gapTicks);
        final long priceTicks = isBid ? middleTicks - distanceTicks : middleTicks + distanceTicks;
        final Answer answer = certain(market, order(maker, market.definition, isBid, priceTicks,
            1 + random.nextInt(market.definition.quantityLotsMax()), "GTC"));
        final JsonNode orderId = answer.json().path("order_id");
        if (answer.isOk() && !orderId.isMissingNode()) {
            market.quotes.add(new QuoteBoard.Quote(orderId.asText(), isBid, priceTicks));
        }
    }

    private void trade(final Market market, final long middleTicks) throws IOException, InterruptedException {
        final boolean isBuy = random.nextBoolean();
        final long reachTicks = market.definition.startTicks() / LEVEL_GAP_DIVISOR * LEVELS;
        final int quantityLots = 1 + random.nextInt(Math.max(1, market.definition.quantityLotsMax() / 2));
        certain(market, order(taker, market.definition, isBuy, isBuy ? middleTicks + reachTicks : middleTicks - reachTicks,
            quantityLots, "IOC"));
    }

    private static Answer order(
        final RestClient user, final DemoMarket market, final boolean isBuy, final long priceTicks, final long quantityLots,
        final String timeInForce) throws IOException, InterruptedException {
        return user.post("/api/v1/order", Map.of(
            "market", market.symbol(),
            "side", isBuy ? "BUY" : "SELL",
            "price", Decimals.format(priceTicks, market.priceDecimals()),
            "quantity", Decimals.format(quantityLots, market.quantityDecimals()),
            "time_in_force", timeInForce));
    }

    /** An answer of the exchange that is not one of the user's doing leaves open whether the order stands. */
    private static Answer certain(final Market market, final Answer answer) throws IOException {
        if (answer.status() >= 500 || answer.isBusy()) {
            market.isUncertain = true;
            throw new IOException("the exchange answered " + answer.status() + " in " + market.definition.symbol());
        }
        return answer;
    }

    private static void topUp(final RestClient user) throws IOException, InterruptedException {
        final Answer answer = user.get("/api/v1/user/balances");
        if (!answer.isOk()) {
            return;
        }
        for (final Map.Entry<String, String> full : FULL_BALANCES.entrySet()) {
            if (isLow(answer.json(), full.getKey(), full.getValue())) {
                user.post("/api/v1/user/deposit", Map.of("asset", full.getKey(), "quantity", full.getValue(),
                    "idempotency_key", UUID.randomUUID().toString()));
            }
        }
    }

    /** Below a quarter of what it should be. Balances come as an object by asset or as an array of objects. */
    static boolean isLow(final JsonNode balances, final String asset, final String full) {
        JsonNode available = balances.path(asset).path("available");
        for (final JsonNode each : balances.isArray() ? balances : balances.path("balances")) {
            if (asset.equals(each.path("asset").asText())) {
                available = each.path("available");
            }
        }
        return !available.isMissingNode()
            && new BigDecimal(available.asText()).multiply(BigDecimal.valueOf(4))
                .compareTo(new BigDecimal(full)) < 0;
    }

    private static final class Market {
        private final DemoMarket definition;
        private final RandomWalk walk;
        private final QuoteBoard quotes = new QuoteBoard();
        /** True at first: orders of an earlier life may rest. */
        private boolean isUncertain = true;
        private boolean isBidNext = true;

        private Market(final DemoMarket definition, final RandomGenerator random) {
            this.definition = definition;
            this.walk = new RandomWalk(random, definition.startTicks(), definition.startTicks() / REACH_DIVISOR,
                Math.max(1, definition.startTicks() / LEVEL_GAP_DIVISOR));
        }
    }
}
