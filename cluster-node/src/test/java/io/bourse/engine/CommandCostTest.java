package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What a command costs does not depend on how many orders rest, be they at one price or each at its own, far apart. Coarse on
 * purpose, in CPU time and by the best of several rounds: it is to find whatever walks over the orders, not a slower structure.
 */
class CommandCostTest {
    private static final int FEW = 100;
    private static final int MANY = 100_000;
    private static final int ROUNDS = 12;
    private static final int COMMANDS = 200;
    private static final int WARM_UP_ROUNDS = 30;
    /** A walk over many orders takes hundreds of microseconds. */
    private static final int TIMES_MAX = 10;
    private static final long ALLOWANCE_NS = 20_000;
    private static final int GATEWAY_ID = 1;
    private static final int TAKER = 1;
    private static final int MAKER = 2;
    private static final int OTHER = 3;
    private static final long BEST_ASK = 5_000_000;
    private static final long PRICE_MAX = 1_000_000_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final CommandHeader header = new CommandHeader();
    private final OrderRequest request = new OrderRequest();
    private Engine engine;

    @Test
    void shouldCostTheSameHoweverManyOrdersRest() {
        final List<String> wrong = new ArrayList<>();
        for (final long distanceTicks : new long[] {0, 1, 7_919}) {
            final Map<String, Long> few = costs(FEW, distanceTicks);
            final Map<String, Long> many = costs(MANY, distanceTicks);
            many.forEach((what, costNs) -> {
                System.out.println("distance=" + distanceTicks + " " + what + ": " + few.get(what) + " ns beside " + FEW +
                    " orders, " + costNs + " ns beside " + MANY);
                if (costNs > TIMES_MAX * few.get(what) + ALLOWANCE_NS) {
                    wrong.add(what + " at a distance of " + distanceTicks);
                }
            });
        }
        assertTrue(wrong.isEmpty(), () -> "costs more beside many orders: " + wrong);
    }

    private Map<String, Long> costs(final int orders, final long distanceTicks) {
        setUp(orders, distanceTicks);
        final Map<String, Runnable> commands = new LinkedHashMap<>();
        commands.put("enter and cancel", () -> {
            order(TAKER, Side.BUY, OrderType.LIMIT, TimeInForce.GTC, BEST_ASK - 10, 1);
            engine.cancelOrder(next(TAKER), engine.nextOpenOrder(TAKER, 0, 0).orderId(), 0, 0, 0, 0);
        });
        commands.put("enter among the others, amend twice and cancel", () -> {
            order(OTHER, Side.SELL, OrderType.LIMIT, TimeInForce.GTC, BEST_ASK + 3 * distanceTicks, 5);
            final long orderId = engine.nextOpenOrder(OTHER, 0, 0).orderId();
            engine.amendOrder(next(OTHER), orderId, 0, 0, 0, 0, BEST_ASK + 3 * distanceTicks, 4);
            engine.amendOrder(next(OTHER), orderId, 0, 0, 0, 0, BEST_ASK + 2 * distanceTicks, 6);
            engine.cancelOrder(next(OTHER), orderId, 0, 0, 0, 0);
        });
        commands.put("trade", () -> take(OrderType.LIMIT, TimeInForce.IOC, SelfTradePrevention.NONE));
        commands.put("trade with prevention", () -> take(OrderType.LIMIT, TimeInForce.IOC, SelfTradePrevention.EXPIRE_BOTH));
        commands.put("market", () -> take(OrderType.MARKET, TimeInForce.IOC, SelfTradePrevention.NONE));
        commands.put("fill or kill, filled", () -> take(OrderType.LIMIT, TimeInForce.FOK, SelfTradePrevention.NONE));
        commands.put("fill or kill with prevention, filled",
            () -> take(OrderType.LIMIT, TimeInForce.FOK, SelfTradePrevention.EXPIRE_TAKER));
        commands.put("fill or kill with prevention, killed", () -> {
            request.selfTradePrevention = SelfTradePrevention.EXPIRE_MAKER.code();
            order(TAKER, Side.BUY, OrderType.LIMIT, TimeInForce.FOK, BEST_ASK, 1_000_000);
            request.selfTradePrevention = 0;
        });
        commands.put("post-only refused",
            () -> order(TAKER, Side.BUY, OrderType.LIMIT_MAKER, TimeInForce.GTC, BEST_ASK, 1));
        final Map<String, Long> costs = new LinkedHashMap<>();
        commands.forEach((what, command) -> {
            long best = Long.MAX_VALUE;
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                final long begunNs = THREADS.getCurrentThreadCpuTime();
                for (int i = 0; i < COMMANDS; i++) {
                    command.run();
                }
                best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - begunNs) / COMMANDS);
            }
            costs.put(what, best);
        });
        assertTrue(engine.openOrderCount() == orders, "open=" + engine.openOrderCount());
        return costs;
    }

    /** Takes the best order, whose owner enters another one in its place. */
    private void take(final OrderType type, final TimeInForce timeInForce, final SelfTradePrevention prevention) {
        request.selfTradePrevention = prevention.code();
        order(TAKER, Side.BUY, type, timeInForce, type == OrderType.MARKET ? 0 : PRICE_MAX, 1);
        request.selfTradePrevention = 0;
        order(MAKER, Side.SELL, OrderType.LIMIT, TimeInForce.GTC, BEST_ASK, 1);
    }

    private void setUp(final int orders, final long distanceTicks) {
        final EngineLimits all = EngineLimits.defaults();
        engine = new Engine(new EngineLimits(10, 2, 1, 2 * MANY, 2 * MANY, 2 * MANY, 1, 10, 10, 10, 10, 10,
            all.trailingOrders(), all.expiriesPerCommand(), all.triggersPerCommand()), new SilentListener());
        header.gatewayId = GATEWAY_ID;
        header.inSequence = 0;
        engine.gatewayLogon(header, 1);
        engine.defineAsset(next(0), 'A', 0, 0);
        engine.defineAsset(next(0), 'B', 0, 0);
        engine.defineInstrument(next(0), PlainMarket.definition('C', 10_000_000, PRICE_MAX));
        for (int account = TAKER; account <= OTHER; account++) {
            engine.createAccount(next(0), 0, account);
            for (int asset = 1; asset <= 2; asset++) {
                engine.deposit(next(account), asset, Long.MAX_VALUE / 10, 0, asset);
            }
        }
        for (int i = 0; i < orders; i++) {
            order(MAKER, Side.SELL, OrderType.LIMIT, TimeInForce.GTC, BEST_ASK + i * distanceTicks, 1);
        }
    }

    private void order(
        final int accountId, final Side side, final OrderType type, final TimeInForce timeInForce, final long priceTicks,
        final long lots) {
        request.instrumentId = 1;
        request.side = side.code();
        request.orderType = type.code();
        request.timeInForce = timeInForce.code();
        request.priceTicks = priceTicks;
        request.quantityLots = lots;
        engine.newOrder(next(accountId), request);
    }

    private CommandHeader next(final long accountId) {
        header.inSequence++;
        header.timestampNs++;
        header.accountId = accountId;
        return header;
    }
}
