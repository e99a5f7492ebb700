package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The order of the ladder: a request that breaks every rule is refused for the first; with that one put right, for the
 * second; and so on, until it is let in. Every refusal names the order as its client does.
 */
class OrderLadderTest {
    private static final int GATEWAY_ID = 1;

    private final CommandHeader header = new CommandHeader();
    private final OrderRequest request = new OrderRequest();
    private ScenarioDriver driver;

    /** What puts one thing right, and the reject that it takes away. */
    private record Rung(RejectReason reason, Consumer<OrderRequest> remedy) {
    }

    @BeforeEach
    void start() {
        driver = new ScenarioDriver();
        driver.execute("limits orders-per-account=1");
        List.of("asset SOL", "asset USD", "instrument CLOSED SOL USD state=CLOSED",
            "instrument OPEN SOL USD min=10 max=20 max-price=100 min-notional=500 max-notional=1900",
            "account alice", "deposit alice USD 1000 id=1", "buy alice OPEN 10@50 id=x").forEach(driver::execute);
        header.accountId = 99;
        request.instrumentId = 99;
        request.side = 9;
        request.orderType = 9;
        request.timeInForce = 9;
        request.clientOrderId0 = 1L << 40;
    }

    @Test
    void shouldRejectLimitOrdersInOrder() {
        execute("block alice", "block-session alice 7", "storage 0 low of=1");
        request.sessionId = 7;
        climb(List.of(
            new Rung(RejectReason.MALFORMED, right -> right.clientOrderId0 = 'x'),
            new Rung(RejectReason.UNKNOWN_INSTRUMENT, right -> right.instrumentId = 1),
            new Rung(RejectReason.INSTRUMENT_NOT_TRADING, right -> right.instrumentId = 2),
            new Rung(RejectReason.UNKNOWN_ACCOUNT, right -> header.accountId = 1),
            new Rung(RejectReason.ACCOUNT_BLOCKED, right -> execute("block alice blocked=0")),
            new Rung(RejectReason.SESSION_BLOCKED, right -> right.sessionId = 0),
            new Rung(RejectReason.INVALID_SIDE, right -> right.side = Side.BUY.code()),
            new Rung(RejectReason.STORAGE_LOW, right -> execute("storage 0 ok of=1", "buy alice OPEN 10@50 id=v")),
            new Rung(RejectReason.INVALID_ORDER_TYPE, right -> right.orderType = OrderType.LIMIT.code()),
            new Rung(RejectReason.INVALID_TIME_IN_FORCE, right -> right.timeInForce = TimeInForce.GTC.code()),
            new Rung(RejectReason.INVALID_PRICE, right -> right.priceTicks = 101),
            new Rung(RejectReason.INVALID_QUANTITY, right -> {
                right.quantityLots = 9;
                right.quoteAmount = 1;
            }),
            new Rung(RejectReason.INVALID_AMOUNT, right -> right.quoteAmount = 0),
            new Rung(RejectReason.PRICE_ABOVE_MAXIMUM, right -> right.priceTicks = 30),
            new Rung(RejectReason.QUANTITY_BELOW_MINIMUM, right -> right.quantityLots = 21),
            new Rung(RejectReason.QUANTITY_ABOVE_MAXIMUM, right -> right.quantityLots = 10),
            new Rung(RejectReason.NOTIONAL_BELOW_MINIMUM, right -> {
                right.quantityLots = 20;
                right.priceTicks = 96;
            }),
            new Rung(RejectReason.NOTIONAL_ABOVE_MAXIMUM, right -> right.priceTicks = 95),
            new Rung(RejectReason.DUPLICATE_CLIENT_ORDER_ID, right -> right.clientOrderId0 = 'y'),
            new Rung(RejectReason.TOO_MANY_OPEN_ORDERS, right -> right.timeInForce = TimeInForce.IOC.code()),
            new Rung(RejectReason.INSUFFICIENT_BALANCE, right -> right.priceTicks = 25)));
    }

