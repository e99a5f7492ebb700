package io.bourse.service;

import io.bourse.engine.EngineLimits;
import io.bourse.engine.RecordKind;
import io.bourse.engine.StateVisitor;
import io.bourse.schema.GatewayLogonDecoder;
import io.bourse.schema.MessageHeaderDecoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.QueryBalancesDecoder;
import io.bourse.schema.ReplaceOrderDecoder;
import io.bourse.schema.ResultCode;
import io.bourse.wire.PackedAscii;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Every number of every command of the schema at its extremes, as bytes through the adapter into an engine with open orders,
 * stops and withdrawals: it never throws, every command has its one result, and what is refused changes nothing.
 */
class SchemaBadInputTest {
    private static final long[] EXTREMES = {0, -1, 1, 2, 3, 4, 5, 7, 'A', 255, 256, Long.MAX_VALUE, Long.MIN_VALUE,
        Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 31, 1L << 32, (1L << 32) + 1, Long.MAX_VALUE / 2, Long.MAX_VALUE / 2 + 1,
        3_037_000_500L, 86_400_000_000_001L, 1_000_000_001L, 10_000, 1_000_001, -100_001};
    private static final int BYTE_VALUES = 256;
    private static final int RUNS = 60;
    private static final int MESSAGES_PER_RUN = 400;
    private static final int TEMPLATES = 300;
    private static final long ID = PackedAscii.pack("id", 0);

    /** Something of everything, with ids that are among the extremes: orders 1 to 7, a last trade, blocked ones, limits. */
    private static final List<String> MARKET = List.of(
        "DefineAsset symbol.word0=65",
        "DefineAsset symbol.word0=66",
        instrument(65, 2, 0),
        instrument(66, 3, 0),
        instrument(67, 2, 500),
        "CreateAccount externalId.low=1",
        "CreateAccount externalId.low=2",
        "CreateAccount externalId.low=3",
        "CreateAccount externalId.low=4",
        deposit(1, 1), deposit(1, 2), deposit(2, 1), deposit(2, 2), deposit(3, 1), deposit(3, 2), deposit(4, 1), deposit(4, 2),
        "NewOrder account=1 priceTicks=100000 quantityLots=10 instrumentId=1 side=0 orderType=1 timeInForce=1 sessionId=4",
        "NewOrder account=2 priceTicks=100000 quantityLots=4 instrumentId=1 side=1 orderType=1 timeInForce=1",
        "NewOrder account=1 clientOrderId.word0=" + ID + " priceTicks=99000 quantityLots=9 displayLots=2 instrumentId=1 " +
            "orderType=3 timeInForce=5 cancelOnDisconnect=1 sessionId=5",
        "NewOrder account=2 priceTicks=101000 quantityLots=7 instrumentId=1 side=1 orderType=1 timeInForce=4 expireTimeNs=9000",
        "NewOrder account=1 quantityLots=3 stopPriceTicks=102000 instrumentId=1 orderType=4 timeInForce=1",
        "NewOrder account=2 quantityLots=3 trailingDeltaBasisPoints=200 instrumentId=1 side=1 orderType=4 timeInForce=1",
        "NewOrder account=3 priceTicks=90000 quantityLots=3 instrumentId=1 orderType=1 timeInForce=1 clientOrderId.word0=65",
        "RequestWithdrawal account=1 idempotencyId.low=7 amount=6 assetId=1",
        "BlockSession targetAccountId=1 sessionId=7 blocked=1",
        "BlockAccount targetAccountId=4 blocked=1",
        "SetAccountSettings targetAccountId=2 tradeGroup=3 feeTier=1 maxOpenNotional=2000000",
        "SetAccountSettings targetAccountId=3 maxOpenOrders=1");

