package io.bourse.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The path of a command allocates nothing once the pools have grown; also tells what a command costs. */
class EngineAllocationTest {
    private static final int WARM_UP = 1_500_000;
    private static final int MEASURED = 1_500_000;
    private static final int ACCOUNTS = 64;
    private static final int INSTRUMENTS = 4;
    private static final int GATEWAY_ID = 1;
    /** The counter itself and a late compilation may leave a few objects; a single byte per command would be 1.5 MB. */
    private static final long BYTES_MAX = 64 * 1024;

    private final com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final CommandHeader header = new CommandHeader();
    private final OrderRequest request = new OrderRequest();
    private final SilentListener listener = new SilentListener();
    private final EngineLimits limits = new EngineLimits(1_000, 10, 10, 100_000, 2_000, 100_000, 4, 1_000, 100, 1_000, 100,
        100, 100, 100, 100);
    private final Engine engine = new Engine(limits, listener);
    private long random = 42;
    private long lastId;

    private boolean wholeRuleBook;

    @Test
    void shouldNotAllocateOnTheCommandPath() {
        measure();
    }

    /** The same with stops, icebergs, expiries, prevention, amends, sessions and requests that come again. */
    @Test
    void shouldNotAllocateWhateverTheRule() {
        wholeRuleBook = true;
        measure();
        assertTrue(listener.triggers > MEASURED / 200 && listener.prevented > MEASURED / 200 &&
            listener.amends > MEASURED / 200, "too few of a kind to mean anything: triggers=" + listener.triggers +
            " prevented=" + listener.prevented + " amends=" + listener.amends);
    }

    /** The object of a packed maker goes back also when nothing happens to it. */
    @Test
    void shouldNotAllocateForAMakerThatIsOnlyLookedAt() {
        setUp();
        request.orderType = OrderType.LIMIT.code();
        request.timeInForce = TimeInForce.GTC.code();
        request.selfTradePrevention = SelfTradePrevention.EXPIRE_TAKER.code();
        request.instrumentId = 1;
        request.priceTicks = 100_000;
        request.quantityLots = 1;
        request.side = Side.SELL.code();
        engine.newOrder(next(1), request);
        request.side = Side.BUY.code();
        long before = 0;
        for (int i = 0; i < MEASURED; i++) {
            if (i == MEASURED / 2) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            engine.newOrder(next(1), request);
        }
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(listener.prevented == MEASURED && engine.openOrderCount() == 1, "prevented=" + listener.prevented);
        assertTrue(allocated < BYTES_MAX, "allocated " + allocated + " B over " + MEASURED / 2 + " commands");
    }