    @Test
    void shouldRejectMarketOrdersInOrder() {
        driver.execute("instrument RANGED SOL USD min=10 max=20 max-price=100 min-notional=500 max-notional=900 range=100");
        header.accountId = 1;
        request.clientOrderId0 = 'x';
        request.instrumentId = 3;
        request.side = Side.SELL.code();
        request.orderType = OrderType.MARKET.code();
        request.timeInForce = TimeInForce.GTC.code();
        request.priceTicks = 1;
        climb(List.of(
            new Rung(RejectReason.INVALID_TIME_IN_FORCE, right -> right.timeInForce = TimeInForce.IOC.code()),
            new Rung(RejectReason.INVALID_PRICE, right -> right.priceTicks = 0),
            new Rung(RejectReason.INVALID_QUANTITY, right -> right.quoteAmount = 499),
            new Rung(RejectReason.INVALID_AMOUNT, right -> right.side = Side.BUY.code()),
            new Rung(RejectReason.NOTIONAL_BELOW_MINIMUM, right -> right.quoteAmount = 901),
            new Rung(RejectReason.NOTIONAL_ABOVE_MAXIMUM, right -> right.quoteAmount = 501),
            new Rung(RejectReason.NO_REFERENCE_PRICE, right -> rest("sell alice RANGED 10@51")),
            new Rung(RejectReason.DUPLICATE_CLIENT_ORDER_ID, right -> right.clientOrderId0 = 0),
            new Rung(RejectReason.INSUFFICIENT_BALANCE, right -> right.quoteAmount = 500)));
    }

    @Test
    void shouldRejectStopsInOrder() {
        begin("limits orders-per-account=1 orders=1",
            "instrument OPEN SOL USD min=10 max=20 max-price=100 min-notional=500 max-notional=1900 band=1",
            "buy alice OPEN 10@50 id=x");
        request.instrumentId = 1;
        request.side = Side.BUY.code();
        request.clientOrderId0 = 'x';
        request.selfTradePrevention = 9;
        request.trailingDeltaBasisPoints = 10_000;
        request.stopPriceTicks = 101;
        request.displayLots = 1;
        request.expireTimeNs = 5;
        climb(List.of(
            new Rung(RejectReason.INVALID_ORDER_TYPE, right -> right.orderType = OrderType.STOP_LOSS_LIMIT.code()),
            new Rung(RejectReason.INVALID_TIME_IN_FORCE, right -> right.timeInForce = TimeInForce.GTC.code()),
            new Rung(RejectReason.INVALID_SELF_TRADE_PREVENTION, right -> right.selfTradePrevention = 0),
            new Rung(RejectReason.INVALID_TRAILING_DELTA, right -> right.trailingDeltaBasisPoints = 100),
            new Rung(RejectReason.INVALID_STOP_PRICE, right -> right.stopPriceTicks = 0),
            new Rung(RejectReason.INVALID_DISPLAY_QUANTITY, right -> right.displayLots = 0),
            new Rung(RejectReason.INVALID_EXPIRY, right -> right.expireTimeNs = 0),
            new Rung(RejectReason.INVALID_PRICE, right -> right.priceTicks = 101),
            new Rung(RejectReason.INVALID_QUANTITY, right -> {
                right.quantityLots = 9;
                right.quoteAmount = 1;
            }),
            new Rung(RejectReason.INVALID_AMOUNT, right -> right.quoteAmount = 0),
            new Rung(RejectReason.PRICE_ABOVE_MAXIMUM, right -> right.priceTicks = 30),
            new Rung(RejectReason.QUANTITY_BELOW_MINIMUM, right -> right.quantityLots = 21),
            new Rung(RejectReason.QUANTITY_ABOVE_MAXIMUM, right -> right.quantityLots = 10),
            new Rung(RejectReason.NO_REFERENCE_PRICE, right -> {
                execute("sell bob OPEN 10@50 ioc", "buy alice OPEN 10@50 id=w");
                right.trailingDeltaBasisPoints = 0;
                right.stopPriceTicks = 50;
                right.clientOrderId0 = 'w';
            }),
            new Rung(RejectReason.NOTIONAL_BELOW_MINIMUM, right -> {
                right.quantityLots = 20;
                right.priceTicks = 100;
            }),
            new Rung(RejectReason.NOTIONAL_ABOVE_MAXIMUM, right -> right.priceTicks = 95),
            new Rung(RejectReason.WOULD_TRIGGER_IMMEDIATELY, right -> right.stopPriceTicks = 51),
            new Rung(RejectReason.DUPLICATE_CLIENT_ORDER_ID, right -> right.clientOrderId0 = 'y'),
            new Rung(RejectReason.TOO_MANY_OPEN_ORDERS, right -> execute("cancel-all alice", "buy bob OPEN 10@50")),
            new Rung(RejectReason.LIMIT_REACHED, right -> execute("cancel-all bob")),
            new Rung(RejectReason.INSUFFICIENT_BALANCE, right -> execute("deposit alice USD 1900 id=9"))));
    }