    /** At least one of each message of the schema; with nothing spoilt it is carried out. */
    private static final List<String> EXAMPLES = List.of(
        "GatewayLogon gatewayEpoch=1",
        "NewOrder account=1 priceTicks=100500 quantityLots=10 instrumentId=1 orderType=1 timeInForce=1 displayLots=5 " +
            "clientOrderId.word0=77 sessionId=4 selfTradePrevention=2 cancelOnDisconnect=1",
        "NewOrder account=1 quoteAmount=300000 instrumentId=1 orderType=2 timeInForce=2",
        "NewOrder account=2 quantityLots=3 instrumentId=1 side=1 orderType=2 timeInForce=2 selfTradePrevention=4",
        "NewOrder account=2 priceTicks=104000 quantityLots=3 stopPriceTicks=103000 instrumentId=1 side=1 orderType=7 " +
            "timeInForce=4 expireTimeNs=9000",
        "NewOrder account=1 quantityLots=3 trailingDeltaBasisPoints=100 instrumentId=1 orderType=4 timeInForce=5",
        "NewOrder account=1 priceTicks=101000 quantityLots=3 instrumentId=1 side=1 orderType=3 timeInForce=1",
        "CancelOrder account=1 orderId=1",
        "CancelOrder account=1 clientOrderId.word0=" + ID,
        "CancelAll account=1 side=255",
        "CancelAll account=1 instrumentId=1 side=0 sessionId=4",
        "ReplaceOrder account=1 originalOrderId=1 priceTicks=99500 quantityLots=6 orderType=1 timeInForce=1",
        "ReplaceOrder account=1 originalClientOrderId.word0=" + ID + " clientOrderId.word0=" + ID +
            " quantityLots=6 stopPriceTicks=104000 orderType=4 timeInForce=1 mode=1",
        "AmendOrder account=1 orderId=1 priceTicks=100000 quantityLots=9",
        "AmendOrder account=1 clientOrderId.word0=" + ID + " priceTicks=99001 quantityLots=12",
        "EndSession account=1 sessionId=5",
        "SetDeadManTimer account=1 timeoutNs=5000",
        "Deposit account=1 idempotencyId.low=78 amount=5 assetId=1",
        "RequestWithdrawal account=1 idempotencyId.low=79 amount=5 assetId=1 settleAtOnce=1",
        "FinishWithdrawal withdrawalId=1 outcome=1",
        "CreateAccount externalId.high=5",
        "DefineAsset symbol.word0=88 decimals=3",
        "DefineInstrument symbol.word0=88 tickQuoteUnits=1 lotBaseUnits=1 minQuantityLots=1 maxQuantityLots=1000 " +
            "maxPriceTicks=1000 maxNotional=1000000 baseAssetId=1 quoteAssetId=2 initialState=2 priceRangeBasisPoints=5 " +
            "referencePriceTicks=10 priceBandBasisPoints=5 priceBandMode=1",
        "SetInstrumentState instrumentId=1 state=3",
        "Transfer account=1 idempotencyId.low=80 toAccountId=2 amount=5 assetId=1",
        "BlockAccount targetAccountId=1 blocked=1",
        "BlockSession targetAccountId=1 sessionId=5 blocked=1",
        "SetAccountSettings targetAccountId=1 tradeGroup=3 feeTier=1 maxOpenOrders=9 maxOpenNotional=100000000000",
        "SetFeeRates instrumentId=1 feeTier=1 makerFeePpm=5 takerFeePpm=6",
        "QueryBalances account=1",
        "QueryOrder account=1 orderId=1",
        "QueryOpenOrders account=1 instrumentId=1",
        "QueryAssetTotals assetId=1",
        "QueryStateHash");

    private final Map<String, CommandSchema.Message> messages = new TreeMap<>();
    private final Set<ResultCode> met = EnumSet.noneOf(ResultCode.class);
    private ServiceBench bench;

    SchemaBadInputTest() {
        CommandSchema.messages().forEach(message -> messages.put(message.name(), message));
    }

    @Test
    void shouldKnowEveryMessageOfTheSchemaAndItsLength() {
        final Set<String> exemplified = new TreeSet<>();
        EXAMPLES.forEach(example -> exemplified.add(example.split(" ")[0]));
        assertEquals(messages.keySet(), exemplified);
        for (final CommandSchema.Message message : messages.values()) {
            assertEquals(SchemaVersions.blockLength(message.templateId(), 1), message.blockLength(), message.name());
        }
    }

    @Test
    void shouldCarryOutWhatIsNotSpoilt() {
        for (final String example : EXAMPLES) {
            begin();
            final CommandSchema.Message message = encode(example);
            bench.deliver(ServiceBench.HEADER_LENGTH + message.blockLength());
            if (isSequenced(message.templateId())) {
                assertEquals(ResultCode.OK, bench.result().resultCode(), example);
            }
        }
    }

