package io.bourse.engine;

/** Is told what happens in an {@link OrderBook}. */
interface BookListener {
    /** Both orders, the level and the book already show it; a maker without open quantity is out of the book. */
    void onFill(Order maker, Order taker, long priceTicks, long quantityLots);

    /** New total of a level that has changed since the last {@link OrderBook#flush}; quantity 0: it is gone. */
    void onLevelChanged(Side side, long priceTicks, long quantityLots, int orderCount);
}
