package io.bourse.engine;

/**
 * The production book of one instrument with the production pool and index of orders, and nothing else of the engine: what
 * is measured. It stands in this package because those classes are closed, in this module because nothing else may want it.
 *
 * <p>Semantics are those of order flows: limit orders, price-time priority, a modify is a cancel and a new order.
 */
public final class BareBook implements BookListener {
    /** Is told what happens; sides are codes, {@code sequence} is the message's. */
    public interface Reports {
        /** An order has come in. */
        void onOrderAck(long sequence, int side, long orderId, long priceTicks, long quantityLots);

        /** Two orders have traded at the maker's price. */
        void onTrade(long sequence, long priceTicks, long quantityLots, long makerId, long takerId);

        /** An order, or what is left of an immediate one, is cancelled. */
        void onCancelAck(long sequence, int side, long orderId, long priceTicks);

        /** An order has a new price and quantity. */
        void onModifyAck(long sequence, int side, long orderId, long priceTicks, long quantityLots);

        /** The order to cancel does not rest. */
        void onCancelReject(long sequence, long orderId);

        /** The order to modify does not rest. */
        void onModifyReject(long sequence, long orderId);
    }

    private final Reports reports;
    private final OrderSlots slots = new OrderSlots();
    private final OrderIndex index = new OrderIndex(slots);
    private final PriceLevels levels = new PriceLevels(slots, new Hashing());
    private final OrderBook book = new OrderBook(slots, levels);
    private final Order taker = new Order();
    private long sequence;

    /** An empty book. */
    public BareBook(final Reports reports) {
        this.reports = reports;
    }

    /** A new order. */
    public void enter(
        final long atSequence, final int side, final long orderId, final long priceTicks, final long quantityLots,
        final boolean immediate) {
        sequence = atSequence;
        reports.onOrderAck(atSequence, side, orderId, priceTicks, quantityLots);
        match(orderId, Side.of(side), priceTicks, quantityLots);
        if (taker.remainingLots != 0) {
            if (immediate) {
                reports.onCancelAck(atSequence, side, orderId, priceTicks);
            } else {
                book.rest(index.put(orderId), taker.side, priceTicks, taker.remainingLots, 0);
            }
        }
        book.flush(this);
    }

    /** Cancels an order. */
    public void cancel(final long atSequence, final long orderId) {
        final int slot = index.get(orderId);
        if (slot == OrderSlots.NONE) {
            reports.onCancelReject(atSequence, orderId);
            return;
        }
        final int level = slots.level(slot);
        final PricePage page = levels.page(level);
        reports.onCancelAck(atSequence, page.side.code(), orderId, page.priceTicks(level));
        book.remove(slot, 0);
        index.remove(slot);
        book.flush(this);
    }

    /** Gives an order a new price and open quantity; it loses its priority. */
    public void modify(final long atSequence, final long orderId, final long priceTicks, final long quantityLots) {
        sequence = atSequence;
        final int slot = index.get(orderId);
        if (slot == OrderSlots.NONE) {
            reports.onModifyReject(atSequence, orderId);
            return;
        }
        final Side side = levels.side(slots.level(slot));
        book.remove(slot, 0);
        match(orderId, side, priceTicks, quantityLots);
        reports.onModifyAck(atSequence, side.code(), orderId, priceTicks, quantityLots);
        if (taker.remainingLots == 0) {
            index.remove(slot);
        } else {
            book.rest(slot, side, priceTicks, taker.remainingLots, 0);
        }
        book.flush(this);
    }

    /** Takes out all resting orders; pools keep what they have grown to. */
    public void clear() {
        clear(Side.BUY);
        clear(Side.SELL);
    }

    /** Orders that rest. */
    public int restingCount() {
        return index.size();
    }

    /** Best price of a side; with an empty side, as far away as can be. */
    public long bestPriceTicks(final int side) {
        final int best = book.best(Side.of(side));
        return best != PriceLevels.NONE ? levels.priceTicks(best) : side == 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    @Override
    public void onFill(final int maker, final Order by, final long priceTicks, final long quantityLots) {
        final long makerId = index.orderId(maker);
        reports.onTrade(sequence, priceTicks, quantityLots, makerId, by.orderId);
        if (slots.lots(maker) == 0) {
            index.remove(maker);
        }
    }

    @Override
    public void onLevelChanged(final Side side, final long priceTicks, final long quantityLots, final int orderCount) {
        // Order flows have no reports of levels.
    }

    private void match(final long orderId, final Side side, final long priceTicks, final long quantityLots) {
        taker.orderId = orderId;
        taker.side = side;
        taker.remainingLots = quantityLots;
        book.match(taker, priceTicks, false, this);
    }

    private void clear(final Side side) {
        for (int level = book.best(side); level != PriceLevels.NONE; level = book.best(side)) {
            final int slot = levels.first(level);
            book.remove(slot, 0);
            index.remove(slot);
            book.flush(this);
        }
    }
}
