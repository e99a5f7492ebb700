package io.bourse.benchmarks;

import io.bourse.client.orderflow.OrderFlow;
import io.bourse.engine.BareBook;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes order flows: seed, shape and length say every byte. A book of the JDK's collections goes along, so that the
 * generator knows which orders rest and where the touch is.
 */
final class StreamGenerator implements BareBook.Reports {
    private static final long MAGIC = 0x4D45_4257_5F30_3031L;
    private static final int HEADER_LENGTH = 16;
    private static final int RECORD_LENGTH = 40;
    private static final long START_MIDDLE = 100_000;
    private static final long MIDDLE_DRIFT = 20_000;
    private static final int MESSAGES_PER_MIDDLE = 40;
    private static final int QUANTITY_MAX = 100;
    private static final int SWEPT_MAX = 400;
    private static final int FILL_UP_NEW_PERCENT = 90;
    private static final int LATE_PERCENT = 3;
    private static final int REMEMBERED = 1024;

    private final TreeMapBook book = new TreeMapBook(this);
    private final Shape shape;
    private final ByteBuffer bytes;
    private final int count;
    private final long[] gone = new long[REMEMBERED];
    private long goneCount;
    private long[] live = new long[1 << 12];
    private int[] places = new int[1 << 12];
    private int[] sides = new int[1 << 12];
    private int liveCount;
    private long random;
    private long lastId;
    private long middle = START_MIDDLE;
    private boolean full;
    private int sequence;
    /** Maker of the last trade of the message; whoever comes before the last is filled. */
    private long previousMaker;