    @Test
    void shouldRefuseEveryNumberAtItsExtremesAndChangeNothing() {
        begin();
        for (final String example : EXAMPLES) {
            for (final CommandSchema.Field field : messages.get(example.split(" ")[0]).fields()) {
                final int values = field.length() == 1 ? BYTE_VALUES : EXTREMES.length;
                for (int i = 0; i < values; i++) {
                    final long value = field.length() == 1 ? i : EXTREMES[i];
                    final CommandSchema.Message message = encode(example);
                    put(field, value);
                    if (deliver(ServiceBench.HEADER_LENGTH + message.blockLength(),
                        example + ", but " + field.name() + "=" + value)) {
                        begin();
                    }
                }
            }
        }
        final Set<ResultCode> missing = EnumSet.allOf(ResultCode.class);
        missing.removeAll(met);
        // The engine is neither full nor low on storage, and which codes there are not is not sent.
        assertEquals(EnumSet.of(ResultCode.LIMIT_REACHED, ResultCode.STORAGE_LOW, ResultCode.NULL_VAL, ResultCode.SBE_UNKNOWN),
            missing, "no field of any command was refused with these");
    }

    /** Several numbers at once, one command after the other: overflowing products, ids that come again, ids of others. */
    @Test
    void shouldRefuseSeveralExtremesAtOnceAndChangeNothing() {
        final long base = Long.getLong("seed", System.nanoTime());
        for (int run = 0; run < RUNS; run++) {
            final Random random = new Random(base + run);
            begin();
            for (int i = 0; i < MESSAGES_PER_RUN; i++) {
                final String example = EXAMPLES.get(random.nextInt(EXAMPLES.size()));
                final CommandSchema.Message message = encode(example);
                final StringBuilder text = new StringBuilder("seed=" + (base + run) + " message=" + i + " " + example);
                for (int spoilt = random.nextInt(4); spoilt > 0; spoilt--) {
                    final CommandSchema.Field field = message.fields().get(random.nextInt(message.fields().size()));
                    final long value = EXTREMES[random.nextInt(EXTREMES.length)];
                    put(field, value);
                    text.append(", but ").append(field.name()).append('=').append(value);
                }
                deliver(ServiceBench.HEADER_LENGTH + message.blockLength(), text.toString());
            }
        }
    }

    /** Cut off anywhere, a block length that is not that of the message, versions and templates that there are not. */
    @Test
    void shouldRefuseMessagesOfAnotherShapeAndChangeNothing() {
        begin();
        for (final String example : EXAMPLES) {
            final CommandSchema.Message message = messages.get(example.split(" ")[0]);
            final int whole = ServiceBench.HEADER_LENGTH + message.blockLength();
            for (int length = 0; length < whole; length++) {
                shape(example, message.blockLength(), message.templateId(), 1, length);
                shape(example, length, message.templateId(), 0, whole);
                shape(example, length, message.templateId(), 1, whole);
            }
            for (final int beyond : new int[] {message.blockLength() + 1, Short.MAX_VALUE, 2 * Short.MAX_VALUE + 1}) {
                shape(example, beyond, message.templateId(), 1, whole);
            }
            for (final int version : new int[] {0, 2, Short.MAX_VALUE, 2 * Short.MAX_VALUE + 1}) {
                shape(example, message.blockLength(), message.templateId(), version, whole);
            }
        }
        for (int templateId = 0; templateId < TEMPLATES; templateId++) {
            shape(EXAMPLES.get(1), messages.get("NewOrder").blockLength(), templateId, 1, bench.message.capacity());
        }
    }

    private void shape(
        final String example, final int blockLength, final int templateId, final int version, final int length) {
        encode(example);
        new MessageHeaderEncoder().wrap(bench.message, 0).blockLength(blockLength).templateId(templateId).version(version);
        if (deliver(length, example + ", but blockLength=" + blockLength + " templateId=" + templateId + " version=" +
            version + " length=" + length)) {
            begin();
        }
    }

