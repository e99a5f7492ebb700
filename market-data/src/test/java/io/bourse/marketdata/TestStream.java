package io.bourse.marketdata;

import io.bourse.client.EventCheckpoint;
import io.bourse.client.EventHandler;
import io.bourse.client.EventStreamDivergedException;
import io.bourse.client.EventsRemovedException;
import io.bourse.schema.AssetDefinedEncoder;
import io.bourse.schema.BalanceChangedEncoder;
import io.bourse.schema.BalanceCause;
import io.bourse.schema.BookDeltaEncoder;
import io.bourse.schema.CommandResultEncoder;
import io.bourse.schema.EventHeaderEncoder;
import io.bourse.schema.FeeRatesChangedEncoder;
import io.bourse.schema.InstrumentDefinedEncoder;
import io.bourse.schema.InstrumentState;
import io.bourse.schema.InstrumentStateChangedEncoder;
import io.bourse.schema.MarketSnapshotAssetEncoder;
import io.bourse.schema.MarketSnapshotBeginEncoder;
import io.bourse.schema.MarketSnapshotEndEncoder;
import io.bourse.schema.MarketSnapshotInstrumentEncoder;
import io.bourse.schema.MarketSnapshotLevelEncoder;
import io.bourse.schema.MessageHeaderEncoder;
import io.bourse.schema.OrderTriggeredEncoder;
import io.bourse.schema.Side;
import io.bourse.schema.TradeEncoder;
import io.bourse.wire.EventFrame;
import io.bourse.wire.PackedAscii;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** An event stream in memory: encoded frames as a member records them, and the books that they describe. */
final class TestStream implements EventFeed.Source {
    static final long DAY_MS = 24 * 60 * 60_000L;
    static final int SOL_USDC = 1;
    static final int BTC_USDT = 2;

    private final List<byte[]> frames = new ArrayList<>();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[EventFrame.MAX_LENGTH]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final long epoch;
    private final TreeMap<Integer, long[]> counters = new TreeMap<>();
    private final TreeMap<Integer, List<TreeMap<Long, Long>>> books = new TreeMap<>();
    private int indexInCommand;
    private volatile long timeMs;
    private volatile int visibleCount;
    private volatile boolean isFollowing = true;
    private final List<Runnable> snapshotParts = new ArrayList<>();
    private volatile boolean isSnapshotWanted;
    private volatile long confirmedPosition;
    private int removedCount;
    private int openedFromBeginning;
    private boolean isHeld;

    TestStream(final long epoch, final long startMs) {
        this.epoch = epoch;
        timeMs = startMs;
    }

    /** With the two demo markets defined. */
    static TestStream ofDemoMarkets(final long epoch, final long startMs) {
        final TestStream stream = new TestStream(epoch, startMs);
        stream.asset(1, "SOL", 9).asset(2, "USDC", 6).asset(3, "BTC", 8).asset(4, "USDT", 8);
        stream.instrument(SOL_USDC, "SOL_USDC", 1, 2, 10_000, 1_000_000, 10);
        return stream.instrument(BTC_USDT, "BTC_USDT", 3, 4, 1_000_000, 1_000, 10);
    }

    TestStream asset(final int assetId, final String symbol, final int decimals) {
        final AssetDefinedEncoder event = new AssetDefinedEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(event.header());
        event.symbol().word0(PackedAscii.pack(symbol, 0)).word1(PackedAscii.pack(symbol, 1));
        event.assetId(assetId).decimals(decimals);
        add(AssetDefinedEncoder.BLOCK_LENGTH);
        snapshotParts.add(() -> {
            final MarketSnapshotAssetEncoder part = new MarketSnapshotAssetEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
            header(part.header());
            part.symbol().word0(PackedAscii.pack(symbol, 0)).word1(PackedAscii.pack(symbol, 1));
            part.assetId(assetId).decimals(decimals);
            add(MarketSnapshotAssetEncoder.BLOCK_LENGTH);
        });
        return result();
    }

