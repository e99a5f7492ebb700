package io.bourse.benchmarks;

import io.bourse.engine.BareBook;

/** A book with many orders on both sides, and commands that leave as many in it. Deterministic. */
final class FilledBook implements BareBook.Reports {
    private static final long MIDDLE = 1_000_000;
    private static final long LOTS = 10;
    private static final int BUY = 0;
    private static final int SELL = 1;

    private final BareBook book = new BareBook(this);
    private final int prices;
    /** Ids that rest, in no order. */
    private final long[] ids;
    /** Where an id is in there, by id modulo the length. */
    private final int[] places;
    private final int mask;
    private long lastId;
    private long sequence;
    private long random = 42;
    private long sum;
    private final long[] filledIds = new long[64];
    private int filledCount;

    FilledBook(final int resting, final int prices) {
        this.prices = prices;
        ids = new long[resting];
        mask = Integer.highestOneBit(resting) * 64 - 1;
        places = new int[mask + 1];
        for (int i = 0; i < resting; i++) {
            add(i);
        }
    }

    long addAndCancel() {
        final long id = nextId();
        final int side = (int) id & 1;
        book.enter(++sequence, side, id, price(side), LOTS, false);
        book.cancel(++sequence, id);
        return sum;
    }

    long replaceAny() {
        final int place = below(ids.length);
        book.cancel(++sequence, ids[place]);
        add(place);
        return sum;
    }

    long amendAny() {
        final long id = ids[below(ids.length)];
        // Of even ids the side is buy: ids and sides go together.
        final int side = (int) id & 1;
        book.modify(++sequence, id, price(side), LOTS);
        return sum;
    }

    /** One order that takes this many. */
    long matchAndRefill(final int orders) {
        final int side = below(2);
        final long limit = side == BUY ? Long.MAX_VALUE / 2 : 1;
        filledCount = 0;
        book.enter(++sequence, side, nextId(), limit, orders * LOTS, true);
        for (int i = 0; i < filledCount; i++) {
            add(places[(int) filledIds[i] & mask], 1 - side);
        }
        return sum;
    }

    long massCancelAndRefill(final int orders) {
        for (int i = 0; i < orders; i++) {
            book.cancel(++sequence, ids[i]);
        }
        for (int i = 0; i < orders; i++) {
            add(i);
        }
        return sum;
    }

    private void add(final int place) {
        add(place, below(2));
    }

    private void add(final int place, final int side) {
        lastId += (lastId & 1) == side ? 2 : 1;
        ids[place] = lastId;
        places[(int) lastId & mask] = place;
        book.enter(++sequence, side, lastId, price(side), LOTS, false);
    }

    private long nextId() {
        return ++lastId;
    }

    private long price(final int side) {
        final int distance = 1 + below(prices);
        return side == BUY ? MIDDLE - distance : MIDDLE + distance;
    }

    private int below(final int bound) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) ((random >>> 33) % bound);
    }

    @Override
    public void onOrderAck(
        final long at, final int side, final long orderId, final long priceTicks, final long quantityLots) {
        sum += orderId;
    }

    @Override
    public void onTrade(
        final long at, final long priceTicks, final long quantityLots, final long makerId, final long takerId) {
        filledIds[filledCount++] = makerId;
        sum += priceTicks;
    }

    @Override
    public void onCancelAck(final long at, final int side, final long orderId, final long priceTicks) {
        sum += priceTicks;
    }

    @Override
    public void onModifyAck(
        final long at, final int side, final long orderId, final long priceTicks, final long quantityLots) {
        sum += priceTicks;
    }

    @Override
    public void onCancelReject(final long at, final long orderId) {
        throw new IllegalStateException("order " + orderId + " does not rest");
    }

    @Override
    public void onModifyReject(final long at, final long orderId) {
        throw new IllegalStateException("order " + orderId + " does not rest");
    }
}
