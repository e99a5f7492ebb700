package io.bourse.engine;

/** Is told what happens in an {@link OrderBook}. */
interface BookListener {
    /**
     * The taker, the level and the book already show it, and a maker without open quantity is out of the book; the object of
     * the maker does not.
     *
     * @param maker its slot
     */
    void onFill(int maker, Order taker, long priceTicks, long quantityLots);

    /**
     * Asked before a fill when the maker may have to end by time, or the taker prevents self-trades. False: they do not
     * trade, and either the maker has been taken out or lowered, or the taker has nothing left.
     */
    default boolean mayTrade(final int maker, final Order taker) {
        return true;
    }

    /** New total of a level that has changed since the last {@link OrderBook#flush}; quantity 0: it is gone. */
    void onLevelChanged(Side side, long priceTicks, long quantityLots, int orderCount);
}