    TestStream instrument(
        final int id, final String symbol, final int base, final int quote, final long tick, final long lot,
        final long quotePerTickLot) {
        final InstrumentDefinedEncoder event = new InstrumentDefinedEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(event.header());
        event.symbol().word0(PackedAscii.pack(symbol, 0)).word1(PackedAscii.pack(symbol, 1));
        event.tickQuoteUnits(tick).lotBaseUnits(lot).quoteUnitsPerTickLot(quotePerTickLot).minQuantityLots(1)
            .maxQuantityLots(1_000_000_000).maxPriceTicks(1_000_000_000).minNotional(1).maxNotional(Long.MAX_VALUE)
            .instrumentId(id).baseAssetId(base).quoteAssetId(quote).makerFeePpm(100).takerFeePpm(200)
            .priceRangeBasisPoints(0).state(InstrumentState.TRADING);
        add(InstrumentDefinedEncoder.BLOCK_LENGTH);
        counters.put(id, new long[2]);
        books.put(id, List.of(new TreeMap<>(), new TreeMap<>()));
        snapshotParts.add(() -> {
            final MarketSnapshotInstrumentEncoder part =
                new MarketSnapshotInstrumentEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
            header(part.header());
            part.symbol().word0(PackedAscii.pack(symbol, 0)).word1(PackedAscii.pack(symbol, 1));
            part.tickQuoteUnits(tick).lotBaseUnits(lot).quoteUnitsPerTickLot(quotePerTickLot).minQuantityLots(1)
                .maxQuantityLots(1_000_000_000).maxPriceTicks(1_000_000_000).minNotional(1).maxNotional(Long.MAX_VALUE)
                .updateId(updateId(id)).instrumentId(id).baseAssetId(base).quoteAssetId(quote).makerFeePpm(100)
                .takerFeePpm(200).priceRangeBasisPoints(0).state(InstrumentState.TRADING);
            add(MarketSnapshotInstrumentEncoder.BLOCK_LENGTH);
            snapshotLevels(id, Side.BUY);
            snapshotLevels(id, Side.SELL);
        });
        return result();
    }

    TestStream state(final int id, final InstrumentState state) {
        final InstrumentStateChangedEncoder event =
            new InstrumentStateChangedEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(event.header());
        event.instrumentId(id).state(state);
        add(InstrumentStateChangedEncoder.BLOCK_LENGTH);
        return result();
    }

    /** Rates of a fee tier, and an event of an order that market-data must not mind. */
    TestStream fees(final int id, final int feeTier, final int makerFeePpm, final int takerFeePpm) {
        final FeeRatesChangedEncoder fees = new FeeRatesChangedEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(fees.header());
        fees.instrumentId(id).feeTier(feeTier).makerFeePpm(makerFeePpm).takerFeePpm(takerFeePpm);
        add(FeeRatesChangedEncoder.BLOCK_LENGTH);
        final OrderTriggeredEncoder triggered = new OrderTriggeredEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(triggered.header());
        add(OrderTriggeredEncoder.BLOCK_LENGTH);
        return result();
    }

    /** An event within a command. */
    TestStream level(final int id, final Side side, final long priceTicks, final long lots) {
        final BookDeltaEncoder event = new BookDeltaEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(event.header());
        event.updateId(++counters.get(id)[0]).priceTicks(priceTicks).quantityLots(lots).orderCount(1).instrumentId(id)
            .side(side);
        add(BookDeltaEncoder.BLOCK_LENGTH);
        final TreeMap<Long, Long> book = book(id, side);
        if (lots == 0) {
            book.remove(priceTicks);
        } else {
            book.put(priceTicks, lots);
        }
        return this;
    }

    /** An event within a command. */
    TestStream trade(final int id, final Side takerSide, final long priceTicks, final long lots, final long quote) {
        final TradeEncoder event = new TradeEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(event.header());
        event.tradeId(++counters.get(id)[1]).priceTicks(priceTicks).quantityLots(lots).quoteAmount(quote)
            .makerOrderId(71).takerOrderId(72).makerAccountId(987654321).takerAccountId(987654322)
            .makerFee(0).takerFee(0).makerRemainingLots(0).takerRemainingLots(0).instrumentId(id).takerSide(takerSide);
        add(TradeEncoder.BLOCK_LENGTH);
        return this;
    }

    /** A private event within a command. */
    TestStream balance() {
        final BalanceChangedEncoder event = new BalanceChangedEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(event.header());
        event.accountId(987654321).available(1).locked(1).availableDelta(0).lockedDelta(0).referenceId(0).assetId(1)
            .instrumentId(1).cause(BalanceCause.TRADE);
        add(BalanceChangedEncoder.BLOCK_LENGTH);
        return this;
    }

    /** Ends the command; what it did can be read from now on. */
    TestStream result() {
        final CommandResultEncoder event = new CommandResultEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(event.header());
        event.accountId(987654321);
        add(CommandResultEncoder.BLOCK_LENGTH);
        indexInCommand = 0;
        if (!isHeld) {
            visibleCount = frames.size();
        }
        return this;
    }

    /** Changes some levels, now and then with a trade; nobody can read it before {@code beforeResult} has run. */
    TestStream randomCommand(final Random random, final int id, final Runnable beforeResult) {
        final long middle = 10_000 + random.nextInt(5);
        if (random.nextInt(4) == 0) {
            trade(id, random.nextBoolean() ? Side.BUY : Side.SELL, middle, 1 + random.nextInt(100), 1000).balance();
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
            final long distance = 10 + 3L * random.nextInt(40) + i;
            final long price = side == Side.BUY ? 10_000 - distance : 10_000 + distance;
            level(id, side, price, random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(1_000));
        }
        beforeResult.run();
        return result();
    }

