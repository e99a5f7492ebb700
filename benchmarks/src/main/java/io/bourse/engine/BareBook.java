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
    private final LevelPool levels;
    private final OpenOrders pool;
    private final OrderIndex index = new OrderIndex();
    private final OrderBook book;
    private long sequence;

    /** An empty book. */
    public BareBook(final Reports reports) {
        this.reports = reports;
        final Hashing hashing = new Hashing();
        levels = new LevelPool(hashing);
        pool = new OpenOrders(hashing);
        book = new OrderBook(levels);
    }

    /** A new order. */
    public void enter(
        final long atSequence, final int side, final long orderId, final long priceTicks, final long quantityLots,
        final boolean immediate) {
        sequence = atSequence;
        final Order order = pool.take();
        order.orderId = orderId;
        order.side = Side.of(side);
        order.priceTicks = priceTicks;
        order.remainingLots = quantityLots;
        reports.onOrderAck(atSequence, side, orderId, priceTicks, quantityLots);
        book.match(order, priceTicks, this);
        if (order.remainingLots == 0) {
            pool.giveBack(order);
        } else if (immediate) {
            reports.onCancelAck(atSequence, side, orderId, priceTicks);
            pool.giveBack(order);
        } else {
            book.rest(order);
            index.put(orderId, order);
        }
        book.flush(this);
    }

    /** Cancels an order. */
    public void cancel(final long atSequence, final long orderId) {
        final Order order = index.remove(orderId);
        if (order == null) {
            reports.onCancelReject(atSequence, orderId);
            return;
        }
        book.remove(order);
        reports.onCancelAck(atSequence, order.side.code(), orderId, order.priceTicks);
        pool.giveBack(order);
        book.flush(this);
    }

    /** Gives an order a new price and open quantity; it loses its priority. */
    public void modify(final long atSequence, final long orderId, final long priceTicks, final long quantityLots) {
        sequence = atSequence;
        final Order order = index.get(orderId);
        if (order == null) {
            reports.onModifyReject(atSequence, orderId);
            return;
        }
        book.remove(order);
        order.priceTicks = priceTicks;
        order.remainingLots = quantityLots;
        book.match(order, priceTicks, this);
        reports.onModifyAck(atSequence, order.side.code(), orderId, priceTicks, quantityLots);
        if (order.remainingLots == 0) {
            index.remove(orderId);
            pool.giveBack(order);
        } else {
            book.rest(order);
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
        final PriceLevel best = book.best(Side.of(side));
        return best != null ? best.priceTicks : side == 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    @Override
    public void onFill(final Order maker, final Order taker, final long priceTicks, final long quantityLots) {
        reports.onTrade(sequence, priceTicks, quantityLots, maker.orderId, taker.orderId);
        if (maker.remainingLots == 0) {
            index.remove(maker.orderId);
            pool.giveBack(maker);
        }
    }

    @Override
    public void onLevelChanged(final Side side, final long priceTicks, final long quantityLots, final int orderCount) {
        // Order flows have no reports of levels.
    }

    private void clear(final Side side) {
        for (PriceLevel level = book.best(side); level != null; level = book.best(side)) {
            final Order order = level.first;
            index.remove(order.orderId);
            book.remove(order);
            pool.giveBack(order);
            book.flush(this);
        }
    }
}
