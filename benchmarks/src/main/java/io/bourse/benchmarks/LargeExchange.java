package io.bourse.benchmarks;

import io.bourse.engine.CommandHeader;
import io.bourse.engine.Engine;
import io.bourse.engine.EngineLimits;
import io.bourse.engine.EngineListener;
import io.bourse.engine.InstrumentDefinition;
import io.bourse.engine.InstrumentState;
import io.bourse.engine.OrderRequest;
import io.bourse.engine.OrderType;
import io.bourse.engine.TimeInForce;
import io.bourse.wire.PackedAscii;
import java.lang.reflect.Proxy;
import java.util.SplittableRandom;

/** An engine full of accounts and of resting orders that do not trade. */
final class LargeExchange {
    /** The state is the subject, nobody listens. */
    static final EngineListener DEAF = (EngineListener) Proxy.newProxyInstance(
        EngineListener.class.getClassLoader(), new Class<?>[] {EngineListener.class}, (proxy, method, arguments) -> null);

    private static final int GATEWAY_ID = 1;
    private static final int PRICE_MAX = 100_000;
    private static final int SPREAD = 10;
    private static final long MONEY = 1L << 40;

    private final Engine engine = new Engine(EngineLimits.defaults(), DEAF);
    private final CommandHeader header = new CommandHeader();
    private final SplittableRandom random = new SplittableRandom(1);

    /**
     * An engine of that size.
     *
     * @param endedBetween orders that have ended before each that rests
     * @param named        whether the orders have client order ids
     */
    LargeExchange(
        final int instruments, final int accounts, final int orders, final int endedBetween, final boolean named) {
        header.gatewayId = GATEWAY_ID;
        header.timestampNs = 1_700_000_000_000_000_000L;
        engine.gatewayLogon(header, 1);
        engine.defineAsset(next(0), 'A', 0, 0);
        engine.defineAsset(next(0), 'B', 0, 0);
        for (int i = 0; i < instruments; i++) {
            engine.defineInstrument(next(0), definition(i));
        }
        for (int i = 1; i <= accounts; i++) {
            engine.createAccount(next(0), random.nextLong(), i);
            engine.deposit(next(i), 1, MONEY, 0, 1);
            engine.deposit(next(i), 2, MONEY, 0, 2);
        }
        for (int i = 0; i < orders; i++) {
            for (int ended = 0; ended < endedBetween; ended++) {
                enter(1 + i % accounts, 1 + random.nextInt(instruments), TimeInForce.IOC, "");
            }
            enter(1 + i % accounts, 1 + random.nextInt(instruments), TimeInForce.GTC, named ? "o" + i : "");
        }
        if (engine.openOrderCount() != orders) {
            throw new BenchException("only " + engine.openOrderCount() + " of " + orders + " orders rest");
        }
    }

    Engine engine() {
        return engine;
    }

    private void enter(
        final int accountId, final int instrumentId, final TimeInForce timeInForce, final String clientOrderId) {
        final OrderRequest request = new OrderRequest();
        request.instrumentId = instrumentId;
        request.side = random.nextInt(2);
        request.orderType = OrderType.LIMIT.code();
        request.timeInForce = timeInForce.code();
        final int distance = SPREAD + random.nextInt(PRICE_MAX / 4);
        request.priceTicks = PRICE_MAX / 2 + (request.side == 0 ? -distance : distance);
        request.quantityLots = 1 + random.nextInt(1_000);
        request.clientOrderId0 = PackedAscii.pack(clientOrderId, 0);
        engine.newOrder(next(accountId), request);
    }

    private static InstrumentDefinition definition(final int number) {
        final InstrumentDefinition definition = new InstrumentDefinition();
        definition.symbol0 = PackedAscii.pack("M" + number, 0);
        definition.baseAssetId = 1;
        definition.quoteAssetId = 2;
        definition.tickQuoteUnits = 1;
        definition.lotBaseUnits = 1;
        definition.minQuantityLots = 1;
        definition.maxQuantityLots = 1_000;
        definition.maxPriceTicks = PRICE_MAX;
        definition.maxNotional = Long.MAX_VALUE;
        definition.initialState = InstrumentState.TRADING.code();
        return definition;
    }

    private CommandHeader next(final long accountId) {
        header.inSequence++;
        header.timestampNs++;
        header.accountId = accountId;
        return header;
    }
}