    /** True when the message was carried out. */
    private boolean deliver(final int length, final String text) {
        // What is due must not be taken for a consequence of the message.
        bench.timer();
        bench.timestampNs--;
        final int templateId = new MessageHeaderDecoder().wrap(bench.message, 0).templateId();
        final List<Long> before = state(false);
        final List<Long> beforeWithGateways = state(true);
        final long events = bench.eventCount;
        try {
            bench.deliver(length);
        } catch (final RuntimeException poison) {
            throw new AssertionError(text, poison);
        }
        if (bench.eventCount == events) {
            assertTrue(beforeWithGateways.equals(state(true)), text);
            return false;
        }
        if (!isSequenced(templateId)) {
            assertTrue(before.equals(state(false)), text);
            return true;
        }
        final ResultCode code = bench.result().resultCode();
        met.add(code);
        assertTrue(code != ResultCode.NULL_VAL && code != ResultCode.SBE_UNKNOWN, text);
        final boolean cancelsRegardless =
            templateId == ReplaceOrderDecoder.TEMPLATE_ID && bench.result().count() == 1;
        if (code != ResultCode.OK && !cancelsRegardless) {
            assertEquals(events + 1, bench.eventCount, text);
            assertTrue(before.equals(state(false)), text);
        }
        return code == ResultCode.OK || cancelsRegardless;
    }

    private void begin() {
        bench = new ServiceBench(EngineLimits.defaults());
        for (final String command : MARKET) {
            final CommandSchema.Message message = encode(command);
            bench.deliver(ServiceBench.HEADER_LENGTH + message.blockLength());
            assertEquals(ResultCode.OK, bench.result().resultCode(), command);
        }
    }

    /** Writes a message as the next of its gateway; what is not named is 0. */
    private CommandSchema.Message encode(final String text) {
        final String[] words = text.split(" ");
        final CommandSchema.Message message = messages.get(words[0]);
        bench.message.setMemory(0, bench.message.capacity(), (byte) 0);
        new MessageHeaderEncoder().wrap(bench.message, 0).blockLength(message.blockLength()).templateId(message.templateId())
            .schemaId(MessageHeaderEncoder.SCHEMA_ID).version(MessageHeaderEncoder.SCHEMA_VERSION);
        put(message.field("header.gatewayId"), 1);
        put(message.field("header.correlationId"), 9);
        put(message.field("header.inSequence"), isSequenced(message.templateId()) ? bench.engine.lastInSequence(1) + 1 : 0);
        for (int i = 1; i < words.length; i++) {
            final String[] pair = words[i].split("=");
            put(message.field("account".equals(pair[0]) ? "header.accountId" : pair[0]), Long.parseLong(pair[1]));
        }
        return message;
    }

    private void put(final CommandSchema.Field field, final long value) {
        final int index = ServiceBench.HEADER_LENGTH + field.offset();
        switch (field.length()) {
            case 1 -> bench.message.putByte(index, (byte) value);
            case 4 -> bench.message.putInt(index, (int) value, ByteOrder.LITTLE_ENDIAN);
            case 8 -> bench.message.putLong(index, value, ByteOrder.LITTLE_ENDIAN);
            default -> throw new IllegalArgumentException("length=" + field.length());
        }
    }

    private static boolean isSequenced(final int templateId) {
        return templateId != GatewayLogonDecoder.TEMPLATE_ID && templateId < QueryBalancesDecoder.TEMPLATE_ID;
    }

    private static String instrument(final int symbol, final int state, final int rangeBasisPoints) {
        return "DefineInstrument symbol.word0=" + symbol + " tickQuoteUnits=1 lotBaseUnits=1 minQuantityLots=2 " +
            "maxQuantityLots=1000000 maxPriceTicks=1000000000 minNotional=150000 maxNotional=500000000 baseAssetId=1 " +
            "quoteAssetId=2 makerFeePpm=-100 takerFeePpm=2000 referencePriceTicks=100000 priceBandBasisPoints=2000 " +
            "initialState=" + state + " priceRangeBasisPoints=" + rangeBasisPoints;
    }

    private static String deposit(final int account, final int asset) {
        return "Deposit account=" + account + " idempotencyId.high=2 idempotencyId.low=" + asset +
            " amount=1000000000000 assetId=" + asset;
    }

    private List<Long> state(final boolean withGateways) {
        final List<Long> fields = new ArrayList<>();
        bench.engine.accept(new StateVisitor() {
            private boolean counts;

            @Override
            public void record(final RecordKind kind) {
                counts = withGateways || kind != RecordKind.GATEWAY;
                fields.add((long) kind.code());
            }

            @Override
            public void field(final String name, final long value) {
                if (counts) {
                    fields.add(value);
                }
            }
        });
        return fields;
    }
}