    private void measure() {
        setUp();
        for (int i = 0; i < WARM_UP; i++) {
            step(i);
        }
        threads.getCurrentThreadAllocatedBytes();
        final long before = threads.getCurrentThreadAllocatedBytes();
        final long tradesBefore = listener.trades;
        final long rejectsBefore = listener.rejects;
        final long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < MEASURED; i++) {
            step(i);
        }
        final long cpuNs = threads.getCurrentThreadCpuTime() - start;
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        System.out.println("engine: CPU ns/command=" + cpuNs / MEASURED + " trades=" + (listener.trades - tradesBefore) +
            " rejects=" + (listener.rejects - rejectsBefore) + " open=" + engine.openOrderCount() + " allocated=" + allocated +
            " B over commands=" + MEASURED + " wholeRuleBook=" + wholeRuleBook + " sum=" + listener.sum);
        assertTrue(listener.trades - tradesBefore > MEASURED / 10, "too few trades to mean anything");
        assertTrue(allocated < BYTES_MAX, "allocated " + allocated + " B over " + MEASURED + " commands");
    }

    private void setUp() {
        header.gatewayId = GATEWAY_ID;
        engine.gatewayLogon(header, 1);
        for (int asset = 0; asset < 5; asset++) {
            engine.defineAsset(next(0), 'A' + asset, 0, 0);
        }
        final InstrumentDefinition definition = PlainMarket.definition('A', 1_000_000, 1_000_000_000);
        definition.quoteAssetId = 5;
        definition.makerFeePpm = 1_000;
        definition.takerFeePpm = 2_000;
        if (wholeRuleBook) {
            definition.priceRangeBasisPoints = 100;
            definition.priceBandBasisPoints = 500;
            definition.priceBandMode = 1;
        }
        for (int instrument = 1; instrument <= INSTRUMENTS; instrument++) {
            definition.symbol0 = 'A' + instrument;
            definition.baseAssetId = instrument;
            engine.defineInstrument(next(0), definition);
        }
        for (int account = 1; account <= ACCOUNTS; account++) {
            engine.createAccount(next(0), 0, account);
            for (int asset = 1; asset <= 5; asset++) {
                engine.deposit(next(account), asset, Long.MAX_VALUE / 1_000, 0, asset);
            }
        }
    }

    /** Half new orders around a walking price, the rest cancels, replaces, market orders, transfers and rejects. */
    private void step(final int i) {
        if (wholeRuleBook) {
            stepOfAllRules(i);
        } else {
            stepOfPlainOrders(i);
        }
    }

    private void stepOfAllRules(final int i) {
        final int dice = below(1_000);
        final long account = 1 + below(ACCOUNTS);
        limit(i);
        attributes();
        if (dice < 350) {
            engine.newOrder(next(account), request);
        } else if (dice < 500) {
            stop();
            engine.newOrder(next(account), request);
        } else if (dice < 760) {
            cancelOld(account);
        } else if (dice < 880) {
            final Order order = engine.nextOpenOrder(account, 0, 0);
            engine.amendOrder(next(account), order == null ? 1 : order.orderId(), 0, 0, 0, 0,
                order == null || below(3) != 0 ? request.priceTicks : order.priceTicks(), request.quantityLots);
        } else if (dice < 920) {
            final Order order = engine.nextOpenOrder(account, 0, 0);
            engine.replaceOrder(next(account), order == null ? 1 : order.orderId(), 0, 0, 0, 0, request, below(2));
        } else if (dice < 960) {
            request.orderType = OrderType.MARKET.code();
            request.timeInForce = TimeInForce.IOC.code();
            request.priceTicks = 0;
            request.displayLots = 0;
            request.expireTimeNs = 0;
            engine.newOrder(next(account), request);
        } else if (dice < 980) {
            engine.newOrder(next(account), request);
            engine.newOrder(next(account), request);
        } else if (dice < 990) {
            header.timestampNs++;
            engine.onTimer(header);
            listener.sum += engine.nextDeadlineNs();
        } else if (below(20) == 0) {
            engine.setInstrumentState(next(0), request.instrumentId, InstrumentState.CLOSED.code());
            engine.setInstrumentState(next(0), request.instrumentId, InstrumentState.TRADING.code());
        } else {
            engine.rejectMalformed(next(account));
        }
    }

    private void attributes() {
        request.stopPriceTicks = 0;
        request.trailingDeltaBasisPoints = 0;
        request.expireTimeNs = 0;
        request.selfTradePrevention = below(5);
        request.displayLots = 0;
        switch (below(8)) {
            case 0 -> request.timeInForce = TimeInForce.FOK.code();
            case 1 -> request.timeInForce = TimeInForce.DAY.code();
            case 2 -> {
                request.timeInForce = TimeInForce.GTD.code();
                request.expireTimeNs = header.timestampNs + 2 + below(10_000);
            }
            case 3 -> request.orderType = OrderType.LIMIT_MAKER.code();
            default -> request.timeInForce = TimeInForce.GTC.code();
        }
        if (request.timeInForce != TimeInForce.FOK.code() && request.timeInForce != TimeInForce.IOC.code() && below(4) == 0) {
            request.displayLots = 1 + below((int) request.quantityLots);
        }
    }

    private void stop() {
        final boolean rising = below(2) == 0;
        final boolean buying = request.side == Side.BUY.code();
        request.orderType = rising == buying ? OrderType.STOP_LOSS_LIMIT.code() : OrderType.TAKE_PROFIT_LIMIT.code();
        if (below(4) == 0) {
            request.orderType--;
            request.priceTicks = 0;
            request.displayLots = 0;
            request.timeInForce = TimeInForce.GTC.code();
            request.expireTimeNs = 0;
        }
        if (below(20) == 0) {
            request.trailingDeltaBasisPoints = 1 + below(10);
        } else {
            final long last = Math.max(100_000, engine.instrument(request.instrumentId).lastTradePriceTicks());
            request.stopPriceTicks = rising ? last + 1 + below(20) : last - 1 - below(20);
        }
    }

    private void stepOfPlainOrders(final int i) {
        final int dice = below(100);
        final long account = 1 + below(ACCOUNTS);
        if (dice < 50) {
            limit(i);
            engine.newOrder(next(account), request);
        } else if (dice < 80) {
            cancelOld(account);
        } else if (dice < 92) {
            limit(i);
            final Order order = engine.nextOpenOrder(account, 0, 0);
            engine.replaceOrder(next(account), order == null ? 1 : order.orderId(), 0, 0, 0, 0, request, Engine.REPLACE_ATOMIC);
        } else if (dice < 96) {
            limit(i);
            request.orderType = OrderType.MARKET.code();
            request.timeInForce = TimeInForce.IOC.code();
            request.priceTicks = 0;
            engine.newOrder(next(account), request);
        } else if (dice < 97) {
            accountCommand(account);
        } else if (dice < 98) {
            engine.deposit(next(account), 5, 10, 7, ++lastId);
        } else if (dice < 99) {
            engine.requestWithdrawal(next(account), 5, 10, 8, ++lastId, true);
        } else if (below(20) == 0) {
            engine.cancelAll(next(account), 0, Engine.ANY_SIDE, 0);
        } else {
            engine.cancelAll(next(account), 99, Engine.ANY_SIDE, 0);
        }
    }

    private void accountCommand(final long account) {
        switch (below(8)) {
            case 0 -> engine.setAccountSettings(next(0), account, below(3), below(8), below(3) * 1_000,
                below(2) * Long.MAX_VALUE);
            case 1 -> engine.transfer(next(account), 1 + below(ACCOUNTS), 5, 10, 9, ++lastId);
            case 2, 3, 4 -> engine.setDeadManTimer(next(account), below(1_000_000));
            case 5 -> engine.endSession(next(account), 1 + below(4));
            case 6 -> {
                final int session = 1 + below(4);
                engine.blockSession(next(0), account, session, 1);
                engine.blockSession(next(0), account, session, 0);
            }
            default -> engine.setFeeRates(next(0), 1 + below(INSTRUMENTS), below(8), below(2_000) - 1_000, below(2_000));
        }
    }

    private void cancelOld(final long account) {
        final Order order = engine.nextOpenOrder(account, 0, 0);
        if (order == null) {
            engine.cancelOrder(next(account), 1, 0, 0, 0, 0);
        } else if (order.clientOrderId0() != 0) {
            engine.cancelOrder(next(account), 0, order.clientOrderId0(), 0, 0, 0);
        } else {
            engine.cancelOrder(next(account), order.orderId(), 0, 0, 0, 0);
        }
    }

    private void limit(final int i) {
        final long middle = 100_000 + i % 1_000_000 / 1_000;
        request.instrumentId = 1 + below(INSTRUMENTS);
        request.side = below(2);
        request.orderType = OrderType.LIMIT.code();
        request.timeInForce = below(8) == 0 ? TimeInForce.IOC.code() : TimeInForce.GTC.code();
        request.priceTicks = middle + (request.side == 0 ? 10 : -10) - (request.side == 0 ? 1 : -1) * below(200);
        request.quantityLots = 1 + below(100);
        request.sessionId = below(4);
        request.cancelOnDisconnect = below(4) == 0;
        request.clientOrderId0 = below(2) == 0 ? 0 : 1 + below(127) + ((1L + below(127)) << 7);
    }

    private CommandHeader next(final long accountId) {
        header.inSequence++;
        header.timestampNs++;
        header.accountId = accountId;
        return header;
    }

    private int below(final int bound) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) ((random >>> 33) % bound);
    }
}