    StreamGenerator(final Shape shape, final long seed, final int count) {
        this.shape = shape;
        this.count = count;
        random = seed;
        bytes = ByteBuffer.allocate(HEADER_LENGTH + count * RECORD_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The bytes of the whole, uncompressed file. */
    byte[] generate() {
        bytes.putLong(MAGIC).putInt(1).putInt(count);
        for (sequence = 0; sequence < count; sequence++) {
            if (sequence % MESSAGES_PER_MIDDLE == 0) {
                middle = Math.clamp(middle + below(3) - 1, START_MIDDLE - MIDDLE_DRIFT, START_MIDDLE + MIDDLE_DRIFT);
            }
            next();
        }
        return bytes.array();
    }

    @Override
    public void onOrderAck(
        final long at, final int side, final long orderId, final long priceTicks, final long quantityLots) {
        // Whether it comes to rest is seen afterwards.
    }

    @Override
    public void onTrade(
        final long at, final long priceTicks, final long quantityLots, final long makerId, final long takerId) {
        if (!isLive(makerId)) {
            throw new IllegalStateException("order " + makerId + " trades and does not rest");
        }
        if (previousMaker != 0 && previousMaker != makerId) {
            forget(previousMaker);
        }
        previousMaker = makerId;
    }

    @Override
    public void onCancelAck(final long at, final int side, final long orderId, final long priceTicks) {
        // The caller knows.
    }

    @Override
    public void onModifyAck(
        final long at, final int side, final long orderId, final long priceTicks, final long quantityLots) {
        // The caller knows.
    }

    @Override
    public void onCancelReject(final long at, final long orderId) {
        // Meant to be late.
    }

    @Override
    public void onModifyReject(final long at, final long orderId) {
        // Meant to be late.
    }

    private void next() {
        full |= liveCount >= shape.resting;
        final int dice = below(100);
        // Keeps to the number of resting orders once it is reached.
        final int newPercent = full ? liveCount < shape.resting ? 60 : 40 : FILL_UP_NEW_PERCENT;
        if (full && shape.sweepsPerMille > 0 && below(1_000) < shape.sweepsPerMille) {
            sweep();
        } else if (dice < newPercent || liveCount < 10) {
            enter();
        } else if (dice < newPercent + (100 - newPercent) * 55 / 100) {
            cancel();
        } else {
            modify();
        }
    }

    private void enter() {
        final int side = below(2);
        final boolean crossing = below(100) < shape.crossingPercent;
        final long price = crossing ? crossingPrice(side) : restingPrice(side);
        send(side, crossing && below(2) == 0, price, 1 + below(QUANTITY_MAX));
    }

    /** Takes up to some hundreds of orders. */
    private void sweep() {
        final int side = below(2);
        final long quantity = (1L + below(SWEPT_MAX)) * QUANTITY_MAX / 2;
        send(side, below(2) == 0, middle + (side == 0 ? 1L : -1L) * shape.reachTicks, quantity);
    }

    private void send(final int side, final boolean immediate, final long price, final long quantity) {
        final long orderId = ++lastId;
        put(OrderFlow.NEW, side, immediate ? 1 : 0, quantity, orderId, price);
        book.enter(sequence, side, orderId, price, quantity, immediate);
        settle(orderId, side);
    }

    private void cancel() {
        if (goneCount > 0 && below(100) < LATE_PERCENT) {
            final long orderId = lateId();
            put(OrderFlow.CANCEL, 0, 0, 0, orderId, 0);
            book.cancel(sequence, orderId);
            return;
        }
        final long orderId = live[below(liveCount)];
        put(OrderFlow.CANCEL, sides[(int) orderId], 0, 0, orderId, 0);
        book.cancel(sequence, orderId);
        forget(orderId);
    }

    private void modify() {
        if (goneCount > 0 && below(100) < LATE_PERCENT) {
            final long orderId = lateId();
            put(OrderFlow.MODIFY, 0, 0, 1, orderId, middle);
            book.modify(sequence, orderId, middle, 1);
            return;
        }
        final long orderId = live[below(liveCount)];
        final int side = sides[(int) orderId];
        final long quantity = 1 + below(QUANTITY_MAX);
        final long price = below(10) < shape.touchOfTen ? touchPrice(side) : restingPrice(side);
        put(OrderFlow.MODIFY, side, 0, quantity, orderId, price);
        forget(orderId);
        book.modify(sequence, orderId, price, quantity);
        settle(orderId, side);
    }

    /** After matching: the last maker may be gone, the order itself may rest. */
    private void settle(final long orderId, final int side) {
        if (previousMaker != 0) {
            if (!book.rests(previousMaker)) {
                forget(previousMaker);
            }
            previousMaker = 0;
        }
        if (book.rests(orderId)) {
            remember(orderId, side);
        }
    }

    private long restingPrice(final int side) {
        int distance = shape.reachTicks;
        for (int i = 0; i < shape.crowding; i++) {
            distance = Math.min(distance, below(shape.reachTicks));
        }
        return side == 0 ? middle - 1 - distance : middle + 1 + distance;
    }

    private long crossingPrice(final int side) {
        final long best = book.bestPrice(1 - side, middle);
        return side == 0 ? best + below(3) : best - below(3);
    }

    /** Joins the best price, improves it where there is room, or, seldom, takes the other side. */
    private long touchPrice(final int side) {
        final long own = book.bestPrice(side, middle);
        final long other = book.bestPrice(1 - side, own);
        final int dice = below(16);
        if (dice == 0) {
            return other;
        }
        final boolean room = Math.abs(own - other) > 1;
        final long better = side == 0 ? own + 1 : own - 1;
        return dice < 6 && room ? better : own;
    }

    private void remember(final long orderId, final int side) {
        final int id = (int) orderId;
        if (id >= places.length) {
            places = Arrays.copyOf(places, 2 * id);
            sides = Arrays.copyOf(sides, 2 * id);
        }
        if (liveCount == live.length) {
            live = Arrays.copyOf(live, 2 * liveCount);
        }
        live[liveCount] = orderId;
        places[id] = ++liveCount;
        sides[id] = side;
    }

    private void forget(final long orderId) {
        final int place = places[(int) orderId] - 1;
        final long moved = live[--liveCount];
        live[place] = moved;
        places[(int) moved] = place + 1;
        places[(int) orderId] = 0;
        gone[(int) (goneCount++ % REMEMBERED)] = orderId;
    }

    private boolean isLive(final long orderId) {
        return orderId < places.length && places[(int) orderId] != 0;
    }

    /** An order that was there; it may have come back when it was modified, which is as good. */
    private long lateId() {
        long orderId = gone[below((int) Math.min(goneCount, REMEMBERED))];
        for (int i = 0; i < REMEMBERED && isLive(orderId); i++) {
            orderId = gone[below((int) Math.min(goneCount, REMEMBERED))];
        }
        return isLive(orderId) ? lastId + 1_000_000 : orderId;
    }

    private void put(
        final int type, final int side, final int immediate, final long quantity, final long orderId, final long price) {
        bytes.put((byte) type).put((byte) side).put((byte) immediate).put((byte) 0).putInt((int) quantity)
            .putLong(sequence).putLong(orderId).putLong(price).putLong(0);
    }

    /** SplitMix64 (Steele, Lea, Flood 2014). */
    private int below(final int bound) {
        random += 0x9E3779B97F4A7C15L;
        long z = random;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (int) (((z ^ (z >>> 31)) >>> 33) % bound);
    }
}