    /** What a member puts there when it is asked. */
    void marketSnapshot() {
        final MarketSnapshotBeginEncoder begin = new MarketSnapshotBeginEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(begin.header());
        add(MarketSnapshotBeginEncoder.BLOCK_LENGTH);
        snapshotParts.forEach(Runnable::run);
        final MarketSnapshotEndEncoder end = new MarketSnapshotEndEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        header(end.header());
        add(MarketSnapshotEndEncoder.BLOCK_LENGTH);
        indexInCommand = 0;
        visibleCount = frames.size();
    }

    private void snapshotLevels(final int id, final Side side) {
        book(id, side).forEach((priceTicks, lots) -> {
            final MarketSnapshotLevelEncoder level =
                new MarketSnapshotLevelEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
            header(level.header());
            level.priceTicks(priceTicks).quantityLots(lots).orderCount(1).instrumentId(id).side(side);
            add(MarketSnapshotLevelEncoder.BLOCK_LENGTH);
        });
    }

    /** Members have removed what is there. */
    synchronized void remove() {
        removedCount = frames.size();
    }

    /** Whether somebody asks for a snapshot. */
    boolean isSnapshotWanted() {
        return isSnapshotWanted;
    }

    /** What was confirmed last. */
    long confirmedPosition() {
        return confirmedPosition;
    }

    TestStream at(final long newTimeMs) {
        timeMs = newTimeMs;
        return this;
    }

    long timeMs() {
        return timeMs;
    }

    long eventSequence() {
        return frames.size();
    }

    long updateId(final int id) {
        return counters.get(id)[0];
    }

    TreeMap<Long, Long> book(final int id, final Side side) {
        return books.get(id).get(side == Side.BUY ? 0 : 1);
    }

    /** Until {@link #release} nothing new can be read. */
    void hold() {
        isHeld = true;
    }

    void release() {
        isHeld = false;
        visibleCount = frames.size();
    }

    void isFollowing(final boolean following) {
        isFollowing = following;
    }

    /** How often somebody began with the first event. */
    synchronized int openedFromBeginning() {
        return openedFromBeginning;
    }

    @Override
    public synchronized EventFeed open(final EventCheckpoint from, final EventHandler handler) {
        if (from == null) {
            return new Feed(visibleCount, handler);
        }
        if (from.eventSequence() < removedCount) {
            throw new EventsRemovedException("the members have removed the events after " + from);
        }
        if (from.isBeginning()) {
            openedFromBeginning++;
        } else if (from.epoch() != epoch || from.chainHash() != hash((int) from.eventSequence() - 1)) {
            throw new EventStreamDivergedException("not of this stream: " + from);
        }
        return new Feed((int) from.eventSequence(), handler);
    }

    private int hash(final int index) {
        return 0x9E3779B9 * (index + 1) | 1;
    }

    private void header(final EventHeaderEncoder header) {
        header.eventSequence(frames.size() + 1L).epoch(epoch).timestampNs(timeMs * 1_000_000).logPosition(0)
            .indexInCommand(indexInCommand++).reserved(0);
    }

    private void add(final int blockLength) {
        final int end = MessageHeaderEncoder.ENCODED_LENGTH + blockLength;
        buffer.putInt(end, hash(frames.size()), ByteOrder.LITTLE_ENDIAN);
        final byte[] frame = new byte[end + EventFrame.TRAILER_LENGTH];
        buffer.getBytes(0, frame);
        synchronized (this) {
            frames.add(frame);
        }
    }

    private final class Feed implements EventFeed {
        private final EventHandler handler;
        private final EventCheckpoint checkpoint = new EventCheckpoint();
        private int next;

        private Feed(final int next, final EventHandler handler) {
            this.next = next;
            this.handler = handler;
        }

        @Override
        public int poll(final int limit) {
            int count = 0;
            while (count < limit && next < visibleCount) {
                final byte[] frame;
                synchronized (TestStream.this) {
                    frame = frames.get(next);
                }
                checkpoint.set(epoch, next + 1L, 100L * next, 100L * (next + 1), hash(next));
                next++;
                handler.onEvent(new UnsafeBuffer(frame), 0, frame.length, checkpoint);
                count++;
            }
            return count;
        }

        @Override
        public void confirm(final long nextPosition) {
            confirmedPosition = nextPosition;
        }

        @Override
        public void wantMarketSnapshot(final boolean isWanted) {
            isSnapshotWanted = isWanted;
        }

        @Override
        public boolean isFollowing() {
            return isFollowing;
        }

        @Override
        public boolean isCurrent() {
            return isFollowing && next >= visibleCount;
        }

        @Override
        public void close() {
            next = Integer.MAX_VALUE;
        }
    }
}
