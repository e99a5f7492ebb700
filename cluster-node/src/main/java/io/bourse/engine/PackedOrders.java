package io.bourse.engine;

import java.util.Arrays;

/**
 * What the book does not know of the resting orders about which there is nothing special: a limit that is good till cancelled,
 * shows all that it has, has no client order id and has not traded. Four words each, found by the slot of {@link OrderSlots}.
 * Such an order has an {@link Order} only while a command is about it.
 *
 * <p>An object is two hundred bytes somewhere, and where is known one cache line later than the slot. Half a line at the slot
 * is fetched together with the record of the book (docs/BENCHMARKS.md). Grows by chunks, and where such orders rest only.
 */
final class PackedOrders {
    private static final int CHUNK_LOG2 = 14;
    private static final int WORDS_LOG2 = 2;
    private static final int CHUNK_WORDS = 1 << CHUNK_LOG2 + WORDS_LOG2;
    private static final int WORD_MASK = CHUNK_WORDS - 1;
    /** Word 0 is 0 when no order is packed there, else account, side, instrument and settings; see {@link #head}. */
    private static final int SESSION = 1;
    private static final int TIMESTAMP = 2;
    /** Limit, ticks, and, in the high half, what was open when the request was answered, lots. */
    private static final int NUMBERS = 3;

    private static final long ACCOUNT_MASK = (1L << 31) - 1;
    private static final long SELL = 1L << 31;
    private static final int INSTRUMENT_SHIFT = 32;
    private static final int INSTRUMENT_MASK = (1 << 22) - 1;
    private static final int SELF_TRADE_PREVENTION_SHIFT = 54;
    private static final int SELF_TRADE_PREVENTION_MASK = 0xF;
    private static final long LIMIT_MAKER = 1L << 58;
    private static final long CANCEL_ON_DISCONNECT = 1L << 59;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    /** Null where none was ever packed. */
    private long[][] chunks = {};

    /** Whether there is nothing about an open order but what finds room. */
    static boolean canHold(final Order order) {
        return order.place == Place.RESTING && order.details == OrderDetails.NONE && !order.hasClientOrderId() &&
            (order.orderType == OrderType.LIMIT || order.orderType == OrderType.LIMIT_MAKER) &&
            order.timeInForce == TimeInForce.GTC && order.answerStatus == OrderStatus.NEW &&
            (order.executedLots | order.preventedLots | order.countedNotional) == 0 &&
            (order.priceTicks | order.answerRemainingLots) >>> Integer.SIZE == 0 &&
            order.instrument.instrumentId <= INSTRUMENT_MASK;
    }

    boolean holds(final int slot) {
        return head(slot) != 0;
    }

    int accountId(final int slot) {
        return (int) (head(slot) & ACCOUNT_MASK);
    }

    void put(final Order order) {
        final int chunk = order.slot >>> CHUNK_LOG2;
        if (chunk >= chunks.length || chunks[chunk] == null) {
            addChunk(chunk);
        }
        final long[] words = chunks[chunk];
        final int index = index(order.slot);
        words[index] = head(order);
        words[index + SESSION] = order.sessionId;
        words[index + TIMESTAMP] = order.timestampNs;
        words[index + NUMBERS] = order.priceTicks | order.answerRemainingLots << Integer.SIZE;
    }

    /** The order of the slot, if one was packed, has an object from now on. */
    void clear(final int slot) {
        if (holds(slot)) {
            chunks[slot >>> CHUNK_LOG2][index(slot)] = 0;
        }
    }

    /** Fills in what is held; id and quantities are the caller's to know. */
    void read(final int slot, final Order order, final Ledger ledger, final InstrumentTable instruments) {
        final long[] words = chunks[slot >>> CHUNK_LOG2];
        final int index = index(slot);
        final long head = words[index];
        order.account = ledger.account(head & ACCOUNT_MASK);
        order.instrument = instruments.get((int) (head >>> INSTRUMENT_SHIFT) & INSTRUMENT_MASK);
        order.side = (head & SELL) == 0 ? Side.BUY : Side.SELL;
        order.orderType = (head & LIMIT_MAKER) == 0 ? OrderType.LIMIT : OrderType.LIMIT_MAKER;
        order.selfTradePrevention =
            SelfTradePrevention.of((int) (head >>> SELF_TRADE_PREVENTION_SHIFT) & SELF_TRADE_PREVENTION_MASK);
        order.cancelOnDisconnect = (head & CANCEL_ON_DISCONNECT) != 0;
        order.sessionId = words[index + SESSION];
        order.timestampNs = words[index + TIMESTAMP];
        order.priceTicks = words[index + NUMBERS] & LOW_HALF;
        order.answerRemainingLots = words[index + NUMBERS] >>> Integer.SIZE;
        order.timeInForce = TimeInForce.GTC;
        order.place = Place.RESTING;
        order.open = true;
        order.triggered = false;
        order.executedLots = 0;
        order.executedQuote = 0;
        order.preventedLots = 0;
        order.clientOrderId0 = 0;
        order.clientOrderId1 = 0;
        order.clientOrderId2 = 0;
        order.clientOrderId3 = 0;
        order.content = 0;
        order.answerStatus = OrderStatus.NEW;
        order.answerExecutedLots = 0;
        order.answerExecutedQuote = 0;
    }

    private long head(final int slot) {
        final int chunk = slot >>> CHUNK_LOG2;
        final long[] words = chunk < chunks.length ? chunks[chunk] : null;
        return words == null ? 0 : words[index(slot)];
    }

    private static long head(final Order order) {
        return order.account.accountId | (order.side == Side.SELL ? SELL : 0) |
            (long) order.instrument.instrumentId << INSTRUMENT_SHIFT |
            (long) order.selfTradePrevention.code() << SELF_TRADE_PREVENTION_SHIFT |
            (order.orderType == OrderType.LIMIT_MAKER ? LIMIT_MAKER : 0) |
            (order.cancelOnDisconnect ? CANCEL_ON_DISCONNECT : 0);
    }

    private static int index(final int slot) {
        return slot << WORDS_LOG2 & WORD_MASK;
    }

    private void addChunk(final int chunk) {
        if (chunk >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(chunk + 1, 2 * chunks.length));
        }
        chunks[chunk] = new long[CHUNK_WORDS];
    }
}
