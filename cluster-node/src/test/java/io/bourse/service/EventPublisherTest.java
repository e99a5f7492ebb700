package io.bourse.service;

import io.bourse.engine.Account;
import io.bourse.engine.Asset;
import io.bourse.engine.BalanceCause;
import io.bourse.engine.CloseReason;
import io.bourse.engine.CommandHeader;
import io.bourse.engine.CommandResult;
import io.bourse.engine.Engine;
import io.bourse.engine.EngineLimits;
import io.bourse.engine.EngineListener;
import io.bourse.engine.Instrument;
import io.bourse.engine.InstrumentDefinition;
import io.bourse.engine.Order;
import io.bourse.engine.OrderRequest;
import io.bourse.engine.Side;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.wire.EventFrame;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Every effect that the engine tells is one frame of the stream, with every number of it in its field: in one sequence without
 * gaps, with the time of the command, its position in the log and the place within it.
 */
class EventPublisherTest {
    private static final long EPOCH = 5;

    private final Map<Integer, CommandSchema.Message> events = new HashMap<>();
    private final Set<String> told = new TreeSet<>();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[EventFrame.MAX_LENGTH]);
    private final CommandHeader header = new CommandHeader();
    private final OrderRequest request = new OrderRequest();
    private final EventPublisher publisher;
    private final Engine engine;
    private long frames;
    private long framesOfCommand;

    EventPublisherTest() {
        CommandSchema.events().forEach(event -> events.put(event.templateId(), event));
        final EventStream sink = new EventStream(null) {
            @Override
            void append(
                final DirectBuffer source, final int length, final long eventSequence, final long epoch, final int chainHash) {
                frame.setMemory(0, EventFrame.MAX_LENGTH, (byte) 0x55);
                frame.putBytes(0, source, 0, length);
                frames++;
                framesOfCommand++;
            }
        };
        publisher = new EventPublisher(
            sink, new Egress(new AtomicCounter(new UnsafeBuffer(new byte[CountersReader.COUNTER_LENGTH]), 0)));
        engine = new Engine(EngineLimits.defaults(), (EngineListener) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {EngineListener.class}, (proxy, method, arguments) -> {
                tell(method, arguments);
                return null;
            }));
        publisher.engine(engine);
        publisher.onLogEntry(EPOCH);
    }

    @Test
    void shouldEncodeEveryNumberOfEveryEvent() {
        header.gatewayId = 3;
        header.connectionId = 77;
        begin(0);
        header.inSequence = 0;
        engine.gatewayLogon(header, 9);
        setUp();
        orders();
        accounts();
        final Set<String> all = Arrays.stream(EngineListener.class.getMethods()).map(Method::getName).collect(Collectors.toSet());
        assertEquals(new TreeSet<>(all), told, "not told");
    }

    private void setUp() {
        begin(0);
        engine.defineAsset(header, 'A', 0, 4);
        begin(0);
        engine.defineAsset(header, 'B', 0, 2);
        final InstrumentDefinition definition = new InstrumentDefinition();
        definition.symbol0 = 'C';
        definition.tickQuoteUnits = 20;
        definition.lotBaseUnits = 1_000;
        definition.minQuantityLots = 1;
        definition.maxQuantityLots = 5_000;
        definition.maxPriceTicks = 6_000;
        definition.minNotional = 7;
        definition.maxNotional = 8_000_000;
        definition.baseAssetId = 1;
        definition.quoteAssetId = 2;
        definition.makerFeePpm = 1_000;
        definition.takerFeePpm = 2_000;
        definition.priceRangeBasisPoints = 9_000;
        definition.priceBandBasisPoints = 8_000;
        definition.priceBandMode = 1;
        definition.referencePriceTicks = 150;
        definition.initialState = 1;
        begin(0);
        engine.defineInstrument(header, definition);
        begin(0);
        engine.setInstrumentState(header, 1, 2);
        for (int account = 1; account <= 2; account++) {
            begin(0);
            engine.createAccount(header, 11, account);
            for (int asset = 1; asset <= 2; asset++) {
                begin(account);
                engine.deposit(header, asset, 10_000_000L + asset, 12, asset);
            }
        }
        begin(1);
        engine.transfer(header, 2, 1, 17, 13, 1);
        begin(1);
        engine.requestWithdrawal(header, 1, 18, 14, 1, false);
        begin(0);
        engine.finishWithdrawal(header, 1, 1);
        begin(1);
        engine.requestWithdrawal(header, 1, 19, 14, 2, false);
        begin(0);
        engine.finishWithdrawal(header, 2, 2);
    }

    /** Sides differ, makers and takers have different accounts, fees, quantities and ids. */
    private void orders() {
        order(1, 0, 1, 4, 160, 30, 0);
        request.displayLots = 7;
        request.expireTimeNs = 1_000_000;
        request.sessionId = 66;
        request.cancelOnDisconnect = true;
        engine.newOrder(header, request);
        order(2, 1, 1, 1, 150, 12, 0);
        engine.newOrder(header, request);
        order(2, 1, 5, 1, 140, 4, 155);
        engine.newOrder(header, request);
        order(2, 1, 4, 1, 0, 3, 0);
        request.trailingDeltaBasisPoints = 500;
        engine.newOrder(header, request);
        order(2, 1, 1, 1, 170, 5, 0);
        engine.newOrder(header, request);
        order(1, 0, 1, 2, 171, 2, 0);
        engine.newOrder(header, request);
        order(2, 1, 1, 2, 150, 3, 0);
        engine.newOrder(header, request);
        order(2, 1, 1, 1, 165, 5, 0);
        engine.newOrder(header, request);
        order(2, 0, 1, 1, 165, 2, 0);
        request.selfTradePrevention = 4;
        engine.newOrder(header, request);
        order(2, 0, 2, 2, 0, 0, 0);
        request.quoteAmount = 400;
        engine.newOrder(header, request);
        begin(2);
        engine.amendOrder(header, 5, 0, 0, 0, 0, 170, 4);
        begin(2);
        engine.amendOrder(header, 5, 0, 0, 0, 0, 172, 6);
        begin(1);
        engine.amendOrder(header, 5, 0, 0, 0, 0, 172, 6);
        begin(2);
        engine.cancelOrder(header, 5, 0, 0, 0, 0);
    }

    private void accounts() {
        begin(0);
        engine.setAccountSettings(header, 1, 5, 6, 7, 80_000_000);
        begin(0);
        engine.setFeeRates(header, 1, 6, -15, 16);
        begin(1);
        engine.setDeadManTimer(header, 1_000);
        begin(0);
        engine.blockSession(header, 1, 66, 1);
        begin(0);
        engine.blockAccount(header, 2, 1);
        begin(0);
        header.timestampNs += 5_000;
        engine.onTimer(header);
    }

    private void begin(final long accountId) {
        header.timestampNs++;
        header.logPosition += 100;
        header.inSequence++;
        header.correlationId = 1_000 + header.inSequence;
        header.commandTemplateId = 40 + (int) accountId;
        header.accountId = accountId;
        framesOfCommand = 0;
        publisher.begin(header.logPosition);
    }

    private void order(
        final long accountId, final int side, final int type, final int timeInForce, final long price, final long lots,
        final long stop) {
        begin(accountId);
        request.instrumentId = 1;
        request.side = side;
        request.orderType = type;
        request.timeInForce = timeInForce;
        request.priceTicks = price;
        request.quantityLots = lots;
        request.quoteAmount = 0;
        request.stopPriceTicks = stop;
        request.trailingDeltaBasisPoints = 0;
        request.displayLots = 0;
        request.expireTimeNs = 0;
        request.selfTradePrevention = 0;
        request.sessionId = 0;
        request.cancelOnDisconnect = false;
        request.clientOrderId0 = 'a' + header.inSequence;
    }

    private void tell(final Method method, final Object[] arguments) throws ReflectiveOperationException {
        final long before = frames;
        try {
            method.invoke(publisher, arguments);
        } catch (final InvocationTargetException thrown) {
            throw new IllegalStateException(method.getName(), thrown.getCause());
        }
        told.add(method.getName());
        assertEquals(before + 1, frames, "frames of " + method.getName());
        final CommandSchema.Message event = events.get(new MessageHeaderDecoder().wrap(frame, 0).templateId());
        final Map<String, Long> expected = expected(method.getName(), arguments);
        expected.put("header.eventSequence", frames);
        expected.put("header.epoch", EPOCH);
        expected.put("header.timestampNs", engine.timestampNs());
        expected.put("header.logPosition", header.logPosition);
        expected.put("header.indexInCommand", framesOfCommand - 1);
        expected.put("header.reserved", 0L);
        assertEquals("on" + event.name(), method.getName());
        final Map<String, Long> actual = new TreeMap<>();
        for (final CommandSchema.Field field : event.fields()) {
            final int index = MessageHeaderDecoder.ENCODED_LENGTH + field.offset();
            actual.put(field.name(), switch (field.length()) {
                case 1 -> (long) frame.getByte(index) & 0xFF;
                case 2 -> (long) frame.getShort(index, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
                case 4 -> (long) frame.getInt(index, ByteOrder.LITTLE_ENDIAN);
                default -> frame.getLong(index, ByteOrder.LITTLE_ENDIAN);
            });
        }
        assertEquals(new TreeMap<>(expected), actual, method.getName());
    }

    /** What the fields of an event must hold, written down from the arguments and not from the publisher. */
    private static Map<String, Long> expected(final String method, final Object[] it) {
        return switch (method) {
            case "onGatewayLoggedOn" -> named("gatewayId gatewayEpoch lastInSequence", it[0], it[1], it[2]);
            case "onAccountCreated" -> {
                final Account account = (Account) it[0];
                yield named("accountId externalId.high externalId.low",
                    account.accountId(), account.externalIdHigh(), account.externalIdLow());
            }
            case "onAccountChanged" -> {
                final Account account = (Account) it[0];
                yield named("accountId blocked tradeGroup feeTier maxOpenOrders maxOpenNotional", account.accountId(),
                    account.isBlocked(), account.tradeGroup(), account.feeTier(), account.maxOpenOrders(),
                    account.maxOpenNotional());
            }
            case "onSessionBlocked" -> named("accountId sessionId blocked", it[0], it[1], it[2]);
            case "onDeadManTimerSet" -> named("accountId deadlineNs", it[0], it[1]);
            case "onFeeRatesChanged" -> named("instrumentId feeTier makerFeePpm takerFeePpm", it[0], it[1], it[2], it[3]);
            case "onBookDelta" -> named("instrumentId side priceTicks quantityLots orderCount updateId",
                it[0], ((Side) it[1]).code(), it[2], it[3], it[4], it[5]);
            case "onBalanceChanged" -> named(
                "accountId assetId available locked availableDelta lockedDelta cause referenceId instrumentId",
                it[0], it[1], it[2], it[3], it[4], it[5], ((BalanceCause) it[6]).code(), it[7], it[8]);
            case "onDepositApplied" -> named("accountId assetId amount idempotencyId.high idempotencyId.low",
                it[0], it[1], it[2], it[3], it[4]);
            case "onTransferApplied" -> named("accountId toAccountId assetId amount idempotencyId.high idempotencyId.low",
                it[0], it[1], it[2], it[3], it[4], it[5]);
            case "onWithdrawalRequested" -> named(
                "withdrawalId accountId assetId amount idempotencyId.high idempotencyId.low",
                it[0], it[1], it[2], it[3], it[4], it[5]);
            case "onWithdrawalFinished" -> named("withdrawalId accountId assetId amount outcome",
                it[0], it[1], it[2], it[3], (boolean) it[4] ? 1 : 2);
            case "onCommandResult" -> ofResult((CommandHeader) it[0], (CommandResult) it[1]);
            default -> method.startsWith("onOrder") || "onTrade".equals(method) || "onPreventedMatch".equals(method)
                ? ofOrder(method, it) : ofDefinition(method, it);
        };
    }

    private static Map<String, Long> ofDefinition(final String method, final Object[] it) {
        if ("onAssetDefined".equals(method)) {
            final Asset asset = (Asset) it[0];
            return named("assetId symbol.word0 symbol.word1 decimals",
                asset.assetId(), asset.symbol0(), asset.symbol1(), asset.decimals());
        }
        final Instrument instrument = (Instrument) it[0];
        final Map<String, Long> fields =
            named("instrumentId state", instrument.instrumentId(), instrument.state().code());
        if ("onInstrumentDefined".equals(method)) {
            fields.putAll(named("symbol.word0 symbol.word1 tickQuoteUnits lotBaseUnits quoteUnitsPerTickLot minQuantityLots " +
                "maxQuantityLots maxPriceTicks minNotional maxNotional baseAssetId quoteAssetId makerFeePpm takerFeePpm " +
                "priceRangeBasisPoints referencePriceTicks priceBandBasisPoints priceBandMode",
                (int) 'C', 0, 20, 1_000, 2, 1, 5_000, 6_000, 7, 8_000_000, 1, 2, 1_000, 2_000, 9_000, 150, 8_000, 1));
        }
        return fields;
    }

    private static Map<String, Long> ofOrder(final String method, final Object[] it) {
        if ("onTrade".equals(method)) {
            final Order maker = (Order) it[2];
            final Order taker = (Order) it[3];
            return named("instrumentId tradeId makerOrderId makerAccountId makerRemainingLots takerOrderId takerAccountId " +
                "takerRemainingLots takerSide priceTicks quantityLots quoteAmount makerFee takerFee",
                ((Instrument) it[0]).instrumentId(), it[1], maker.orderId(), maker.accountId(), maker.remainingLots(),
                taker.orderId(), taker.accountId(), taker.remainingLots(), taker.side().code(), it[4], it[5], it[6], it[7],
                it[8]);
        }
        if ("onPreventedMatch".equals(method)) {
            final Order maker = (Order) it[2];
            final Order taker = (Order) it[3];
            return named("instrumentId preventedMatchId makerOrderId makerAccountId makerRemainingLots takerOrderId " +
                "takerAccountId takerRemainingLots takerSide selfTradePrevention priceTicks makerPreventedLots " +
                "takerPreventedLots",
                ((Instrument) it[0]).instrumentId(), it[1], maker.orderId(), maker.accountId(), maker.remainingLots(),
                taker.orderId(), taker.accountId(), taker.remainingLots(), taker.side().code(),
                taker.selfTradePrevention().code(), it[4], it[5], it[6]);
        }
        final Order order = (Order) it[0];
        final Map<String, Long> fields = named("orderId accountId instrumentId side clientOrderId.word0 clientOrderId.word1 " +
            "clientOrderId.word2 clientOrderId.word3", order.orderId(), order.accountId(), order.instrumentId(),
            order.side().code(), order.clientOrderId0(), order.clientOrderId1(), order.clientOrderId2(), order.clientOrderId3());
        fields.putAll(switch (method) {
            case "onOrderAccepted" -> named("priceTicks quantityLots quoteAmount orderType timeInForce stopPriceTicks " +
                "displayLots expireTimeNs sessionId trailingDeltaBasisPoints selfTradePrevention cancelOnDisconnect",
                order.priceTicks(), order.quantityLots(), order.quoteAmount(), order.orderType().code(),
                order.timeInForce().code(), order.stopPriceTicks(), order.displayLots(), order.expireTimeNs(),
                order.sessionId(), order.trailingDeltaBasisPoints(), order.selfTradePrevention().code(),
                order.isCancelOnDisconnect());
            case "onOrderAmended" -> named("priceTicks quantityLots remainingLots executedLots keepsPriority",
                order.priceTicks(), order.quantityLots(), order.remainingLots(), order.executedLots(), it[1]);
            case "onOrderTriggered" -> named("stopPriceTicks lastTradePriceTicks", order.stopPriceTicks(), it[1]);
            default -> named("priceTicks remainingLots executedLots preventedLots reason", order.priceTicks(),
                order.remainingLots(), order.executedLots(), order.preventedLots(), ((CloseReason) it[1]).code());
        });
        return fields;
    }

    private static Map<String, Long> ofResult(final CommandHeader of, final CommandResult result) {
        return named("correlationId inSequence accountId gatewayId connectionId commandTemplateId subjectId executedLots " +
            "executedQuote remainingLots available locked count resultCode orderStatus clientOrderId.word0 " +
            "clientOrderId.word1 clientOrderId.word2 clientOrderId.word3", of.correlationId, of.inSequence, of.accountId,
            of.gatewayId, of.connectionId, of.commandTemplateId, result.subjectId, result.executedLots, result.executedQuote,
            result.remainingLots, result.available, result.locked, result.count,
            result.rejectReason == null ? 0 : result.rejectReason.code(), result.orderStatus == 0 ? 255 : result.orderStatus,
            result.clientOrderId0, result.clientOrderId1, result.clientOrderId2, result.clientOrderId3);
    }

    private static Map<String, Long> named(final String names, final Object... values) {
        final String[] each = names.split(" ");
        assertEquals(each.length, values.length, names);
        final Map<String, Long> fields = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            fields.put(each[i], values[i] instanceof Boolean flag ? flag ? 1L : 0L : ((Number) values[i]).longValue());
        }
        return fields;
    }
}