    @Test
    void shouldRejectPostOnlyOrdersInOrder() {
        begin("limits orders-per-account=1 orders=2 levels=2",
            "instrument OPEN SOL USD band=1000 reference=100", "buy alice OPEN 1@90 id=x", "sell bob OPEN 1@105");
        request.instrumentId = 1;
        request.side = Side.BUY.code();
        request.orderType = OrderType.LIMIT_MAKER.code();
        request.timeInForce = TimeInForce.IOC.code();
        request.quantityLots = 10;
        request.priceTicks = 111;
        request.clientOrderId0 = 'x';
        climb(List.of(
            new Rung(RejectReason.INVALID_TIME_IN_FORCE, right -> right.timeInForce = TimeInForce.DAY.code()),
            new Rung(RejectReason.PRICE_OUTSIDE_BAND, right -> right.priceTicks = 106),
            new Rung(RejectReason.DUPLICATE_CLIENT_ORDER_ID, right -> right.clientOrderId0 = 'y'),
            new Rung(RejectReason.TOO_MANY_OPEN_ORDERS, right -> execute("cancel-all alice", "buy carol OPEN 1@90")),
            new Rung(RejectReason.LIMIT_REACHED, right -> execute("cancel-all carol")),
            new Rung(RejectReason.POST_ONLY_WOULD_CROSS, right -> right.priceTicks = 104),
            new Rung(RejectReason.INSUFFICIENT_BALANCE, right -> right.quantityLots = 9)));
    }

    /** A new exchange in which alice, bob and carol have something. */
    private void begin(final String limits, final String... commands) {
        execute(limits, "asset SOL", "asset USD", "account alice", "account bob", "account carol",
            "deposit alice USD 1000 id=1", "deposit bob SOL 1000 id=2", "deposit bob USD 1000 id=3",
            "deposit carol USD 1000 id=4");
        execute(commands);
        header.accountId = 1;
    }

    private void execute(final String... commands) {
        for (final String command : commands) {
            driver.execute(command);
        }
    }

    private void rest(final String order) {
        driver.execute("cancel-all alice");
        driver.execute("deposit alice SOL 10 id=2");
        driver.execute(order + " id=z");
        driver.execute("deposit alice USD 1 id=3");
        driver.execute("withdraw alice USD 501 id=4 settle");
    }

    private void climb(final List<Rung> rungs) {
        for (final Rung rung : rungs) {
            assertEquals(rung.reason(), enter());
            rung.remedy().accept(request);
        }
        assertEquals(null, enter());
    }

    private RejectReason enter() {
        final long hash = hashWithoutSequence();
        header.gatewayId = ScenarioDriver.GATEWAY_ID;
        header.inSequence = driver.engine.lastInSequence(ScenarioDriver.GATEWAY_ID) + 1;
        header.timestampNs = driver.engine.timestampNs();
        driver.listener.lines.clear();
        driver.engine.newOrder(header, request);
        final String line = driver.listener.lines.getLast();
        final String result = line.split(" ")[1];
        if ("OK".equals(result)) {
            return null;
        }
        final boolean echoes = request.clientOrderId0 != 0 && !RejectReason.MALFORMED.name().equals(result);
        assertEquals("result " + result + " REJECTED" + (echoes ? " id=" + (char) request.clientOrderId0 : ""), line);
        assertEquals(1, driver.listener.lines.size(), "a reject is one event");
        assertEquals(hash, hashWithoutSequence(), "a reject changes nothing but the place in the sequence");
        return RejectReason.valueOf(result);
    }

    private long hashWithoutSequence() {
        final StateHash hash = new StateHash();
        hash.reset();
        driver.engine.accept(new StateVisitor() {
            @Override
            public void record(final RecordKind kind) {
                hash.record(kind);
            }

            @Override
            public void field(final String name, final long value) {
                if (!"lastInSequence".equals(name)) {
                    hash.field(name, value);
                }
            }
        });
        return hash.value();
    }
}
